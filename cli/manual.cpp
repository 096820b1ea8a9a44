// SPDX-License-Identifier: Apache-2.0
#include "cli/manual.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/write_file.hpp"

namespace fairstart::cli {
namespace {

// Text as troff takes it: no character of it is a command.
std::string troff(std::string_view text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    at_start = c == '\n';
  }
  return out;
}

std::string page_heading(std::string_view name, std::string_view summary) {
  return fmt::format(".TH \"{}\" \"1\" \"\" \"fairstart {}\" \"User Commands\"\n.SH NAME\n{} \\- {}\n", name, FAIRSTART_VERSION,
                     troff(name), troff(summary));
}

std::string page_item(std::string_view term, std::string_view text) {
  return fmt::format(".TP\n.B {}\n{}\n", troff(term), troff(text));
}

// As it stands: lines keep their breaks.
std::string as_it_stands(std::string_view text) { return fmt::format(".nf\n{}.fi\n", troff(text)); }

std::string page_of(const CommandSpec& spec) {
  const std::string name = fmt::format("fairstart-{}", spec.name);
  std::string page = page_heading(name, spec.summary);
  page += fmt::format(".SH SYNOPSIS\n.B fairstart {}\n{} [OPTIONS]\n.SH OPTIONS\n", troff(spec.name), troff(spec.operands));
  for (const OptionSpec& option : spec.options) page += page_item(option_title(option), std::string(option.help));
  if (spec.name == "stat") page += ".SH METHODS\n" + as_it_stands(stat_methods_text());
  page += fmt::format(".SH EXAMPLE\n{}", as_it_stands(std::string(spec.example) + '\n'));
  page += fmt::format(".SH \"EXIT STATUS\"\n{}\n.SH \"SEE ALSO\"\n.BR fairstart (1)\n", troff(exit_codes_text()));
  return page;
}

std::string page_of_program() {
  std::string page = page_heading("fairstart", "outcome frameworks for children's health and care");
  page += ".SH SYNOPSIS\n.B fairstart\nCOMMAND …\n.SH COMMANDS\n";
  std::string others;
  for (const Command& command : commands()) {
    page += page_item(command.spec.name, command.spec.summary);
    others += fmt::format("{}.BR fairstart\\-{} (1)", others.empty() ? "" : ",\n", troff(command.spec.name));
  }
  page += ".SH ENVIRONMENT\n";
  page += page_item("FAIRSTART_PATH", "further folders of modules, with ':' between");
  page += page_item("NO_COLOR", "where it is set, nothing is coloured");
  page += fmt::format(".SH \"EXIT STATUS\"\n{}\n.SH EXAMPLE\n{}.SH \"SEE ALSO\"\n{}\n", troff(exit_codes_text()),
                      as_it_stands(std::string(program_example()) + '\n'), others);
  return page;
}

}  // namespace

std::vector<ManualFile> manual_pages() {
  std::vector<ManualFile> files = {{"man/man1/fairstart.1", page_of_program()}};
  for (const Command& command : commands())
    files.push_back({fmt::format("man/man1/fairstart-{}.1", command.spec.name), page_of(command.spec)});
  return files;
}

int write_manual(const std::vector<std::string>& arguments) {
  namespace fs = std::filesystem;
  if (arguments.size() != 2) throw WrongUsage("`--manual` needs a folder: `fairstart --manual DIR`");
  std::vector<ManualFile> files = manual_pages();
  for (ManualFile& file : completions()) files.push_back(std::move(file));
  for (const ManualFile& file : files) {
    const fs::path path = fs::path(arguments[1]) / file.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const std::string why = error ? error.message() : write_file(path, file.text);
    if (why.empty()) continue;
    std::cerr << fmt::format("fairstart: `{}` could not be written: {}\n", path.string(), why);
    return exit_output;
  }
  return exit_fine;
}

}  // namespace fairstart::cli
