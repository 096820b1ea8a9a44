// SPDX-License-Identifier: Apache-2.0
#include "dsl/diagnostics/diagnostic.hpp"

#include <algorithm>
#include <utility>

namespace fairstart::diagnostics {

void Diagnostics::add(Diagnostic diagnostic) {
  switch (entry(diagnostic.code).severity) {
    case Severity::note: break;
    case Severity::warning: ++warnings_; break;
    case Severity::error: ++errors_; break;
  }
  items_.push_back(std::move(diagnostic));
}

void Diagnostics::take_back(std::size_t from) {
  for (; items_.size() > from; items_.pop_back()) {
    const Severity severity = entry(items_.back().code).severity;
    warnings_ -= severity == Severity::warning ? 1 : 0;
    errors_ -= severity == Severity::error ? 1 : 0;
  }
}

void Diagnostics::relocate(std::size_t from, const std::function<base::Span(base::Span)>& home) {
  for (std::size_t i = from; i < items_.size(); ++i) {
    items_[i].span = home(items_[i].span);
    for (Label& label : items_[i].labels) label.span = home(label.span);
  }
}

void Diagnostics::sort_by_place() {
  const auto place = [](const Diagnostic& d) { return std::pair(d.span.file.value, d.span.begin); };
  // A span without file has the highest file number, so those come last.
  std::stable_sort(items_.begin(), items_.end(), [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
}

void Diagnostics::keep_first(std::size_t most) {
  std::size_t errors = 0, warnings = 0;
  left_out_ += std::erase_if(items_, [&](const Diagnostic& one) {
    const Severity severity = entry(one.code).severity;
    if (severity == Severity::note) return false;
    return ++(severity == Severity::error ? errors : warnings) > most;
  });
}

}  // namespace fairstart::diagnostics
