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
  row_ = column::no_row;
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

// Scores and groups come back to the same definitions of a row.
bool Asking::once(std::uint32_t id, column::Row row) {
  if (counting_) return walk(id, row);  // is stricter then
  Walked& walked = walked_[id];
  if (walked.turn == turn_ && walked.row == row) {
    for (std::uint32_t i = walked.from; i < walked.to; ++i)
      if (!facts_.put(facts_of_row_[i])) return false;
    return true;
  }
  const std::size_t before = facts_.size();
  if (!walk(id, row)) return false;
  const auto from = static_cast<std::uint32_t>(facts_of_row_.size());
  constexpr std::size_t few_of_row = 16;
  for (std::size_t i = before; i < facts_.size(); ++i) {
    facts_of_row_differ_ = facts_of_row_differ_ && facts_of_row_.size() < few_of_row &&
                           std::find(facts_of_row_.begin(), facts_of_row_.end(), facts_[i]) == facts_of_row_.end();
    facts_of_row_.push_back(facts_[i]);
  }
  walked = {.row = row, .from = from, .to = static_cast<std::uint32_t>(facts_of_row_.size()), .turn = turn_};
  return true;
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
      return answer(meaning, row) == column::unknown && once(meaning, row);
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
  const plan::ExprId expr(id);
  Questions::Turns turns = questions_.turns(expr);
  if (turns == Questions::Turns::not_yet_told) {
    ++formulas_;
    const Ask alone = questions_.asker().about(*evaluated_, expr, row);
    const bool does = !alone.may_include_more_than_needed && alone.facts.size() == 1 && alone.facts.front() == fact;
    turns = does ? Questions::Turns::yes : Questions::Turns::no;
    questions_.set_turns(expr, turns);
  }
  return turns == Questions::Turns::yes && facts_.put(fact);
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

// As score_parts, where all of the score's definitions that are not known were walked for the row before and no two of them
// rest on the same fact. Takes nothing, and says false, where that is not so.
bool Asking::walked_parts(plan::ScoreId id, column::Row row, Ask& into) {
  const ScoreQuestion& score = questions_.score(id);
  if (!score.of_definitions || !facts_of_row_differ_) return false;
  PartsOfScore& parts = parts_of_scores_[id.index()];
  if (parts.chunk != chunk_) {
    parts.codes.fill(*evaluated_, plan_, score.answers, evaluated_->chunk.rows[plan_.scores[id.index()].record.index()]);
    parts.chunk = chunk_;
  }
  std::size_t facts = 0, sums = 1, nodes = 0, open = 0;
  const Walked* walked[most_facts];
  for (std::size_t byte = 0; byte < parts.codes.bytes();) {
    std::uint64_t bits = 0;  // of up to eight bytes
    const std::size_t first = 4 * byte;
    for (unsigned shift = 0; shift < 64 && byte < parts.codes.bytes(); shift += 8, ++byte)
      bits |= std::uint64_t{AnswerCodes::unknown(parts.codes.at(byte, row))} << shift;
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t part = first + static_cast<std::size_t>(std::countr_zero(bits)) / 2;
      const Walked& of_part = walked_[score.parts[part].meaning];
      if (of_part.turn != turn_ || of_part.row != row || open == most_facts) return false;
      walked[open++] = &of_part;
      const std::size_t more = of_part.to - of_part.from;
      facts += more;
      nodes += sums * more * more;
      sums *= 2;
      if (more == 0 || facts > most_facts || nodes * score.parts.size() > most_nodes_of_score) return false;
    }
  }
  for (std::size_t i = 0; i < open; ++i)
    take(facts_of_row_.data() + walked[i]->from, facts_of_row_.data() + walked[i]->to, into);
  return open > 0;
}

// Tiers: from the highest down to the first that certainly holds. Segments: from the first on.
bool Asking::levels_parts(const plan::Levels& scheme, column::Row row) {
  const bool tiers = scheme.kind == plan::LevelsKind::tiers;
  const std::size_t count = scheme.levels.size();
  bool decided = false;
  std::size_t parts = 0;
  for (std::size_t i = 0; i + (tiers ? 1 : 0) < count; ++i) {
    const plan::ExprId when = scheme.levels[tiers ? count - 1 - i : i].when;
    const auto id = static_cast<std::uint32_t>(when.index());
    const column::Answer is = when.exists() ? answer(id, row) : column::yes;
    if (is == column::no) continue;
    if (is == column::yes) {
      decided = true;
      continue;
    }
    // What cannot matter any more may still be a large formula.
    if (decided || is == not_there || ++parts > most_parts_of_levels || !walk(id, row)) return false;
  }
  return facts_.size() <= most_facts_of_levels;
}

void Asking::reset(column::Row row) {
  facts_.clear();
  counting_ = false;
  if (row == row_) return;
  row_ = row;
  facts_of_row_.clear();
  facts_of_row_differ_ = true;
  ++turn_;
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
  const auto id = static_cast<std::uint32_t>(yes_no.index());
  const column::Answer is = answer(id, row);
  if (is == column::no || is == column::yes) return;
  reset(row);
  if (const Question& question = questions_.of(yes_no);
      is == column::unknown && question.way == Way::definition && facts_of_row_differ_) {
    const std::uint32_t meaning = *questions_.operands(question);
    const Walked& walked = walked_[meaning];
    const bool there = walked.turn == turn_ && walked.row == row;
    if ((there || (answer(meaning, row) == column::unknown && once(meaning, row))) && facts_of_row_differ_)
      return take(facts_of_row_.data() + walked.from, facts_of_row_.data() + walked.to, into);
    facts_.clear();
  }
  if (is == column::unknown && walk(id, row) && all_different()) return take(into);
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
  reset(row);
  if (levels_parts(declared, row) && !facts_.empty() && all_different()) return take(into);
  take(questions_.asker().about_levels(*evaluated_, scheme, row), into);
}

void Asking::about_score(plan::ScoreId score, column::Row row, Ask& into) {
  if (evaluated_->score(plan_, score, row).known()) return;
  const ScoreQuestion& question = questions_.score(score);
  reset(row);
  if (question.simple && walked_parts(score, row, into)) return;
  if (question.simple && score_parts(question, row) && !facts_.empty() && all_different()) return take(into);
  take(questions_.asker().about_score(*evaluated_, score, row), into);
}

void Asking::tidy(Ask& ask) {
  if (ask.facts.size() < 2) return;
  std::sort(ask.facts.begin(), ask.facts.end());
  ask.facts.erase(std::unique(ask.facts.begin(), ask.facts.end()), ask.facts.end());
}

}  // namespace fairstart::explain
