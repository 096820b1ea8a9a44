// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "dsl/base/markup.hpp"
#include "dsl/document/blocks.hpp"

namespace fairstart::document {
namespace {

// In pixels.
constexpr int box_width = 208, between_columns = 46, line_height = 17, padding = 8, between_boxes = 10, top = 34;
constexpr std::size_t letters_in_line = 28;

// Broken between words, by UTF-8 characters; a longer word stands alone.
std::vector<std::string> broken(const std::string& text) {
  const auto letters = [](std::string_view part) {
    return static_cast<std::size_t>(
        std::count_if(part.begin(), part.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  };
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (!lines.back().empty() && letters(lines.back()) + 1 + letters(word) > letters_in_line) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
    at = end + 1;
  }
  return lines;
}

struct Box {
  std::vector<std::string> lines;
  int height = 0, y = 0;
  int middle() const { return y + height / 2; }
};

class Drawing {
 public:
  explicit Drawing(const Tree& tree) : tree_(tree), boxes_(tree.nodes.size()) {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      const Node& node = tree.nodes[i];
      boxes_[i].lines = broken(node.title);
      const std::size_t lines = boxes_[i].lines.size() + (node.aside.empty() ? 0 : 1);
      boxes_[i].height = 2 * padding + static_cast<int>(lines) * line_height;
    }
    place();
  }

  std::string svg() const {
    const int columns = static_cast<int>(tree_.columns.size());
    const int width = columns * box_width + (columns - 1) * between_columns + 2;
    std::string out = fmt::format(
        "<svg class=\"tree\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" aria-labelledby=\"tree-title "
        "tree-description\">\n<title id=\"tree-title\">{2}</title>\n<desc id=\"tree-description\">{3}</desc>\n",
        width, bottom_ + 4, base::escaped_html(tree_.title), base::escaped_html(tree_.description));
    for (std::size_t i = 0; i < tree_.columns.size(); ++i)
      out += fmt::format("<text class=\"column\" x=\"{}\" y=\"18\">{}</text>\n", left(i) + 2,
                         base::escaped_html(tree_.columns[i]));
    for (const auto& [from, to] : tree_.edges) {
      const int x = left(tree_.nodes[from].column) + box_width, end = left(tree_.nodes[to].column);
      out += fmt::format("<path class=\"edge\" d=\"M{} {}C{} {} {} {} {} {}\"/>\n", x, boxes_[from].middle(), x + 24,
                         boxes_[from].middle(), end - 24, boxes_[to].middle(), end, boxes_[to].middle());
    }
    for (std::size_t i = 0; i < boxes_.size(); ++i) box(i, out);
    return out + "</svg>\n";
  }

 private:
  static int left(std::size_t column) { return static_cast<int>(column) * (box_width + between_columns) + 1; }

  std::vector<std::size_t> of_column(std::size_t column) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < boxes_.size(); ++i)
      if (tree_.nodes[i].column == column) out.push_back(i);
    return out;
  }

  // The fullest column is stacked; those beside it stand at the middle of what they are joined to, without overlaps.
  void place() {
    std::size_t fullest = 0;
    int most = -1;
    for (std::size_t c = 0; c < tree_.columns.size(); ++c) {
      int height = 0;
      for (const std::size_t i : of_column(c)) height += boxes_[i].height + between_boxes;
      if (height > most) {
        most = height;
        fullest = c;
      }
    }
    stack(of_column(fullest));
    for (std::size_t c = fullest; c-- > 0;) beside(c, true);
    for (std::size_t c = fullest + 1; c < tree_.columns.size(); ++c) beside(c, false);
  }

  void stack(const std::vector<std::size_t>& boxes) {
    int y = top;
    for (const std::size_t i : boxes) {
      boxes_[i].y = y;
      y += boxes_[i].height + between_boxes;
    }
    bottom_ = std::max(bottom_, y);
  }

  void beside(std::size_t column, bool by_targets) {
    std::vector<std::size_t> boxes = of_column(column);
    std::vector<int> sum(boxes_.size(), 0), count(boxes_.size(), 0);
    for (const auto& [from, to] : tree_.edges) {
      const std::size_t self = by_targets ? from : to, other = by_targets ? to : from;
      sum[self] += boxes_[other].middle();
      ++count[self];
    }
    for (const std::size_t i : boxes)
      boxes_[i].y = count[i] == 0 ? bottom_ : std::max(top, sum[i] / count[i] - boxes_[i].height / 2);
    std::stable_sort(boxes.begin(), boxes.end(), [&](std::size_t a, std::size_t b) { return boxes_[a].y < boxes_[b].y; });
    int y = top;
    for (const std::size_t i : boxes) {
      boxes_[i].y = std::max(boxes_[i].y, y);
      y = boxes_[i].y + boxes_[i].height + between_boxes;
    }
    // Pushed below the end: moved up as far as there is room.
    int end = std::max(bottom_, std::accumulate(boxes.begin(), boxes.end(), top, [&](int all, std::size_t i) {
                         return all + boxes_[i].height + between_boxes;
                       }));
    bottom_ = end;
    for (auto i = boxes.rbegin(); i != boxes.rend(); ++i) {
      boxes_[*i].y = std::min(boxes_[*i].y, end - boxes_[*i].height - between_boxes);
      end = boxes_[*i].y;
    }
  }

  void box(std::size_t index, std::string& out) const {
    const Node& node = tree_.nodes[index];
    const Box& one = boxes_[index];
    const int x = left(node.column);
    if (!node.anchor.empty()) out += fmt::format("<a href=\"#{}\">", base::escaped_html(node.anchor));
    out += fmt::format("<rect class=\"box{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"5\"/>",
                       node.aside.empty() ? "" : " " + base::escaped_html(node.aside), x, one.y, box_width, one.height);
    int y = one.y + padding + 13;
    if (!node.aside.empty()) {
      out += fmt::format("<text class=\"aside\" x=\"{}\" y=\"{}\">{}</text>", x + padding, y, base::escaped_html(node.aside));
      y += line_height;
    }
    for (const std::string& line : one.lines) {
      out += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", x + padding, y, base::escaped_html(line));
      y += line_height;
    }
    out += node.anchor.empty() ? "\n" : "</a>\n";
  }

  const Tree& tree_;
  std::vector<Box> boxes_;
  int bottom_ = top;
};

}  // namespace

std::string as_svg(const Tree& tree) { return Drawing(tree).svg(); }

}  // namespace fairstart::document
