// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The rules of the house that a compiler does not see, checked by reading the tree. Used by the test and by `./dev lint`.
namespace fairstart::architecture {

namespace fs = std::filesystem;

// Room → rooms that it may include. A room always may include itself. The CMakeLists say the same: a test compares them.
inline const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::set<std::string> contract = {"dsl/base", "dsl/types", "dsl/plan", "dsl/diagnostics"};
  static const auto with_contract = [](std::set<std::string> more) {
    more.insert(contract.begin(), contract.end());
    return more;
  };
  static const std::map<std::string, std::set<std::string>> table = {
      {"dsl/base", {}},
      {"dsl/source", {"dsl/base"}},
      {"dsl/diagnostics", {"dsl/base", "dsl/source"}},
      {"dsl/syntax", {"dsl/base", "dsl/source", "dsl/diagnostics"}},
      {"dsl/types", {"dsl/base"}},
      {"dsl/plan", {"dsl/base", "dsl/types"}},
      {"dsl/check", {"dsl/base", "dsl/source", "dsl/diagnostics", "dsl/syntax", "dsl/types", "dsl/plan"}},
      {"dsl/lint", contract},
      {"dsl/format", {"dsl/base", "dsl/source", "dsl/diagnostics", "dsl/syntax"}},
      {"dsl/document", {"dsl/base", "dsl/source", "dsl/diagnostics", "dsl/syntax", "dsl/types", "dsl/plan"}},
      {"dsl/sharing",
       {"dsl/base", "dsl/source", "dsl/diagnostics", "dsl/syntax", "dsl/types", "dsl/plan", "dsl/check", "dsl/format"}},
      {"dsl/difference", {"dsl/base", "dsl/source", "dsl/diagnostics", "dsl/syntax", "dsl/types", "dsl/plan"}},
      {"engine/column", with_contract({})},
      {"engine/synth", contract},
      {"engine/kernels", with_contract({"engine/column"})},
      {"engine/exec", with_contract({"engine/column", "engine/kernels"})},
      {"engine/reference", with_contract({"engine/column"})},
      {"engine/readers", with_contract({"engine/column", "engine/kernels"})},
      {"engine/partitions", with_contract({"engine/column", "engine/readers"})},
      {"engine/offers", with_contract({"engine/column"})},
      {"engine/statistics", {}},
      {"engine/indicators", with_contract({"dsl/difference", "engine/column", "engine/statistics"})},
      {"engine/cases", with_contract({"engine/column", "engine/reference", "engine/indicators"})},
      {"engine/explain", with_contract({"engine/column", "engine/offers"})},
      {"engine/allocation", with_contract({"engine/column", "engine/offers", "engine/explain"})},
      {"engine/report", with_contract({"engine/column", "engine/offers", "engine/allocation", "engine/indicators",
                                       "engine/cases", "engine/explain", "engine/readers"})},
      {"engine/guarantees", with_contract({"engine/column", "engine/exec"})},
      {"engine/examples", with_contract({"engine/column", "engine/exec", "engine/offers", "engine/explain"})},
      {"engine/run", with_contract({"engine/column", "engine/exec", "engine/reference", "engine/offers", "engine/allocation",
                                    "engine/indicators", "engine/cases", "engine/explain", "engine/report"})},
      {"engine/impact", with_contract({"engine/column", "engine/exec", "engine/offers", "engine/indicators", "engine/explain",
                                       "engine/report", "engine/run"})},
      // The one room of the engine that starts from files: the interface for other programs.
      {"engine/embed", with_contract({"dsl/source", "dsl/check", "engine/column", "engine/exec", "engine/explain",
                                      "engine/offers", "engine/readers"})},
  };
  return table;
}

// Library header prefix → the only rooms that may include it.
inline const std::map<std::string, std::set<std::string>>& confined() {
  static const std::map<std::string, std::set<std::string>> table = {
      {"tao/pegtl", {"dsl/syntax"}},
      {"boost/spirit", {"engine/readers"}},
      {"openssl/", {"dsl/base"}},
      {"spdlog/", {"cli"}},
      {"CLI/", {"cli"}},
  };
  return table;
}

inline constexpr std::size_t most_lines = 600;
inline constexpr std::size_t most_readme_lines = 40;
inline constexpr std::string_view licence_line = "// SPDX-License-Identifier: Apache-2.0";

struct Violation {
  std::string file;
  std::size_t line = 0;
  std::string what;
};
struct Findings {
  std::size_t files = 0, includes = 0, rooms = 0;
  std::vector<Violation> violations;
};

inline std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// "dsl/base" for dsl/base/text.hpp and dsl/base/deeper/x.hpp; "cli", "tests" and the like otherwise.
inline std::string room_of(std::string_view path) {
  const std::size_t first = path.find('/');
  if (first == std::string_view::npos) return {};
  const std::string_view top = path.substr(0, first);
  if (top != "dsl" && top != "engine") return std::string(top);
  const std::size_t second = path.find('/', first + 1);
  return std::string(second == std::string_view::npos ? top : path.substr(0, second));
}

// The path between the quotes or angles of an include line; empty where the line is none.
inline std::string included(const std::string& line) {
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string::npos || line[at] != '#') return {};
  at = line.find_first_not_of(" \t", at + 1);
  if (at == std::string::npos || line.compare(at, 7, "include") != 0) return {};
  const std::size_t open = line.find_first_of("\"<", at);
  if (open == std::string::npos) return {};
  const std::size_t close = line.find_first_of("\">", open + 1);
  return close == std::string::npos ? std::string() : line.substr(open + 1, close - open - 1);
}

inline bool may_include(const std::string& from, const std::string& to) {
  if (from == to || from == "cli" || from == "tests") return true;
  const auto room = allowed().find(from);
  return room != allowed().end() && room->second.contains(to);
}

inline void check_include(const std::string& file, std::size_t line, const std::string& target, Findings& findings) {
  const std::string from = room_of(file);
  for (const auto& [prefix, rooms] : confined()) {
    if (target.starts_with(prefix) && !rooms.contains(from) && from != "tests")
      findings.violations.push_back({file, line, "`" + target + "` may not be included from `" + from + "`"});
  }
  if (target.starts_with("../") || target.starts_with("./"))
    findings.violations.push_back({file, line, "an include path starts from the project's root, not with a dot"});
  const std::string to = room_of(target);
  const bool ours = target.starts_with("dsl/") || target.starts_with("engine/") || target.starts_with("cli/");
  if (ours && !may_include(from, to))
    findings.violations.push_back({file, line, "`" + from + "` may not include `" + to + "`"});
  if (target.starts_with("tests/") && from != "tests")
    findings.violations.push_back({file, line, "`" + from + "` may not include tests"});
}

inline void check_source(const fs::path& root, const std::string& file, Findings& findings) {
  const std::vector<std::string> lines = lines_of(root / file);
  ++findings.files;
  if (lines.empty() || lines.front() != licence_line)
    findings.violations.push_back({file, 1, "the first line is not `" + std::string(licence_line) + "`"});
  if (lines.size() > most_lines)
    findings.violations.push_back({file, lines.size(), "longer than " + std::to_string(most_lines) + " lines"});
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string target = included(lines[i]);
    if (target.empty()) continue;
    ++findings.includes;
    check_include(file, i + 1, target, findings);
  }
}

inline bool is_source(const fs::path& path) { return path.extension() == ".cpp" || path.extension() == ".hpp"; }

inline void check_sources(const fs::path& root, Findings& findings) {
  std::vector<std::string> files;
  for (const std::string_view top : {"dsl", "engine", "cli", "tests", "cmake"}) {
    if (!fs::is_directory(root / top)) continue;
    for (auto entry = fs::recursive_directory_iterator(root / top); entry != fs::recursive_directory_iterator(); ++entry) {
      if (entry->is_directory() && entry->path().filename() == "planted") entry.disable_recursion_pending();
      if (entry->is_regular_file() && is_source(entry->path())) files.push_back(fs::relative(entry->path(), root).string());
    }
  }
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) check_source(root, file, findings);
}

inline bool has_sources(const fs::path& folder) {
  const auto files = fs::recursive_directory_iterator(folder);
  return std::any_of(begin(files), end(files), [](const fs::directory_entry& entry) { return is_source(entry.path()); });
}

// A folder of sources under dsl/ or engine/ is a room: it is in the table and has a README.
inline void check_rooms(const fs::path& root, Findings& findings) {
  std::set<std::string> rooms;
  for (const std::string_view top : {"dsl", "engine"}) {
    if (!fs::is_directory(root / top)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(root / top)) {
      if (entry.is_directory() && has_sources(entry.path()))
        rooms.insert(std::string(top) + "/" + entry.path().filename().string());
    }
  }
  for (const std::string& room : rooms)
    if (!allowed().contains(room))
      findings.violations.push_back({room, 0, "a room that the table in layers.hpp does not have"});
  if (fs::is_directory(root / "cli")) rooms.insert("cli");
  findings.rooms = rooms.size();
  for (const std::string& room : rooms) {
    const std::string readme = room + "/README.md";
    if (!fs::is_regular_file(root / readme)) {
      findings.violations.push_back({readme, 0, "the room has no README.md"});
      continue;
    }
    const std::size_t lines = lines_of(root / readme).size();
    if (lines > most_readme_lines)
      findings.violations.push_back({readme, lines, "longer than " + std::to_string(most_readme_lines) + " lines"});
  }
}

inline Findings check_tree(const fs::path& root) {
  Findings findings;
  check_sources(root, findings);
  check_rooms(root, findings);
  return findings;
}

}  // namespace fairstart::architecture
