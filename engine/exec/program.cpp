// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/program.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>

#include "engine/exec/compiler.hpp"

namespace fairstart::exec {
namespace {

template <class Evaluated>  // const or not
std::conditional_t<std::is_const_v<Evaluated>, const column::Values&, column::Values&> values_of(Evaluated& from, Item item) {
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

constexpr std::uint32_t no_place = 0xFFFF'FFFFU;

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

struct Program::Parts final : column::Later {
  Parts(const column::Database& of, const column::Clock& clock) : database(of), groupings(of, clock) {}

  struct Made {
    Step step;
    std::vector<std::uint32_t> reads;  // places in `made`, all before its own
    plan::ExprId expr;                 // none: a score or a levels scheme
    std::optional<AnyOfList> any_of_list;
    std::optional<AllOf> all_of;
    column::FieldCells cells;                 // no column: it is not just a field
    AtFew at_few;                             // only of what is wanted
    std::vector<std::uint32_t> at_few_reads;  // places in `made`, all before its own
  };
  const column::Database& database;
  Groupings groupings;
  column::Evaluated fixed;  // what is the same in every chunk
  std::vector<Item> fixed_items;
  std::vector<Made> made;               // the rest, in order
  std::vector<Step> at_once;            // of those that every chunk needs, in order; some for several of them
  std::vector<Worked> worked;           // by place in at_once
  std::vector<std::uint32_t> place_of;  // by exec::place_of: in `made`
  std::vector<std::uint8_t> waiting;    // by ExprId: made, but not at once
  std::uint64_t number = next_number();

  std::vector<std::uint32_t> needed_for(const std::vector<plan::ExprId>& wanted) const;  // places in `made`
  Worked worked_by(std::uint32_t place) const;
  std::vector<Step> join_conditions(const std::vector<plan::ExprId>& wanted, std::vector<std::uint32_t>& needed) const;
  plan::ExprId owners_value(plan::ExprId id) const;  // of what is brought down; else none
  void choose_at_once(const std::vector<plan::ExprId>& wanted);
  void work_out(const column::Evaluated& out, plan::ExprId expr) const override;
  column::FieldCells field_cells(plan::ExprId expr) const override { return made[place_of[expr.index()]].cells; }
  bool answers_at(const column::Evaluated& out, plan::ExprId expr, std::span<const column::Row> places,
                  column::Answer* answers) const override;
  bool intervals_at(const column::Evaluated& out, plan::ExprId expr, std::span<const column::Row> places, std::int64_t* lo,
                    std::int64_t* hi) const override;
};

std::vector<std::uint32_t> Program::Parts::needed_for(const std::vector<plan::ExprId>& wanted) const {
  std::vector<bool> needed(made.size());
  for (plan::ExprId id : wanted) {
    // What is brought down from owners may be read at the owners' rows just as well.
    for (; id.exists(); id = owners_value(id)) {
      // A field waits until somebody wants all of its values; its cells are there to be read.
      if (const std::uint32_t place = place_of[id.index()]; place != no_place && made[place].cells.column == nullptr) {
        if (!made[place].at_few) needed[place] = true;
        for (const std::uint32_t read : made[place].at_few_reads) needed[read] = true;
      }
    }
  }
  std::vector<std::uint32_t> places;
  for (auto i = static_cast<std::uint32_t>(made.size()); i-- > 0;) {
    if (made[i].expr.exists() && !needed[i]) continue;
    places.push_back(i);
    for (const std::uint32_t read : made[i].reads) needed[read] = true;
  }
  std::reverse(places.begin(), places.end());
  return places;
}

Worked Program::Parts::worked_by(std::uint32_t place) const {
  Worked works;
  const plan::Plan& plan = *database.plan;
  if (made[place].expr.exists()) works.exprs.push_back(made[place].expr);
  for (std::uint32_t i = 0; i < plan.scores.size() && !made[place].expr.exists(); ++i)
    if (place_of[exec::place_of(plan, {Item::Kind::score, i})] == place) works.score = plan::ScoreId(i);
  for (std::uint32_t i = 0; i < plan.levels.size() && !made[place].expr.exists(); ++i)
    if (place_of[exec::place_of(plan, {Item::Kind::levels, i})] == place) works.levels = plan::LevelsId(i);
  return works;
}

// Conditions on cells that one `and` alone reads are worked out in its step, and are no longer needed. By place: the step.
std::vector<Step> Program::Parts::join_conditions(const std::vector<plan::ExprId>& wanted,
                                                  std::vector<std::uint32_t>& needed) const {
  std::vector<std::uint32_t> readers(made.size());
  const auto read_by = [&](std::vector<std::uint32_t> places) {
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (const std::uint32_t place : places) ++readers[place];
  };
  constexpr std::uint32_t many = 2;
  for (const std::uint32_t place : needed) read_by(made[place].reads);
  for (plan::ExprId id : wanted) {
    for (; id.exists(); id = owners_value(id)) {
      const std::uint32_t place = place_of[id.index()];
      if (place == no_place) continue;
      readers[place] += many;
      for (const std::uint32_t read : made[place].at_few_reads) readers[read] += many;
    }
  }
  std::vector<Step> steps(made.size());
  std::vector<bool> joined(made.size());
  for (const std::uint32_t place : needed) {
    if (!made[place].all_of) continue;
    AllOf all = *made[place].all_of;
    bool any = false;
    for (AllOf::Part& part : all.parts) {
      const std::uint32_t of_part = part.cells ? place_of[part.operand.id().index()] : no_place;
      part.inside = of_part != no_place && readers[of_part] == 1;
      if (part.inside) any = joined[of_part] = true;
    }
    steps[place] = any ? exec::all_of(*database.plan, std::move(all)) : made[place].step;
  }
  std::erase_if(needed, [&](std::uint32_t place) { return joined[place]; });
  return steps;
}

// What an expression brings down from its owner.
plan::ExprId Program::Parts::owners_value(plan::ExprId id) const {
  const auto* brought = std::get_if<plan::OfOwner>(&database.plan->expr(id).node);
  return brought != nullptr ? brought->value : plan::ExprId{};
}

void Program::Parts::choose_at_once(const std::vector<plan::ExprId>& wanted) {
  std::vector<std::uint32_t> needed = needed_for(wanted);
  const std::vector<Step> all_of = join_conditions(wanted, needed);
  waiting.assign(database.plan->exprs.size(), 0);
  for (const Made& each : made) {
    if (each.expr.exists()) waiting[each.expr.index()] = 1;
  }
  // In stages: a list's answers are one stage after what it reads, all else as soon as may be. So lists over the same rows
  // come together, none of them resting on another, and share a pass.
  std::vector<std::uint32_t> stage(made.size());
  for (const std::uint32_t i : needed) {
    if (made[i].expr.exists()) waiting[made[i].expr.index()] = 0;
    for (const std::uint32_t read : made[i].reads) stage[i] = std::max(stage[i], stage[read]);
    if (made[i].any_of_list) ++stage[i];
  }
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    if (stage[a] != stage[b]) return stage[a] < stage[b];
    return made[a].any_of_list.has_value() && !made[b].any_of_list.has_value();
  };
  std::stable_sort(needed.begin(), needed.end(), before);
  for (std::size_t i = 0; i < needed.size();) {
    std::vector<std::vector<AnyOfList>> lists;  // each over the same rows
    const std::uint32_t of_stage = stage[needed[i]];
    for (; i < needed.size() && made[needed[i]].any_of_list && stage[needed[i]] == of_stage; ++i) {
      const AnyOfList& list = *made[needed[i]].any_of_list;
      const auto same = std::find_if(lists.begin(), lists.end(), [&](const std::vector<AnyOfList>& others) {
        const ListRows& rows = others.front().rows;
        return rows.grouping == list.rows.grouping && rows.all_open == list.rows.all_open;
      });
      if (same != lists.end()) {
        same->push_back(list);
      } else {
        lists.push_back({list});
      }
    }
    for (const std::vector<AnyOfList>& several : lists) {
      Worked& works = worked.emplace_back();
      for (const AnyOfList& list : several) works.exprs.push_back(list.id);
      at_once.push_back(several.size() > 1 ? any_of_several(several) : made[place_of[several.front().id.index()]].step);
    }
    for (; i < needed.size() && !made[needed[i]].any_of_list; ++i) {
      worked.push_back(worked_by(needed[i]));
      at_once.push_back(all_of[needed[i]] ? all_of[needed[i]] : made[needed[i]].step);
    }
  }
}

void Program::Parts::work_out(const column::Evaluated& out, plan::ExprId expr) const {
  std::vector<std::uint32_t> places{place_of[expr.index()]};
  out.waiting[expr.index()] = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (const std::uint32_t read : made[places[i]].reads) {
      const plan::ExprId reads = made[read].expr;
      if (!reads.exists() || out.waiting[reads.index()] == 0) continue;
      out.waiting[reads.index()] = 0;
      places.push_back(read);
    }
  }
  std::sort(places.begin(), places.end());
  // Steps of expressions change nothing but `exprs`, which is mutable for this.
  Frame frame{out.chunk, const_cast<column::Evaluated&>(out)};
  for (const std::uint32_t place : places) made[place].step(frame);
}

bool Program::Parts::answers_at(const column::Evaluated& out, plan::ExprId expr, std::span<const column::Row> places,
                                column::Answer* answers) const {
  const AtFew& few = made[place_of[expr.index()]].at_few;
  if (!few.answers) return false;
  few.answers(Frame{out.chunk, const_cast<column::Evaluated&>(out)}, places, answers);
  return true;
}

bool Program::Parts::intervals_at(const column::Evaluated& out, plan::ExprId expr, std::span<const column::Row> places,
                                  std::int64_t* lo, std::int64_t* hi) const {
  const AtFew& few = made[place_of[expr.index()]].at_few;
  if (!few.intervals) return false;
  few.intervals(Frame{out.chunk, const_cast<column::Evaluated&>(out)}, places, {lo, hi});
  return true;
}

Program::Program(const column::Database& database, const column::Clock& clock, std::vector<plan::ExprId> wanted)
    : parts_(std::make_shared<Parts>(database, clock)) {
  const plan::Plan& plan = *database.plan;
  Parts& parts = *parts_;
  make_room(parts.fixed, plan);
  parts.fixed.chunk = column::chunk_of_families(database, 0, 0);
  parts.place_of.assign(places_in(plan), no_place);
  Compiler compiler(database, clock, parts.groupings, parts.fixed);
  std::vector<bool> is_wanted(plan.exprs.size());
  for (const plan::ExprId id : wanted) {
    if (id.exists()) is_wanted[id.index()] = true;
  }
  for (const Item item : in_order(plan, wanted)) {
    Step step = compiler.step(item);
    if (same_in_every_chunk(plan, row_of(plan, item))) {
      Frame frame{parts.fixed.chunk, parts.fixed};
      step(frame);
      parts.fixed_items.push_back(item);
      continue;
    }
    Parts::Made made{std::move(step), {}, {}, compiler.any_of_list(), compiler.all_of(), {}, {}, {}};
    const auto put_reads = [&](std::vector<std::uint32_t>& to) {
      for (const Item read : compiler.reads()) {
        if (const std::uint32_t place = parts.place_of[place_of(plan, read)]; place != no_place) to.push_back(place);
      }
    };
    put_reads(made.reads);
    if (item.kind == Item::Kind::expr) {
      const plan::ExprId id(item.index);
      made.cells = compiler.field_cells(id);
      // What families come to is written for each of them; of rows below, few are asked for.
      const bool below = plan.family.exists() && plan.expr(id).row.exists() && plan.expr(id).row != plan.family;
      if (below && is_wanted[item.index] && (made.at_few = compiler.at_few(id))) put_reads(made.at_few_reads);
    }
    if (item.kind == Item::Kind::expr) made.expr = plan::ExprId(item.index);
    parts.place_of[place_of(plan, item)] = static_cast<std::uint32_t>(parts.made.size());
    parts.made.push_back(std::move(made));
  }
  parts.choose_at_once(wanted);
}

Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

const std::vector<Worked>& Program::steps() const { return parts_->worked; }

void Program::start(const column::Chunk& chunk, column::Evaluated& out) const {
  const Parts& parts = *parts_;
  if (out.filled_by != parts.number) {
    make_room(out, *parts.database.plan);
    for (const Item item : parts.fixed_items) values_of(out, item) = values_of(parts.fixed, item);
    out.filled_by = parts.number;
    out.later = parts_;
    out.waiting = parts.waiting;
  }
  // What was asked for in another chunk is not to be taken for this one's.
  for (std::size_t i = 0; i < out.waiting.size(); ++i) {
    if (out.waiting[i] == parts.waiting[i]) continue;
    out.waiting[i] = 1;
    out.exprs[i].answers.clear(), out.exprs[i].lo.clear(), out.exprs[i].hi.clear(), out.exprs[i].levels.clear();
  }
  out.chunk = chunk;
}

void Program::run(const column::Chunk& chunk, column::Evaluated& out) const {
  start(chunk, out);
  Frame frame{out.chunk, out};
  for (const Step& step : parts_->at_once) step(frame);
}

void Program::run(const column::Chunk& chunk, column::Evaluated& out, std::vector<std::int64_t>& times) const {
  start(chunk, out);
  Frame frame{out.chunk, out};
  times.resize(parts_->at_once.size());
  auto last = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < times.size(); ++i) {
    parts_->at_once[i](frame);
    const auto now = std::chrono::steady_clock::now();
    times[i] += std::chrono::duration_cast<std::chrono::nanoseconds>(now - last).count();
    last = now;
  }
}

}  // namespace fairstart::exec
