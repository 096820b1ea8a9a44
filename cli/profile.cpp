// SPDX-License-Identifier: Apache-2.0
#include "cli/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace fairstart::cli {
namespace {

constexpr double least_share = 0.0005;  // lines below are told as one

}  // namespace

std::string profile_table(std::vector<run::ProfileLine> lines, double seconds, const source::Sources& sources) {
  double told = 0;
  for (const run::ProfileLine& line : lines) told += line.seconds;
  seconds = std::max(seconds, told);
  lines.push_back({"the framework's files, and what is measured nowhere else", {}, seconds - told});
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
  std::string out = fmt::format("Where {:.3f} seconds went\n  share    seconds          rows  unknown  what\n", seconds);
  double small = 0;
  std::size_t how_many = 0;
  for (const run::ProfileLine& line : lines) {
    const double share = seconds > 0 ? line.seconds / seconds : 0;
    if (share < least_share) {
      small += line.seconds;
      ++how_many;
      continue;
    }
    std::string what = line.name;
    if (line.span.exists()) {
      what += fmt::format("  {}:{}", std::filesystem::path(sources.file(line.span.file).path).filename().string(),
                          sources.position(line.span.file, line.span.begin).line);
    }
    const std::string rows = line.rows > 0 ? std::to_string(line.rows) : "";
    const std::string unknown =
        line.rows > 0 ? fmt::format("{:.1f} %", 100.0 * static_cast<double>(line.unknown) / static_cast<double>(line.rows))
                      : "";
    out += fmt::format("{:5.1f} %  {:9.3f}  {:>12}  {:>7}  {}\n", 100 * share, line.seconds, rows, unknown, what);
  }
  if (how_many > 0)
    out += fmt::format("{:5.1f} %  {:9.3f}  {:>12}  {:>7}  {} more\n", seconds > 0 ? 100 * small / seconds : 0, small, "", "",
                       how_many);
  out +=
      "What several names rest on counts for the first of them, roles before definitions, scores, levels, offers, lists and\n"
      "indicators; lists over the same rows are passed over once, and share that evenly. Answers that few rows are asked for "
      "are\n"
      "worked out while rows are written. Times of threads are scaled to the time that passed.\n";
  return out;
}

}  // namespace fairstart::cli
