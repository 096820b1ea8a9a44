// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "engine/column/possible.hpp"
#include "engine/explain/asking.hpp"

// Facts of all rows of a chunk at once: an expression's rows are alike, so that each takes the same few steps.
namespace fairstart::explain {
namespace {

using column::Row;

constexpr std::uint32_t most_of_answer = FewFacts::most;

// From bit `from` on; what lies beyond `to` is 0. INVARIANT: to - from is at most 64, and from < to.
std::uint64_t bits_between(const std::vector<std::uint64_t>& words, std::size_t from, std::size_t to) {
  const std::size_t word = from / 64, shift = from % 64;
  std::uint64_t bits = words[word] >> shift;
  if (shift + (to - from) > 64) bits |= words[word + 1] << (64 - shift);
  return bits & (~std::uint64_t{0} >> (64 - (to - from)));
}

// Bit i: answer 64 · word + i, of `count`, is not known.
[[gnu::always_inline]] inline std::uint64_t open_word(const column::Answer* answers, std::size_t count, std::size_t word) {
  const std::size_t left = count - 64 * word;
  if (left >= 64) return column::unknown_word(answers + 64 * word);
  column::Answer last[64] = {};
  std::copy_n(answers + 64 * word, left, last);
  return column::unknown_word(last);
}

}  // namespace

template <class Use>
void Asking::each_open(const Column& column, const Use& use) const {
  for (std::size_t word = 0; word < column.open.size(); ++word)
    for (std::uint64_t bits = column.open[word]; bits != 0; bits &= bits - 1)
      use(64 * word + static_cast<std::size_t>(std::countr_zero(bits)));
}

Asking::Column& Asking::open_column(std::uint32_t source) {
  Column& column = columns_[source];
  const Question& question = questions_.of(plan::ExprId(source));
  const column::Rows rows = evaluated_->chunk.rows[question.record];
  const Answers& answers = answers_[source].chunk == chunk_ ? answers_[source] : bound(source);
  column.chunk = chunk_;
  column.begin = rows.begin;
  column.open.clear();
  if (question.way == Way::other || answers.count != rows.size()) {
    column.spans.assign(rows.size(), {.count = Span::only_formula});
    return column;
  }
  if (!questions_.in_columns(source)) {
    column.spans.assign(rows.size(), {.count = Span::not_yet});
    return column;
  }
  column.spans.resize(rows.size());
  for (std::size_t word = 0; 64 * word < rows.size(); ++word)
    column.open.push_back(open_word(answers.first, rows.size(), word));
  if (question.way == Way::parts)
    put_parts(column, question);
  else if (question.way == Way::any)
    put_any(column, question);
  else
    for (std::size_t word = 0; word < column.open.size(); ++word) put_cells(column, source, word, column.open[word]);
  return column;
}

Fact* Asking::room(std::size_t facts) {
  if (pool_.size() - used_ < facts) pool_.resize(2 * (used_ + facts));
  Fact* at = pool_.data() + used_;
  used_ += facts;
  return at;
}

// A field's cell, or a condition of one: the same for all rows, as it turns on its field or does not.
void Asking::put_cells(Column& column, std::uint32_t source, std::size_t word, std::uint64_t open) {
  if (open == 0) return;
  const Question& question = questions_.of(plan::ExprId(source));
  Fact fact{.field = question.field, .record = question.holder};
  fact.row = column.begin + static_cast<Row>(64 * word + static_cast<std::size_t>(std::countr_zero(open)));
  const bool turns = question.way == Way::field || turns_on(fact, source, fact.row);
  auto at = static_cast<std::uint32_t>(used_);
  Fact* to = room(64);
  for (; open != 0; open &= open - 1) {
    const std::size_t i = 64 * word + static_cast<std::size_t>(std::countr_zero(open));
    fact.row = column.begin + static_cast<Row>(i);
    *to++ = fact;
    column.spans[i] = {at++, turns ? 1 : Span::only_formula};
  }
  used_ = at;
}

// Most rows have one operand that is not known: its facts are theirs.
void Asking::put_parts(Column& column, const Question& question) {
  constexpr std::size_t most_operands = 32;
  struct Operand {
    const column::Answer* answers;
    std::uint32_t source;
    bool cell;
    std::uint64_t open;  // of the word
  };
  Operand operands[most_operands];
  std::size_t count = 0;
  const auto row_by_row = [&] {
    each_open(column, [&](std::size_t i) { column.spans[i] = parts(question, column.begin + static_cast<Row>(i)); });
  };
  if (question.count > most_operands) return row_by_row();
  for (std::uint32_t i = 0; i < question.count; ++i) {
    const std::uint32_t source = questions_.source(questions_.operands(question)[i]);
    const Answers& answers = answers_[source].chunk == chunk_ ? answers_[source] : bound(source);
    const bool same_for_all = questions_.of(plan::ExprId(source)).record == Question::none;
    if (answers.count != (same_for_all ? 1 : column.spans.size())) return row_by_row();
    if (same_for_all && *answers.first == column::unknown) return row_by_row();
    if (!same_for_all) operands[count++] = {answers.first, source, is_cell(source), 0};
  }
  for (std::size_t word = 0; word < column.open.size(); ++word) {
    std::uint64_t one = 0, several = 0;
    if (column.open[word] == 0) continue;
    for (Operand* each = operands; each != operands + count; ++each) {
      each->open = open_word(each->answers, column.spans.size(), word) & column.open[word];
      several |= one & each->open;
      one |= each->open;
    }
    several |= column.open[word] & ~one;
    for (const Operand* each = operands; each != operands + count; ++each) {
      if (each->cell) {
        put_cells(column, each->source, word, each->open & ~several);
        continue;
      }
      for (std::uint64_t bits = each->open & ~several; bits != 0; bits &= bits - 1) {
        const std::size_t i = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
        column.spans[i] = span(each->source, column.begin + static_cast<Row>(i));
      }
    }
    for (std::uint64_t bits = several; bits != 0; bits &= bits - 1) {
      const std::size_t i = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
      column.spans[i] = parts(question, column.begin + static_cast<Row>(i));
    }
  }
}

bool Asking::is_cell(std::uint32_t source) const {
  const Question& question = questions_.of(plan::ExprId(source));
  return question.way == Way::field || (question.way == Way::condition && question.holder == plan::RecordId(question.record));
}

// A cell's fact is put down where it matters only: most cells that are not known do not.
Asking::Span Asking::part(std::uint32_t source, Row row) {
  if (!is_cell(source) || columns_[source].chunk == chunk_) return span(source, row);
  const Question& question = questions_.of(plan::ExprId(source));
  const Fact fact{.field = question.field, .record = question.holder, .row = row};
  if (question.way == Way::condition && !turns_on(fact, source, row)) return {.count = Span::only_formula};
  *room(1) = fact;
  return {static_cast<std::uint32_t>(used_ - 1), 1};
}

Asking::Span Asking::parts(const Question& question, Row row) {
  Span spans[most_of_answer];
  std::size_t count = 0;
  const std::uint32_t* operand = questions_.operands(question);
  for (std::uint32_t i = 0; i < question.count; ++i) {
    const std::uint32_t source = questions_.source(operand[i]);
    const column::Answer is = answer(source, row);
    if (is == not_there) return {.count = Span::only_formula};
    if (is != column::unknown) continue;
    if (count == most_of_answer || questions_.of(plan::ExprId(source)).record != question.record)
      return {.count = Span::only_formula};
    spans[count] = part(source, row);
    if (!spans[count++].found()) return {.count = Span::only_formula};
  }
  bool distinct = false;
  const Span all = together(spans, count, distinct);
  return distinct && all.count > 0 && all.count <= most_of_answer ? all : Span{.count = Span::only_formula};
}

// The rows under each row that may belong, and may not. Most have one.
void Asking::put_any(Column& column, const Question& question) {
  const ListRows& list = questions_.list(question.list);
  const std::uint32_t member = questions_.source(list.member);
  const Column& members = columns_[member].chunk == chunk_ ? columns_[member] : open_column(member);
  const bool simple = list.steps.size() == 1 && list.open == ListRows::Open::never && !members.open.empty();
  for (std::size_t word = 0; word < column.open.size(); ++word) {
    for (std::uint64_t open = column.open[word]; open != 0; open &= open - 1) {
      const std::size_t i = 64 * word + static_cast<std::size_t>(std::countr_zero(open));
      const Row row = column.begin + static_cast<Row>(i);
      if (simple) {
        const Row* first = list.steps.front()->data() + row;
        const std::size_t at = first[0] - members.begin, end = first[1] - members.begin;
        if (at < end && end - at <= 64 && end <= members.spans.size()) {
          const std::uint64_t bits = bits_between(members.open, at, end);
          if (std::has_single_bit(bits)) {
            column.spans[i] = members.spans[at + static_cast<std::size_t>(std::countr_zero(bits))];
            continue;
          }
        }
      }
      column.spans[i] = any(list, members, row);
    }
  }
}

Asking::Span Asking::any(const ListRows& list, const Column& members, Row row) {
  constexpr Span none{.count = Span::only_formula};
  const column::Rows rows = rows_of(list, row);
  if (rows.begin < members.begin || rows.end - members.begin > members.spans.size()) return none;
  if (members.open.empty() && rows.begin < rows.end) return none;  // answers that are not there
  Span spans[most_of_answer];
  std::size_t count = 0;
  for (Row from = rows.begin; from < rows.end; from += std::min<Row>(64, rows.end - from)) {
    const std::size_t at = from - members.begin;
    std::uint64_t bits = bits_between(members.open, at, at + std::min<std::size_t>(64, rows.end - from));
    for (; bits != 0; bits &= bits - 1) {
      if (count == most_of_answer) return none;
      spans[count] = members.spans[at + static_cast<std::size_t>(std::countr_zero(bits))];
      if (!spans[count++].found()) return none;
    }
  }
  if (list.open == ListRows::Open::always ||
      (list.open == ListRows::Open::perhaps && column::is_open(questions_.database(), list.scope, row, list.record))) {
    if (count == most_of_answer) return none;
    spans[count++] = {static_cast<std::uint32_t>(used_), 1};
    *room(1) = {.list = list.record, .record = list.scope, .row = row};
  }
  bool distinct = false;
  const Span found = together(spans, count, distinct);
  return distinct && found.count > 0 && found.count <= most_of_answer ? found : none;
}

const Asking::Column* Asking::whole_column(plan::ExprId yes_no) {
  const std::uint32_t source = questions_.source(static_cast<std::uint32_t>(yes_no.index()));
  if (!questions_.in_columns(source)) return nullptr;
  return columns_[source].chunk == chunk_ ? &columns_[source] : &open_column(source);
}

std::uint64_t Asking::open_rows(plan::ExprId yes_no, std::size_t word) const {
  const auto id = static_cast<std::uint32_t>(yes_no.index());
  const Answers& answers = answers_[id].chunk == chunk_ ? answers_[id] : bound(id);
  if (answers.each == 0) return answers.count != 0 && *answers.first == column::unknown ? ~std::uint64_t{0} : 0;
  return 64 * word < answers.count ? open_word(answers.first, answers.count, word) : 0;
}

Asking::Span Asking::keep(const Fact* facts, std::size_t count) {
  const Span all{static_cast<std::uint32_t>(used_), static_cast<std::uint32_t>(count)};
  std::copy_n(facts, count, room(count));
  return all;
}

Asking::Span Asking::kept() {
  if (facts_.empty() || !all_different()) return {.count = Span::only_formula};
  const Span all = keep(facts_.begin(), facts_.size());
  std::sort(pool_.data() + all.from, pool_.data() + used_);
  return all;
}

Asking::Span Asking::walked(std::uint32_t id, Row row) {
  reset();
  return walk(id, row) ? kept() : Span{.count = Span::only_formula};
}

Asking::Span Asking::now(std::uint32_t source, Row row) {
  const Question& question = questions_.of(plan::ExprId(source));
  return question.way == Way::parts ? parts(question, row) : walked(source, row);
}

Asking::Span Asking::facts(plan::ExprId yes_no, Row row) {
  const auto id = static_cast<std::uint32_t>(yes_no.index());
  const std::uint32_t source = questions_.source(id);
  if (questions_.of(plan::ExprId(source)).record == Question::none) return {.count = Span::only_formula};
  if (source != id && answer(source, row) != column::unknown) return {.count = Span::only_formula};
  return span(source, row);
}

Asking::Span Asking::together(const Span* spans, std::size_t count, bool& distinct) {
  distinct = true;
  if (count == 1) return spans[0];
  Span all{static_cast<std::uint32_t>(used_), 0};
  for (std::size_t i = 0; i < count; ++i) all.count += spans[i].count;
  Fact* const begin = room(all.count);
  Fact* to = begin;
  for (std::size_t i = 0; i < count; ++i) to = std::copy_n(pool_.data() + spans[i].from, spans[i].count, to);
  if (all.count == 2) {
    if (begin[1] < begin[0]) std::swap(begin[0], begin[1]);
  } else {
    std::sort(begin, to);
  }
  const Fact* const end = std::unique(begin, to);
  if (end != to) {
    distinct = false;
    all.count = static_cast<std::uint32_t>(end - begin);
    used_ = all.from + all.count;
  }
  return all;
}

}  // namespace fairstart::explain
