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
        walked_(questions.size()),
        parts_of_scores_(plan_.scores.size()) {}
  void start(const column::Evaluated& evaluated);

  // Each adds facts to `into`, in no order, perhaps twice: see `tidy`. Nothing where the answer is known.
  void about(plan::ExprId yes_no, column::Row row, Ask& into);
  void about_levels(plan::LevelsId scheme, column::Row row, Ask& into);
  void about_score(plan::ScoreId score, column::Row row, Ask& into);
  static void tidy(Ask& ask);  // in order of Fact, once each

  // A yes/no expression's answer, as Evaluated::answer, worked out for the chunk if nobody asked before; `not_there` where it has
  // none for that row.
  static constexpr column::Answer not_there = 1;
  [[gnu::always_inline]] column::Answer answer(std::uint32_t id, column::Row row) const {
    const Answers& all = answers_[id].chunk == chunk_ ? answers_[id] : bound(id);
    const column::Row at = (row - all.begin) & all.each;
    return at < all.count ? all.first[at] : not_there;
  }

  std::size_t formulas() const { return formulas_; }  // how often a formula was needed

 private:
  // An expression's answers in this chunk; one for all rows where `each` is 0.
  struct Answers {
    const column::Answer* first = nullptr;
    column::Row begin = 0, count = 0, each = 0;
    std::uint32_t chunk = 0;  // the one that they are of
  };
  // Where the facts of an answer stand in `facts_of_row_`, if it was walked for that row.
  struct Walked {
    column::Row row = column::no_row;
    std::uint32_t from = 0, to = 0;
    std::uint64_t turn = 0;
  };
  [[gnu::noinline, gnu::cold]] const Answers& bound(std::uint32_t id) const;
  bool once(std::uint32_t id, column::Row row);  // `walk`, but of a definition only once for a row
  bool walk(std::uint32_t id, column::Row row);
  bool turned(std::uint32_t id, column::Row row);  // `walk`, the most frequent way first
  bool condition(const Question& question, std::uint32_t id, column::Row row);
  bool each(const Question& question, column::Row row);
  bool counted(const Question& question, column::Row row);
  bool count_turns(const Question& question, column::Row row);
  bool count_rows(std::uint32_t list, column::Row row, std::int64_t& certain, std::int64_t& open);
  bool score_parts(const ScoreQuestion& score, column::Row row);
  bool walked_parts(plan::ScoreId score, column::Row row, Ask& into);
  bool levels_parts(const plan::Levels& scheme, column::Row row);
  column::Rows rows_of(const ListRows& list, column::Row row) const;
  void reset(column::Row row);
  bool all_different() const;
  static void take(const Fact* begin, const Fact* end, Ask& into);
  void take(Ask& into) const { take(facts_.begin(), facts_.end(), into); }
  void take(const Ask& ask, Ask& into);

  const Questions& questions_;
  const plan::Plan& plan_;
  const column::Evaluated* evaluated_ = nullptr;
  mutable std::vector<Answers> answers_;  // by ExprId
  std::uint32_t chunk_ = 0;               // how many were begun
  std::vector<Walked> walked_;            // by ExprId
  FewFacts facts_;                        // of the answer that is asked about
  std::vector<Fact> facts_of_row_;        // of what was walked since the row changed
  bool facts_of_row_differ_ = true;       // each from each other
  // The answers that a score rests on, by ScoreId; of the chunk that it was filled for.
  struct PartsOfScore {
    AnswerCodes codes;
    std::uint32_t chunk = 0;
  };
  std::vector<PartsOfScore> parts_of_scores_;
  column::Row row_ = column::no_row;
  std::uint64_t turn_ = 1;
  bool counting_ = false;
  std::size_t formulas_ = 0;
};

}  // namespace fairstart::explain
