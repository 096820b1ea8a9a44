// SPDX-License-Identifier: Apache-2.0
#include "dsl/source/source.hpp"

#include <algorithm>
#include <utility>

namespace fairstart::source {

base::FileId Sources::add(std::string path, std::string text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  SourceFile& added = files_.emplace_back();
  added.path = std::move(path);
  added.text = std::move(text);
  added.line_starts.push_back(0);
  for (std::size_t at = added.text.find('\n'); at != std::string::npos; at = added.text.find('\n', at + 1)) {
    added.line_starts.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return base::FileId(files_.size() - 1);
}

std::string_view Sources::text(base::Span span) const {
  if (!span.exists()) return {};
  const std::string_view text = file(span.file).text;
  const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, text.size());
  return text.substr(begin, end - begin);
}

Position Sources::position(base::FileId id, std::uint32_t offset) const {
  const SourceFile& in = file(id);
  offset = std::min(offset, static_cast<std::uint32_t>(in.text.size()));
  const auto after = std::upper_bound(in.line_starts.begin(), in.line_starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - in.line_starts.begin());
  std::uint32_t column = 1;
  for (std::uint32_t at = in.line_starts[line - 1]; at < offset; ++at) {
    // The bytes of a UTF-8 character after its first are 10xxxxxx.
    if ((static_cast<unsigned char>(in.text[at]) & 0xC0U) != 0x80U) ++column;
  }
  return {line, column};
}

std::string_view Sources::line(base::FileId id, std::uint32_t line_number) const {
  const SourceFile& in = file(id);
  if (line_number == 0 || line_number > in.line_starts.size()) return {};
  const std::size_t begin = in.line_starts[line_number - 1];
  const std::size_t end = line_number < in.line_starts.size() ? in.line_starts[line_number] - 1 : in.text.size();
  std::string_view text = std::string_view(in.text).substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace fairstart::source
