// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairstart::sharing {

// Reads one line of a lock or a manifest from left to right: words with one blank between. Nothing is skipped; what does not
// fit is nothing, and the line is then no good.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}
  bool word(std::string_view expected);   // this one, as it stands
  std::optional<std::string> module();    // a module's name
  std::optional<std::string> quoted();    // "…", without a quotation mark or a control character in it
  std::optional<std::uint64_t> number();  // no sign, no leading zero, up to nine digits
  std::optional<std::string> sha256();    // 64 digits, lower case
  bool end() const { return rest_.empty(); }

 private:
  std::optional<std::string> next(std::size_t length);
  std::string_view rest_;
  bool first_ = true;
};

// The text up to the next line's end, which is taken off `rest` too. Nothing at the end of the text, or where no LF ends it.
std::optional<std::string_view> take_line(std::string_view& rest);

}  // namespace fairstart::sharing
