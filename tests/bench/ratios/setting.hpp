// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/ratios/process.hpp"
#include "tests/bench/workload/answers.hpp"

namespace fairstart::bench {

inline const std::vector<std::string> all_names = {"hot",    "cold-csv", "cold-ndjson", "shuffled", "explained",
                                                   "memory", "scale-3m", "capped",      "check",    "small-run"};
// Where none is asked for. As JSON, which programs read, not the last: no goal was set for it but by ourselves.
inline std::vector<std::string> names_by_default(bool json) { return {all_names.begin(), all_names.end() - (json ? 1 : 0)}; }

struct Setting {
  std::uint32_t families = 1'000'000;
  std::size_t runs = 5, threads = 2;
  std::vector<std::string> only;
  bool json = false;
  std::filesystem::path source, build;  // the project; where its programs were built
  std::filesystem::path data, out;      // folders: kept for the next time; emptied at the end
};

// The programs and files that are measured, and what must be so before they are.
class Workbench {
 public:
  explicit Workbench(Setting setting);
  ~Workbench();
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;
  const Setting& setting() const { return setting_; }

  enum class Form { clustered, shuffled, ndjson };
  // The folder with so many families, made now if it is not there from before.
  std::filesystem::path data(std::uint32_t families, Form form = Form::clustered);
  // What the workload answers for so many families, by the hand-written program; held against the published checksums.
  const Answers& answers(std::uint32_t families);
  // Throws std::runtime_error, and so ends the bench, where they are not those of so many families.
  void expect(const Answers& answers, std::uint32_t families, const std::string& whose);

  Command run(const std::filesystem::path& records, const std::filesystem::path& out) const;
  Command bound_cold(const std::filesystem::path& records, const std::filesystem::path& out) const;
  Command bound_hot(const std::filesystem::path& records) const;
  Command hot(const std::filesystem::path& records, const std::filesystem::path& out) const;
  Command duckdb(const std::string& mode, const std::filesystem::path& records, const std::filesystem::path& out) const;
  Command check(const std::filesystem::path& framework) const;
  bool duckdb_is_here() const { return !python_.empty(); }
  // Whether `fairstart run --help` speaks of it, and does not say that it is not built.
  bool is_built(const std::string& word) const;
  // Empty; removed first where it is there.
  std::filesystem::path fresh(const std::string& name) const;

 private:
  std::string program(const std::string& name) const { return (setting_.build / "tests/bench" / name).string(); }
  Setting setting_;
  std::string python_, help_;
  std::uint32_t answered_ = 0;
  Answers answers_;  // for `answered_` families
};

void say(const std::string& line);  // on standard error

}  // namespace fairstart::bench
