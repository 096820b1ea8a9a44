// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <zlib.h>

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// Reads a workbook as any program must: the files in the zip, the sheets' names, the shared strings, the cells.
namespace fairstart::report {

// A number as it stands in the file, or a text.
struct WorkbookCell {
  bool is_text = false;
  std::string value;
};
using WorkbookRows = std::vector<std::vector<WorkbookCell>>;

class Workbook {
 public:
  explicit Workbook(const std::string& bytes) {
    unzip(bytes);
    for (const std::string_view item : elements(files_.at("xl/sharedStrings.xml"), "si")) {
      std::string text;
      for (const std::string_view part : elements(item, "t")) text += unescaped(part);
      strings_.push_back(text);
    }
    int number = 0;
    for (const std::string& name : attributes(files_.at("xl/workbook.xml"), "sheet", "name"))
      sheets_[unescaped(name)] = rows_of(files_.at("xl/worksheets/sheet" + std::to_string(++number) + ".xml"));
  }
  const std::map<std::string, WorkbookRows>& sheets() const { return sheets_; }
  const std::map<std::string, std::string>& files() const { return files_; }
  const std::string& xml(const std::string& file) const { return files_.at(file); }

 private:
  static std::uint32_t little(const std::string& bytes, std::size_t at, int length) {
    std::uint32_t value = 0;
    for (int i = length - 1; i >= 0; --i)
      value = (value << 8U) | static_cast<unsigned char>(bytes.at(at + static_cast<std::size_t>(i)));
    return value;
  }

  // By the central directory, which has the sizes.
  void unzip(const std::string& bytes) {
    const std::size_t end = bytes.rfind("PK\x05\x06");
    if (end == std::string::npos) throw std::runtime_error("not a zip");
    std::size_t at = little(bytes, end + 16, 4);
    for (std::uint32_t i = little(bytes, end + 10, 2); i > 0; --i) {
      const std::uint32_t method = little(bytes, at + 10, 2), packed = little(bytes, at + 20, 4),
                          size = little(bytes, at + 24, 4);
      const std::uint32_t name = little(bytes, at + 28, 2), extra = little(bytes, at + 30, 2),
                          comment = little(bytes, at + 32, 2);
      const std::size_t local = little(bytes, at + 42, 4);
      const std::size_t data = local + 30 + little(bytes, local + 26, 2) + little(bytes, local + 28, 2);
      std::string content(size, '\0');
      if (method == 0) {
        content = bytes.substr(data, size);
      } else {
        z_stream stream{};
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + data));
        stream.avail_in = packed;
        stream.next_out = reinterpret_cast<Bytef*>(content.data());
        stream.avail_out = size;
        if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::runtime_error("no inflate");
        const int done = inflate(&stream, Z_FINISH);
        inflateEnd(&stream);
        if (done != Z_STREAM_END) throw std::runtime_error("a damaged zip");
      }
      files_[bytes.substr(at + 46, name)] = content;
      at += 46 + name + extra + comment;
    }
  }

  // What stands inside each element of that name, outermost first; elements of one name are never nested here.
  static std::vector<std::string_view> elements(std::string_view xml, const std::string& name) {
    std::vector<std::string_view> found;
    for (std::size_t at = xml.find('<' + name); at != std::string_view::npos; at = xml.find('<' + name, at + 1)) {
      const char after = xml[at + name.size() + 1];
      if (after != '>' && after != ' ' && after != '/') continue;
      const std::size_t open = xml.find('>', at);
      if (xml[open - 1] == '/') {
        found.emplace_back();
        continue;
      }
      found.push_back(xml.substr(open + 1, xml.find("</" + name + '>', open) - open - 1));
    }
    return found;
  }

  static std::string attribute(std::string_view tag, const std::string& name) {
    const std::size_t at = tag.find(' ' + name + "=\"");
    if (at == std::string_view::npos) return "";
    const std::size_t from = at + name.size() + 3;
    return std::string(tag.substr(from, tag.find('"', from) - from));
  }

  static std::vector<std::string> attributes(std::string_view xml, const std::string& element, const std::string& name) {
    std::vector<std::string> found;
    for (std::size_t at = xml.find('<' + element + ' '); at != std::string_view::npos;
         at = xml.find('<' + element + ' ', at + 1))
      found.push_back(attribute(xml.substr(at, xml.find('>', at) - at), name));
    return found;
  }

  static std::string unescaped(std::string_view text) {
    std::string out(text);
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}})
      for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size()))
        out.replace(at, from.size(), to);
    return out;
  }

  WorkbookRows rows_of(const std::string& xml) const {
    WorkbookRows rows;
    for (std::size_t at = xml.find("<c "); at != std::string::npos; at = xml.find("<c ", at + 1)) {
      const std::size_t open = xml.find('>', at);
      const std::string_view tag = std::string_view(xml).substr(at, open - at);
      const std::string reference = attribute(tag, "r");
      std::size_t column = 0, letters = 0;
      while (reference[letters] >= 'A') column = column * 26 + static_cast<std::size_t>(reference[letters++] - 'A' + 1);
      const std::size_t row = std::stoul(reference.substr(letters));
      if (rows.size() < row) rows.resize(row);
      if (rows[row - 1].size() < column) rows[row - 1].resize(column);
      if (xml[open - 1] == '/') continue;
      const std::string_view inside = std::string_view(xml).substr(open + 1, xml.find("</c>", open) - open - 1);
      const auto value = elements(inside, "v");
      if (value.empty()) throw std::runtime_error("a cell without a value: " + std::string(inside));
      const bool shared = attribute(tag, "t") == "s";
      rows[row - 1][column - 1] = {shared, shared ? strings_.at(std::stoul(std::string(value[0]))) : std::string(value[0])};
    }
    return rows;
  }

  std::map<std::string, std::string> files_;
  std::vector<std::string> strings_;
  std::map<std::string, WorkbookRows> sheets_;
};

}  // namespace fairstart::report
