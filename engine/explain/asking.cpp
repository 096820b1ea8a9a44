// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/asking.hpp"

#include <algorithm>
#include <bit>

#include "dsl/base/decimal.hpp"
#include "engine/explain/places.hpp"

namespace fairstart::explain {
namespace {

// Within these a formula's decision diagram is far from its limits (relevance.cpp), so that Asker would not say "may
// include" either. With each fact in one place it has a node for each fact and each count, sum or set of levels that the
// facts before it may come to; it is made anew for each part of a sum, known or not; and a row's belonging comes long before
// its claim.
constexpr std::size_t most_facts = FewFacts::most, most_counted = 64, most_parts_of_levels = 5, most_facts_of_levels = 16;
constexpr std::size_t most_unsure_claims = 3, most_nodes_of_score = 15'000;

}  // namespace

void Asking::start(const column::Evaluated& evaluated) {
  evaluated_ = &evaluated;
  ++chunk_;
  used_ = 0;
}

const Asking::Answers& Asking::bound(std::uint32_t id) const {
  const auto& answers = evaluated_->values(plan::ExprId{id}).answers;
  const std::uint32_t record = questions_.of(plan::ExprId{id}).record;
  const bool each = record != Question::none;
  return answers_[id] = {.first = answers.data(),
                         .begin = each ? evaluated_->chunk.rows[record].begin : 0,
                         .count = static_cast<column::Row>(answers.size()),
                         .each = each ? ~column::Row{0} : 0,
                         .chunk = chunk_};
}

bool Asking::all_different() const {
  for (std::size_t i = 1; i < facts_.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (facts_[i] == facts_[j]) return false;
  return true;
}

// INVARIANT: the answer is not known. False where only a formula tells.
bool Asking::walk(std::uint32_t id, column::Row row) {
  const Question& question = questions_.of(plan::ExprId(id));
  switch (question.way) {
    case Way::other: return false;
    case Way::field: return facts_.put({.field = question.field, .record = question.holder, .row = row});
    case Way::condition: return condition(question, id, row);
    case Way::definition: {
      const std::uint32_t meaning = *questions_.operands(question);
      return answer(meaning, row) == column::unknown && walk(meaning, row);
    }
    case Way::same:
    case Way::parts: {
      const std::uint32_t* operand = questions_.operands(question);
      const std::size_t before = facts_.size();
      for (std::uint32_t i = 0; i < question.count; ++i) {
        const column::Answer is = answer(operand[i], row);
        if (is == not_there || (is == column::unknown && !turned(operand[i], row))) return false;
      }
      return facts_.size() > before;
    }
    case Way::owner: {
      const column::Row owner = column::owner_row(questions_.database(), plan::RecordId(question.record), row, question.holder);
      const std::uint32_t operand = *questions_.operands(question);
      return owner != column::no_row && answer(operand, owner) == column::unknown && walk(operand, owner);
    }
    case Way::any:
    case Way::every: return each(question, row);
    case Way::count_of_set:
    case Way::count: return counted(question, row);
  }
  return false;
}

bool Asking::turned(std::uint32_t id, column::Row row) {
  const Question& question = questions_.of(plan::ExprId(id));
  if (question.way == Way::condition && question.holder == plan::RecordId(question.record) &&
      questions_.turns(plan::ExprId(id)) == Questions::Turns::yes)
    return facts_.put({.field = question.field, .record = question.holder, .row = row});
  return walk(id, row);
}

// Whether the condition turns on its field is told once, by the formula of the condition alone.
bool Asking::condition(const Question& question, std::uint32_t id, column::Row row) {
  const plan::RecordId record(question.record);
  const column::Row holder =
      question.holder == record ? row : column::owner_row(questions_.database(), record, row, question.holder);
  if (holder == column::no_row) return false;
  const Fact fact{.field = question.field, .record = question.holder, .row = holder};
  return turns_on(fact, id, row) && facts_.put(fact);
}

bool Asking::turns_on(const Fact& fact, std::uint32_t id, column::Row row) {
  const plan::ExprId expr(id);
  Questions::Turns turns = questions_.turns(expr);
  if (turns == Questions::Turns::not_yet_told) {
    ++formulas_;
    const Ask alone = questions_.asker().about(*evaluated_, expr, row);
    const bool does = !alone.may_include_more_than_needed && alone.facts.size() == 1 && alone.facts.front() == fact;
    turns = does ? Questions::Turns::yes : Questions::Turns::no;
    questions_.set_turns(expr, turns);
  }
  return turns == Questions::Turns::yes;
}

column::Rows Asking::rows_of(const ListRows& list, column::Row row) const {
  column::Rows rows{row, row + 1};
  for (const auto* first : list.steps) rows = {(*first)[rows.begin], (*first)[rows.end]};
  return rows;
}

// Rows that belong, or may, and where `every`: whose claim does not certainly hold.
bool Asking::each(const Question& question, column::Row row) {
  const ListRows& list = questions_.list(question.list);
  const std::size_t before = facts_.size();
  const column::Rows rows = rows_of(list, row);
  std::size_t unsure_claims = 0;
  for (column::Row owned = rows.begin; owned < rows.end; ++owned) {
    const column::Answer belongs = list.member == Question::none ? column::yes : answer(list.member, owned);
    if (belongs == not_there) return false;
    if (belongs == column::no) continue;
    if (question.way == Way::every) {
      const std::uint32_t claim = *questions_.operands(question);
      const column::Answer is = answer(claim, owned);
      if (is == not_there) return false;
      if (is == column::yes) continue;
      if (is == column::unknown && !walk(claim, owned)) return false;
      if (is == column::unknown && belongs == column::unknown && ++unsure_claims > most_unsure_claims) return false;
    }
    if (belongs == column::unknown && !walk(list.member, owned)) return false;
  }
  if (list.open != ListRows::Open::never) {
    const bool open =
        list.open == ListRows::Open::always || column::is_open(questions_.database(), list.scope, row, list.record);
    if (open && !facts_.put({.list = list.record, .record = list.scope, .row = row})) return false;
  }
  return facts_.size() > before;
}

// How many of the list's rows belong, and how many more may; what would tell is put down. False for a list that may have
// more rows than are on record.
bool Asking::count_rows(std::uint32_t id, column::Row row, std::int64_t& certain, std::int64_t& open) {
  const ListRows& list = questions_.list(id);
  if (!list.seen || list.open == ListRows::Open::always) return false;
  if (list.open == ListRows::Open::perhaps && column::is_open(questions_.database(), list.scope, row, list.record))
    return false;
  const column::Rows rows = rows_of(list, row);
  for (column::Row owned = rows.begin; owned < rows.end; ++owned) {
    const column::Answer belongs = list.member == Question::none ? column::yes : answer(list.member, owned);
    if (belongs == not_there) return false;
    if (belongs == column::yes) ++certain;
    if (belongs != column::unknown) continue;
    ++open;
    if (!walk(list.member, owned)) return false;
  }
  return open > 0 && certain + open <= static_cast<std::int64_t>(most_counted);
}

// How many hold matters to the comparison, and so each of them, if it turns anywhere between the fewest and the most.
bool Asking::counted(const Question& question, column::Row row) {
  // A count of what counts itself: too many ways for a simple bound.
  if (counting_) return false;
  counting_ = true;
  const bool turns = count_turns(question, row);
  counting_ = false;
  return turns;
}

bool Asking::count_turns(const Question& question, column::Row row) {
  std::int64_t certain = 0, open = 0;
  if (question.way == Way::count) {
    if (!count_rows(question.list, row, certain, open)) return false;
  } else {
    if (question.count > most_counted) return false;
    const std::uint32_t* operand = questions_.operands(question);
    for (std::uint32_t i = 0; i < question.count; ++i) {
      const column::Answer is = answer(operand[i], row);
      if (is == not_there) return false;
      if (is == column::yes) ++certain;
      if (is != column::unknown) continue;
      ++open;
      if (!walk(operand[i], row)) return false;
    }
  }
  const column::Values& values = evaluated_->values(plan::ExprId{question.number});
  if (!question.constant && (values.lo.empty() || values.lo.front() != values.hi.front())) return false;
  const std::int64_t other = question.constant ? *question.constant : values.lo.front();
  const auto holds_for = [&](std::int64_t count) {
    const std::int64_t value = count * base::million;
    return question.number_left ? plan::holds(question.comparison, other, value)
                                : plan::holds(question.comparison, value, other);
  };
  for (std::int64_t more = 0; more < open; ++more)
    if (holds_for(certain + more) != holds_for(certain + more + 1)) return true;
  return false;
}

bool Asking::score_parts(const ScoreQuestion& score, column::Row row) {
  std::size_t sums = 1, nodes = 0;
  for (const ScoreQuestion::Part& part : score.parts) {
    const std::size_t before = facts_.size();
    std::size_t values_of_part = 2;
    if (part.counts) {
      const column::Values& values = evaluated_->values(plan::ExprId{part.expr});
      const plan::Expr& expr = plan_.expr(plan::ExprId(part.expr));
      const std::size_t at = expr.row.exists() ? std::size_t{row} - evaluated_->chunk.rows[expr.row.index()].begin : 0;
      if (at >= values.lo.size()) return false;
      if (values.lo[at] == values.hi[at]) continue;
      const auto* count = std::get_if<plan::Count>(&expr.node);
      std::int64_t certain = 0, open = 0;
      if (count == nullptr) return false;
      const auto list = static_cast<std::uint32_t>(count->list.index());
      counting_ = true;
      if (questions_.list(list).scope != expr.row || !count_rows(list, row, certain, open)) return false;
      counting_ = false;
      // Beyond the most that it gives, more of them change nothing.
      const std::int64_t points = part.points < 0 ? -part.points : part.points;
      if (points == 0 || certain * points >= part.most) return false;
      values_of_part = static_cast<std::size_t>(open) + 1;
    } else {
      const column::Answer is = answer(part.expr, row);
      if (is == not_there) return false;
      if (is != column::unknown) continue;
      if (part.points == 0 || !walk(part.expr, row)) return false;
    }
    const std::size_t facts = facts_.size() - before;
    if (facts == 0) return false;
    nodes += sums * facts * facts;
    sums *= values_of_part;
    if (nodes * score.parts.size() > most_nodes_of_score) return false;
  }
  return true;
}

// As score_parts, of a score whose parts are definitions.
Asking::Span Asking::definition_parts(plan::ScoreId id, column::Row row) {
  constexpr Span none{.count = Span::only_formula};
  const ScoreQuestion& score = questions_.score(id);
  if (!score.of_definitions) return none;
  PartsOfScore& parts = parts_of_scores_[id.index()];
  if (parts.chunk != chunk_) {
    parts.codes.fill(*evaluated_, plan_, score.answers, evaluated_->chunk.rows[plan_.scores[id.index()].record.index()]);
    parts.chunk = chunk_;
  }
  std::size_t count = 0, sums = 1, nodes = 0, open = 0;
  Span spans[most_facts];
  for (std::size_t byte = 0; byte < parts.codes.bytes(); ++byte) {
    for (std::uint32_t bits = AnswerCodes::unknown(parts.codes.at(byte, row)); bits != 0; bits &= bits - 1) {
      const std::size_t part = 4 * byte + static_cast<std::size_t>(std::countr_zero(bits)) / 2;
      if (open == most_facts) return none;
      const Span of_part = spans[open++] = facts(score.answers[part], row);
      if (!of_part.found()) return none;
      count += of_part.count;
      nodes += sums * of_part.count * of_part.count;
      sums *= 2;
      if (count > most_facts || nodes * score.parts.size() > most_nodes_of_score) return none;
    }
  }
  bool distinct = false;
  const Span all = together(spans, open, distinct);
  return distinct && all.count > 0 ? all : none;
}

Asking::Span Asking::facts_of_score(plan::ScoreId score, column::Row row) {
  const ScoreQuestion& question = questions_.score(score);
  if (!question.simple) return {.count = Span::only_formula};
  if (const Span all = definition_parts(score, row); all.found()) return all;
  reset();
  return score_parts(question, row) ? kept() : Span{.count = Span::only_formula};
}

// Tiers: from the highest down to the first that certainly holds. Segments: from the first on.
Asking::Span Asking::facts_of_levels(plan::LevelsId id, column::Row row) {
  constexpr Span none{.count = Span::only_formula};
  const plan::Levels& scheme = plan_.levels[id.index()];
  const bool tiers = scheme.kind == plan::LevelsKind::tiers;
  const std::size_t count = scheme.levels.size();
  bool decided = false;
  Span spans[most_parts_of_levels];
  std::size_t parts = 0;
  for (std::size_t i = 0; i + (tiers ? 1 : 0) < count; ++i) {
    const plan::ExprId when = scheme.levels[tiers ? count - 1 - i : i].when;
    const column::Answer is = when.exists() ? answer(static_cast<std::uint32_t>(when.index()), row) : column::yes;
    if (is == column::no) continue;
    if (is == column::yes) {
      decided = true;
      continue;
    }
    // What cannot matter any more may still be a large formula.
    if (decided || is == not_there || parts == most_parts_of_levels) return none;
    spans[parts] = facts(when, row);
    if (!spans[parts++].found()) return none;
  }
  bool distinct = false;
  const Span all = together(spans, parts, distinct);
  return distinct && all.count > 0 && all.count <= most_facts_of_levels ? all : none;
}

void Asking::reset() {
  facts_.clear();
  counting_ = false;
}

void Asking::take(const Fact* begin, const Fact* end, Ask& into) {
  constexpr std::size_t few = 16;
  if (into.facts.empty() && end - begin == 1) return into.facts.push_back(*begin);
  for (const Fact* fact = begin; fact != end; ++fact)
    if (into.facts.size() > few || std::find(into.facts.begin(), into.facts.end(), *fact) == into.facts.end())
      into.facts.push_back(*fact);
}

void Asking::take(const Ask& ask, Ask& into) {
  ++formulas_;
  into.facts.insert(into.facts.end(), ask.facts.begin(), ask.facts.end());
  into.may_include_more_than_needed = into.may_include_more_than_needed || ask.may_include_more_than_needed;
}

void Asking::about(plan::ExprId yes_no, column::Row row, Ask& into) {
  const column::Answer is = answer(static_cast<std::uint32_t>(yes_no.index()), row);
  if (is == column::no || is == column::yes) return;
  if (is == column::unknown) {
    if (const Span all = facts(yes_no, row); all.found()) return take(all, into);
  }
  take(questions_.asker().about(*evaluated_, yes_no, row), into);
}

void Asking::about_levels(plan::LevelsId scheme, column::Row row, Ask& into) {
  const plan::Levels& declared = plan_.levels[scheme.index()];
  if (declared.kind == plan::LevelsKind::groups) {
    for (const plan::Level& level : declared.levels)
      if (level.when.exists()) about(level.when, row, into);
    return;
  }
  const std::uint64_t possible = evaluated_->possible_levels(plan_, scheme, row);
  if ((possible & (possible - 1)) == 0) return;
  if (const Span all = facts_of_levels(scheme, row); all.found()) return take(all, into);
  take(questions_.asker().about_levels(*evaluated_, scheme, row), into);
}

void Asking::about_score(plan::ScoreId score, column::Row row, Ask& into) {
  if (evaluated_->score(plan_, score, row).known()) return;
  if (const Span all = facts_of_score(score, row); all.found()) return take(all, into);
  take(questions_.asker().about_score(*evaluated_, score, row), into);
}

void Asking::tidy(Ask& ask) {
  if (ask.facts.size() < 2) return;
  std::sort(ask.facts.begin(), ask.facts.end());
  ask.facts.erase(std::unique(ask.facts.begin(), ask.facts.end()), ask.facts.end());
}

}  // namespace fairstart::explain
