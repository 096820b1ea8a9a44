// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "engine/explain/answer_codes.hpp"
#include "engine/explain/questions.hpp"

namespace fairstart::explain {

// As many as an answer is walked for: beyond them it takes a formula.
class FewFacts {
 public:
  static constexpr std::size_t most = 24;
  bool put(const Fact& fact) {  // false: it is full
    if (count_ == most) return false;
    facts_[count_++] = fact;
    return true;
  }
  void clear() { count_ = 0; }
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  const Fact& operator[](std::size_t i) const { return facts_[i]; }
  const Fact* begin() const { return facts_.data(); }
  const Fact* end() const { return facts_.data() + count_; }

 private:
  std::array<Fact, most> facts_;
  std::size_t count_ = 0;
};

// What to ask of the rows of one chunk: the same answers as Asker's, without a formula wherever each fact that is not known
// stands in one place only, so that all of them matter. One for each thread; reuse it from chunk to chunk with `start`.
class Asking {
 public:
  explicit Asking(const Questions& questions)
      : questions_(questions),
        plan_(*questions.database().plan),
        answers_(questions.size()),
        columns_(questions.size()),
        parts_of_scores_(plan_.scores.size()) {}
  void start(const column::Evaluated& evaluated);

  // Each adds facts to `into`, in no order, perhaps twice: see `tidy`. Nothing where the answer is known.
  void about(plan::ExprId yes_no, column::Row row, Ask& into);
  void about_levels(plan::LevelsId scheme, column::Row row, Ask& into);
  void about_score(plan::ScoreId score, column::Row row, Ask& into);
  static void tidy(Ask& ask);  // in order of Fact, once each

  // Where a row's facts stand in `pool`.
  struct Span {
    std::uint32_t from = 0, count = 0;
    static constexpr std::uint32_t only_formula = 0xFFFF'FFFFU, not_yet = 0xFFFF'FFFEU;  // as counts
    bool found() const { return count < not_yet; }
  };
  // INVARIANT: the answer, scheme (no group) or score is not known in that row. Its facts, in order, once each; not found where
  // only a formula tells.
  Span facts(plan::ExprId yes_no, column::Row row);
  Span facts_of_levels(plan::LevelsId scheme, column::Row row);
  Span facts_of_score(plan::ScoreId score, column::Row row);
  // What spans stand in, good until the next call of anything else.
  const Fact* pool() const { return pool_.data(); }
  // The facts of them all. `distinct`: no fact was in two of them. INVARIANT: each of `spans` was found, in this chunk.
  Span together(const Span* spans, std::size_t count, bool& distinct);

  // Of an answer: each row's facts, in the rows in which it is not known; elsewhere anything.
  struct Column {
    std::vector<Span> spans;
    std::vector<std::uint64_t> open;  // bit i: not known in row i
    column::Row begin = 0;
    std::uint32_t chunk = 0;
  };
  // Where the facts of all rows were put down at once; else null.
  const Column* whole_column(plan::ExprId yes_no);
  // Bit i: the answer is not known in row 64 · word + i of the rows of its record in the chunk.
  std::uint64_t open_rows(plan::ExprId yes_no, std::size_t word) const;

  // A yes/no expression's answer, as Evaluated::answer, worked out for the chunk if nobody asked before; `not_there` where it has
  // none for that row.
  static constexpr column::Answer not_there = 1;
  [[gnu::always_inline]] column::Answer answer(std::uint32_t id, column::Row row) const {
    const Answers& all = answers_[id].chunk == chunk_ ? answers_[id] : bound(id);
    const column::Row at = (row - all.begin) & all.each;
    return at < all.count ? all.first[at] : not_there;
  }
  const Questions& questions() const { return questions_; }
  // With no more facts than these, each in one place only, a score of so many parts needs no formula.
  static constexpr std::size_t few_of_score(std::size_t parts) { return parts <= 12 ? 6 : parts <= 100 ? 4 : 2; }

  std::size_t formulas() const { return formulas_; }  // how often a formula was needed

 private:
  // An expression's answers in this chunk; one for all rows where `each` is 0.
  struct Answers {
    const column::Answer* first = nullptr;
    column::Row begin = 0, count = 0, each = 0;
    std::uint32_t chunk = 0;  // the one that they are of
  };
  [[gnu::noinline, gnu::cold]] const Answers& bound(std::uint32_t id) const;
  Column& open_column(std::uint32_t source);
  void put_cells(Column& column, std::uint32_t source, std::size_t word, std::uint64_t open);
  void put_parts(Column& column, const Question& question);
  void put_any(Column& column, const Question& question);
  Span any(const ListRows& list, const Column& members, column::Row row);
  Fact* room(std::size_t facts);
  Span keep(const Fact* facts, std::size_t count);  // adds them to the pool
  template <class Use>
  void each_open(const Column& column, const Use& use) const;
  Span span(std::uint32_t source, column::Row row) {
    Column& column = columns_[source].chunk == chunk_ ? columns_[source] : open_column(source);
    const Span all = column.spans[row - column.begin];
    return all.count != Span::not_yet ? all : column.spans[row - column.begin] = now(source, row);
  }
  Span now(std::uint32_t source, column::Row row);
  bool is_cell(std::uint32_t source) const;
  Span part(std::uint32_t source, column::Row row);
  Span parts(const Question& question, column::Row row);
  Span walked(std::uint32_t id, column::Row row);
  bool walk(std::uint32_t id, column::Row row);
  bool turned(std::uint32_t id, column::Row row);  // `walk`, the most frequent way first
  bool condition(const Question& question, std::uint32_t id, column::Row row);
  bool turns_on(const Fact& fact, std::uint32_t id, column::Row row);
  bool each(const Question& question, column::Row row);
  bool counted(const Question& question, column::Row row);
  bool count_turns(const Question& question, column::Row row);
  bool count_rows(std::uint32_t list, column::Row row, std::int64_t& certain, std::int64_t& open);
  bool score_parts(const ScoreQuestion& score, column::Row row);
  Span definition_parts(plan::ScoreId score, column::Row row);
  column::Rows rows_of(const ListRows& list, column::Row row) const;
  void reset();
  bool all_different() const;
  static void take(const Fact* begin, const Fact* end, Ask& into);
  void take(Span all, Ask& into) const { take(pool_.data() + all.from, pool_.data() + all.from + all.count, into); }
  Span kept();  // facts_, if all of them differ
  void take(const Ask& ask, Ask& into);

  const Questions& questions_;
  const plan::Plan& plan_;
  const column::Evaluated* evaluated_ = nullptr;
  mutable std::vector<Answers> answers_;  // by ExprId
  std::uint32_t chunk_ = 0;               // how many were begun
  std::vector<Column> columns_;           // by ExprId
  std::vector<Fact> pool_;                // of this chunk's spans, as far as it is used; kept from chunk to chunk
  std::size_t used_ = 0;
  FewFacts facts_;  // of the answer that is walked
  // The answers that a score rests on, by ScoreId; of the chunk that it was filled for.
  struct PartsOfScore {
    AnswerCodes codes;
    std::uint32_t chunk = 0;
  };
  std::vector<PartsOfScore> parts_of_scores_;
  bool counting_ = false;
  std::size_t formulas_ = 0;
};

}  // namespace fairstart::explain
