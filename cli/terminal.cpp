// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string_view>
#include <utility>

namespace fairstart::cli {
namespace {

bool colour_on(int descriptor) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* term = std::getenv("TERM");
  if (term == nullptr || std::string_view(term) == "dumb") return false;
  return isatty(descriptor) == 1;
}

}  // namespace

bool colour_on_errors() { return colour_on(STDERR_FILENO); }
bool colour_on_output() { return colour_on(STDOUT_FILENO); }

bool printed(const std::string& text) {
  std::cout << text << std::flush;
  return std::cout.good();
}

Progress::Progress(std::string what, bool wanted) : what_(std::move(what)), wanted_(wanted && isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

void Progress::tell(std::size_t done, std::size_t all) {
  if (!wanted_ || all == 0) return;
  const std::lock_guard lock(mutex_);
  if (!is_due()) return;
  constexpr std::size_t width = 30;
  const std::size_t full = done * width / all;
  std::cerr << fmt::format("\r{} [{}{}] {}%", what_, std::string(full, '='), std::string(width - full, ' '), done * 100 / all)
            << std::flush;
}

void Progress::say(const std::string& text) {
  if (!wanted_) return;
  const std::lock_guard lock(mutex_);
  if (is_due()) std::cerr << fmt::format("\r\x1b[K{} {}", what_, text) << std::flush;
}

bool Progress::is_due() {
  const auto now = std::chrono::steady_clock::now();
  if (now - started_ < std::chrono::seconds(1) || now - told_ < std::chrono::milliseconds(100)) return false;
  told_ = now;
  shown_ = true;
  return true;
}

}  // namespace fairstart::cli
