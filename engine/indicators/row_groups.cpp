// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/row_groups.hpp"

#include <algorithm>
#include <bit>

namespace fairstart::indicators {
namespace {

using column::Row;

std::vector<std::int64_t> group_of_code(const plan::CodeList& list, bool grouped) {
  std::vector<std::int64_t> group(list.items.size());
  const std::size_t before = grouped ? list.groups.size() : 0;
  for (std::size_t code = 0; code < group.size(); ++code) group[code] = static_cast<std::int64_t>(before + code);
  for (std::size_t i = before; i-- > 0;) {
    for (const std::int64_t code : list.groups[i].members) group[static_cast<std::size_t>(code)] = static_cast<std::int64_t>(i);
  }
  return group;
}

bool is_tiers(const plan::Plan& plan, const plan::Type& type) {
  return plan.levels[type.levels.index()].kind == plan::LevelsKind::tiers;
}

// The group of a row of which nothing is known: docs/evaluation.md, U(type). One code or level alone is known all the same.
std::int64_t group_of_unknown(const plan::Plan& plan, const plan::Type& type, bool grouped) {
  if (type.kind == types::Kind::code) {
    const std::vector<std::int64_t> groups = group_of_code(plan.code_lists[type.codes.index()], grouped);
    return groups.size() == 1 ? groups[0] : not_known;
  }
  if (type.kind == types::Kind::levels) {
    return is_tiers(plan, type) || plan.levels[type.levels.index()].levels.size() == 1 ? 0 : not_known;
  }
  return not_known;
}

// What a breakdown reads: its value worked out on the row of the owner that it comes from, once for all rows below.
plan::ExprId read_from(const plan::Plan& plan, plan::ExprId value) {
  while (const auto* brought = std::get_if<plan::OfOwner>(&plan.expr(value).node)) {
    const plan::Expr &here = plan.expr(value), &above = plan.expr(brought->value);
    const bool same_type =
        here.type.kind == above.type.kind && here.type.codes == above.type.codes && here.type.levels == above.type.levels;
    if (!same_type || (above.row.exists() && !plan.belongs_under(here.row, above.row))) break;
    value = brought->value;
  }
  return value;
}

// Each place that names a definition, a field, a score or a scheme has an expression of its own.
bool same_value(const plan::Expr& a, const plan::Expr& b) {
  if (a.row != b.row) return false;
  const auto both = [&]<class Node>(auto Node::*id) {
    const auto *of_a = std::get_if<Node>(&a.node), *of_b = std::get_if<Node>(&b.node);
    return of_a != nullptr && of_b != nullptr && of_a->*id == of_b->*id;
  };
  return both(&plan::DefinitionValue::definition) || both(&plan::FieldValue::field) || both(&plan::ScoreValue::score) ||
         both(&plan::LevelValue::levels);
}

}  // namespace

RowGroups::RowGroups(const column::Database& database) : database_(&database), plan_(database.plan) {}

std::size_t RowGroups::depth(plan::RecordId record) const {
  std::size_t depth = 0;
  for (; record.exists() && depth <= plan_->records.size(); record = plan_->record(record).owner) ++depth;
  return depth;
}

std::size_t RowGroups::axis(const plan::Breakdown& breakdown) {
  const plan::ExprId value = read_from(*plan_, breakdown.value);
  const plan::Expr& expr = plan_->expr(value);
  const bool grouped = breakdown.grouped && expr.type.kind == types::Kind::code;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& known = nodes_[i];
    if (known.crossed || known.grouped != grouped) continue;
    if (known.value == value || same_value(plan_->expr(known.value), expr)) return i;
  }
  Node node;
  node.record = expr.row;
  const bool under_family = plan_->family.exists() && plan_->belongs_under(expr.row, plan_->family);
  node.every_chunk_alike = !expr.row.exists() || (plan_->family.exists() && !under_family);
  node.value = value;
  node.grouped = grouped;
  node.ownerless = node.groups.number(group_of_unknown(*plan_, expr.type, grouped));
  if (expr.type.kind == types::Kind::code) {
    for (const std::int64_t group : group_of_code(plan_->code_lists[expr.type.codes.index()], grouped)) {
      node.by_index.push_back(node.groups.number(group));
    }
  } else if (expr.type.kind == types::Kind::levels) {
    const std::size_t levels = plan_->levels[expr.type.levels.index()].levels.size();
    for (std::size_t level = 0; level < levels; ++level) {
      node.by_index.push_back(node.groups.number(static_cast<std::int64_t>(level)));
    }
  } else if (expr.type.kind == types::Kind::yes_no) {
    node.by_index.assign(4, node.groups.number(not_known));
    node.by_index[column::no] = node.groups.number(0);
    node.by_index[column::yes] = node.groups.number(1);
  }
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

std::size_t RowGroups::cross(std::size_t first, std::size_t second) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].crossed && nodes_[i].first == first && nodes_[i].second == second) return i;
  }
  Node node;
  node.record = nodes_[second].record;
  node.every_chunk_alike = nodes_[first].every_chunk_alike && nodes_[second].every_chunk_alike;
  node.crossed = true;
  node.first = first;
  node.second = second;
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

std::size_t RowGroups::breakdown(const std::vector<plan::Breakdown>& axes) {
  Asked asked;
  for (const plan::Breakdown& each : axes) asked.axes.push_back(axis(each));
  // From the top down: what several rows below share is crossed above them.
  std::vector<std::size_t> by_depth = asked.axes;
  std::stable_sort(by_depth.begin(), by_depth.end(), [&](std::size_t a, std::size_t b) {
    const std::size_t of_a = depth(nodes_[a].record), of_b = depth(nodes_[b].record);
    return of_a != of_b ? of_a < of_b : a < b;
  });
  by_depth.erase(std::unique(by_depth.begin(), by_depth.end()), by_depth.end());
  if (!by_depth.empty()) asked.node = by_depth[0];
  for (std::size_t i = 1; i < by_depth.size(); ++i) asked.node = cross(asked.node, by_depth[i]);
  asked_.push_back(std::move(asked));
  return asked_.size() - 1;
}

// Whether a node is an axis of codes that nobody reads but one crossing, as its second.
bool RowGroups::is_left_to_crossing(std::size_t node) const {
  const Node& axis = nodes_[node];
  if (axis.crossed || axis.every_chunk_alike || plan_->expr(axis.value).type.kind != types::Kind::code) return false;
  std::size_t seconds = 0;
  for (const Asked& asked : asked_) {
    if (!asked.axes.empty() && asked.node == node) return false;
  }
  for (const Node& other : nodes_) {
    if (!other.crossed) continue;
    if (other.first == node) return false;
    seconds += other.second == node ? 1 : 0;
  }
  return seconds == 1;
}

std::vector<plan::ExprId> RowGroups::expressions() const {
  std::vector<plan::ExprId> read;
  for (const Node& node : nodes_) {
    if (!node.crossed) read.push_back(node.value);
  }
  return read;
}

RowGroups::WayUp RowGroups::way_up(plan::RecordId from, plan::RecordId to) const {
  WayUp way;
  if (!to.exists()) return way;
  const column::Rows rows = chunk_.rows[from.index()];
  way.from = rows.begin;
  way.rows = rows.size();
  way.to = chunk_.rows[to.index()].begin;
  for (; from != to && from.exists(); from = plan_->record(from).owner) way.owners.push_back(&database_->table(from).owner);
  return way;
}

// Calls use(i, number) for rows 0 to n: row_of(i) is a place in the chunk.
template <class RowOf, class Use>
void RowGroups::look_up(const Node& node, const WayUp& way, std::size_t n, RowOf row_of, Use use) {
  const Number* numbers = node.numbers.data();
  if (!node.record.exists()) {
    for (std::size_t i = 0; i < n; ++i) use(i, numbers[0]);
    return;
  }
  const auto number_of = [&, rows = node.numbers.size()](Row at) {
    const std::size_t place = std::size_t{at} - way.to;  // no owner is beyond every row
    return place < rows ? numbers[place] : node.ownerless;
  };
  if (way.owners.size() == 1 && way.owners[0]->size() >= way.from + way.rows) {
    const Row* owner = way.owners[0]->data() + way.from;
    for (std::size_t i = 0; i < n; ++i) use(i, number_of(owner[row_of(i)]));
    return;
  }
  for (std::size_t i = 0; i < n; ++i) {
    Row at = way.from + static_cast<Row>(row_of(i));
    for (const std::vector<Row>* owners : way.owners) at = at < owners->size() ? (*owners)[at] : column::no_row;
    use(i, number_of(at));
  }
}

void RowGroups::read_axis(Node& node, const column::Evaluated& evaluated) const {
  const plan::Type& type = plan_->expr(node.value).type;
  const std::size_t n = node.record.exists() ? chunk_.rows[node.record.index()].size() : 1;
  node.numbers.resize(n);
  Number* out = node.numbers.data();
  const Number unknown = node.groups.number(not_known);
  const column::FieldCells field = evaluated.field_cells(node.value);
  const auto* codes = field.column == nullptr ? nullptr : std::get_if<column::CodeCells>(&field.column->cells);
  if (codes != nullptr && type.kind == types::Kind::code && node.record.exists()) {
    const std::int64_t code_of_unknown = field.unknown_cell.known() ? field.unknown_cell.lo : -1;
    const auto group_of = [&](std::size_t code) { return code < node.by_index.size() ? node.by_index[code] : unknown; };
    const Number none = group_of(static_cast<std::size_t>(code_of_unknown));
    const std::uint16_t* at = codes->cells.data() + chunk_.rows[node.record.index()].begin;
    for (std::size_t i = 0; i < n; ++i) out[i] = at[i] == column::CodeCells::none ? none : group_of(at[i]);
    return;
  }
  const column::Values& values = evaluated.values(node.value);
  switch (type.kind) {
    case types::Kind::yes_no:
      for (std::size_t i = 0; i < n; ++i) out[i] = node.by_index[values.answers[i]];
      break;
    case types::Kind::levels: {
      const bool lowest_answers = is_tiers(*plan_, type);
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t possible = values.levels[i];
        const auto level = static_cast<std::size_t>(std::countr_zero(possible));
        const bool known = (lowest_answers || std::has_single_bit(possible)) && level < node.by_index.size();
        out[i] = known ? node.by_index[level] : unknown;
      }
      break;
    }
    case types::Kind::code:
      for (std::size_t i = 0; i < n; ++i) {
        const auto code = static_cast<std::size_t>(values.lo[i]);
        out[i] = values.lo[i] == values.hi[i] && code < node.by_index.size() ? node.by_index[code] : unknown;
      }
      break;
    case types::Kind::unknown:
    case types::Kind::number:
    case types::Kind::date:
    case types::Kind::text:
    case types::Kind::link:
      for (std::size_t i = 0; i < n; ++i) out[i] = values.lo[i] == values.hi[i] ? node.groups.number(values.lo[i]) : unknown;
      break;
    case types::Kind::codes:
    case types::Kind::groups:  // many values a row: not a breakdown
      std::fill(out, out + n, unknown);
      break;
  }
  if (!node.record.exists()) node.ownerless = node.numbers[0];
}

void RowGroups::read_crossed(Node& node) {
  const Node &first = nodes_[node.first], &second = nodes_[node.second];
  const std::size_t n = second.numbers.size();
  node.numbers.resize(n);
  if (first.record == second.record) {
    for (std::size_t i = 0; i < n; ++i) node.numbers[i] = node.pairs.number(first.numbers[i], second.numbers[i]);
  } else {
    const auto pair = [&](std::size_t i, Number above) { node.numbers[i] = node.pairs.number(above, second.numbers[i]); };
    look_up(
        first, way_up(second.record, first.record), n, [](std::size_t i) { return i; }, pair);
  }
  node.ownerless = node.pairs.number(first.ownerless, second.ownerless);
}

// A code in its cells, crossed with what the owner's row has: both at once, from one table. False where it is not like that.
bool RowGroups::read_by_code(Node& node, const column::Evaluated& evaluated) {
  const Node& first = nodes_[node.first];
  Node& second = nodes_[node.second];
  if (!is_left_to_crossing(node.second) || !first.record.exists() || first.record == second.record) return false;
  const column::FieldCells field = evaluated.field_cells(second.value);
  const auto* codes = field.column == nullptr ? nullptr : std::get_if<column::CodeCells>(&field.column->cells);
  if (codes == nullptr) return false;
  const WayUp way = way_up(second.record, first.record);
  if (way.owners.size() != 1 || way.owners[0]->size() < way.from + way.rows) return false;
  const std::size_t known = second.by_index.size(), width = known + 2, firsts = numbers_of(first);
  constexpr std::size_t most = 2048;  // entries: they stay in the cache, and so do counts by them
  if (firsts * width > most) return false;
  if (node.by_code.size() < firsts * width) {
    // Beyond the codes: a cell of another number, and one that is not known.
    const Number unknown = second.groups.number(not_known);
    const std::size_t stands_for = field.unknown_cell.known() ? static_cast<std::size_t>(field.unknown_cell.lo) : known;
    for (std::size_t above = node.by_code.size() / width; above < firsts; ++above) {
      const auto pair = [&](Number of_code) { return node.pairs.number(static_cast<Number>(above), of_code); };
      for (const Number of_code : second.by_index) node.by_code.push_back(pair(of_code));
      node.by_code.push_back(pair(unknown));
      node.by_code.push_back(pair(stands_for < known ? second.by_index[stands_for] : unknown));
    }
  }
  node.ownerless = node.pairs.number(first.ownerless, second.ownerless);
  node.numbers.resize(way.rows);
  const std::uint16_t* const at = codes->cells.data() + way.from;
  const Row* const owner = way.owners[0]->data() + way.from;
  const Number *const above = first.numbers.data(), *const table = node.by_code.data();
  Number* const out = node.numbers.data();
  const std::size_t rows_above = first.numbers.size();
  for (std::size_t i = 0; i < way.rows; ++i) {
    const std::size_t place = std::size_t{owner[i]} - way.to;  // no owner is beyond every row
    const Number of_owner = place < rows_above ? above[place] : first.ownerless;
    const std::size_t code = at[i] == column::CodeCells::none ? known + 1 : std::min<std::size_t>(at[i], known);
    out[i] = table[of_owner * width + code];
  }
  return true;
}

void RowGroups::read(const column::Evaluated& evaluated) {
  chunk_ = evaluated.chunk;
  const auto read_node = [&](Node& node) {
    if (node.crossed) {
      read_crossed(node);
    } else {
      read_axis(node, evaluated);
    }
    node.done = node.every_chunk_alike;
  };
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    Node& node = nodes_[i];
    if (node.done || is_left_to_crossing(i)) continue;
    if (node.crossed) {
      if (read_by_code(node, evaluated)) continue;
      if (is_left_to_crossing(node.second)) read_node(nodes_[node.second]);
    }
    read_node(node);
  }
}

void RowGroups::find(std::size_t breakdown, plan::RecordId record, std::span<const Row> rows, Number* numbers) const {
  if (asked_[breakdown].axes.empty()) {
    std::fill(numbers, numbers + rows.size(), 0);
    return;
  }
  if (const Number* const of_row = of_all(breakdown, record)) {
    for (std::size_t i = 0; i < rows.size(); ++i) numbers[i] = of_row[rows[i]];
    return;
  }
  const Node& node = nodes_[asked_[breakdown].node];
  look_up(
      node, way_up(record, node.record), rows.size(), [&](std::size_t i) { return rows[i]; },
      [&](std::size_t i, Number number) { numbers[i] = number; });
}

const RowGroups::Number* RowGroups::of_all(std::size_t breakdown, plan::RecordId record) const {
  const Asked& asked = asked_[breakdown];
  if (asked.axes.empty() || !record.exists() || nodes_[asked.node].record != record) return nullptr;
  return nodes_[asked.node].numbers.data();
}

std::size_t RowGroups::groups(std::size_t breakdown) const {
  if (asked_[breakdown].axes.empty()) return 1;
  const Node& node = nodes_[asked_[breakdown].node];
  return node.crossed ? node.pairs.size() : node.groups.values().size();
}

void RowGroups::group_into(std::size_t node, Number number, std::vector<std::int64_t>& by_node) const {
  const Node* at = &nodes_[node];
  for (; at->crossed; at = &nodes_[node]) {
    const auto [first, second] = at->pairs.pair(number);
    by_node[at->second] = nodes_[at->second].groups.values()[second];
    node = at->first;
    number = first;
  }
  by_node[node] = at->groups.values()[number];
}

Group RowGroups::group(std::size_t breakdown, Number number) const {
  const Asked& asked = asked_[breakdown];
  if (asked.axes.empty()) return {};
  std::vector<std::int64_t> by_node(nodes_.size());
  group_into(asked.node, number, by_node);
  Group group;
  for (const std::size_t axis : asked.axes) group.push_back(by_node[axis]);
  return group;
}

std::vector<std::vector<RowGroups::Number>> RowGroups::add(const RowGroups& other) {
  std::vector<std::vector<Number>> ours(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    Node& node = nodes_[i];
    if (!node.crossed) {
      for (const std::int64_t group : other.nodes_[i].groups.values()) ours[i].push_back(node.groups.number(group));
      continue;
    }
    const Pairing& pairs = other.nodes_[i].pairs;
    for (std::size_t number = 0; number < pairs.size(); ++number) {
      const auto [first, second] = pairs.pair(static_cast<Number>(number));
      ours[i].push_back(node.pairs.number(ours[node.first][first], ours[node.second][second]));
    }
  }
  std::vector<std::vector<Number>> by_breakdown;
  for (const Asked& asked : asked_) by_breakdown.push_back(asked.axes.empty() ? std::vector<Number>{0} : ours[asked.node]);
  return by_breakdown;
}

}  // namespace fairstart::indicators
