// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/manual.hpp"

namespace fairstart::cli {
namespace {

enum class Takes { nothing, file, folder, text };

Takes takes(const OptionSpec& option) {
  if (option.value.empty()) return Takes::nothing;
  if (option.value == "DIR") return Takes::folder;
  const bool path = option.value == "PATH" || option.value.find("FILE") != std::string_view::npos ||
                    option.value.find("OUT.") != std::string_view::npos;
  return path ? Takes::file : Takes::text;
}

// In single quotes of a shell.
std::string quoted_for_shell(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string names_of_commands() {
  std::string names;
  for (const Command& command : commands()) names += std::string(command.spec.name) + ' ';
  return names;
}

// Options that take a folder, or a file, whichever the command: one name never takes both.
std::string options_that_take(Takes what) {
  std::vector<std::string_view> names;
  for (const Command& command : commands())
    for (const OptionSpec& option : command.spec.options)
      if (takes(option) == what && std::find(names.begin(), names.end(), option.name) == names.end())
        names.push_back(option.name);
  std::string out;
  for (const std::string_view name : names) out += (out.empty() ? "" : "|") + std::string(name);
  return out;
}

std::string for_bash() {
  std::string cases;
  for (const Command& command : commands()) {
    std::string options;
    for (const OptionSpec& option : command.spec.options) options += (options.empty() ? "" : " ") + std::string(option.name);
    cases += fmt::format("    {}) options='{}' ;;\n", command.spec.name, options);
  }
  return fmt::format(
      "# bash completion for fairstart\n"
      "_fairstart() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} options=\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    mapfile -t COMPREPLY < <(compgen -W '{0}--help --version' -- \"$current\")\n"
      "    return\n"
      "  fi\n"
      "  case $previous in\n"
      "    {1}) mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); compopt -o filenames 2>/dev/null; return ;;\n"
      "    {2}) mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); compopt -o filenames 2>/dev/null; return ;;\n"
      "    {3}) return ;;\n"
      "  esac\n"
      "  if [[ $current != -* ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
      "    compopt -o filenames 2>/dev/null\n"
      "    return\n"
      "  fi\n"
      "  case ${{COMP_WORDS[1]}} in\n{4}  esac\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")\n"
      "}}\n"
      "complete -F _fairstart fairstart\n",
      names_of_commands(), options_that_take(Takes::folder), options_that_take(Takes::file), options_that_take(Takes::text),
      cases);
}

// What _arguments takes: colons and brackets of a text would end it.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string for_zsh() {
  std::string described, cases;
  for (const Command& command : commands()) {
    described +=
        fmt::format("    {}\n", quoted_for_shell(fmt::format("{}:{}", command.spec.name, zsh_text(command.spec.summary))));
    std::string options;
    for (const OptionSpec& option : command.spec.options) {
      std::string spec = fmt::format("{}{}[{}]", option.repeats ? "*" : "", option.name, zsh_text(option.help));
      switch (takes(option)) {
        case Takes::nothing: break;
        case Takes::file: spec += fmt::format(":{}:_files", zsh_text(option.value)); break;
        case Takes::folder: spec += fmt::format(":{}:_files -/", zsh_text(option.value)); break;
        case Takes::text: spec += fmt::format(":{}: ", zsh_text(option.value)); break;
      }
      options += fmt::format(" \\\n        {}", quoted_for_shell(spec));
    }
    cases += fmt::format("    {})\n      _arguments{} \\\n        '*:file:_files' ;;\n", command.spec.name, options);
  }
  return fmt::format(
      "#compdef fairstart\n"
      "_fairstart() {{\n"
      "  local -a commands=(\n{}  )\n"
      "  if ((CURRENT == 2)); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  local command=$words[2]\n"
      "  shift words\n"
      "  ((CURRENT--))\n"
      "  case $command in\n{}  esac\n"
      "}}\n"
      "_fairstart \"$@\"\n",
      described, cases);
}

std::string for_fish() {
  std::string text = "# fish completion for fairstart\n";
  for (const Command& command : commands()) {
    text += fmt::format("complete -c fairstart -n __fish_use_subcommand -f -a {} -d {}\n", command.spec.name,
                        quoted_for_shell(command.spec.summary));
  }
  for (const Command& command : commands()) {
    for (const OptionSpec& option : command.spec.options) {
      const Takes what = takes(option);
      text += fmt::format("complete -c fairstart -n '__fish_seen_subcommand_from {}' {}{}{} -d {}\n", command.spec.name,
                          option.name.starts_with("--") ? "-l " : "-s ", option.name.substr(option.name.find_first_not_of('-')),
                          what == Takes::nothing  ? ""
                          : what == Takes::file   ? " -r -F"
                          : what == Takes::folder ? " -x -a '(__fish_complete_directories)'"
                                                  : " -x",
                          quoted_for_shell(option.help));
    }
  }
  return text;
}

}  // namespace

std::vector<ManualFile> completions() {
  return {{"bash-completion/completions/fairstart", for_bash()},
          {"zsh/site-functions/_fairstart", for_zsh()},
          {"fish/vendor_completions.d/fairstart.fish", for_fish()}};
}

}  // namespace fairstart::cli
