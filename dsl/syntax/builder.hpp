// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <exception>
#include <string_view>
#include <vector>

#include "dsl/syntax/tree.hpp"

namespace fairstart::syntax {

// What would have been accepted at a place: a keyword or punctuation (kind word, mark: its text), a token (its kind), or, as
// kind `file`, a whole construct in words ("a condition").
struct Expected {
  NodeKind kind;
  std::string_view text;
};

// Something missed at the furthest place: by the construct that would have started there, if it has a name, and the token.
struct Missed {
  const Expected* construct;  // may be null
  const Expected* token;
};

struct TooDeep final : std::exception {
  std::uint32_t at;
  explicit TooDeep(std::uint32_t place) : at(place) {}
};

// What the grammar writes while it reads: nodes in preorder, cut back where it backtracks, and the furthest place at which
// something was missed, with what was expected there.
class Builder {
 public:
  Builder(std::string_view text, std::uint32_t depth_limit) : text_(text), depth_limit_(depth_limit) {}

  std::string_view text() const { return text_; }
  std::vector<Node>& nodes() { return nodes_; }
  const std::vector<Node>& nodes() const { return nodes_; }

  // Each reads from `at`, the end of the token before: adds a leaf and gives its end, or notes a miss and gives `missed`.
  static constexpr std::uint32_t missed = 0xFFFF'FFFFU;
  std::uint32_t word(const Expected& word, std::uint32_t at);
  std::uint32_t mark(const Expected& mark, std::uint32_t at);
  std::uint32_t token(const Expected& token, std::uint32_t at);
  std::uint32_t end_of_clause(std::uint32_t at);                // EOC; a comma becomes a leaf
  bool end_of_line(std::uint32_t at);                           // EOL
  bool end_of_text(std::uint32_t at);                           // END
  bool more_on_line(std::uint32_t at);                          // ~
  bool is_word_ahead(std::string_view word, std::uint32_t at);  // notes no miss

  // Rules. `open` before a rule that is a node, then `close`, or `cut_back` to the size before.
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  void open(NodeKind kind) { nodes_.push_back({kind, 0, 0, 0}); }
  void close(std::uint32_t index);
  void cut_back(std::uint32_t size) { nodes_.erase(nodes_.begin() + size, nodes_.end()); }

  // While a named construct is at its first token, what it misses there is called by the construct's name.
  struct Naming {
    const Expected* name;
    std::uint32_t at;
  };
  Naming name_construct(const Expected& name, std::uint32_t at);
  void restore_name(Naming naming) { naming_ = naming; }

  void go_deeper(std::uint32_t at);  // throws TooDeep
  void come_back() { --depth_; }
  std::uint32_t depth_limit() const { return depth_limit_; }
  // After TooDeep went through the rules that were open.
  void abandon() {
    depth_ = 0;
    naming_ = {nullptr, 0};
  }
  void skipped_text(std::uint32_t begin, std::uint32_t end) { leaf(NodeKind::error, begin, end); }

  std::uint32_t furthest() const { return furthest_; }
  const std::vector<Missed>& missed_there() const { return missed_; }
  void forget_misses() {
    furthest_ = 0;
    missed_.clear();
  }
  std::uint32_t skip(std::uint32_t at);  // the next token's first byte

 private:
  void miss(std::uint32_t at, const Expected& what);
  void leaf(NodeKind kind, std::uint32_t begin, std::uint32_t end) { nodes_.push_back({kind, begin, end, 1}); }

  std::string_view text_;
  std::uint32_t depth_limit_;
  std::uint32_t depth_ = 0;
  std::vector<Node> nodes_;
  std::uint32_t furthest_ = 0;
  std::vector<Missed> missed_;
  Naming naming_{nullptr, 0};
  // The last blanks skipped: each place is asked for many times, once per alternative.
  std::uint32_t gap_begin_ = missed;
  std::uint32_t gap_end_ = 0;
  bool gap_has_line_end_ = false;
};

}  // namespace fairstart::syntax
