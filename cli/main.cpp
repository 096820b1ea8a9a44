// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/guarded.hpp"
#include "cli/limits.hpp"
#include "cli/log.hpp"
#include "cli/manual.hpp"

namespace fairstart::cli {
namespace {

int usage_error(const std::string& message, std::string_view command) {
  const std::string page = command.empty() ? "fairstart --help" : fmt::format("fairstart {} --help", command);
  std::cerr << "fairstart: " << message << "\nSee `" << page << "`.\n";
  return exit_usage;
}

int dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    std::cerr << program_help();
    return exit_usage;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    std::cout << program_help();
    return exit_fine;
  }
  if (name == "--version") {
    std::cout << "fairstart " << FAIRSTART_VERSION << '\n';
    return exit_fine;
  }
  if (name == "--manual") {
    try {
      return write_manual(arguments);
    } catch (const WrongUsage& wrong) { return usage_error(wrong.what(), {}); }
  }
  for (const Command& command : commands()) {
    if (command.spec.name != name) continue;
    try {
      const Given given(command.spec, {arguments.begin() + 1, arguments.end()});
      if (given.has("--help")) {
        std::cout << (command.run == stat_command ? stat_help(given) : command_help(command.spec));
        return exit_fine;
      }
      start_log(given);
      start_limits(given);
      return within_memory([&] { return command.run(given); });
    } catch (const WrongUsage& wrong) { return usage_error(wrong.what(), name); }
  }
  if (name.starts_with('-'))
    return usage_error(fmt::format("there is no option `{}`{}", name, did_you_mean(name, {"--help", "--version", "--manual"})),
                       {});
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.spec.name);
  return usage_error(fmt::format("there is no command `{}`{}", name, did_you_mean(name, names)), {});
}

// What was printed has to have arrived: a full disk behind `> file` is not "fine".
int flushed(int code) {
  std::cout.flush();
  if (std::cout) return code;
  std::cerr << "fairstart: standard output could not be written\n";
  return exit_output;
}

// A file that is opened later must not take the number of a closed standard stream, or messages would end in it. Opened the
// wrong way round: reading and writing fail as on a closed one.
void keep_standard_streams() {
  for (const int stream : {0, 1, 2}) {
    if (fcntl(stream, F_GETFD) < 0) (void)open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace
}  // namespace fairstart::cli

int main(int argc, char** argv) {
  using namespace fairstart::cli;
  keep_standard_streams();
  std::signal(SIGXFSZ, SIG_IGN);  // a file over the limit is then a failure to write, told and cleared away
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  return guarded([&] { return flushed(dispatch(arguments)); }, std::cerr);
}
