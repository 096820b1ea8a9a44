// SPDX-License-Identifier: Apache-2.0
#include "cli/coverage.hpp"

#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "dsl/diagnostics/visible.hpp"

namespace fairstart::cli {
namespace {

// The file that was asked for: its conditions are the ones to cover.
base::FileId main_file(const Loaded& loaded) {
  const std::string& path = loaded.plan->modules[loaded.plan->main.index()].path;
  for (std::size_t i = 0; i < loaded.sources.size(); ++i)
    if (loaded.sources.file(base::FileId(i)).path == path) return base::FileId(i);
  return {};
}

std::string place(const Loaded& loaded, base::Span span) {
  const source::Position at = loaded.sources.position(span.file, span.begin);
  return fmt::format("{}:{}:{}", loaded.sources.file(span.file).path, at.line, at.column);
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + std::string(words[i]);
  return out;
}

std::string unseen(const examples::Condition& condition) {
  std::vector<std::string_view> words;
  if (!condition.yes) words.push_back("yes");
  if (!condition.no) words.push_back("no");
  if (condition.can_be_unknown && !condition.unknown) words.push_back("unknown");
  return listed(words);
}

}  // namespace

void CoverageReport::add(const Loaded& loaded) {
  examples::Coverage coverage(*loaded.plan, main_file(loaded));
  for (const plan::Example& example : loaded.plan->examples) coverage.see(example);
  const examples::Share share = examples::share(coverage.conditions());
  total_.seen += share.seen;
  total_.of += share.of;
  for (const examples::Threshold& threshold : coverage.thresholds()) one_sided_ += threshold.both() ? 0 : 1;
  files_.push_back({&loaded, coverage.conditions(), coverage.thresholds()});
}

void CoverageReport::print_conditions() const {
  for (const File& file : files_)
    for (const examples::Condition& condition : file.conditions)
      if (condition.seen() < condition.states())
        std::cout << fmt::format("  {}: never {}: {} (in {})\n", place(*file.loaded, condition.span), unseen(condition),
                                 diagnostics::escaped(condition.text), condition.where);
  std::cout << fmt::format("coverage: {} of {} answers of conditions seen, {:.1f}%\n", total_.seen, total_.of,
                           total_.percent());
}

void CoverageReport::print_thresholds() const {
  std::size_t all = 0;
  for (const File& file : files_) {
    all += file.thresholds.size();
    for (const examples::Threshold& threshold : file.thresholds) {
      if (threshold.both()) continue;
      const auto& one = threshold.met ? threshold.met : threshold.not_met;
      const std::string told =
          !one ? "no example on either side"
               : fmt::format("no example where it is {}; the nearest where it is {} is {} away", threshold.met ? "no" : "yes",
                             threshold.met ? "yes" : "no", examples::distance(*file.loaded->plan, threshold, *one));
      std::cout << fmt::format("  {}: {}: {} (in {})\n", place(*file.loaded, threshold.span), told,
                               diagnostics::escaped(threshold.text), threshold.where);
    }
  }
  std::cout << fmt::format("boundaries: {} of {} thresholds have an example on each side\n", all - one_sided_, all);
}

nlohmann::json CoverageReport::json() const {
  nlohmann::json out{{"format", 1},
                     {"seen", total_.seen},
                     {"of", total_.of},
                     {"percent", total_.percent()},
                     {"conditions", nlohmann::json::array()},
                     {"thresholds", nlohmann::json::array()}};
  for (const File& file : files_) {
    const auto entry = [&](base::Span span, const std::string& text, const std::string& where) {
      const source::Position at = file.loaded->sources.position(span.file, span.begin);
      return nlohmann::json{{"file", file.loaded->sources.file(span.file).path},
                            {"line", at.line},
                            {"column", at.column},
                            {"text", text},
                            {"in", where}};
    };
    for (const examples::Condition& condition : file.conditions) {
      nlohmann::json one = entry(condition.span, condition.text, condition.where);
      one["yes"] = condition.yes;
      one["no"] = condition.no;
      one["unknown"] = condition.unknown;
      one["can_be_unknown"] = condition.can_be_unknown;
      out["conditions"].push_back(std::move(one));
    }
    for (const examples::Threshold& threshold : file.thresholds) {
      nlohmann::json one = entry(threshold.span, threshold.text, threshold.where);
      const auto nearest = [&](const std::optional<std::int64_t>& by) {
        return by ? nlohmann::json(examples::distance(*file.loaded->plan, threshold, *by)) : nlohmann::json();
      };
      one["nearest_yes"] = nearest(threshold.met);
      one["nearest_no"] = nearest(threshold.not_met);
      out["thresholds"].push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace fairstart::cli
