// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/column/answer.hpp"
#include "engine/explain/ask.hpp"

// What is left of one answer once all that is known has been put in: a formula over the facts that nobody recorded.
namespace fairstart::explain {

using column::Interval;

enum class Op : std::uint8_t {
  constant,
  variable,
  negation,
  all,
  some,      // three answers
  sum,       // Σ number × child + a
  capped,    // the lower of child and a
  compare,   // detail: plan::Comparison
  one_of,    // child is one of `numbers`
  includes,  // child is a set that has one of the codes `numbers`
  level_in,  // child is a level of set a
  tiers,
  segments,  // children: the conditions of the levels above the first; of all levels
  choose,    // condition, then, otherwise; detail: see Kind
  settled,   // the child, or where it is `nothing`, no bounds; detail: see Kind; a: all levels
  supplied,  // a fact where it has a value, else the second child
  or_else,   // condition, value, otherwise: the value where the condition is yes and it is known
  pick,      // detail: plan::Which; (belongs, order, value) for each row; a: see Kind; b: all levels
  average,
  lowest,
  highest,     // (belongs, value) for each row
  different,   // the same; detail: see Kind
  ranked,      // (belongs, order) for the row that is asked about, then for each other; detail: 1 latest; a: how many
  arithmetic,  // detail: plan::Operation; a: 1 where dates are subtracted
  shift,       // date, by; detail: bit 0 later, bit 1 rounded up, bit 2 months
  elapsed,     // from, to; detail: types::TimeUnit
  extreme_high,
  extreme_low,
  rescale,   // × a ÷ b
  next_day,  // `numbers`: the calendar's days, month × 100 + day
};

// What an operation's values are, where it matters: intervals; sets of levels; answers.
enum class Kind : std::uint8_t { interval, levels, answer };
// What a choice gives that no condition lets through; joined with anything, it gives way.
inline constexpr Interval nothing{column::no_upper, column::no_lower};
inline constexpr Interval no_levels{0, 0};

using Ref = std::uint32_t;

// One operation. Answers are intervals within 0 to 1, levels a set of bits at both ends, numbers and dates intervals.
struct Item {
  Op op{};
  std::uint8_t detail = 0;
  std::uint16_t unused = 0;  // keeps the bytes of equal items equal: see shape()
  std::uint32_t unused_too = 0;
  std::uint32_t first = 0, count = 0;                // in `links`
  std::uint32_t first_number = 0, number_count = 0;  // in `numbers`
  std::int64_t a = 0, b = 0;
};

enum class Domain : std::uint8_t { answer, number, code, set };

// Something without a value. `facts` (indexes) is empty for what only stands for an assumption.
struct Variable {
  Domain domain{};
  bool may_stay_open = false;  // has also the state "nothing more is recorded"
  std::int64_t lo = column::no_lower, hi = column::no_upper, step = 1;
  std::vector<std::uint32_t> facts;
};

// The value of one operation, given those of its children.
Interval apply(const Item& item, const Interval* children, const std::int64_t* numbers);

// A hash of what `hash` is of, and of one number more.
inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t more) {
  hash = (hash ^ more) * 0x9E37'79B9'7F4A'7C15U;
  return hash ^ hash >> 29U;
}

// Built from the leaves up; folds what is constant. Reused from answer to answer: `clear` keeps the storage.
class Residual {
 public:
  static constexpr Ref none = 0xFFFF'FFFFU;
  // Takes so many facts: more are not put down, and what is made of them says nothing.
  void clear(std::size_t most_facts);
  bool is_full() const { return full_; }  // there were more
  Ref constant(Interval value);
  Ref answer(bool value);  // the same item each time
  Ref unknown_number() { return constant({}); }
  Ref unknown_answer() { return constant({0, 1}); }
  Ref variable(Variable variable);
  // Adds an operation; children and numbers are copied. INVARIANT: children exist before their user.
  Ref add(Item item, const Ref* children, std::size_t count, const std::int64_t* numbers = nullptr,
          std::size_t number_count = 0);
  Ref negation(Ref child);
  Ref junction(Op op, const std::vector<Ref>& children);  // all, some
  std::uint32_t fact(const Fact& fact);                   // index; the same for the same fact; 0 where it is full

  bool is_constant(Ref ref) const { return items[ref].op == Op::constant; }
  Interval value(Ref ref) const { return {items[ref].a, items[ref].b}; }
  // The value with nothing more known than now.
  Interval now(Ref ref) const;
  // All of it, without the facts' names: equal texts have equal answers to "which facts matter".
  void shape(Ref root, std::string& text) const;

  std::vector<Item> items;
  std::vector<Ref> links;
  std::vector<std::int64_t> numbers;
  std::vector<Variable> variables;
  std::vector<Fact> facts;

 private:
  std::vector<Interval> values_;
  std::vector<Ref> kept_;
  struct FactHash {
    std::size_t operator()(const Fact& fact) const;
  };
  std::unordered_map<Fact, std::uint32_t, FactHash> index_;  // of facts, where they are more than a few
  std::array<Ref, 2> yes_no_{none, none};
  std::size_t most_facts_ = 0;
  bool full_ = false;
};

// Which facts (by index) have two completions differing only there that answer differently.
struct Relevant {
  std::vector<std::uint32_t> facts;
  bool may_include_more_than_needed = false;
};
// Consumes the formula: conditions over several numbers at once are replaced by free answers.
Relevant relevant_facts(Residual& residual, Ref root);

}  // namespace fairstart::explain
