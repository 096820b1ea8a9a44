// SPDX-License-Identifier: Apache-2.0
#include "dsl/sharing/portable_path.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace fairstart::sharing {
namespace {

// Windows takes 260 for a whole path; the folder that it is unpacked into needs some.
constexpr std::size_t longest_path = 180, longest_segment = 100;

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view(" ._-()").find(c) != std::string_view::npos;
}

// `nul.csv` and `NUL .txt` are the device too.
bool is_device(std::string_view segment) {
  std::string name = small(segment.substr(0, segment.find('.')));
  while (name.ends_with(' ')) name.pop_back();
  static constexpr std::array<std::string_view, 4> devices = {"con", "prn", "aux", "nul"};
  if (std::find(devices.begin(), devices.end(), name) != devices.end()) return true;
  return name.size() == 4 && (name.starts_with("com") || name.starts_with("lpt")) && name[3] >= '0' && name[3] <= '9';
}

std::string why_not_segment(std::string_view segment) {
  if (segment.empty()) return "a part of the path is empty";
  if (segment == "..") return "`..` leads out of the folder";
  if (segment.starts_with('.')) return "a name that begins with a dot is hidden";
  if (segment.size() > longest_segment) return "a part of the path is too long";
  if (!std::all_of(segment.begin(), segment.end(), is_plain))
    return "names have letters from a to z, digits, blanks and ._-() only";
  if (segment.starts_with(' ') || segment.ends_with(' ') || segment.ends_with('.'))
    return "a name neither begins with a blank nor ends with a blank or a dot";
  if (is_device(segment)) return "Windows takes this name for a device";
  return {};
}

}  // namespace

std::string why_not_portable(std::string_view path) {
  if (path.empty()) return "the path is empty";
  if (path.size() > longest_path) return "the path is too long";
  if (path.starts_with('/')) return "the path is absolute";
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (std::string why = why_not_segment(path.substr(at, end - at)); !why.empty()) return why;
    at = end + 1;
  }
  return {};
}

std::string Paths::why_not_added(std::string_view path) {
  const std::string key = small(path);
  if (files_.contains(key)) return "the path is there twice; capitals make no difference";
  if (folders_.contains(key)) return "the same path is a folder too";
  for (std::size_t slash = key.find('/'); slash != std::string::npos; slash = key.find('/', slash + 1))
    if (files_.contains(key.substr(0, slash))) return "a folder of the path is a file too";
  for (std::size_t slash = key.find('/'); slash != std::string::npos; slash = key.find('/', slash + 1))
    folders_.insert(key.substr(0, slash));
  files_.insert(key);
  return {};
}

}  // namespace fairstart::sharing
