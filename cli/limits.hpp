// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "dsl/check/check.hpp"

// What bounds the work that any input can cause: every `--max-…` option with its default. docs/formats.md lists them beside the
// bounds that are fixed.
namespace fairstart::cli {

const std::vector<OptionSpec>& limits_of_every_command();
const std::vector<OptionSpec>& limits_of_frameworks();
const std::vector<OptionSpec>& limits_of_records();

check::Limits framework_limits(const Given& given);  // throws WrongUsage
std::size_t bytes_of_size(std::string_view option, const std::string& text, std::uint64_t least, std::uint64_t most);
std::size_t size_limit(const Given& given, std::string_view option, std::size_t otherwise);

// From here on the program ends by itself after --max-seconds, and where it needs more than --max-memory: with a line that says
// what it was at, and the exit code of that. What is then half-written is nobody's outputs (engine/report/README.md).
void start_limits(const Given& given);
void stop_clock();  // until start_limits is called again
// What `work` gives. Not every allocation asks the limit before it fails: what is thrown for want of memory or of a thread then
// ends the program as the limit does. Without --max-memory it is thrown on.
int within_memory(const std::function<int()>& work);
// What is worked on, for that line: "a.fair was being checked". At most 400 bytes of it are kept.
void working_on(const std::string& what, int exit_code);

}  // namespace fairstart::cli
