// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/kernels/bounded.hpp"
#include "engine/kernels/cells.hpp"
#include "engine/kernels/intervals.hpp"
#include "engine/kernels/lists.hpp"
#include "engine/kernels/schemes.hpp"

namespace fairstart::kernels::kernels_test {
namespace {

using column::Interval;

TEST(MonthsMoved, IsTheSameAsMovingEachDate) {
  std::mt19937 random(7);
  std::vector<std::int64_t> lo{column::no_lower, base::first_day, base::last_day, 20000, 20000},
      hi{column::no_upper, base::first_day, base::last_day, column::no_upper, 20031};
  for (base::Day day = *base::day_of(2023, 12, 1); day < *base::day_of(2025, 4, 1); ++day) lo.push_back(day), hi.push_back(day);
  for (int i = 0; i < 2000; ++i) {
    const auto day = static_cast<std::int64_t>(random() % 70'000) - 15'000;
    lo.push_back(day), hi.push_back(day);
  }
  const std::size_t n = lo.size();
  std::vector<std::int64_t> table_lo(n), table_hi(n), each_lo(n), each_hi(n);
  for (const std::int64_t months : {-12, -1, 0, 1, 6, 24, 216, 200'000}) {
    for (const auto rounding : {base::Rounding::up, base::Rounding::down}) {
      const std::int64_t by = months * 1'000'000;
      MonthsMoved(months, rounding).move({lo.data(), hi.data(), 1}, {table_lo.data(), table_hi.data()}, n);
      shift({lo.data(), hi.data(), 1}, {&by, &by, 0}, true, true, rounding, {each_lo.data(), each_hi.data()}, n);
      ASSERT_EQ(table_lo, each_lo) << months;
      ASSERT_EQ(table_hi, each_hi) << months;
    }
  }
}

Interval score_of(const std::vector<ScoreItem>& items) {
  Interval out{7, 7};
  score(items, {&out.lo, &out.hi}, 1);
  return out;
}

constexpr Answer each_answer[] = {column::no, column::unknown, column::yes};

// Answers of rows in groups of 0 to 139, most often fewer, after some rows that are in none.
struct Grouped {
  explicit Grouped(unsigned seed) {
    std::mt19937 random(seed);
    constexpr unsigned lengths[] = {3, 3, 9, 17, 41, 140};
    const unsigned below = lengths[random() % 6];
    first.push_back(base + static_cast<Row>(random() % 3));
    for (std::size_t groups = random() % 30; groups > 0; --groups)
      first.push_back(first.back() + static_cast<Row>(random() % below));
    members.resize(6);
    for (auto& member : members)
      for (Row row = base; row < first.back(); ++row)
        member.push_back(random() % 3 == 0 ? column::no : each_answer[random() % 3]);
    for (Row g = 0; g + 1 < first.size(); ++g)
      if (random() % 4 == 0) open_rows.push_back(7 + g);
    // Two steps up: rows to clusters of the same rows, and from there to groups.
    owner.assign(first.back(), column::no_row);
    cluster.assign(first.back(), column::no_row);
    for (Row g = 0; g + 1 < first.size(); ++g) {
      if (first[g] < first[g + 1]) filled.push_back(7 + g);
      for (Row row = first[g]; row < first[g + 1]; ++row) cluster[row] = row, owner[row] = 7 + g;
    }
    up = {cluster.data(), owner.data()};
    for (Row row = base; row < first.back(); ++row) dates.push_back(random() % 7 == 0 ? column::DateCells::none : days(random));
    if (seed % 5 == 0)
      for (auto& member : members)
        for (Answer& answer : member)
          if (random() % 8 != 0) answer = column::no;
  }
  static std::int32_t days(std::mt19937& random) { return static_cast<std::int32_t>(random() % 40'000) - 10'000; }
  static constexpr Row base = 100;
  std::vector<Row> first, open_rows, filled, owner, cluster;
  std::vector<const Row*> up;
  std::vector<std::vector<Answer>> members;
  std::vector<std::int32_t> dates;
  // The same, with what is known about them beside.
  Groups known_groups() const {
    Groups groups{first.data(), base, first.size() - 1, {}, 7, up};
    if (filled.size() < groups.n) groups.filled = filled;
    return groups;
  }
  Groups groups() const { return {first.data(), base, first.size() - 1}; }
  Open open() const { return {false, open_rows, 7}; }
  bool is_open(std::size_t g) const { return std::find(open_rows.begin(), open_rows.end(), 7 + g) != open_rows.end(); }
};

TEST(Lists, AnyAndCountAreWhatOneRowAfterTheOtherGives) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const Grouped made(seed);
    const Groups groups = made.groups();
    std::vector<std::vector<Answer>> together(made.members.size(), std::vector<Answer>(groups.n, 9));
    std::vector<Answers> members;
    std::vector<Answer*> out;
    for (const auto& member : made.members) members.push_back({member.data(), 1});
    for (auto& each : together) out.push_back(each.data());
    Packed room;
    members.resize(1 + seed % 6), out.resize(1 + seed % 6);
    room.plain = seed % 2 == 0;
    any_of_several(members, seed % 3 == 0 ? groups : made.known_groups(), made.open(), room, out);
    for (std::size_t m = 0; m < members.size(); ++m) {
      std::vector<Answer> one(groups.n);
      std::vector<std::int64_t> lo(groups.n), hi(groups.n);
      any(members[m], seed % 4 < 2 ? groups : made.known_groups(), made.open(), one.data());
      const bool plain = seed % 5 < 3;
      count(members[m], seed % 3 == 0 ? groups : made.known_groups(), made.open(), {lo.data(), hi.data()}, plain);
      for (std::size_t g = 0; g < groups.n; ++g) {
        const Span trimmed = possible_rows(members[m], groups, g);
        std::size_t from = groups.begin(g), to = groups.end(g);
        while (from < to && made.members[m][from] == column::no) ++from;
        while (from < to && made.members[m][to - 1] == column::no) --to;
        ASSERT_EQ(trimmed.end - trimmed.begin, to - from) << seed;
        ASSERT_TRUE(from == to || trimmed.begin == from) << seed;
        unsigned some = made.is_open(g) ? column::unknown : column::no;
        std::int64_t certain = 0, possible = 0;
        for (std::size_t i = groups.begin(g); i < groups.end(g); ++i) {
          const Answer a = made.members[m][i];
          some |= a;
          certain += a & 1, possible += a >> 1;
        }
        ASSERT_EQ(one[g], some) << seed;
        ASSERT_EQ(together[m][g], some) << seed;
        ASSERT_EQ(lo[g], certain * 1'000'000) << seed;
        ASSERT_EQ(hi[g], made.is_open(g) ? column::no_upper : possible * 1'000'000) << seed;
      }
    }
  }
}

TEST(Lists, ThirtyAtOnceAreAsOneByOne) {
  const Grouped made(11);
  std::vector<std::vector<Answer>> together(30, std::vector<Answer>(made.groups().n, 9));
  std::vector<Answers> members;
  std::vector<Answer*> out;
  for (std::size_t i = 0; i < together.size(); ++i)
    members.push_back({made.members[i % 6].data(), 1}), out.push_back(together[i].data());
  for (const bool plain : {false, true}) {
    Packed room;
    room.plain = plain;
    for (const std::size_t lists : {7U, 8U, 23U, 30U}) {
      for (auto& each : together) std::fill(each.begin(), each.end(), Answer{9});
      any_of_several(std::span(members).first(lists), made.known_groups(), made.open(), room, std::span(out).first(lists));
      for (std::size_t i = 0; i < lists; ++i) {
        std::vector<Answer> one(made.groups().n);
        any(members[i], made.groups(), made.open(), one.data());
        ASSERT_EQ(together[i], one) << i << " of " << lists;
      }
    }
  }
}

TEST(Lists, PossibleRowsAreListedAlikeOnEveryProcessor) {
  std::mt19937 random(11);
  for (const std::size_t n : {0U, 1U, 15U, 16U, 17U, 63U, 64U, 65U, 200U, 1000U}) {
    for (const unsigned one_in : {1U, 2U, 3U, 20U, 300U}) {
      std::vector<Answer> answers;
      std::vector<std::uint32_t> expected;
      for (std::uint32_t i = 0; i < n; ++i) {
        answers.push_back(random() % one_in != 0 ? column::no : random() % 2 == 0 ? column::yes : column::unknown);
        if (answers.back() != column::no) expected.push_back(i);
      }
      for (const column::Width most : {column::Width::plain, column::Width::avx512, column::Width::avx512_vbmi2}) {
        std::vector<std::uint32_t> rows(n + column::list_slack);
        rows.resize(column::list_possible(answers.data(), n, rows.data(), most));
        ASSERT_EQ(rows, expected) << n << " rows, one in " << one_in << ", width " << static_cast<int>(most);
      }
    }
  }
}

TEST(Lists, PossibleRowsAreFoundInTheirGroups) {
  std::size_t few = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Grouped made(seed);
    for (const auto& member : made.members) {
      std::vector<std::pair<std::size_t, std::size_t>> found, expected;
      const Answers members{member.data(), 1};
      const std::size_t filled = made.filled.size();
      few += are_listed(members, made.known_groups()) && column::count_possible(member.data(), member.size()) <= filled ? 1 : 0;
      each_possible_group(members, made.known_groups(), [&](std::size_t g, Span rows) {
        found.insert(found.end(), {{g, rows.begin}, {g, rows.end}});
      });
      each_possible_group(members, made.groups(), [&](std::size_t g, Span rows) {
        expected.insert(expected.end(), {{g, rows.begin}, {g, rows.end}});
      });
      ASSERT_EQ(found, expected) << seed;
      std::size_t possible = 0, last = 0;
      column::each_possible(member.data(), member.size(), [&](std::size_t i) {
        ASSERT_NE(member[i], column::no);
        ASSERT_TRUE(possible == 0 || i > last);
        ++possible, last = i;
      });
      const auto all = static_cast<std::size_t>(std::count_if(member.begin(), member.end(), column::possibly));
      ASSERT_EQ(possible, all);
      ASSERT_EQ(column::count_possible(member.data(), member.size()), all);
      column::PossibleRows room;
      std::size_t listed = 0;
      for (const column::Row row : room.list(member.data(), member.size())) {
        ASSERT_TRUE(row < member.size() && member[row] != column::no);
        ASSERT_TRUE(listed == 0 || row > last);
        ++listed, last = row;
      }
      ASSERT_EQ(listed, all);
    }
  }
  EXPECT_GT(few, 50U);
}

TEST(Lists, LowestAndHighestDatesAreAsOfIntervals) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Grouped made(seed);
    const Groups groups = made.groups();
    std::vector<std::int64_t> lo(made.dates.size()), hi(made.dates.size());
    for (std::size_t i = 0; i < made.dates.size(); ++i) {
      const bool known = made.dates[i] != column::DateCells::none;
      lo[i] = known ? made.dates[i] : column::no_lower, hi[i] = known ? made.dates[i] : column::no_upper;
    }
    for (const bool highest : {false, true}) {
      std::vector<std::int64_t> expected_lo(groups.n), expected_hi(groups.n), got_lo(groups.n), got_hi(groups.n);
      const Answers members{made.members[0].data(), 1};
      summarise(highest ? plan::Summary::highest : plan::Summary::lowest, members, {lo.data(), hi.data(), 1}, Interval{},
                groups, made.open(), {expected_lo.data(), expected_hi.data()});
      for (const bool plain : {false, true}) {
        Keys room;
        room.plain = plain;
        extreme_date(highest, members, made.dates.data(), Interval{}, groups, made.open(), room,
                     {got_lo.data(), got_hi.data()});
        ASSERT_EQ(got_lo, expected_lo) << seed << ' ' << plain;
        ASSERT_EQ(got_hi, expected_hi) << seed << ' ' << plain;
      }
    }
  }
}

TEST(Intervals, DifferencesAreExactOrUnbounded) {
  const std::int64_t ends[] = {column::no_lower, column::no_lower + 1,  -(std::int64_t{1} << 41), -20'000,         0, 1,
                               20'000,           std::int64_t{1} << 40, column::no_upper - 1,     column::no_upper};
  for (const std::int64_t a_lo : ends) {
    for (const std::int64_t a_hi : ends) {
      for (const std::int64_t b_lo : ends) {
        for (const std::int64_t b_hi : ends) {
          if (a_lo > a_hi || b_lo > b_hi) continue;
          // Of two rows, so that the one beside must not be changed by how this one is worked out.
          const std::int64_t left_lo[] = {a_lo, 9}, left_hi[] = {a_hi, 9}, right_lo[] = {b_lo, 4}, right_hi[] = {b_hi, 4};
          std::int64_t lo[2], hi[2];
          days_between({left_lo, left_hi, 1}, {right_lo, right_hi, 1}, {lo, hi}, 2);
          const bool no_lo = !finite(a_lo) || !finite(b_hi), no_hi = !finite(a_hi) || !finite(b_lo);
          const Wide least = (static_cast<Wide>(a_lo) - b_hi) * 1'000'000, most = (static_cast<Wide>(a_hi) - b_lo) * 1'000'000;
          Interval expected;
          if ((no_lo || fits(least)) && (no_hi || fits(most))) {
            expected = {no_lo ? column::no_lower : static_cast<std::int64_t>(least),
                        no_hi ? column::no_upper : static_cast<std::int64_t>(most)};
          }
          ASSERT_EQ((Interval{lo[0], hi[0]}), expected) << a_lo << ' ' << a_hi << ' ' << b_lo << ' ' << b_hi;
          ASSERT_EQ((Interval{lo[1], hi[1]}), (Interval{5'000'000, 5'000'000}));
        }
      }
    }
  }
}

TEST(Scores, NarrowOnesAreTheSame) {
  std::mt19937 random(3);
  std::size_t narrow = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<ScoreItem> items(1 + random() % 9);
    std::vector<std::vector<Answer>> answers;
    constexpr std::size_t rows = 700;
    for (ScoreItem& item : items) {
      item.points = static_cast<std::int64_t>(random() % 9) * (round % 2 == 0 ? 1'000'000 : 250'000);
      if (random() % 40 == 0) item.points = -item.points;
      if (random() % 3 == 0) item.up_to = 2'000'000;
      std::vector<Answer>& each = answers.emplace_back();
      for (std::size_t i = 0; i < rows; ++i) each.push_back(each_answer[random() % 3]);
    }
    std::vector<Answers> read;
    for (std::size_t k = 0; k < items.size(); ++k) {
      items[k].answer = {answers[k].data(), random() % 4 == 0 ? std::size_t{0} : 1};
      read.push_back(items[k].answer);
    }
    std::vector<std::int64_t> lo(rows), hi(rows), expected_lo(rows), expected_hi(rows);
    score(items, {expected_lo.data(), expected_hi.data()}, rows);
    const auto made = NarrowScore::of(items);
    if (!made) continue;
    ++narrow;
    made->add_up(read, {lo.data(), hi.data()}, rows);
    ASSERT_EQ(lo, expected_lo);
    ASSERT_EQ(hi, expected_hi);
  }
  EXPECT_GT(narrow, 100U);
  EXPECT_FALSE(NarrowScore::of({{.points = 128'000'000}, {.points = 1'000'000}}));
  EXPECT_FALSE(NarrowScore::of({{.points = 1'000'000, .counts = true}}));
}

TEST(Lists, LongGroupsAreCountedToTheEnd) {
  const std::vector<Answer> rows(100'003, column::yes);
  const Row first[] = {0, 3, 100'003};
  std::int64_t lo[2], hi[2];
  for (const bool plain : {false, true}) {
    count({rows.data(), 1}, {first, 0, 2}, {}, {lo, hi}, plain);
    EXPECT_EQ(lo[1], 100'000 * std::int64_t{1'000'000});
    EXPECT_EQ(hi[0], 3'000'000);
  }
}

// The narrow cells against constants at and beyond the ends of what they hold.
template <class Cells, class Make>
void expect_as_intervals(const Make& make, std::int64_t scale, const std::vector<std::int64_t>& constants, Cells cells = {}) {
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) cells.cells.push_back(random() % 5 == 0 ? Cells::none : make(static_cast<unsigned>(random())));
  const column::Column column{cells, {}};
  const std::size_t n = cells.cells.size() - 3;
  std::vector<std::int64_t> lo(n), hi(n);
  const Interval unknown_cell{};
  read_cells(column, 3, unknown_cell, {lo.data(), hi.data()}, n);
  for (const std::int64_t constant : constants) {
    for (int comparison = 0; comparison < 6; ++comparison) {
      const auto as = static_cast<plan::Comparison>(comparison);
      std::vector<Answer> narrow(n), wide(n);
      Answer when_unknown = column::unknown;
      compare(as, {&unknown_cell.lo, &unknown_cell.hi, 0}, {&constant, &constant, 0}, &when_unknown, 1);
      compare(as, {lo.data(), hi.data(), 1}, {&constant, &constant, 0}, wide.data(), n);
      compare_cells(column, 3, *cell_range(column, as, constant, when_unknown), narrow.data(), n);
      ASSERT_EQ(narrow, wide) << "scale " << scale << ", comparison " << comparison << " with " << constant;
      std::vector<Answer> with(n), joined(n, 9);
      for (Answer& answer : with) answer = each_answer[random() % 3];
      and_cells(column, 3, *cell_range(column, as, constant, when_unknown), with.data(), joined.data(), n);
      for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(joined[i], wide[i] & with[i]) << "scale " << scale;
      and_cells(column, 3, *cell_range(column, as, constant, when_unknown), with.data(), with.data(), n);
      ASSERT_EQ(with, joined) << "scale " << scale << ", into themselves";
    }
  }
}

TEST(Cells, OfEveryWidthCompareAsIntervalsDo) {
  const auto small = [](unsigned drawn) { return static_cast<std::int32_t>(drawn % 9) - 4; };
  expect_as_intervals<column::CodeCells>([](unsigned drawn) { return static_cast<std::uint16_t>(drawn % 6); }, 1,
                                         {-1, 0, 3, 5, 6, 65534, 65535, 65536});
  expect_as_intervals<column::DateCells>(small, 1, {-5, -4, 0, 2, 4, 5, INT32_MAX, std::int64_t{INT32_MIN}, INT64_MAX - 1});
  expect_as_intervals<column::WholeCells>(small, 1'000'000,
                                          {-4'000'000, -3'999'999, 0, 1, 2'000'000, 1'999'999, INT64_MAX - 1, INT64_MIN + 1});
  expect_as_intervals<column::WholeCells>(small, 10'000, {-40'000, -39'999, 0, 1, 20'000, 19'999, INT64_MAX - 1, INT64_MIN + 1},
                                          {.unit = column::WholeCells::hundredths});
  expect_as_intervals<column::NumberCells>(
      [](unsigned drawn) { return drawn % 11 == 0 ? INT64_MAX - 1 : std::int64_t{drawn % 7}; }, 1,
      {-1, 0, 3, 6, INT64_MAX - 1, INT64_MIN + 1});
  expect_as_intervals<column::TextCells>([](unsigned drawn) { return drawn % 5; }, 1, {-2, 0, 3, 5});
}

// Each number alone, so that the one result tells of it; against whole division.
TEST(Cells, NumbersAreUnitsWhereUnitsSayThem) {
  std::mt19937_64 random(3);
  std::vector<std::int64_t> numbers = {0,     1,      -1,     INT64_MAX, INT64_MIN + 1, std::int64_t{1} << 53,
                                       9'999, 10'000, 10'001, -10'000,   -10'001,       (std::int64_t{1} << 53) + 10'000};
  for (const std::int64_t last : {std::int64_t{INT32_MAX}, std::int64_t{INT32_MIN}})
    for (std::int64_t near = -2; near <= 2; ++near)
      for (const std::int64_t more : {0, 1, -1}) numbers.push_back((last + near) * 10'000 + more);
  for (int i = 0; i < 100'000; ++i) {
    const auto drawn = static_cast<std::int64_t>(random()) >> (random() % 63);
    numbers.push_back(i % 2 == 0 ? drawn : drawn / 10'000 * 10'000);
  }
  int said = 0;
  for (const std::int64_t number : numbers) {
    std::int32_t units = 7;
    const bool can = number % 10'000 == 0 && number / 10'000 > INT32_MIN && number / 10'000 <= INT32_MAX;
    ASSERT_EQ(to_units(&number, 1, 10'000, &units), can) << number;
    if (can) { ASSERT_EQ(units, number / 10'000) << number; }
    said += can ? 1 : 0;
  }
  EXPECT_GT(said, 10'000);
  // Among many, the only one that can't be said, wherever it stands; unknown ones are units' own.
  for (std::size_t wrong = 0; wrong < 40; ++wrong) {
    std::vector<std::int64_t> many(40);
    for (std::size_t i = 0; i < many.size(); ++i)
      many[i] = i % 7 == 3 ? column::NumberCells::none : static_cast<std::int64_t>(i) * 10'000 - 150'000;
    std::vector<std::int32_t> units(many.size());
    ASSERT_TRUE(to_units(many.data(), many.size(), 10'000, units.data()));
    for (std::size_t i = 0; i < many.size(); ++i)
      ASSERT_EQ(units[i], i % 7 == 3 ? column::WholeCells::none : static_cast<std::int32_t>(i) - 15);
    many[wrong] = 5;
    ASSERT_FALSE(to_units(many.data(), many.size(), 10'000, units.data())) << wrong;
  }
}

TEST(Cells, DaysAreYesNoOrOutsideTheCalendar) {
  column::DateCells cells;
  for (std::int32_t day = -50; day < 50; ++day) cells.cells.push_back(day);
  cells.cells.push_back(column::DateCells::none);
  std::vector<Answer> out(cells.cells.size());
  for (const bool negated : {false, true}) {
    compare_days(cells, 0, {.first = -10, .last = 5, .known_first = -20, .known_last = 30, .negated = negated}, out.data(),
                 out.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::int32_t day = cells.cells[i];
      const Answer known = column::answer_of((day >= -10 && day <= 5) != negated);
      ASSERT_EQ(out[i], day >= -20 && day <= 30 ? known : column::unknown) << day;
    }
  }
}

TEST(Numbers, SmallAndLargeDifferencesAreExact) {
  std::mt19937_64 random(11);
  const auto some_end = [&] {
    const int bits = static_cast<int>(random() % 63);
    return static_cast<std::int64_t>(random() >> (63 - bits)) * (random() % 2 == 0 ? 1 : -1);
  };
  for (int i = 0; i < 20'000; ++i) {
    Interval a{some_end(), some_end()}, b{some_end(), some_end()};
    if (a.lo > a.hi) std::swap(a.lo, a.hi);
    if (b.lo > b.hi) std::swap(b.lo, b.hi);
    Interval plain, days;
    subtract({&a.lo, &a.hi, 1}, {&b.lo, &b.hi, 1}, {&plain.lo, &plain.hi}, 1);
    days_between({&a.lo, &a.hi, 1}, {&b.lo, &b.hi, 1}, {&days.lo, &days.hi}, 1);
    const auto exact = [&](__int128 scale) -> Interval {
      const __int128 lo = (static_cast<__int128>(a.lo) - b.hi) * scale, hi = (static_cast<__int128>(a.hi) - b.lo) * scale;
      const auto fits = [](__int128 end) { return end > INT64_MIN && end < INT64_MAX; };
      return fits(lo) && fits(hi) ? Interval{static_cast<std::int64_t>(lo), static_cast<std::int64_t>(hi)} : Interval{};
    };
    ASSERT_EQ(plain, exact(1));
    ASSERT_EQ(days, exact(1'000'000));
  }
}

TEST(Score, LargePointsAreSummedExactly) {
  const Answer yes = column::yes, unknown = column::unknown;
  const std::int64_t large = INT64_MAX - 10;
  const ScoreItem more{.points = large, .answer = {&yes, 0}}, less{.points = -large, .answer = {&yes, 0}};
  const ScoreItem perhaps{.points = 3, .answer = {&unknown, 0}};
  EXPECT_EQ(score_of({more, less, perhaps}), (Interval{0, 3})) << "no part of the sum is rounded or cut";
  EXPECT_EQ(score_of({more, more}), Interval{});
  EXPECT_EQ(score_of({}), (Interval{0, 0}));
}

}  // namespace
}  // namespace fairstart::kernels::kernels_test
