// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ratios/setting.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <stdexcept>

namespace fairstart::bench {
namespace fs = std::filesystem;
namespace {

// As the workload's definition gives them.
const std::map<std::uint32_t, Checksums> published = {
    {1'000, {382'926'574'565, 357'895'753'967}},
    {100'000, {38'253'647'678'481, 36'804'145'560'077}},
    {1'000'000, {382'571'176'812'436, 368'325'827'203'270}},
};

std::string python_with_duckdb() {
  const char* chosen = std::getenv("PYTHON");
  const std::string python = chosen != nullptr ? chosen : "python3";
  try {
    return run_process({python, "-c", "import duckdb"}).exit_code == 0 ? python : "";
  } catch (const std::runtime_error&) { return ""; }
}

}  // namespace

void say(const std::string& line) { std::cerr << "bench: " << line << std::endl; }

Workbench::Workbench(Setting setting) : setting_(std::move(setting)), python_(python_with_duckdb()) {
  fs::create_directories(setting_.data);
  // Results go to memory where there is a place for it: a disk's mood is not what is measured.
  if (setting_.out.empty()) {
    const fs::path shared = "/dev/shm";
    const fs::path parent = access(shared.c_str(), W_OK) == 0 ? shared : setting_.data;
    setting_.out = parent / ("fairstart-bench-" + std::to_string(getpid()));
  }
  fs::create_directories(setting_.out);
  help_ = run_well({(setting_.build / "fairstart").string(), "run", "--help"}).said;
}

Workbench::~Workbench() {
  std::error_code ignored;
  fs::remove_all(setting_.out, ignored);
}

bool Workbench::is_built(const std::string& word) const {
  const std::size_t at = help_.find(word);
  return at != std::string::npos && help_.substr(at, help_.find('\n', at) - at).find("not built") == std::string::npos;
}

fs::path Workbench::fresh(const std::string& name) const {
  const fs::path folder = setting_.out / name;
  fs::remove_all(folder);
  return folder;
}

fs::path Workbench::data(std::uint32_t families, Form form) {
  const std::string ending = form == Form::shuffled ? "-shuffled" : form == Form::ndjson ? "-ndjson" : "";
  const fs::path folder = setting_.data / (std::to_string(families) + ending);
  if (fs::is_directory(folder)) return folder;
  say("making the data of " + folder.filename().string());
  const fs::path begun = folder.string() + ".part";
  fs::remove_all(begun);
  Command command{program("workload/workload_data"), std::to_string(families), begun.string()};
  if (form == Form::shuffled) command.emplace_back("--shuffle");
  if (form == Form::ndjson) command.emplace_back("--ndjson");
  run_well(command);
  fs::rename(begun, folder);
  return folder;
}

const Answers& Workbench::answers(std::uint32_t families) {
  if (answered_ == families) return answers_;
  const fs::path out = fresh("bound");
  run_well(bound_cold(data(families), out));
  answers_ = answers_of_bound(out);
  answered_ = families;
  const auto known = published.find(families);
  if (known != published.end() && !(checksums_of(answers_.families) == known->second))
    throw std::runtime_error("the hand-written program's answers are not the workload's");
  return answers_;
}

void Workbench::expect(const Answers& found, std::uint32_t families, const std::string& whose) {
  const std::string differs = difference(found, answers(families));
  if (!differs.empty()) throw std::runtime_error(whose + " answers otherwise than the hand-written program: " + differs);
}

Command Workbench::run(const fs::path& records, const fs::path& out) const {
  return {(setting_.build / "fairstart").string(),
          "run",
          (setting_.source / "tests/bench/workload/workload.fair").string(),
          "--records",
          records.string(),
          "--as-at",
          "2026-04-01",
          "--period",
          "2025-04-02..2026-04-01",
          "--out",
          out.string(),
          "--threads",
          std::to_string(setting_.threads),
          "--quiet"};
}

Command Workbench::bound_cold(const fs::path& records, const fs::path& out) const {
  return {program("bound/workload_bound"), "cold", records.string(), std::to_string(setting_.threads), out.string()};
}

Command Workbench::bound_hot(const fs::path& records) const {
  return {program("bound/workload_bound"), "hot", records.string(), std::to_string(setting_.threads)};
}

Command Workbench::hot(const fs::path& records, const fs::path& out) const {
  return {program("hot/workload_hot"), (setting_.source / "tests/bench/workload/workload.fair").string(), records.string(),
          std::to_string(setting_.threads), out.string()};
}

Command Workbench::duckdb(const std::string& mode, const fs::path& records, const fs::path& out) const {
  return {python_,
          (setting_.source / "tests/bench/duckdb/session.py").string(),
          mode,
          records.string(),
          std::to_string(setting_.threads),
          out.string()};
}

Command Workbench::check(const fs::path& framework) const {
  return {(setting_.build / "fairstart").string(), "check", framework.string()};
}

}  // namespace fairstart::bench
