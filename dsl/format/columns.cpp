// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>
#include <utility>

#include "dsl/format/layout.hpp"

namespace fairstart::format {
namespace {

using syntax::Cursor;
using syntax::NodeKind;

constexpr std::size_t longest_clause_word = 15;  // longer ones stand out of the column
constexpr std::size_t widest_name = 40, widest_text = 70;

constexpr int shape_clause = 0, shape_group = 1, shape_dated = 2;

std::size_t find_kind(const Children& children, NodeKind kind) {
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (children[i].kind() == kind) return i;
  }
  return children.size();
}

std::size_t find_word(const Children& children, std::initializer_list<std::string_view> words) {
  for (std::size_t i = 0; i < children.size(); ++i) {
    for (const std::string_view word : words) {
      if (children[i].is_word(word)) return i;
    }
  }
  return children.size();
}

bool takes_clause_words(NodeKind kind) {
  switch (kind) {
    case NodeKind::meta:
    case NodeKind::note:
    case NodeKind::pclause:
    case NodeKind::oclause:
    case NodeKind::aclause:
    case NodeKind::lclause:
    case NodeKind::iclause:
    case NodeKind::due:
    case NodeKind::target:
    case NodeKind::record:
    case NodeKind::mapping:
    case NodeKind::schedule:
    case NodeKind::objective:
    case NodeKind::outcome:
    case NodeKind::spread:
    case NodeKind::case_:
    case NodeKind::incentive: return true;
    default: return false;
  }
}

// Keeps the starts that lie inside, in order, once each.
Columns kept(std::vector<std::size_t> starts, std::size_t children, bool last_may_wrap = false, int shape = shape_clause) {
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  std::erase_if(starts, [&](std::size_t start) { return start == 0 || start >= children; });
  return {std::move(starts), last_may_wrap, shape};
}

}  // namespace

bool is_laid_out_in_columns(NodeKind kind) {
  return takes_clause_words(kind) || kind == NodeKind::level || kind == NodeKind::column;
}

Columns columns_of(NodeKind owner, NodeKind clause, const Children& children) {
  const std::size_t all = children.size();
  if (all == 0) return {};
  const Cursor first = children.front();
  switch (clause) {
    case NodeKind::codes: {
      if (!first.is_word("group")) return kept({find_kind(children, NodeKind::TEXT), find_word(children, {"also"})}, all);
      const auto brace = std::find_if(children.begin(), children.end(), [](Cursor child) { return is_mark(child, "{"); });
      return kept({find_kind(children, NodeKind::TEXT), static_cast<std::size_t>(brace - children.begin())}, all, false,
                  shape_group);
    }
    case NodeKind::record:
      if (first.kind() == NodeKind::NAME) {
        const auto colon = std::find_if(children.begin(), children.end(), [](Cursor child) { return is_mark(child, ":"); });
        return kept({1, static_cast<std::size_t>(colon - children.begin())}, all);
      }
      break;
    case NodeKind::level: {
      const std::size_t when = find_word(children, {"when", "otherwise"});
      return kept({find_kind(children, NodeKind::TEXT), when}, all, when < all);
    }
    case NodeKind::score: return kept({find_word(children, {"when", "for each"})}, all);
    case NodeKind::pclause:
      if (first.is_word("from")) return kept({find_kind(children, NodeKind::literal)}, all, false, shape_dated);
      break;
    case NodeKind::amount: return kept({1}, all);
    case NodeKind::column:  // a column, or inside it what its texts stand for: `"1", "2" is 1`
      return kept({first.kind() == NodeKind::TEXT ? find_word(children, {"is"}) : 1}, all);
    case NodeKind::iclause:
      if (owner == NodeKind::iclause) return kept({1}, all);  // a band
      break;
    default: break;
  }
  if (!takes_clause_words(clause) || first.kind() != NodeKind::word || first.text().size() > longest_clause_word) return {};
  if (first.is_word("file") || first.is_word("bands")) return {};
  // A declaration within one: its name is no clause's value.
  for (const std::string_view word : {"outcome", "indicator", "gap", "slope", "concentration", "trend"})
    if (first.is_word(word) && clause != NodeKind::case_ && children.size() > 2 && children[1].kind() == NodeKind::NAME)
      return {};
  return kept({1}, all);
}

Document stack(std::vector<Line> lines) {
  // Padding, run by run.
  std::vector<std::vector<std::size_t>> pads(lines.size());
  const auto pad_run = [&](const std::vector<std::size_t>& run) {
    std::vector<std::size_t> width, number;
    for (const std::size_t i : run) {
      for (std::size_t c = 0; c < lines[i].cells.size(); ++c) {
        if (width.size() <= c) width.resize(c + 1), number.resize(c + 1);
        if (lines[i].cells[c].width > (c == 0 ? widest_name : widest_text)) continue;
        width[c] = std::max(width[c], lines[i].cells[c].width);
        ++number[c];
      }
    }
    for (const std::size_t i : run) {
      for (std::size_t c = 0; c < lines[i].cells.size(); ++c) {
        const std::size_t own = lines[i].cells[c].width;
        pads[i].push_back(number[c] < 2 ? 1 : own > width[c] ? 2 : width[c] + 2 - own);
      }
    }
  };
  std::vector<std::size_t> run;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const bool blank = line.blank_before ||
                       std::any_of(line.comments.begin(), line.comments.end(), [](const Comment& c) { return c.blank_before; });
    const bool other = !line.cells.empty() && !run.empty() && lines[run.back()].shape != line.shape;
    if (blank || other || (line.cells.empty() && line.rest.must_break)) {
      pad_run(run);
      run.clear();
    }
    if (!line.cells.empty()) run.push_back(i);
  }
  pad_run(run);

  std::vector<Document> parts;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line& one = lines[i];
    for (const Comment& own : one.comments) {
      if (!parts.empty()) parts.push_back(hard(own.blank_before ? 1 : 0));
      parts.push_back(comment(own.text));
    }
    if (!parts.empty()) parts.push_back(hard(one.blank_before ? 1 : 0));
    std::vector<Document> whole;
    for (std::size_t c = 0; c < one.cells.size(); ++c) {
      whole.push_back(std::move(one.cells[c]));
      if (c + 1 < one.cells.size() || !one.rest_may_wrap) whole.push_back(blanks(pads[i][c]));
    }
    if (one.rest_may_wrap && !one.cells.empty())
      whole.push_back(indent({line(pads[i].back()), std::move(one.rest)}));
    else
      whole.push_back(std::move(one.rest));
    parts.push_back(one.rest_may_wrap ? group(std::move(whole), one.rest_wraps) : all(std::move(whole)));
    if (!one.trailing.empty()) parts.push_back(trailing(one.trailing));
  }
  return all(std::move(parts));
}

}  // namespace fairstart::format
