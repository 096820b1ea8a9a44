// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/program.hpp"

#include <atomic>

#include "engine/exec/compiler.hpp"

namespace fairstart::exec {
namespace {

template <class Evaluated>  // const or not
auto& values_of(Evaluated& from, Item item) {
  switch (item.kind) {
    case Item::Kind::expr: return from.exprs[item.index];
    case Item::Kind::score: return from.scores[item.index];
    case Item::Kind::levels: break;
  }
  return from.levels[item.index];
}

void make_room(column::Evaluated& out, const plan::Plan& plan) {
  out.exprs.assign(plan.exprs.size(), {});
  out.scores.assign(plan.scores.size(), {});
  out.levels.assign(plan.levels.size(), {});
}

// Rowless, or of a record that whole chunks of families look up to: the same in every chunk.
bool same_in_every_chunk(const plan::Plan& plan, plan::RecordId row) {
  if (!row.exists()) return true;
  return row != plan.family && (!plan.family.exists() || !plan.belongs_under(row, plan.family));
}

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

struct Program::Parts {
  Parts(const column::Database& of, const column::Clock& clock) : database(of), groupings(of, clock) {}
  const column::Database& database;
  Groupings groupings;
  column::Evaluated fixed;  // what is the same in every chunk
  std::vector<Item> fixed_items;
  std::vector<Step> steps;  // the rest, in order
  std::uint64_t number = next_number();
};

Program::Program(const column::Database& database, const column::Clock& clock, std::vector<plan::ExprId> wanted)
    : parts_(std::make_unique<Parts>(database, clock)) {
  const plan::Plan& plan = *database.plan;
  Parts& parts = *parts_;
  make_room(parts.fixed, plan);
  parts.fixed.chunk = column::chunk_of_families(database, 0, 0);
  Compiler compiler(database, clock, parts.groupings, parts.fixed);
  for (const Item item : in_order(plan, wanted)) {
    Step step = compiler.step(item);
    if (same_in_every_chunk(plan, row_of(plan, item))) {
      Frame frame{parts.fixed.chunk, parts.fixed};
      step(frame);
      parts.fixed_items.push_back(item);
    } else {
      parts.steps.push_back(std::move(step));
    }
  }
}

Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

void Program::run(const column::Chunk& chunk, column::Evaluated& out) const {
  const Parts& parts = *parts_;
  if (out.filled_by != parts.number) {
    make_room(out, *parts.database.plan);
    for (const Item item : parts.fixed_items) values_of(out, item) = values_of(parts.fixed, item);
    out.filled_by = parts.number;
  }
  out.chunk = chunk;
  Frame frame{out.chunk, out};
  for (const Step& step : parts.steps) step(frame);
}

}  // namespace fairstart::exec
