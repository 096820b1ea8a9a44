// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

// The fenced blocks of a Markdown page.
namespace fairstart::docs {

struct Fence {
  std::size_t line = 0;  // of its first line of text, from 1
  std::string info;      // what follows the opening marks: "fair", "fair fails FS0303", "console" …
  std::string text;
};

inline std::vector<Fence> fences_in(const std::string& page) {
  std::vector<Fence> found;
  std::istringstream in(page);
  bool inside = false;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) found.push_back({number + 1, line.substr(3), {}});
    } else if (inside) {
      found.back().text += line + "\n";
    }
  }
  return found;
}

// A fence that is a file by itself starts with its header; any other stands after the page's `fair header`.
inline bool is_whole_file(const std::string& text) {
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    return line.starts_with("framework ") || line.starts_with("library ");
  }
  return false;
}

// The text that the program is given for a fence of this page.
inline std::string completed(const Fence& fence, const std::vector<Fence>& page) {
  if (is_whole_file(fence.text)) return fence.text;
  for (const Fence& other : page)
    if (other.info == "fair header") return other.text + fence.text;
  return fence.text;
}

}  // namespace fairstart::docs
