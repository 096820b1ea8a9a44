// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <map>
#include <tuple>

#include "engine/report/report.hpp"

namespace fairstart::report {
namespace {

constexpr std::size_t most_different = 1'000;  // names of columns come from the records: there may be any number

std::vector<std::string> cells_of_line(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
      cells.back() += line[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

}  // namespace

std::vector<RejectReason> reject_reasons(const std::filesystem::path& rejects_csv) {
  std::ifstream file(rejects_csv, std::ios::binary);
  std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> counts;
  std::string line;
  std::getline(file, line);  // the headings
  while (std::getline(file, line)) {
    // A column's name may hold a line break: its quotes close on a later line.
    std::string more;
    while (std::count(line.begin(), line.end(), '"') % 2 != 0 && std::getline(file, more)) line += '\n' + more;
    const std::vector<std::string> cells = cells_of_line(line);
    if (cells.size() != 5) continue;  // not a line of ours
    const auto key = std::tuple(cells[0], cells[2], cells[4]);
    if (const auto found = counts.find(key); found != counts.end())
      ++found->second;
    else if (counts.size() < most_different)
      counts.emplace(key, 1);
  }
  std::vector<RejectReason> reasons;
  for (const auto& [key, count] : counts) reasons.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const RejectReason& a, const RejectReason& b) { return a.count > b.count; });
  return reasons;
}

}  // namespace fairstart::report
