// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads the tables of a report's page: captions, and rows of cells as their text, without drawings.
namespace fairstart::report {

struct PageRow {
  std::string css_class;
  std::vector<std::string> cells;  // "500 | of 630": a line under a figure comes after a bar
};
struct PageTable {
  std::string caption;
  std::vector<PageRow> rows;  // of its body
};

inline std::string page_text(std::string_view html) {
  std::string out;
  bool drawing = false;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '<') {
      const std::size_t end = html.find('>', at);
      const std::string_view tag = html.substr(at, end - at);
      if (tag.substr(0, 4) == "<svg") drawing = true;
      if (tag.substr(0, 5) == "</svg") drawing = false;
      if (tag == "<span class=\"share\"") out += " | ";
      at = end + 1;
    } else {
      if (!drawing) out += html[at];
      ++at;
    }
  }
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
    for (std::size_t at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size()))
      out.replace(at, from.size(), to);
  return out;
}

inline std::vector<std::string_view> between(std::string_view text, std::string_view open, std::string_view close) {
  std::vector<std::string_view> found;
  for (std::size_t at = text.find(open); at != std::string_view::npos; at = text.find(open, at + 1)) {
    const std::size_t end = text.find(close, at);
    if (end == std::string_view::npos) break;
    found.push_back(text.substr(at, end - at));
  }
  return found;
}

inline std::vector<PageTable> page_tables(std::string_view page) {
  std::vector<PageTable> tables;
  for (const std::string_view table : between(page, "<table", "</table>")) {
    PageTable read;
    for (const std::string_view caption : between(table, "<caption", "</caption>")) read.caption = page_text(caption);
    const std::size_t body = table.find("<tbody>");
    for (const std::string_view row : between(table.substr(body), "<tr", "</tr>")) {
      PageRow cells;
      const std::string_view tag = row.substr(0, row.find('>'));
      if (const std::size_t at = tag.find("class=\""); at != std::string_view::npos)
        cells.css_class = std::string(tag.substr(at + 7, tag.find('"', at + 7) - at - 7));
      for (std::size_t at = row.find('<', 1); at != std::string_view::npos; at = row.find('<', at + 1)) {
        const std::string_view here = row.substr(at, 3);
        if (here != "<td" && here != "<th") continue;
        const std::string_view close = here == "<td" ? "</td>" : "</th>";
        cells.cells.push_back(page_text(row.substr(at, row.find(close, at) - at)));
      }
      read.rows.push_back(std::move(cells));
    }
    tables.push_back(std::move(read));
  }
  return tables;
}

}  // namespace fairstart::report
