// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace fairstart::bench {

using Command = std::vector<std::string>;

struct Finished {
  int exit_code = -1;  // -1: ended by a signal
  double seconds = 0;  // from before the start until it has ended
  std::uint64_t peak_bytes = 0;
  std::string said;  // standard output and error
};
// Throws std::runtime_error where it can't be started.
Finished run_process(const Command& command);
// The same; throws std::runtime_error with what it said where it fails.
Finished run_well(const Command& command);

// A program that answers each line on its standard input with one on its standard output, after a first line of its own accord.
class Session {
 public:
  explicit Session(const Command& command);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  const std::string& greeting() const { return greeting_; }
  // The answer's numbers: throws std::runtime_error where there is none.
  std::vector<double> ask(const std::string& line);

 private:
  std::string read_line();
  std::string name_, greeting_;
  pid_t process_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace fairstart::bench
