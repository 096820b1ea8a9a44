// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"

namespace fairstart::cli {

struct Command {
  CommandSpec spec;
  int (*run)(const Given& given);  // gives the exit code
};

// In the order of help. Every one also takes --library, --log-level, --log-json and --help.
const std::vector<Command>& commands();

std::string program_help();
std::string command_help(const CommandSpec& spec);
// What help and the manual pages share.
std::string option_title(const OptionSpec& option);  // "--as-at DATE"
std::string_view exit_codes_text();
std::string_view program_example();

int check_command(const Given& given);
int fmt_command(const Given& given);
int test_command(const Given& given);
int run_command(const Given& given);
int explain_command(const Given& given);
int explain_code_command(const Given& given);
int conform_command(const Given& given);
int lock_command(const Given& given);
int bundle_command(const Given& given);
int unbundle_command(const Given& given);
int doc_command(const Given& given);
int data_command(const Given& given);
int diff_command(const Given& given);
int synth_command(const Given& given);
int new_command(const Given& given);
int stat_command(const Given& given);
CommandSpec stat_spec();
// The command's page with its methods, or the page of the method that is named.
std::string stat_help(const Given& given);
std::string stat_methods_text();  // a line each

}  // namespace fairstart::cli
