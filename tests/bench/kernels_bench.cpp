// SPDX-License-Identifier: Apache-2.0
// Rows a second of the kernels that most rules come to, on a chunk that stays in the cache.
#include <benchmark/benchmark.h>

#include <random>

#include "engine/kernels/answers.hpp"
#include "engine/kernels/cells.hpp"
#include "engine/kernels/intervals.hpp"
#include "engine/kernels/lists.hpp"
#include "engine/kernels/schemes.hpp"

namespace {

using namespace fairstart;

constexpr std::size_t rows = 8192;

std::vector<column::Answer> some_answers(unsigned seed) {
  constexpr column::Answer each[] = {column::no, column::unknown, column::yes};
  std::mt19937 random(seed);
  std::vector<column::Answer> answers(rows);
  for (column::Answer& answer : answers) answer = each[random() % 3];
  return answers;
}

column::Column some_dates() {
  std::mt19937 random(3);
  column::DateCells cells;
  for (std::size_t i = 0; i < rows; ++i) {
    cells.cells.push_back(random() % 8 == 0 ? column::DateCells::none : static_cast<base::Day>(20000 + random() % 800));
  }
  return {std::move(cells), {}};
}

// Groups of `size` rows each.
std::vector<column::Row> groups_of(std::size_t size) {
  std::vector<column::Row> first;
  for (std::size_t row = 0; row <= rows; row += size) first.push_back(static_cast<column::Row>(row));
  return first;
}

void counted(benchmark::State& state) { state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows)); }

void answers_and(benchmark::State& state) {
  const auto with = some_answers(1);
  auto out = some_answers(2);
  for (auto each : state) {
    kernels::and_into({with.data(), 1}, out.data(), rows);
    benchmark::DoNotOptimize(out.data());
  }
  counted(state);
}
BENCHMARK(answers_and);

void date_field_against_constant(benchmark::State& state) {
  const column::Column column = some_dates();
  const auto range = kernels::cell_range(column, plan::Comparison::over, 20400, column::unknown);
  std::vector<column::Answer> out(rows);
  for (auto each : state) {
    kernels::compare_cells(column, 0, *range, out.data(), rows);
    benchmark::DoNotOptimize(out.data());
  }
  counted(state);
}
BENCHMARK(date_field_against_constant);

void dates_as_intervals_against_constant(benchmark::State& state) {
  const column::Column column = some_dates();
  const column::Interval constant{20400, 20400};
  std::vector<std::int64_t> lo(rows), hi(rows);
  std::vector<column::Answer> out(rows);
  for (auto each : state) {
    kernels::read_cells(column, 0, column::Interval{}, {lo.data(), hi.data()}, rows);
    kernels::compare(plan::Comparison::over, {lo.data(), hi.data(), 1}, {&constant.lo, &constant.hi, 0}, out.data(), rows);
    benchmark::DoNotOptimize(out.data());
  }
  counted(state);
}
BENCHMARK(dates_as_intervals_against_constant);

void code_is_one_of(benchmark::State& state) {
  std::mt19937 random(4);
  column::CodeCells cells;
  for (std::size_t i = 0; i < rows; ++i) cells.cells.push_back(static_cast<std::uint16_t>(random() % 12));
  std::vector<column::Answer> answers(13, column::no), out(rows);
  answers[3] = answers[7] = column::yes;
  answers[12] = column::unknown;
  for (auto each : state) {
    kernels::look_up_codes(cells, 0, answers, out.data(), rows);
    benchmark::DoNotOptimize(out.data());
  }
  counted(state);
}
BENCHMARK(code_is_one_of);

void any_of_list(benchmark::State& state) {
  const auto member = some_answers(5);
  const auto first = groups_of(static_cast<std::size_t>(state.range(0)));
  std::vector<column::Answer> out(first.size());
  for (auto each : state) {
    kernels::any({member.data(), 1}, {first.data(), 0, first.size() - 1}, {}, out.data());
    benchmark::DoNotOptimize(out.data());
  }
  counted(state);
}
BENCHMARK(any_of_list)->Arg(2)->Arg(4)->Arg(16);

void count_of_list(benchmark::State& state) {
  const auto member = some_answers(6);
  const auto first = groups_of(static_cast<std::size_t>(state.range(0)));
  std::vector<std::int64_t> lo(first.size()), hi(first.size());
  for (auto each : state) {
    kernels::count({member.data(), 1}, {first.data(), 0, first.size() - 1}, {}, {lo.data(), hi.data()});
    benchmark::DoNotOptimize(lo.data());
  }
  counted(state);
}
BENCHMARK(count_of_list)->Arg(2)->Arg(4)->Arg(16);

void score_of_twelve(benchmark::State& state) {
  std::vector<std::vector<column::Answer>> facts;
  std::vector<kernels::ScoreItem> items;
  for (unsigned i = 0; i < 12; ++i) facts.push_back(some_answers(10 + i));
  for (const auto& fact : facts) items.push_back({.points = 2'000'000, .answer = {fact.data(), 1}});
  std::vector<std::int64_t> lo(rows), hi(rows);
  for (auto each : state) {
    kernels::score(items, {lo.data(), hi.data()}, rows);
    benchmark::DoNotOptimize(lo.data());
  }
  counted(state);
}
BENCHMARK(score_of_twelve);

}  // namespace

BENCHMARK_MAIN();
