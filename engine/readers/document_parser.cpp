// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/document_parser.hpp"

#include <fmt/format.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cstring>

#include "dsl/base/text.hpp"
#include "engine/readers/csv.hpp"
#include "engine/readers/json_text.hpp"
#include "engine/readers/plain_values.hpp"

namespace fairstart::readers {
namespace {

constexpr std::size_t most_names = 1000;  // that a node learns: documents may name their members at random
constexpr unsigned most_left_out = 16;
constexpr std::uint32_t no_member = 0xFFFF'FFFFU, nowhere = 0xFFFF'FFFFU;

bool is_json_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

std::string alike_name(std::string_view name) {
  std::string out(trimmed(name));
  for (char& c : out) c = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

DocumentParser::DocumentParser(const DocumentShape& shape, std::size_t max_cell_bytes, std::size_t max_document_bytes)
    : shape_(shape),
      max_cell_bytes_(max_cell_bytes),
      max_document_bytes_(max_document_bytes),
      too_long_(fmt::format("longer than {} bytes", max_cell_bytes)),
      nodes_(shape.size()),
      names_(shape.size()),
      before_(shape.size()),
      strangers_(shape.size()) {
  for (std::size_t node = 0; node < shape.size(); ++node) {
    Names& names = names_[node];
    nodes_[node].seen.resize(shape[node].columns.size());
    nodes_[node].width = 2 * shape[node].columns.size();
    for (std::uint32_t i = 0; i < shape[node].columns.size(); ++i)
      learn(names, shape[node].columns[i].name, shape[node].columns[i].is_set ? Kind::set : Kind::cell, i);
    for (const std::uint32_t array : shape[node].arrays)
      for (const std::string& name : {shape[array].name, shape[array].also})
        if (!name.empty()) learn(names, name, Kind::array, array);
    for (const std::string& name : shape[node].unread) learn(names, name, Kind::unread, 0);
  }
}

void DocumentParser::learn(Names& names, std::string name, Kind kind, std::uint32_t at) {
  Member member{.name = name, .kind = kind, .at = at, .position = nowhere};
  constexpr unsigned char no_character = 0xFF;  // of UTF-8
  const std::string written = '"' + name + "\":";
  member.written.fill(no_character);
  if (written.size() <= member.written.size() && name.find_first_of("\\\"") == std::string::npos) {
    std::copy(written.begin(), written.end(), member.written.begin());
    std::fill(member.after.begin() + static_cast<std::ptrdiff_t>(written.size()), member.after.end(), no_character);
  }
  if (kind == Kind::cell || kind == Kind::set) {
    for (Member& other : names.members) {
      if ((other.kind != Kind::cell && other.kind != Kind::set) || other.at != at) continue;
      other.alone = member.alone = false;
    }
  }
  const auto number = static_cast<std::uint32_t>(names.members.size());
  names.members.push_back(std::move(member));
  names.by_name.emplace(name, number);
  if (kind != Kind::stranger) names.by_alike.emplace(alike_name(name), number);
}

// Whether the name stands there, in quotes and with a colon after them. Not known of names that are long or have to be written
// otherwise.
[[gnu::always_inline]] inline bool DocumentParser::Member::is_at(const char* text) const {
#ifdef __SSE2__
  const auto same = [&](unsigned first) {
    const auto there = [](const void* bytes) { return _mm_loadu_si128(static_cast<const __m128i*>(bytes)); };
    return _mm_or_si128(_mm_cmpeq_epi8(there(text + first), there(written.data() + first)), there(after.data() + first));
  };
  return _mm_movemask_epi8(_mm_and_si128(same(0), same(16))) == 0xFFFF;
#else
  bool differs = false;
  for (std::size_t i = 0; i < written.size(); ++i)
    differs |= after[i] == 0 && static_cast<unsigned char>(text[i]) != written[i];
  return !differs;
#endif
}

// Where in the order the name stands: most likely at `from`, or soon after it, as members may be left out. Else `last`.
[[gnu::always_inline]] inline const std::uint32_t* DocumentParser::Names::find(const char* name, const std::uint32_t* from_here,
                                                                               const std::uint32_t* last) const {
  const std::uint32_t* const until = from_here + std::min<std::ptrdiff_t>(most_left_out, last - from_here);
  for (; from_here < until; ++from_here)
    if (members[*from_here].is_at(name)) return from_here;
  return last;
}

// The member whose name stands at the mark. `position` is where it may be in the order, and then the one after it; all that the
// object had so far are before.
std::uint32_t DocumentParser::member(std::uint32_t node, std::uint32_t& position) {
  Names& names = names_[node];
  const char* const name = text_ + *mark_;
  const std::uint32_t* const order = names.order.data();
  const std::uint32_t* const last = order + names.order.size();
  if (const std::uint32_t* const at = names.find(name, order + position, last); at != last) {
    position = static_cast<std::uint32_t>(at + 1 - order);
    return *at;
  }
  std::uint32_t end = mark_[1];
  do { --end; } while (is_json_blank(text_[end]));
  if (text_[end] != '"' || end == *mark_) return no_member;
  const std::uint32_t found = look_up(node, {name + 1, end - *mark_ - 1});
  if (found == no_member) return no_member;
  const std::uint32_t before = names.members[found].position;
  if (before != nowhere && before >= position) {
    position = before + 1;
    return found;
  }
  // New, or earlier in the order than in this object: it goes to where this object has it.
  const auto first = names.order.begin();
  std::size_t moved = before, until_here = position;
  if (before == nowhere) {
    names.order.insert(first + position, found);
    moved = position++;
    until_here = names.order.size();
  } else {
    std::rotate(first + before, first + before + 1, first + position);
  }
  for (; moved < until_here; ++moved) names.members[names.order[moved]].position = static_cast<std::uint32_t>(moved);
  return found;
}

std::uint32_t DocumentParser::look_up(std::uint32_t node, std::string_view raw) {
  Names& names = names_[node];
  std::string name(raw);
  if (raw.find('\\') != std::string_view::npos) {
    name.clear();
    if (unescape(raw, name) == Unescaped::no_json) return no_member;
  }
  if (const auto known = names.by_name.find(name); known != names.by_name.end()) return known->second;
  if (const auto like = names.by_alike.find(alike_name(name)); like != names.by_alike.end()) {
    const Kind kind = names.members[like->second].kind;
    const std::uint32_t at = names.members[like->second].at;
    if (names.members.size() >= most_names) return like->second;
    learn(names, name, kind, at);
    return static_cast<std::uint32_t>(names.members.size() - 1);
  }
  if (names.members.size() >= most_names) {
    if (const auto other = names.by_name.find(""); other != names.by_name.end()) return other->second;
    learn(names, "", Kind::unread, 0);
    return static_cast<std::uint32_t>(names.members.size() - 1);
  }
  strangers_[node].insert(name);
  learn(names, name, Kind::stranger, 0);
  return static_cast<std::uint32_t>(names.members.size() - 1);
}

// Cells of rows that are not there yet are 0.
[[gnu::always_inline]] inline std::uint32_t DocumentParser::add_row(std::uint32_t node, std::uint32_t parent) {
  Node& rows = nodes_[node];
  if (rows.rows == rows.lines.size()) {
    const std::size_t room = std::max<std::size_t>(64, rows.rows * 2);
    rows.cells.resize(room * rows.width);
    rows.parents.resize(room);
    rows.lines.resize(room);
  }
  rows.parents[rows.rows] = parent;
  rows.lines[rows.rows] = line_;
  return static_cast<std::uint32_t>(rows.rows++);
}

// Leaves so many.
void DocumentParser::remove_rows(std::uint32_t node, std::size_t rows) {
  Node& of = nodes_[node];
  std::fill(of.cells.data() + rows * of.width, of.cells.data() + of.rows * of.width, 0U);
  of.rows = rows;
}

// Told once a cell. Where the cell then begins and ends.
std::uint32_t DocumentParser::bad(std::uint32_t node, std::uint32_t row, std::uint32_t column, std::string_view reason) {
  auto& all = nodes_[node].bad;
  bool told = false;
  for (std::size_t i = all.size(); i-- > 0 && all[i].row == row;) told = told || all[i].column == column;
  if (!told) all.push_back({row, column, reason});
  return cell(node, row, column)[0];
}

std::uint32_t DocumentParser::token_end() const {
  std::uint32_t end = mark_[1];
  while (end > *mark_ + 1 && is_json_blank(text_[end - 1])) --end;
  return end;
}

void DocumentParser::put_aside(std::uint32_t* cell, std::string_view text) {
  cell[0] = static_cast<std::uint32_t>(size_ + aside_.size());
  aside_ += text;
  cell[1] = static_cast<std::uint32_t>(size_ + aside_.size());
}

namespace {

// A value that is written in one of the commonest ways, and followed by no blank. False: it is to be looked at more closely.
[[gnu::always_inline]] inline bool plain_value(const char* text, const std::uint32_t* mark, std::size_t max_bytes, bool escapes,
                                               std::uint32_t& begin, std::uint32_t& end) {
  static constexpr std::uint64_t null = 0x6C6C'756EU, yes = 0x6575'7274U, no = 0x65'736C'6166U;
  const std::uint32_t start = mark[0], to = mark[1];
  const char* const at = text + start;
  if (*at == '"') {
    begin = start + 1;
    end = to - 1;
    if (text[end] != '"' || std::size_t{end} - begin > max_bytes) return false;
    return !escapes || std::memchr(at + 1, '\\', end - begin) == nullptr;
  }
  const std::uint32_t size = to - start;
  begin = start;
  end = to;
  if (*at <= '9') return is_plain_json_number(at, size);
  const std::uint64_t word = eight_characters(at);
  if (size == 5) return (word & 0xFF'FFFF'FFFFU) == no;
  const bool is_null = (word & 0xFFFF'FFFFU) == null;
  end = is_null ? start : to;
  return size == 4 && (is_null || (word & 0xFFFF'FFFFU) == yes);
}

}  // namespace

// Members in the order of the objects before, with plain values: most of all members. True where they go up to the object's end,
// which is taken too; else the mark is at the name of the first that is not so, and `position` is where it may be in the order.
// Since positions rise, none comes twice.
bool DocumentParser::plain_members(std::uint32_t node, std::uint32_t row, std::uint32_t& position) {
  const Names& names = names_[node];
  const std::uint32_t* const order = names.order.data();
  const std::uint32_t* const last = order + names.order.size();
  const std::uint32_t* next_one = order + position;
  char* const seen = nodes_[node].seen.data();
  std::uint32_t* const cells = nodes_[node].cells.data() + row * nodes_[node].width;
  const char* const text = text_;
  const std::uint32_t* mark = mark_;
  const std::uint32_t line_end = line_end_;
  const std::size_t max_bytes = max_cell_bytes_;
  const bool escapes = escapes_;
  bool has_own = false, ended = false;
  while (next_one != last && *mark < line_end) {
    const std::uint32_t* const found = names.find(text + *mark, next_one, last);
    if (found == last) break;
    next_one = found;
    const Member& here = names.members[*found];
    const Kind kind = here.kind;
    if (kind == Kind::array || !here.alone) break;
    std::uint32_t begin = 0, end = 0;
    if (!plain_value(text, mark + 2, max_bytes, escapes, begin, end)) break;
    const char next = text[mark[3]];
    if (next != ',' && next != '}') break;
    if (kind == Kind::cell || kind == Kind::set) {
      const std::size_t column = here.at;
      cells[2 * column] = begin;
      cells[2 * column + 1] = end;
      seen[column] = 1;
      has_own = true;
    } else {
      has_own |= kind == Kind::unread;
    }
    ++next_one;
    mark += 4;
    if (next == '}') {
      ended = true;
      break;
    }
  }
  position = static_cast<std::uint32_t>(next_one - order);
  mark_ = mark;
  is_row_ |= node == 0 && has_own;
  return ended;
}

bool DocumentParser::object(std::uint32_t node, std::uint32_t row, unsigned depth) {
  if (text_[*mark_] == '}') {
    ++mark_;
    return true;
  }
  std::uint32_t position = 0;
  while (*mark_ < line_end_) {
    if (plain_members(node, row, position)) return true;
    if (*mark_ >= line_end_ || text_[*mark_] != '"' || text_[mark_[1]] != ':') return false;
    const std::uint32_t at = member(node, position);
    if (at == no_member) return false;
    mark_ += 2;
    const Member& found = names_[node].members[at];
    const bool beside = found.kind == Kind::array && shape_[found.at].beside;
    is_row_ |= node == 0 && found.kind != Kind::stranger && !beside;
    bool read = false;
    switch (found.kind) {
      case Kind::cell: read = value(node, row, found.at, false); break;
      case Kind::set: read = value(node, row, found.at, true); break;
      case Kind::array: read = array(found.at, beside ? line_ : row, depth + 1); break;
      case Kind::unread:
      case Kind::stranger: read = skip(); break;
    }
    if (!read) return false;
    const char next = text_[*mark_++];
    if (next == '}') return true;
    if (next != ',') return false;
  }
  return false;
}

bool DocumentParser::array(std::uint32_t node, std::uint32_t parent, unsigned depth) {
  nodes_[node].array_seen = true;
  if (text_[*mark_] != '[') {
    const bool null = std::string_view(text_ + *mark_, token_end() - *mark_) == "null";
    open_.push_back({node, parent, line_, null ? std::string_view{} : "not an array of objects"});
    return skip();
  }
  ++mark_;
  if (text_[*mark_] == ']') {
    ++mark_;
    return true;
  }
  while (*mark_ < line_end_) {
    if (text_[*mark_] == '{') {
      const std::uint32_t row = add_row(node, parent);
      ++mark_;
      if (!object(node, row, depth)) return false;
    } else {
      open_.push_back({node, parent, line_, "not an array of objects"});
      if (!skip()) return false;
    }
    const char next = text_[*mark_++];
    if (next == ']') return true;
    if (next != ',') return false;
  }
  return false;
}

// One document, which must end on its line.
bool DocumentParser::document() {
  why_ = "no JSON document";
  if (text_[*mark_] != '{') {
    why_ = "no JSON object";
    return false;
  }
  const std::uint32_t row = add_row(0, 0);
  is_row_ = false;
  ++mark_;
  if (!object(0, row, 0) || mark_[-1] >= line_end_ || *mark_ < line_end_) return false;
  if (is_row_ || !holds_beside()) return true;
  remove_rows(0, row);
  return true;
}

// Whether the document has rows that are not its own: then it need not be a row itself.
bool DocumentParser::holds_beside() const {
  return std::any_of(shape_[0].arrays.begin(), shape_[0].arrays.end(),
                     [&](std::uint32_t array) { return shape_[array].beside && nodes_[array].rows > before_[array].rows; });
}

void DocumentParser::parse() {
  for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
    remove_rows(node, 0);
    nodes_[node].bad.clear();
  }
  lost_.clear();
  open_.clear();
  aside_.clear();
  stop_ = Stop::no;
  lines_ = 0;
  line_ = 0;
  char* const text = block.text() + from;
  size_ = block.size - from;
  if (size_ == 0) {
    if (block.failed) stop_ = Stop::failed;
    return;
  }
  std::memset(block.text() + block.size, '\n', Block::margin / 2);
  text_ = text;
  escapes_ = std::memchr(text, '\\', size_) != nullptr;
  parse_lines(size_, scan_.take(text, size_));
  if (block.failed && stop_ == Stop::no) {
    stop_ = Stop::failed;
    stop_line_ = line_;
  }
  if (aside_.empty()) return;
  if (block.room() < from + size_ + aside_.size()) block.enlarge(from + size_ + aside_.size(), from + size_);
  std::memcpy(block.text() + from + size_, aside_.data(), aside_.size());
  text_ = block.text() + from;
}

// Where marks for all lines at once could not be had, one of them has text that is none, and each is looked at by itself.
void DocumentParser::parse_lines(std::size_t size, bool marked) {
  if (marked) mark_ = scan_.begin();
  for (std::size_t at = 0; at < size && stop_ == Stop::no; ++line_, ++lines_) {
    const void* const found = std::memchr(text_ + at, '\n', size - at);
    const std::size_t end = found == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(found) - text_);
    const std::string_view line(text_ + at, end - at);
    const auto begin = static_cast<std::uint32_t>(at);
    at = end + 1;
    bool read = true;
    const auto stopped = [&](Stop why) {
      stop_ = why;
      stop_line_ = line_;
    };
    if (line.size() > max_document_bytes_) return stopped(Stop::too_long);
    if (!marked) {
      why_ = "no JSON document";
      read = scan_.take(line.data(), line.size());
      if (read) {
        line_marks_.assign(scan_.begin(), scan_.begin() + scan_.size());
        for (std::uint32_t& mark : line_marks_) mark += begin;
        line_marks_.insert(line_marks_.end(), 3, static_cast<std::uint32_t>(end));
        mark_ = line_marks_.data();
      }
    }
    if (read && *mark_ >= end) continue;  // nothing on it
    for (std::size_t i = 0; i < nodes_.size(); ++i) before_[i] = {nodes_[i].rows, nodes_[i].bad.size()};
    const std::size_t open_before = open_.size();
    line_end_ = static_cast<std::uint32_t>(end);
    if (read && document()) continue;
    if (line.find('\0') != std::string_view::npos) return stopped(Stop::nul_byte);
    if (!base::is_valid_utf8(line)) return stopped(Stop::not_utf8);
    lost_.push_back({line_, why_});
    open_.resize(open_before);
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      remove_rows(i, before_[i].rows);
      nodes_[i].bad.resize(before_[i].bad);
    }
    if (marked) {
      const std::uint32_t* const first = scan_.begin();
      mark_ = std::lower_bound(first, first + scan_.size(), static_cast<std::uint32_t>(end));
    }
  }
}

std::string DocumentParser::path(std::uint32_t node, std::uint32_t row) const {
  if (node == 0) return {};
  const Node& rows = nodes_[node];
  const std::uint32_t parent = rows.parents[row];
  const auto begin = rows.parents.begin();
  const auto first = std::lower_bound(begin, begin + static_cast<std::ptrdiff_t>(rows.rows), parent) - begin;
  return fmt::format("{}{}[{}].", path(shape_[node].parent, parent), shape_[node].name,
                     static_cast<std::ptrdiff_t>(row) - first);
}

}  // namespace fairstart::readers
