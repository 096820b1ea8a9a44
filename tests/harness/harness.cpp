// SPDX-License-Identifier: Apache-2.0
#include "tests/harness/harness.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "dsl/lint/lint.hpp"

namespace fairstart::harness {
namespace fs = std::filesystem;
namespace {

std::string for_the_shell(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string Checked::text() const {
  std::ostringstream out;
  diagnostics::print_text(out, diagnostics, *sources, false);
  return out.str();
}

std::vector<std::string> Checked::codes() const {
  std::vector<std::string> codes;
  for (const auto& item : diagnostics.items()) codes.emplace_back(diagnostics::code_text(item.code));
  return codes;
}

Checked check_text(std::string_view fair, const std::string& name) {
  Checked checked{std::make_unique<source::Sources>(), {}, {}};
  const base::FileId file = checked.sources->add(name, std::string(fair));
  checked.plan = check::check_source(file, {.library_paths = {project_root() / "stdlib", project_root() / "frameworks"}},
                                     *checked.sources, checked.diagnostics);
  return checked;
}

Checked check_path(const fs::path& path) {
  Checked checked{std::make_unique<source::Sources>(), {}, {}};
  checked.plan = check::check_file(path, {.library_paths = {project_root() / "stdlib", project_root() / "frameworks"}},
                                   *checked.sources, checked.diagnostics);
  return checked;
}

void lint(Checked& checked) {
  // The file that was asked for is the first that is read.
  if (checked.plan) lint::lint(*checked.plan, base::FileId(0U), checked.diagnostics);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "fairstart-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(const std::string& name, std::string_view text) const {
  const fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

Finished run_command(const std::string& shell_line, const fs::path& folder) {
  const TemporaryFolder scratch;
  const std::string line = "cd " + for_the_shell((folder.empty() ? project_root() : folder).string()) + " && ( " + shell_line +
                           " ) >" + for_the_shell((scratch.path() / "out").string()) + " 2>" +
                           for_the_shell((scratch.path() / "err").string());
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_file(scratch.path() / "out"),
          read_file(scratch.path() / "err")};
}

Finished run_program(const std::vector<std::string>& arguments, const fs::path& folder, std::string_view standard_input,
                     const fs::path& program) {
  const TemporaryFolder scratch;
  std::string line = for_the_shell(program.string());
  for (const std::string& argument : arguments) line += ' ' + for_the_shell(argument);
  line += " <" + for_the_shell(scratch.write("in", standard_input).string());
  return run_command(line, folder);
}

std::optional<fs::path> program_to_measure() {
  fs::path program = FAIRSTART_PROGRAM;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  program = project_root() / "build/fairstart";
#endif
  if (fs::exists(program)) return program;
  return {};
}

fs::path project_root() { return FAIRSTART_SOURCE_DIR; }

std::optional<fs::path> shared_folder() {
  fs::path path = project_root().parent_path() / "shared";
  if (fs::is_directory(path)) return path;
  return {};
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace fairstart::harness
