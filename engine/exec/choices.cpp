// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/choices.hpp"

#include <algorithm>

#include "engine/exec/compiler.hpp"

// The first of several values whose condition holds.
namespace fairstart::exec {
namespace {

struct Option {
  std::optional<Operand> when;   // none: always
  std::optional<Operand> value;  // none: the bare `unknown`, so the type's
};

kernels::Answers when_of(const Option& option, const column::Evaluated& from) {
  static constexpr column::Answer always = column::yes;
  return option.when ? option.when->answers(from) : kernels::Answers{&always, 0};
}

void put(column::Answer* out, std::size_t i, column::Answer value) { out[i] = value; }
void put(std::uint64_t* out, std::size_t i, std::uint64_t value) { out[i] = value; }
void put(kernels::IntervalsOut out, std::size_t i, column::Interval value) { out.set(i, value); }

// `value_of(operand)`: the values in the shape of `out`; `unknown`: the type's own, in that shape too.
template <class ValueOf, class Unknown, class None, class Out>
void choose(const std::vector<Option>& options, const column::Evaluated& from, const ValueOf& value_of, Unknown unknown,
            None none, Out out, std::size_t n) {
  // Room of each thread's own, which grows to the most choices and stays.
  thread_local std::vector<kernels::Answers> whens;
  thread_local std::vector<Unknown> values;
  whens.clear(), values.clear();
  for (const Option& option : options) {
    whens.push_back(when_of(option, from));
    values.push_back(option.value ? value_of(*option.value) : unknown);
  }
  const auto join = [&](std::size_t begin, std::size_t rows) {
    kernels::Choosing choosing(begin, rows);
    for (std::size_t k = 0; k < whens.size(); ++k) choosing.join(whens[k], values[k], out);
    choosing.finish(none, out);
  };
  for (std::size_t begin = 0; begin < n; begin += kernels::Choosing::most_rows) {
    const std::size_t rows = std::min(n - begin, kernels::Choosing::most_rows);
    if (whens.size() > kernels::FirstChoice::most_choices) {
      join(begin, rows);
      continue;
    }
    const kernels::FirstChoice first(whens, begin, rows);
    if (first.any_open()) {
      join(begin, rows);
      continue;
    }
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t choice = first.choices()[i];
      put(out, begin + i, choice < values.size() ? values[choice][begin + i] : none);
    }
  }
}

}  // namespace

Step Compiler::compile(plan::ExprId id, const plan::Choose& node) {
  std::vector<Option> options;
  for (const plan::Choice& choice : node.choices) {
    const bool bare = type(choice.value).kind == types::Kind::unknown;
    options.push_back({choice.when.exists() ? std::optional(operand(choice.when)) : std::nullopt,
                       bare ? std::nullopt : std::optional(operand(choice.value))});
  }
  const Single none = unknown_of(plan_, type(id));
  switch (shape_of(type(id))) {
    case Shape::answers:
      return answers_step(plan_, id, [options = std::move(options), none](Frame& frame, column::Answer* out, std::size_t n) {
        choose(
            options, frame.out, [&](const Operand& of) { return of.answers(frame.out); }, kernels::Answers{&none.answer, 0},
            none.answer, out, n);
      });
    case Shape::levels:
      return levels_step(plan_, id, [options = std::move(options), none](Frame& frame, std::uint64_t* out, std::size_t n) {
        choose(
            options, frame.out, [&](const Operand& of) { return of.levels(frame.out); }, kernels::LevelSets{&none.levels, 0},
            none.levels, out, n);
      });
    case Shape::intervals: break;
    case Shape::anything: return all_rows(id, none);
  }
  return intervals_step(plan_, id,
                        [options = std::move(options), none](Frame& frame, kernels::IntervalsOut out, std::size_t n) {
                          choose(
                              options, frame.out, [&](const Operand& of) { return of.intervals(frame.out); },
                              kernels::Intervals{&none.interval.lo, &none.interval.hi, 0}, none.interval, out, n);
                        });
}

}  // namespace fairstart::exec
