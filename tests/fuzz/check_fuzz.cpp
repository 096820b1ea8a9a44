// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "dsl/check/check.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/lint/lint.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"

// Any text: checking must end, and give a sound plan (which the lint rules then read) or say why there is none, at places that are in a file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fairstart;
  source::Sources sources;
  const base::FileId file = sources.add("fuzz.fair", std::string(reinterpret_cast<const char*>(data), size));
  diagnostics::Diagnostics diagnostics;
  const check::Options options{.library_paths = {FAIRSTART_SOURCE_DIR "/stdlib", FAIRSTART_SOURCE_DIR "/frameworks"}};
  const auto plan = check::check_source(file, options, sources, diagnostics);
  if (plan.has_value() == diagnostics.has_errors()) std::abort();
  if (plan && !plan::verify(*plan).empty()) std::abort();
  if (plan) lint::lint(*plan, file, diagnostics);
  for (const auto& item : diagnostics.items()) {
    if (item.span.exists() && item.span.end > sources.file(item.span.file).text.size()) std::abort();
    for (const auto& label : item.labels)
      if (label.span.exists() && label.span.end > sources.file(label.span.file).text.size()) std::abort();
  }
  std::ostringstream out;
  diagnostics::print_text(out, diagnostics, sources, false);
  diagnostics::print_sarif(out, diagnostics, sources);
  return 0;
}
