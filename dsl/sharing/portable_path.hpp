// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace fairstart::sharing {

// Why a path inside a bundle can't be unpacked safely everywhere; empty: it can. Segments are joined by `/`, of letters, digits,
// blanks and `._-()`; none is empty, hidden, `..`, ends with a dot or a blank, or is a device of Windows.
std::string why_not_portable(std::string_view path);

// Paths that go into one folder: refuses one that is there already, also in other capitals, or where a file would be a folder.
class Paths {
 public:
  std::string why_not_added(std::string_view path);  // empty: it was added

 private:
  std::set<std::string> files_, folders_;  // in small letters
};

}  // namespace fairstart::sharing
