// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/exec/made.hpp"

namespace {
std::atomic<std::size_t> allocations{0}, allocated{0};
}  // namespace

// Inlined, these look to g++ 12 like new beside free (GCC bug 103993).
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

// Counts what the whole test program asks for.
void* operator new(std::size_t size) {
  ++allocations;
  allocated += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*nothrow*/) noexcept {
  ++allocations;
  allocated += size;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory, const std::nothrow_t& /*nothrow*/) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace fairstart::exec::made::chunks_test {
namespace {

// `families` families with two people each and three contacts a person; a score and tiers over them.
class Many : public Case {
 public:
  explicit Many(column::Row families) {
    std::vector<column::Row> of_people, of_contacts;
    for (column::Row i = 0; i < 2 * families; ++i) of_people.push_back(i / 2);
    for (column::Row i = 0; i < 6 * families; ++i) of_contacts.push_back(i / 3);
    places(1);
    rows(family, std::vector<column::Row>(families, 0));
    rows(person, of_people);
    rows(contact, of_contacts);
    column::DateCells dates;
    for (column::Row i = 0; i < 6 * families; ++i) dates.cells.push_back(clock.as_at - static_cast<base::Day>(i * 37 % 1000));
    const ExprId date = value(field(contact, types::date(), {std::move(dates), {}}));
    const ExprId recent =
        answer(contact, plan::Compare{plan::Comparison::over, date, add(rowless, types::date(), plan::PeriodStart{})});
    count = add(family, types::whole_number(), plan::Count{list(contact, family, recent)});
    const ExprId latest =
        add(person, types::date(), plan::Pick{plan::Which::latest, list(contact, person, recent), date, date});
    some = answer(family, plan::Any{list(person, family, answer(person, plan::IsKnown{latest}))});
    first = add(person, types::date(), plan::Pick{plan::Which::earliest, list(contact, person, recent), date, date});
    const ExprId newest = answer(contact, plan::Ranked{list(contact, family, recent), date, true, 3});
    days = add(family, types::whole_number(), plan::CountDifferent{list(contact, family, newest), date});
    most = add(family, types::whole_number(), plan::Choose{{{some, days}, {{}, count}}});
    plan.scores.push_back({.name = "need", .record = family});
    plan.scores[0].items = {{.points = 1'000'000, .count = count}, {.points = 2'000'000, .answer = some}};
    plan.levels.push_back({.kind = plan::LevelsKind::tiers, .name = "support", .record = family});
    plan.levels[0].levels = {{.name = "all"}, {.name = "more", .when = some}};
  }
  ExprId count, some, days, most, first;
};

TEST(Chunks, BuffersAreReused) {
  const Many made(300);
  const Program program(made.database, made.clock, {made.count, made.some, made.most, made.first});
  const column::Chunk chunks[] = {column::chunk_of_families(made.database, 0, 100),
                                  column::chunk_of_families(made.database, 100, 200),
                                  column::chunk_of_families(made.database, 200, 300)};
  column::Evaluated out;
  const std::vector<column::Row> places{0, 3, 70, 199};
  std::vector<std::int64_t> lo(places.size()), hi(places.size());
  const auto run = [&](const column::Chunk& chunk) {
    program.run(chunk, out);
    EXPECT_TRUE(out.intervals_at(made.first, places, lo.data(), hi.data()));
  };
  run(chunks[0]);
  run(chunks[1]);
  const std::size_t times = allocations, bytes = allocated;
  run(chunks[2]);
  EXPECT_LT(allocations - times, 10U);
  EXPECT_LT(allocated - bytes, 1000U) << "something grows with the rows: there are 600 contacts here";
}

TEST(Chunks, WhatWaitsReusesItsBuffersToo) {
  const Many made(300);
  const Program program(made.database, made.clock, {});
  const auto work_out_all = [&](column::Row begin, column::Evaluated& out) {
    program.run(column::chunk_of_families(made.database, begin, begin + 100), out);
    std::size_t waited = 0;
    for (std::size_t i = 0; i < made.plan.exprs.size(); ++i) {
      waited += out.waiting[i];
      EXPECT_EQ(&out.values(ExprId(i)), &out.exprs[i]);
    }
    return waited;
  };
  column::Evaluated out;
  work_out_all(0, out);
  work_out_all(100, out);
  const std::size_t times = allocations, bytes = allocated;
  const std::size_t waited = work_out_all(200, out);
  EXPECT_GT(waited, 0U);
  // What is asked for alone makes a list of what it reads; no value of a row has a place there.
  EXPECT_LT(allocations - times, 10 + 8 * waited);
  EXPECT_LT(allocated - bytes, 1000U + 300 * waited);
}

TEST(Chunks, BuffersOfAnotherProgramAreNotMistaken) {
  Many made(5);
  const Program first(made.database, made.clock, {made.count});
  column::Clock later = made.clock;
  later.period_from = later.as_at;
  const Program second(made.database, later, {made.count});
  const column::Chunk all = column::chunk_of_families(made.database, 0, 5);
  column::Evaluated out, fresh;
  first.run(all, out);
  EXPECT_GT(out.interval(made.plan, made.count, 0).lo, 0);
  second.run(all, out);
  second.run(all, fresh);
  EXPECT_EQ(out.exprs[made.count.index()].lo, fresh.exprs[made.count.index()].lo);
  EXPECT_EQ(out.interval(made.plan, made.count, 1).hi, 0);
}

TEST(Chunks, NothingToDo) {
  const Many made(0);
  const Program program(made.database, made.clock, {made.count, made.some});
  column::Evaluated out;
  program.run(column::chunk_of_families(made.database, 0, 0), out);
  EXPECT_TRUE(out.exprs[made.count.index()].lo.empty());
}

}  // namespace
}  // namespace fairstart::exec::made::chunks_test
