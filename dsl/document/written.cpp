// SPDX-License-Identifier: Apache-2.0
#include "dsl/document/written.hpp"

#include "dsl/syntax/parse.hpp"

namespace fairstart::document {
namespace {

using syntax::Cursor;
using syntax::NodeKind;

bool is_leaf(Cursor at) { return !(at.begin() != at.end()); }

bool names(NodeKind kind) { return kind == NodeKind::NAME || kind == NodeKind::PATH; }

void add_leaves(Cursor at, std::uint32_t& end, Words& out) {
  if (!is_leaf(at)) {
    for (const Cursor child : at) add_leaves(child, end, out);
    return;
  }
  const base::Span span = at.span();
  if (!out.empty() && span.begin > end) out.push_back({" ", false});
  out.push_back({std::string(at.text()), names(at.kind())});
  end = span.end;
}

Words words_of(Cursor at) {
  Words out;
  std::uint32_t end = 0;
  add_leaves(at, end, out);
  return out;
}

// The words of a node behind its first one, which is its keyword.
Clause clause_of(Cursor at) {
  Clause clause;
  Words words = words_of(at);
  std::size_t from = 0;
  if (!words.empty()) clause.keyword = words[from++].text;
  while (from < words.size() && words[from].text == " ") ++from;
  clause.words.assign(words.begin() + static_cast<std::ptrdiff_t>(from), words.end());
  return clause;
}

bool is_note(Cursor at) {
  Cursor first = at;
  while (!is_leaf(first)) first = first.first();
  for (const std::string_view word : {"source", "note", "review by", "because"})
    if (first.is_word(word)) return true;
  return at.is(NodeKind::note);
}

// Line by line: whether a brace is open, and where the last word ended.
struct Gathered {
  std::string_view text;
  std::vector<Words> lines;
  int open = 0;
  std::uint32_t end = 0;
};

void add_lines(Cursor at, Gathered& out) {
  if (out.open > 0 && is_note(at)) return;
  if (!is_leaf(at)) {
    for (const Cursor child : at) add_lines(child, out);
    return;
  }
  const base::Span span = at.span();
  const bool opens = at.text() == "{", closes = at.text() == "}";
  if (closes) --out.open;
  if (out.open > 0) {
    const bool fresh = out.lines.empty() || out.text.substr(out.end, span.begin - out.end).find('\n') != std::string_view::npos;
    if (fresh) out.lines.emplace_back();
    if (!fresh && span.begin > out.end && !out.lines.back().empty()) out.lines.back().push_back({" ", false});
    out.lines.back().push_back({std::string(at.text()), names(at.kind())});
  }
  if (opens) ++out.open;
  out.end = span.end;
}

bool is_clause(NodeKind kind) {
  switch (kind) {
    case NodeKind::oclause:
    case NodeKind::aclause:
    case NodeKind::lclause:
    case NodeKind::iclause:
    case NodeKind::flow:
    case NodeKind::due:
    case NodeKind::target: return true;
    default: return false;
  }
}

}  // namespace

const syntax::Tree& Written::tree(base::FileId file) {
  const auto found = trees_.find(file.value);
  if (found != trees_.end()) return found->second;
  // It has been parsed and checked before: what was wrong with it has been told.
  diagnostics::Diagnostics ignored;
  return trees_.emplace(file.value, syntax::parse(sources_, file, ignored)).first->second;
}

// The innermost node that has a child right at the name.
Cursor Written::declaration(base::Span name) {
  if (!name.exists()) return {};
  const syntax::Tree& whole = tree(name.file);
  Cursor at(whole, 0);
  for (bool deeper = true; deeper;) {
    deeper = false;
    for (const Cursor child : at) {
      const base::Span span = child.span();
      if (span == name) return at;
      if (span.begin <= name.begin && name.end <= span.end && !is_leaf(child)) {
        at = child;
        deeper = true;
        break;
      }
    }
  }
  return {};
}

std::vector<Clause> Written::clauses(base::Span name) {
  Cursor at = declaration(name);
  std::vector<Clause> out;
  if (!at) return out;
  // `id` holds the name and the title: the clauses are beside it.
  if (at.is(NodeKind::id)) {
    const base::Span id = at.span();
    at = declaration(id);
  }
  if (!at) return out;
  // Of some declarations a clause is a node; of others its words stand in the block themselves, each clause from a line, a comma
  // or the brace on.
  bool in_block = false, starts = false;
  std::uint32_t end = 0;
  for (const Cursor child : at) {
    const base::Span span = child.span();
    starts = starts || trees_.at(name.file.value).text.substr(end, span.begin - end).find('\n') != std::string_view::npos;
    if (is_clause(child.kind())) {
      if (!is_note(child)) out.push_back(clause_of(child));
    } else if (child.is(NodeKind::mark)) {
      starts = child.text() == "{" || child.text() == ",";
      in_block = in_block || child.text() == "{";
      end = span.end;
      continue;
    } else if (in_block && starts && is_leaf(child) && child.is(NodeKind::word) && !is_note(child)) {
      out.push_back({std::string(child.text()), {}});
    } else if (in_block && !starts && !out.empty() && !is_note(child)) {
      Words& words = out.back().words;
      if (!words.empty()) words.push_back({" ", false});
      for (Word& word : words_of(child)) words.push_back(std::move(word));
    }
    starts = false;
    end = span.end;
  }
  return out;
}

std::vector<Words> Written::lines(base::Span name) {
  Cursor at = declaration(name);
  if (at && at.is(NodeKind::id)) at = declaration(at.span());
  if (!at) return {};
  Gathered block{.text = trees_.at(name.file.value).text, .lines = {}};
  add_lines(at, block);
  return std::move(block.lines);
}

Words Written::after(base::Span name, std::string_view word) {
  Cursor at = declaration(name);
  if (at && at.is(NodeKind::id)) at = declaration(at.span());
  Words out;
  if (!at) return out;
  std::uint32_t end = 0;
  bool found = false;
  for (const Cursor child : at) {
    if (found && is_note(child)) break;
    if (found) add_leaves(child, end, out);
    found = found || child.is_word(word);
  }
  return out;
}

}  // namespace fairstart::document
