// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace fairstart::report {

// Cells of one line, put together in memory that is kept from line to line. INVARIANT: the owner knows how long its line
// can get, and makes that much room before it starts.
class Line {
 public:
  void start(std::size_t most) {
    if (room_.size() < most + slack) room_.resize(most + slack);
    at_ = room_.data();
  }
  void put(char c) { *at_++ = c; }
  void put(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  // Up to 8 characters at the price of one store.
  void put_word(const char (&eight)[8], std::size_t length) {
    std::memcpy(at_, eight, 8);
    at_ += length;
  }
  // As base::format_decimal; at most `longest_number` characters.
  void put_number(std::int64_t millionths);
  static constexpr std::size_t longest_number = 24;

  std::string_view text() const { return {room_.data(), static_cast<std::size_t>(at_ - room_.data())}; }

 private:
  static constexpr std::size_t slack = 8;
  std::vector<char> room_;
  char* at_ = nullptr;
};

}  // namespace fairstart::report
