// SPDX-License-Identifier: Apache-2.0
#include "engine/exec/compiler.hpp"

#include <cstdlib>

#include "engine/kernels/answers.hpp"
#include "engine/kernels/intervals.hpp"
#include "engine/kernels/schemes.hpp"

namespace fairstart::exec {

Compiler::Compiler(const column::Database& database, const column::Clock& clock, Groupings& groupings,
                   const column::Evaluated& fixed)
    : database_(database),
      plan_(*database.plan),
      clock_(clock),
      groupings_(groupings),
      fixed_(fixed),
      meanings_(database, groupings) {
  const auto number = [&](const plan::Type& type, const plan::Constant& constant) {
    if (type.kind != types::Kind::text) return;
    const auto next = -1 - static_cast<std::int64_t>(absent_texts_.size());
    absent_texts_.try_emplace(constant.text, next);
  };
  for (const plan::Expr& expr : plan_.exprs) {
    if (const auto* constant = std::get_if<plan::Constant>(&expr.node)) number(expr.type, *constant);
  }
  for (const plan::Parameter& parameter : plan_.parameters) {
    for (const plan::ParameterPeriod& period : parameter.values) number(parameter.type, period.value);
  }
}

Step Compiler::step(Item item) {
  reads_.clear();
  any_of_list_.reset(), all_of_.reset();
  switch (item.kind) {
    case Item::Kind::expr: return expr(plan::ExprId(item.index));
    case Item::Kind::score: return score(plan::ScoreId(item.index));
    case Item::Kind::levels: return levels(plan::LevelsId(item.index));
  }
  std::abort();
}

Operand Compiler::operand(plan::ExprId id) const {
  const plan::ExprId meant = meaning(id);
  const plan::Expr& expr = plan_.expr(meant);
  if (const auto* field = std::get_if<plan::FieldValue>(&expr.node); field != nullptr && has_answers(shape_of(expr.type))) {
    if (const auto* cells = std::get_if<column::AnswerCells>(&cells_of(field->field).cells)) return {plan_, meant, *cells};
  }
  reads_.push_back({Item::Kind::expr, meant.value});
  return {plan_, meant};
}

Step Compiler::expr(plan::ExprId id) {
  if (const plan::ExprId same = meanings_.add(id); same != id) return same_row(id, same);
  return std::visit([&](const auto& node) { return compile(id, node); }, plan_.expr(id).node);
}

Step Compiler::score(plan::ScoreId id) {
  const plan::Score& declared = plan_.scores[id.index()];
  struct Part {
    kernels::ScoreItem item;
    Operand operand;
  };
  std::vector<Part> parts;
  for (const plan::ScoreItem& item : declared.items) {
    const bool counts = item.count.exists();
    const plan::ExprId reads = counts ? item.count : item.answer;
    if (!reads.exists()) continue;
    parts.push_back({{.points = item.points, .up_to = item.up_to, .counts = counts}, operand(reads)});
  }
  std::vector<kernels::ScoreItem> declared_items;
  for (const Part& part : parts) declared_items.push_back(part.item);
  if (auto narrow = kernels::NarrowScore::of(declared_items)) {
    return [id, row = declared.record, parts = std::move(parts), narrow = std::move(*narrow)](Frame& frame) {
      const std::size_t n = frame.rows(row);
      thread_local std::vector<kernels::Answers> answers;
      answers.clear();
      for (const Part& part : parts) answers.push_back(part.operand.answers(frame.out));
      narrow.add_up(answers, resized(frame.out.scores[id.index()], n), n);
    };
  }
  return [id, row = declared.record, parts = std::move(parts)](Frame& frame) {
    const std::size_t n = frame.rows(row);
    thread_local std::vector<kernels::ScoreItem> items;  // of each thread's own: it grows to the longest score, and stays
    items.clear();
    for (const Part& part : parts) {
      items.push_back(part.item);
      if (part.item.counts) {
        items.back().number = part.operand.intervals(frame.out);
      } else {
        items.back().answer = part.operand.answers(frame.out);
      }
    }
    kernels::score(items, resized(frame.out.scores[id.index()], n), n);
  };
}

Step Compiler::levels(plan::LevelsId id) {
  const plan::Levels& scheme = plan_.levels[id.index()];
  if (scheme.kind == plan::LevelsKind::groups) return [](Frame&) {};
  struct When {
    unsigned level;
    std::optional<Operand> condition;  // none: always
  };
  std::vector<When> whens;
  for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
    const plan::ExprId when = scheme.levels[i].when;
    whens.push_back({static_cast<unsigned>(i), when.exists() ? std::optional(operand(when)) : std::nullopt});
  }
  const bool tiers = scheme.kind == plan::LevelsKind::tiers;
  if (!tiers) std::reverse(whens.begin(), whens.end());
  return [id, row = scheme.record, whens = std::move(whens), start = std::uint64_t{tiers ? 1U : 0U}](Frame& frame) {
    const std::size_t n = frame.rows(row);
    auto& possible = frame.out.levels[id.index()].levels;
    possible.resize(n);
    std::fill(possible.begin(), possible.end(), start);
    static constexpr column::Answer always = column::yes;
    for (const When& when : whens) {
      const kernels::Answers answers = when.condition ? when.condition->answers(frame.out) : kernels::Answers{&always, 0};
      kernels::level_into(answers, when.level, possible.data(), n);
    }
  };
}

std::vector<Operand> Compiler::operands_of(const std::vector<plan::ExprId>& ids) const {
  std::vector<Operand> found;
  found.reserve(ids.size());
  for (const plan::ExprId id : ids) found.push_back(operand(id));
  return found;
}

Step Compiler::all_rows(plan::ExprId id, const Single& value) const {
  return [id, row = plan_.expr(id).row, shape = shape_of(type(id)), value](Frame& frame) {
    const std::size_t n = frame.rows(row);
    column::Values& values = frame.out.exprs[id.index()];
    if (has_answers(shape)) values.answers.assign(n, value.answer);
    if (has_intervals(shape)) values.lo.assign(n, value.interval.lo), values.hi.assign(n, value.interval.hi);
    if (shape == Shape::levels) values.levels.assign(n, value.levels);
  };
}

Step Compiler::all_rows(plan::ExprId id, std::int64_t number) const {
  return all_rows(id, Single{.interval = {number, number}});
}

Step Compiler::same_row(plan::ExprId id, plan::ExprId from) const {
  const Operand value = operand(from);
  return [id, row = plan_.expr(id).row, shape = shape_of(type(id)), value](Frame& frame) {
    const std::size_t n = frame.rows(row);
    column::Values& values = frame.out.exprs[id.index()];
    if (has_answers(shape)) {
      values.answers.resize(n);
      kernels::copy(value.answers(frame.out), values.answers.data(), n);
    }
    if (has_intervals(shape)) kernels::copy(value.intervals(frame.out), resized(values, n), n);
    if (shape == Shape::levels) {
      const kernels::LevelSets levels = value.levels(frame.out);
      values.levels.resize(n);
      for (std::size_t i = 0; i < n; ++i) values.levels[i] = levels[i];
    }
  };
}

Single Compiler::constant(const plan::Type& of, const plan::Constant& constant) const {
  Single single;
  switch (shape_of(of)) {
    case Shape::answers: single.answer = column::answer_of(constant.number != 0); break;
    case Shape::levels: single.levels = std::uint64_t{1} << constant.number; break;
    case Shape::intervals:
    case Shape::anything: {
      std::int64_t number = constant.number;
      if (of.kind == types::Kind::text) {
        const std::uint32_t known = database_.texts.find(constant.text);
        number = known == column::TextPool::no_text ? absent_texts_.at(constant.text) : std::int64_t{known};
      }
      single.interval = {number, number};
    }
  }
  return single;
}

}  // namespace fairstart::exec
