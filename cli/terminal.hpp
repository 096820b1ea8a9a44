// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace fairstart::cli {

bool colour_on_errors();  // standard error is a terminal, and NO_COLOR does not forbid
bool colour_on_output();
// Whether the text, and all before it, has arrived on standard output. `main` says so where it has not.
bool printed(const std::string& text);

// A bar on standard error, from one second on, only where that is a terminal. May be told from several threads.
class Progress {
 public:
  Progress(std::string what, bool wanted);
  ~Progress();
  void tell(std::size_t done, std::size_t all);
  void say(const std::string& text);  // in place of a bar, where how much there is to do is not known

 private:
  bool is_due();  // with the mutex held
  std::string what_;
  bool wanted_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point told_{};
  std::mutex mutex_;
};

}  // namespace fairstart::cli
