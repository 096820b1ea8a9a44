// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/compiler.hpp"
#include "engine/kernels/lists.hpp"

// Values of owners, of listed and of linked rows.
namespace fairstart::exec {
namespace {

// How a record's rows find their owner's: runs of rows under each row of `top`, then from there upwards row by row.
struct WayUp {
  plan::RecordId from, top;
  const Grouping* runs = nullptr;                       // from `top` down to `from`; null if they are the same
  std::vector<const std::vector<column::Row>*> owners;  // from `top` up to the owner
  plan::RecordId to;
};

column::Row climb(const WayUp& way, column::Row row) {
  for (const std::vector<column::Row>* owners : way.owners) {
    if (row == column::no_row) return row;
    row = row < owners->size() ? (*owners)[row] : column::no_row;
  }
  return row;
}

template <class Value>
void bring_down(const WayUp& way, const Frame& frame, const Value* from, Value none, Value* out) {
  const std::size_t n = frame.rows(way.top);
  const column::Row top_begin = frame.begin(way.top);
  const column::Row to_begin = frame.begin(way.to);
  if (way.runs != nullptr) {
    // Where an owner is known for only some rows, the others stand before or after the runs.
    const kernels::Groups runs = way.runs->groups(frame);
    std::fill(out, out + (runs.n == 0 ? frame.rows(way.from) : runs.begin(0)), none);
    if (runs.n > 0) std::fill(out + runs.end(runs.n - 1), out + frame.rows(way.from), none);
    if (way.owners.empty()) return kernels::spread(from, runs, out);
  }
  const auto value_of = [&](std::size_t i) {
    const column::Row owner = climb(way, top_begin + static_cast<column::Row>(i));
    return owner == column::no_row ? none : from[owner - to_begin];
  };
  if (way.runs == nullptr) {
    for (std::size_t i = 0; i < n; ++i) out[i] = value_of(i);
    return;
  }
  const kernels::Groups groups = way.runs->groups(frame);
  for (std::size_t i = 0; i < n; ++i) { std::fill(out + groups.begin(i), out + groups.end(i), value_of(i)); }
}

}  // namespace

Step Compiler::compile(plan::ExprId id, const plan::OfOwner& node) {
  const plan::RecordId owner = plan_.expr(node.value).row;
  const plan::RecordId row = plan_.expr(id).row;
  if (!owner.exists() || owner == row) return same_row(id, node.value);
  const std::vector<plan::RecordId> records = way_up(plan_, row, owner);
  const Single none = unknown_of(plan_, type(id));
  if (records.empty()) return all_rows(id, none);
  if (shape_of(type(node.value)) != shape_of(type(id))) return all_rows(id, none);
  // Rows are in runs up to the family, whose own rows are in their file's order.
  std::size_t top = 0;
  while (top + 1 < records.size() && records[top] != plan_.family && !database_.table(records[top]).first.empty()) ++top;
  WayUp way{.from = row, .top = records[top], .to = owner};
  if (top > 0) way.runs = &groupings_.between(way.top, row);
  for (std::size_t i = top; i + 1 < records.size(); ++i) way.owners.push_back(&database_.table(records[i]).owner);

  const Operand value = operand(node.value);
  return [id, way = std::move(way), value, none, shape = shape_of(type(id))](Frame& frame) {
    const std::size_t n = frame.rows(way.from);
    column::Values& values = frame.out.exprs[id.index()];
    if (has_answers(shape)) {
      values.answers.resize(n);
      bring_down(way, frame, value.answers(frame.out).at, none.answer, values.answers.data());
    }
    if (has_intervals(shape)) {
      const kernels::IntervalsOut out = resized(values, n);
      bring_down(way, frame, value.intervals(frame.out).lo, none.interval.lo, out.lo);
      bring_down(way, frame, value.intervals(frame.out).hi, none.interval.hi, out.hi);
    }
    if (shape == Shape::levels) {
      values.levels.resize(n);
      bring_down(way, frame, value.levels(frame.out).at, none.levels, values.levels.data());
    }
  };
}

template <class RowOf>
Step Compiler::other_row(plan::ExprId id, plan::ExprId from, const RowOf& row_of) const {
  const plan::RecordId to = plan_.expr(from).row;
  const Single none = unknown_of(plan_, type(id));
  const Shape shape = shape_of(type(id));
  if (shape_of(type(from)) != shape) return all_rows(id, none);
  const Operand value = operand(from);
  // A rowless value stands at every row.
  return [id, row = plan_.expr(id).row, to, none, shape, value, row_of](Frame& frame) {
    const std::size_t n = frame.rows(row);
    const column::Row begin = frame.begin(row), to_begin = frame.begin(to);
    const auto bring = [&](const auto* at, auto otherwise, auto* out) {
      for (std::size_t i = 0; i < n; ++i) {
        const column::Row other = row_of(frame, begin + static_cast<column::Row>(i));
        out[i] = other == column::no_row ? otherwise : at[value.rowless() ? 0 : other - to_begin];
      }
    };
    column::Values& values = frame.out.exprs[id.index()];
    if (has_answers(shape)) {
      values.answers.resize(n);
      bring(value.answers(frame.out).at, none.answer, values.answers.data());
    }
    if (has_intervals(shape)) {
      const kernels::IntervalsOut out = resized(values, n);
      bring(value.intervals(frame.out).lo, none.interval.lo, out.lo);
      bring(value.intervals(frame.out).hi, none.interval.hi, out.hi);
    }
    if (shape == Shape::levels) {
      values.levels.resize(n);
      bring(value.levels(frame.out).at, none.levels, values.levels.data());
    }
  };
}

Step Compiler::compile(plan::ExprId id, const plan::OfListed& node) {
  if (!plan_.expr(node.value).row.exists()) return same_row(id, node.value);
  const plan::RecordId row = plan_.expr(id).row;
  const std::vector<column::Row>& listed = database_.table(row).listed;
  return other_row(id, node.value, [&listed](const Frame&, column::Row pair) { return listed[pair]; });
}

Step Compiler::compile(plan::ExprId id, const plan::OfLink& node) {
  const auto* links = std::get_if<column::LinkCells>(&cells_of(node.link).cells);
  if (links == nullptr) return all_rows(id, unknown_of(plan_, type(id)));
  static_assert(column::LinkCells::none == column::no_row);
  const plan::RecordId to = plan_.field(node.link).type.record;
  return other_row(id, node.value, [links, to](const Frame& frame, column::Row row) {
    const column::Row linked = links->cells[row];
    const column::Rows here = frame.chunk.rows[to.index()];
    return linked >= here.begin && linked < here.end ? linked : column::no_row;
  });
}

}  // namespace fairstart::exec
