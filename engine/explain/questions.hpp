// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/explain/ask.hpp"

// What a plan's answers may ask about, laid out once so that a row is walked without the plan, a formula or an allocation.
namespace fairstart::explain {

// How an answer that is not known comes about, as far as that can be told without a formula.
enum class Way : std::uint8_t {
  other,         // only a formula tells
  field,         // a yes/no field of the row
  condition,     // of one field of the row (or of its owner) and of what is the same for all rows
  same,          // as not known as its one operand
  definition,    // the same; its operand is the meaning
  parts,         // and, or
  owner,         // the operand on the owner's row
  any,           // rows of the list that may belong
  every,         // … and may not hold
  count_of_set,  // a comparison of how many of the operands hold with a number that is the same for all rows
  count,         // … of the list's rows
};

struct Question {
  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
  Way way = Way::other;
  plan::Comparison comparison{};
  bool number_left = false;              // of comparisons: the number that is the same for all stands left
  std::uint32_t record = none;           // of its rows; none: one answer for all
  std::uint32_t first = 0, count = 0;    // operands; count_of_set and count: without the number
  std::uint32_t number = none;           // ExprId
  std::optional<std::int64_t> constant;  // the number, where it is written there
  std::uint32_t list = none;             // ListId
  plan::FieldId field;                   // of field, condition
  plan::RecordId holder;                 // of the field's row; of owner: the owner
};

// A list's rows under one row of its scope.
struct ListRows {
  enum class Open : std::uint8_t { never, perhaps, always };
  bool seen = false;  // false: only a formula tells
  Open open = Open::never;
  plan::RecordId scope, record;
  std::uint32_t member = Question::none;               // ExprId
  std::vector<const std::vector<column::Row>*> steps;  // column::Table::first, on the way down
};

struct ScoreQuestion {
  struct Part {
    std::uint32_t expr = Question::none;
    bool counts = false;  // a count, each `points` up to `most`; else an answer
    std::int64_t points = 0, most = 0;
    std::uint32_t meaning = Question::none;  // of an answer that is a definition's
  };
  bool simple = false;                // every part can be weighed without overflow
  bool of_definitions = false;        // every part is the answer of a definition of its own, and worth something
  std::vector<plan::ExprId> answers;  // of the parts, then
  std::vector<Part> parts;
};

// Shareable between threads. The database must outlive it, and keep its rows.
class Questions {
 public:
  Questions(const column::Database& database, const column::Clock& clock);

  const column::Database& database() const { return *database_; }
  const Asker& asker() const { return asker_; }
  const Question& of(plan::ExprId id) const { return questions_[id.index()]; }
  const std::uint32_t* operands(const Question& question) const { return operands_.data() + question.first; }
  const ListRows& list(std::uint32_t id) const { return lists_[id]; }
  const ScoreQuestion& score(plan::ScoreId id) const { return scores_[id.index()]; }
  // The answer that this one is as not known as, and for the same facts: down definitions and negations.
  std::uint32_t source(std::uint32_t id) const { return sources_[id]; }
  // Whether a source's facts follow from those of its operands' sources, and at last from cells of its own rows: then they
  // are put down for all rows of a chunk at once.
  bool in_columns(std::uint32_t source) const { return in_columns_[source]; }
  std::size_t size() const { return questions_.size(); }

  // Whether a condition of one field turns on that field: the same for every row on which the field is not known.
  enum class Turns : std::uint8_t { not_yet_told, yes, no };
  Turns turns(plan::ExprId id) const { return turns_[id.index()].load(std::memory_order_relaxed); }
  void set_turns(plan::ExprId id, Turns turns) const { turns_[id.index()].store(turns, std::memory_order_relaxed); }

 private:
  Question question_of(const plan::Expr& expr);
  void compare(const plan::Expr& expr, const plan::Compare& node, Question& out);
  bool one_field(plan::ExprId id, plan::RecordId record, Question& out, int& budget) const;
  bool same_for_all(plan::ExprId id) const;
  ListRows rows_of(const plan::List& list) const;
  ScoreQuestion score_of(const plan::Score& score) const;
  void find_sources();
  void find_columns();
  void add_operand(Question& out, plan::ExprId id);

  const column::Database* database_;
  column::Clock clock_;
  Asker asker_;
  std::vector<bool> open_;
  std::vector<Question> questions_;
  std::vector<std::uint32_t> operands_;
  std::vector<std::uint32_t> sources_;  // by ExprId
  std::vector<bool> in_columns_;        // by ExprId; of sources only
  std::vector<ListRows> lists_;
  std::vector<ScoreQuestion> scores_;
  std::unique_ptr<std::atomic<Turns>[]> turns_;
};

}  // namespace fairstart::explain
