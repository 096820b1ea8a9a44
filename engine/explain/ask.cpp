// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/ask.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string_view>
#include <unordered_map>

#include "engine/explain/places.hpp"
#include "engine/explain/reduction.hpp"

namespace fairstart::explain {
namespace {

struct ShapeHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// What a thread has worked out, by the formula's shape; a shape holds all that the result follows from.
struct Known {
  std::unordered_map<std::string, Relevant, ShapeHash, std::equal_to<>> by_shape;
  Residual residual;
  Reduction::Met met;
  std::string shape;
  std::size_t bytes = 0;
};
// However many patterns there are, no more than this is kept; a pattern of its own that is large is not kept at all.
constexpr std::size_t most_bytes = 4U << 20U, largest_shape = 1U << 20U, bytes_of_entry = 160;

// Whether a parameter without a value matters is told for all answers: the run fails by it (grammar.md, Missing).
constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

template <class Reduce>
Ask worked_out(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
               const std::vector<bool>& open, std::size_t most_facts, Reduce reduce) {
  thread_local Known known;
  Residual& residual = known.residual;
  residual.clear(most_facts);
  Reduction reduction(database, clock, evaluated, open, residual, known.met);
  const Ref root = reduce(reduction);
  Ask ask;
  if (residual.is_full()) {
    ask.facts = residual.facts;
    std::sort(ask.facts.begin(), ask.facts.end());
    ask.may_include_more_than_needed = true;
    return ask;
  }
  if (residual.is_constant(root) || residual.facts.empty()) return ask;
  residual.shape(root, known.shape);
  const auto put = [&](const Relevant& relevant) {
    for (const std::uint32_t fact : relevant.facts) ask.facts.push_back(residual.facts[fact]);
    std::sort(ask.facts.begin(), ask.facts.end());
    ask.may_include_more_than_needed = relevant.may_include_more_than_needed;
    return std::move(ask);
  };
  if (const auto found = known.by_shape.find(known.shape); found != known.by_shape.end()) return put(found->second);
  const Relevant relevant = relevant_facts(residual, root);
  if (known.shape.size() > largest_shape) return put(relevant);
  const std::size_t bytes = known.shape.size() + relevant.facts.size() * sizeof(std::uint32_t) + bytes_of_entry;
  if (known.bytes + bytes > most_bytes) known.by_shape.clear(), known.bytes = 0;
  known.bytes += bytes;
  known.by_shape.emplace(known.shape, relevant);
  return put(relevant);
}

}  // namespace

Asker::Asker(const column::Database& database, const column::Clock& clock)
    : database_(&database),
      clock_(clock),
      open_(column::open_lists(database, clock.as_at, clock.period_from, clock.period_to)),
      most_facts_(database.plan->has_all_parameters(clock.as_at) ? most_asked + 1 : no_limit) {}

Ask Asker::about(const column::Evaluated& evaluated, plan::ExprId yes_no, column::Row row) const {
  return worked_out(*database_, clock_, evaluated, open_, most_facts_,
                    [&](Reduction& reduction) { return reduction.expression(yes_no, row); });
}

Ask Asker::about_levels(const column::Evaluated& evaluated, plan::LevelsId scheme, column::Row row) const {
  const plan::Levels& declared = database_->plan->levels[scheme.index()];
  if (declared.kind == plan::LevelsKind::groups) {
    Ask ask;
    for (const plan::Level& level : declared.levels)
      if (level.when.exists()) merge(ask, about(evaluated, level.when, row));
    return ask;
  }
  const std::uint64_t possible = evaluated.possible_levels(*database_->plan, scheme, row);
  if ((possible & (possible - 1)) == 0) return {};
  return worked_out(*database_, clock_, evaluated, open_, most_facts_,
                    [&](Reduction& reduction) { return reduction.levels(scheme, row); });
}

Ask Asker::about_score(const column::Evaluated& evaluated, plan::ScoreId score, column::Row row) const {
  if (evaluated.score(*database_->plan, score, row).known()) return {};
  return worked_out(*database_, clock_, evaluated, open_, most_facts_,
                    [&](Reduction& reduction) { return reduction.score(score, row); });
}

void append_ask_text(const column::Database& database, const Ask& ask, std::string& text) {
  const plan::Plan& plan = *database.plan;
  if (ask.may_include_more_than_needed && !ask.facts.empty()) text += "may include ";
  for (std::size_t i = 0; i < ask.facts.size(); ++i) {
    const Fact& fact = ask.facts[i];
    if (i > 0) text += "; ";
    if (i == most_asked) {
      text += "and more";
      break;
    }
    if (fact.parameter.exists()) {
      text += "a value of ";
      text += plan.parameters[fact.parameter.index()].name;
      continue;
    }
    if (fact.field.exists()) {
      text += plan.field(fact.field).name;
    } else {
      const bool owner = fact.record.exists() && plan.belongs_under(fact.record, fact.list);
      text += owner ? plan.record(fact.list).name : plan.record(fact.list).plural;
    }
    text += " of ";
    append_id(database, fact.record, fact.row, text);
  }
}

std::string ask_text(const column::Database& database, const Ask& ask) {
  std::string text;
  append_ask_text(database, ask, text);
  return text;
}

void merge(Ask& into, const Ask& more) {
  into.facts.insert(into.facts.end(), more.facts.begin(), more.facts.end());
  std::sort(into.facts.begin(), into.facts.end());
  into.facts.erase(std::unique(into.facts.begin(), into.facts.end()), into.facts.end());
  into.may_include_more_than_needed = into.may_include_more_than_needed || more.may_include_more_than_needed;
}

}  // namespace fairstart::explain
