// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/layout.hpp"

#include <algorithm>
#include <utility>

#include "dsl/format/spelling.hpp"

namespace fairstart::format {

using syntax::Cursor;
using syntax::NodeKind;

namespace {

enum class Separation { none, blank, line, hard };

// Where a clause may go on in a line of its own, further in.
bool may_start_line(Cursor parent, Cursor before, Cursor child) {
  switch (parent.kind()) {
    case NodeKind::define: return child.is_word("means");
    case NodeKind::guarantee: return child.is_word("that");
    case NodeKind::window: return child.is_word("from");
    case NodeKind::level: return child.is_word("when") || child.is_word("otherwise");
    case NodeKind::adapt:
    case NodeKind::retire:
    case NodeKind::spread:
      return child.is_word("because") || (child.kind() == NodeKind::TEXT && before.kind() == NodeKind::TEXT);
    case NodeKind::answer: return child.is_word("unknown counts as");
    case NodeKind::expect: return child.kind() == NodeKind::detail;
    case NodeKind::note:
    case NodeKind::omitted: return child.kind() == NodeKind::TEXT && before.kind() == NodeKind::TEXT;
    default: return false;
  }
}

Separation separation(Cursor parent, Cursor before, Cursor child) {
  if (is_mark(child, ",") || is_mark(child, ")") || is_mark(before, "(") || is_mark(before, ".") || is_mark(child, "."))
    return Separation::none;
  if (before.kind() == NodeKind::NEG) return Separation::none;
  const bool notes_have_lines =
      parent.kind() == NodeKind::define || parent.kind() == NodeKind::guarantee || parent.kind() == NodeKind::window;
  if (notes_have_lines && child.kind() == NodeKind::note) return Separation::hard;
  return may_start_line(parent, before, child) ? Separation::line : Separation::blank;
}

Children children_of(Cursor at) {
  Children children;
  for (const Cursor child : at) children.push_back(child);
  return children;
}

}  // namespace

Document Layout::leaf(Cursor at, Cursor parent) {
  std::vector<Document> parts;
  for (const Comment& own : gaps_.take_own_lines(at)) parts.push_back(comment(own.text));
  parts.push_back(text(spelling(at, parent)));
  if (std::string after = gaps_.take_trailing(at); !after.empty()) parts.push_back(trailing(std::move(after)));
  return parts.size() == 1 ? std::move(parts.front()) : all(std::move(parts));
}

Document Layout::node(Cursor at, Cursor parent) {
  if (at.kind() < NodeKind::file) return leaf(at, parent);
  if (at.kind() == NodeKind::cond || at.kind() == NodeKind::sum) return joined_by_words(at);
  return inlined(at, children_of(at), 0);
}

// `a and b and c`, `a + b`: on one line, or broken before every `and`; as it was broken, it stays.
Document Layout::joined_by_words(Cursor at) {
  const Children children = children_of(at);
  if (children.size() == 1) return node(children.front(), at);
  std::vector<Document> more;
  bool broken = false;
  for (std::size_t i = 1; i < children.size(); ++i) {
    const bool joint = i % 2 == 1;
    broken = broken || (joint && starts_line(children[i]));
    more.push_back(joint ? line() : blanks());
    more.push_back(node(children[i], at));
  }
  Document first = node(children.front(), at);
  // After a set over several lines the joint stands under its closing brace.
  const bool under_brace = first.must_break && is_mark(last_leaf(children.front()), "}");
  return group({std::move(first), under_brace ? all(std::move(more)) : indent(std::move(more))}, broken);
}

Document Layout::inlined(Cursor parent, const Children& children, std::size_t depth) {
  // Before the first place to break, after it (further in), and lines of their own at the end.
  std::vector<Document> start, more, notes;
  bool broken = false;
  std::vector<Document>* into = &start;
  for (std::size_t i = 0; i < children.size(); ++i) {
    const Cursor child = children[i];
    if (i > 0) {
      switch (separation(parent, children[i - 1], child)) {
        case Separation::none: break;
        case Separation::blank: into->push_back(blanks()); break;
        case Separation::line:
          if (into == &start) into = &more;
          into->push_back(line());
          broken = broken || starts_line(child);
          break;
        case Separation::hard:
          into = &notes;
          into->push_back(hard());
          break;
      }
    }
    if (is_mark(child, "{")) {
      const std::size_t close = closing(children, i);
      into->push_back(braces(parent, children, i, close, depth + 1));
      i = close;
    } else if (i > 0 && is_mark(children[i - 1], "(")) {
      into->push_back(indent({node(child, parent)}));
    } else {
      into->push_back(node(child, parent));
    }
  }
  if (more.empty() && notes.empty()) return start.size() == 1 ? std::move(start.front()) : all(std::move(start));
  if (!more.empty()) start.push_back(indent(std::move(more)));
  Document main = group(std::move(start), broken);
  if (notes.empty()) return main;
  return all({std::move(main), indent(std::move(notes))});
}

Document Layout::braces(Cursor owner, const Children& children, std::size_t open, std::size_t close, std::size_t depth) {
  const Children inside(children.begin() + static_cast<std::ptrdiff_t>(open) + 1,
                        children.begin() + static_cast<std::ptrdiff_t>(close));
  const Cursor closer = children[close];
  const std::uint32_t from = children[open].span().end, to = closer.span().begin;
  const bool several_lines = tree_.text.substr(from, to - from).find('\n') != std::string_view::npos;
  Document opening = leaf(children[open], owner);
  if (several_lines) {
    std::vector<Comment> last = gaps_.take_own_lines(closer);
    Document body = owner.kind() == NodeKind::table
                        ? table_rows(owner, inside, std::move(last))
                        : lines_between(owner, items_of(owner.kind(), depth, inside), depth, std::move(last));
    const bool empty = body.parts.empty();
    Document closing_mark = leaf(closer, owner);
    if (empty && !opening.must_break) return all({std::move(opening), blanks(), std::move(closing_mark)});
    return all({std::move(opening), indent({hard(), std::move(body)}), hard(), std::move(closing_mark)});
  }
  const std::vector<Item> items = items_of(owner.kind(), depth, inside);
  if (items.empty()) return all({std::move(opening), blanks(), leaf(closer, owner)});
  const bool list = braces_of(owner.kind(), depth) == Braces::list;
  std::vector<Document> body;
  for (std::size_t i = 0; i < items.size(); ++i) {
    body.push_back(line());
    body.push_back(inlined(owner, items[i].parts, depth));
    if (!items[i].comma) continue;
    if (i + 1 == items.size())
      body.push_back(list ? if_broken(",") : all({}));
    else
      body.push_back(list ? text(",") : if_flat(","));
  }
  return group({std::move(opening), indent(std::move(body)), line(), leaf(closer, owner)}, false,
               list ? line_width : block_width);
}

Document Layout::lines_between(Cursor owner, const std::vector<Item>& items, std::size_t depth,
                               std::vector<Comment> last_comments) {
  std::vector<Line> lines;
  std::vector<Comment> left_over;
  std::vector<Item> row;
  const auto end_row = [&] {
    if (row.empty()) return;
    std::vector<Comment> before = std::exchange(left_over, {});
    Line line = line_of(owner, row, depth, left_over);
    line.comments.insert(line.comments.begin(), before.begin(), before.end());
    lines.push_back(std::move(line));
    row.clear();
  };
  for (const Item& item : items) {
    if (starts_line(item.parts.front())) end_row();
    row.push_back(item);
  }
  end_row();
  if (!lines.empty()) {
    if (lines.front().comments.empty())
      lines.front().blank_before = false;
    else
      lines.front().comments.front().blank_before = false;
  }
  Document body = stack(std::move(lines));
  left_over.insert(left_over.end(), last_comments.begin(), last_comments.end());
  for (const Comment& own : left_over) {
    if (!body.parts.empty()) body.parts.push_back(hard(own.blank_before ? 1 : 0));
    body.parts.push_back(comment(own.text));
  }
  body.must_break = true;
  return body;
}

Line Layout::line_of(Cursor owner, const std::vector<Item>& row, std::size_t depth, std::vector<Comment>& left_over) {
  Line line;
  const Cursor first = first_leaf(row.front().parts.front());
  line.blank_before = gaps_.at(first).blank_before;
  line.comments = gaps_.take_own_lines(first);
  const bool list = braces_of(owner.kind(), depth) == Braces::list;
  const Cursor end = last_leaf(row.back().parts.back());
  const Cursor comma = row.back().comma;
  const bool keep_comma = comma && list;
  line.trailing = gaps_.take_trailing(keep_comma ? comma : end);
  if (comma && !list) {
    // The comma goes; what was said beside it stays.
    std::string beside = gaps_.take_trailing(comma);
    left_over = gaps_.take_own_lines(comma);
    if (line.trailing.empty())
      line.trailing = std::move(beside);
    else if (!beside.empty())
      left_over.push_back({std::move(beside), false});
  }

  // A clause that is one rule wrapped in others is laid out by the innermost.
  Cursor clause = owner;
  Children parts = row.front().parts;
  while (parts.size() == 1 && is_laid_out_in_columns(parts.front().kind())) {
    clause = parts.front();
    Children inner = children_of(clause);
    if (inner.empty()) break;
    parts = std::move(inner);
  }
  Columns columns = columns_of(owner.kind(), clause.kind(), parts);
  const std::size_t inner_depth = clause.index() == owner.index() ? depth : 0;
  if (row.size() > 1 && (columns.starts.size() != 1 || parts.front().kind() != NodeKind::word)) columns = {};

  const auto part = [&](std::size_t from, std::size_t to) {
    return inlined(clause,
                   Children(parts.begin() + static_cast<std::ptrdiff_t>(from), parts.begin() + static_cast<std::ptrdiff_t>(to)),
                   inner_depth);
  };
  if (columns.starts.empty()) {
    line.rest = part(0, parts.size());
  } else {
    std::size_t from = 0;
    for (const std::size_t start : columns.starts) {
      line.cells.push_back(part(from, start));
      from = start;
    }
    line.rest = part(from, parts.size());
    line.rest_may_wrap = columns.last_may_wrap;
    line.rest_wraps = columns.last_may_wrap && starts_line(parts[from]);
    line.shape = columns.shape;
  }
  if (keep_comma && row.size() == 1) line.rest = all({std::move(line.rest), leaf(comma, owner)});
  if (row.size() == 1) return line;

  std::vector<Document> shared;
  shared.push_back(std::move(line.rest));
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) {
      shared.push_back(format::line());
      shared.push_back(inlined(owner, row[i].parts, depth));
    }
    if (!row[i].comma) continue;
    if (list)
      shared.push_back(leaf(row[i].comma, owner));
    else if (i + 1 < row.size())
      shared.push_back(if_flat(","));
  }
  line.rest = group(std::move(shared), false, block_width);
  return line;
}

Document Layout::table_rows(Cursor table, const Children& inside, std::vector<Comment> last_comments) {
  std::vector<std::vector<Children>> rows;  // a note is a row of one
  std::vector<bool> is_note;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const bool note = inside[i].kind() == NodeKind::note;
    const bool bar = is_mark(inside[i], "|"), after_bar = i > 0 && is_mark(inside[i - 1], "|");
    if (note || rows.empty() || is_note.back() || (starts_line(inside[i]) && !bar && !after_bar)) {
      rows.push_back({{}});
      is_note.push_back(note);
    }
    if (bar) rows.back().emplace_back();
    rows.back().back().push_back(inside[i]);
  }
  std::vector<std::vector<Document>> cells(rows.size());
  std::vector<std::size_t> width;
  std::vector<Line> lines(rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Cursor first = first_leaf(rows[r].front().front());
    lines[r].comments = gaps_.take_own_lines(first);
    lines[r].blank_before = r > 0 && gaps_.at(first).blank_before;
    lines[r].trailing = gaps_.take_trailing(last_leaf(rows[r].back().back()));
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      cells[r].push_back(inlined(table, rows[r][c], 0));
      if (is_note[r]) continue;
      if (width.size() <= c) width.resize(c + 1);
      width[c] = std::max(width[c], cells[r][c].width);
    }
  }
  if (!lines.empty() && !lines.front().comments.empty()) lines.front().comments.front().blank_before = false;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::vector<Document> parts;
    for (std::size_t c = 0; c < cells[r].size(); ++c) {
      const std::size_t own = cells[r][c].width;
      parts.push_back(std::move(cells[r][c]));
      if (c + 1 < cells[r].size()) parts.push_back(blanks(width[c] - own + 1));
    }
    lines[r].rest = all(std::move(parts));
  }
  Document body = stack(std::move(lines));
  for (const Comment& own : last_comments) {
    body.parts.push_back(hard(own.blank_before ? 1 : 0));
    body.parts.push_back(comment(own.text));
  }
  body.must_break = true;
  return body;
}

std::string Layout::run() {
  const Cursor file(tree_, 0);
  std::vector<Children> items;
  for (const Cursor child : file) {
    const bool starts = items.empty() || child.kind() == NodeKind::decl || child.is_word("use");
    if (starts) items.emplace_back();
    items.back().push_back(child);
  }
  std::vector<Line> lines;
  for (const Children& item : items) {
    Line line;
    const Cursor first = first_leaf(item.front());
    line.blank_before = gaps_.at(first).blank_before;
    line.comments = gaps_.take_own_lines(first);
    line.trailing = gaps_.take_trailing(last_leaf(item.back()));
    line.rest = inlined(file, item, 0);
    lines.push_back(std::move(line));
  }
  Document body = stack(std::move(lines));
  for (const Comment& own : gaps_.after_all()) {
    body.parts.push_back(hard(own.blank_before ? 1 : 0));
    body.parts.push_back(comment(own.text));
  }
  return render(body);
}

}  // namespace fairstart::format
