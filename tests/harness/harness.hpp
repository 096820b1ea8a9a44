// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/check/check.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"

// What the suites share: programs from text, folders that clean up, the built program as a process.
namespace fairstart::harness {

// A text checked as a file of its own (with the standard library at hand).
struct Checked {
  std::unique_ptr<source::Sources> sources;
  diagnostics::Diagnostics diagnostics;
  std::optional<plan::Plan> plan;
  std::string text() const;                // all diagnostics as a person would read them, without colour
  std::vector<std::string> codes() const;  // "FS0201", in order found
};
Checked check_text(std::string_view fair, const std::string& name = "test.fair");
void lint(Checked& checked);  // adds the linter's warnings, as `fairstart check` does
Checked check_path(const std::filesystem::path& path);

// A new empty folder, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const;  // makes folders on the way

 private:
  std::filesystem::path path_;
};

struct Finished {
  int exit_code = -1;
  std::string out, err;
};
// The built `fairstart` with these arguments, run in `folder` (default: the project's root).
Finished run_program(const std::vector<std::string>& arguments, const std::filesystem::path& folder = {},
                     std::string_view standard_input = {}, const std::filesystem::path& program = FAIRSTART_PROGRAM);
Finished run_command(const std::string& shell_line, const std::filesystem::path& folder = {});

// For tests that measure memory, which under a sanitiser is not the program's own: there it is what `./dev build` has made, or
// none.
std::optional<std::filesystem::path> program_to_measure();
constexpr const char* nothing_to_measure = "sanitisers take more memory than any limit: `./dev build` makes what is measured";

std::filesystem::path project_root();
std::optional<std::filesystem::path> shared_folder();  // ../shared beside the project, where it is there
std::string read_file(const std::filesystem::path& path);

}  // namespace fairstart::harness
