// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "engine/indicators/indicators.hpp"
#include "engine/indicators/numbering.hpp"

namespace fairstart::indicators {

// Every row's group in a breakdown, as a small number. What breakdowns share (an axis, or several crossed) is worked out once a
// chunk, on the rows that it comes from.
class RowGroups {
 public:
  using Number = std::uint32_t;
  explicit RowGroups(const column::Database& database);

  // A breakdown of a record's rows, to be asked for before the first chunk. No axis: one group.
  std::size_t breakdown(const std::vector<plan::Breakdown>& axes);
  // What `read` reads: to be asked of the evaluator.
  std::vector<plan::ExprId> expressions() const;
  // The chunks of a run, all by the same evaluator.
  void read(const column::Evaluated& evaluated);
  // The groups of rows of `record`, by place in the chunk that was read last.
  void find(std::size_t breakdown, plan::RecordId record, std::span<const column::Row> rows, Number* numbers) const;
  // The groups of all rows of `record` in the chunk, where they are at hand; else null.
  const Number* of_all(std::size_t breakdown, plan::RecordId record) const;
  std::size_t groups(std::size_t breakdown) const;  // numbers given out so far; some may have no row
  Group group(std::size_t breakdown, Number number) const;
  // Takes in the groups of another that was asked for the same breakdowns. By breakdown: its numbers → ours.
  std::vector<std::vector<Number>> add(const RowGroups& other);

 private:
  // One axis, or two nodes crossed.
  struct Node {
    plan::RecordId record;  // whose rows it is worked out on; none: one value
    bool every_chunk_alike = false, done = false;
    std::vector<Number> numbers;  // by row of the chunk
    Number ownerless = 0;         // of rows below whose owner is not known
    // An axis
    plan::ExprId value;
    bool grouped = false;
    Numbering groups;
    std::vector<Number> by_index;  // of codes, levels, answers
    // Crossed: the first is of the same record as the second or of one above it
    bool crossed = false;
    std::size_t first = 0, second = 0;
    Pairing pairs;
    std::vector<Number> by_code;  // by the first's number and, within, by code of the second; see read_by_code
  };
  struct Asked {
    std::size_t node = 0;
    std::vector<std::size_t> axes;  // nodes of its axes, as they are written
  };
  // From a record's rows to an owner's.
  struct WayUp {
    std::vector<const std::vector<column::Row>*> owners;
    column::Row from = 0, to = 0;  // the first rows of the chunk
    std::size_t rows = 0;          // of the chunk, to be looked up
  };

  std::size_t axis(const plan::Breakdown& breakdown);
  std::size_t cross(std::size_t first, std::size_t second);
  void read_axis(Node& node, const column::Evaluated& evaluated) const;
  void read_crossed(Node& node);
  bool read_by_code(Node& node, const column::Evaluated& evaluated);
  bool is_left_to_crossing(std::size_t node) const;
  std::size_t numbers_of(const Node& node) const { return node.crossed ? node.pairs.size() : node.groups.values().size(); }
  WayUp way_up(plan::RecordId from, plan::RecordId to) const;
  template <class RowOf, class Use>
  static void look_up(const Node& node, const WayUp& way, std::size_t n, RowOf row_of, Use use);
  std::size_t depth(plan::RecordId record) const;
  void group_into(std::size_t node, Number number, std::vector<std::int64_t>& by_node) const;

  const column::Database* database_;
  const plan::Plan* plan_;
  column::Chunk chunk_;
  std::vector<Node> nodes_;  // what is crossed comes before its crossing
  std::vector<Asked> asked_;
};

}  // namespace fairstart::indicators
