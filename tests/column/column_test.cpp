// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/column/database.hpp"
#include "engine/column/reorder.hpp"

namespace fairstart::column::column_test {
namespace {

using types::Measure;

TEST(Column, StorageByType) {
  const auto is = []<class Cells>(const types::Type& type, const Cells&) {
    return std::holds_alternative<Cells>(column_for(type).cells);
  };
  EXPECT_TRUE(is(types::yes_no(), AnswerCells{}));
  EXPECT_TRUE(is(types::date(), DateCells{}));
  EXPECT_TRUE(is(types::text(), TextCells{}));
  EXPECT_TRUE(is(types::code(types::CodeListId(0U)), CodeCells{}));
  EXPECT_TRUE(is(types::whole_number(), WholeCells{}));
  EXPECT_TRUE(is(types::number(Measure::days), WholeCells{}));
  EXPECT_TRUE(is(types::number(Measure::months), WholeCells{}));
  EXPECT_TRUE(is(types::number(Measure::money), NumberCells{}));
  EXPECT_TRUE(is({.kind = types::Kind::codes}, SetCells{}));
  EXPECT_TRUE(is({.kind = types::Kind::link}, LinkCells{}));
  types::Type per_day = types::number(Measure::days);
  per_day.per = types::Base{Measure::months, {}};
  EXPECT_TRUE(is(per_day, NumberCells{}));
}

TEST(Column, NewCellsAreUnknown) {
  for (const types::Type& type :
       {types::yes_no(), types::date(), types::text(), types::code(types::CodeListId(0U)), types::whole_number(),
        types::number(), types::Type{.kind = types::Kind::codes}, types::Type{.kind = types::Kind::link}}) {
    Column column = column_for(type);
    resize(column, 3);
    for (Row row = 0; row < 3; ++row) {
      EXPECT_FALSE(is_known(column, row));
      EXPECT_EQ(why_missing(column, row), plan::Missing::not_recorded);
      EXPECT_EQ(answer_at(column, row), unknown);
      EXPECT_EQ(interval_at(column, row), Interval{});
    }
  }
  Column nothing;
  resize(nothing, 3);
  EXPECT_FALSE(is_known(nothing, 2));
  EXPECT_EQ(answer_at(nothing, 2), unknown);
}

TEST(Column, ValuesAsTheEngineSeesThem) {
  const Column whole{WholeCells{{3, WholeCells::none, -2}}, {}};
  EXPECT_EQ(interval_at(whole, 0), (Interval{3'000'000, 3'000'000}));
  EXPECT_EQ(interval_at(whole, 1), Interval{});
  EXPECT_EQ(interval_at(whole, 2).lo, -2'000'000);
  Column hundredths{WholeCells{{150, WholeCells::none, -1}, WholeCells::hundredths}, {}};
  for (int widened = 0; widened < 2; ++widened) {
    EXPECT_EQ(std::holds_alternative<NumberCells>(hundredths.cells), widened == 1);
    EXPECT_EQ(interval_at(hundredths, 0), (Interval{1'500'000, 1'500'000}));
    EXPECT_FALSE(is_known(hundredths, 1));
    EXPECT_EQ(interval_at(hundredths, 2).lo, -10'000);
    if (widened == 0) widen(hundredths);
  }
  const Column number{NumberCells{{1'500'000}}, {}};
  EXPECT_EQ(interval_at(number, 0).hi, 1'500'000);
  const Column sets{SetCells{{0b101, SetCells::none, 0, (std::uint64_t{1} << 63U) - 1}}, {}};
  EXPECT_EQ(interval_at(sets, 0), (Interval{5, 5})) << "its bits";
  EXPECT_EQ(interval_at(sets, 1), Interval{});
  EXPECT_EQ(interval_at(sets, 2), (Interval{0, 0})) << "none of the codes is known too";
  EXPECT_TRUE(interval_at(sets, 3).known()) << "all of 63 codes";
  const Column links{LinkCells{{7, LinkCells::none}}, {}};
  EXPECT_EQ(interval_at(links, 0), (Interval{7, 7}));
  EXPECT_FALSE(is_known(links, 1));
  const Column answers{AnswerCells{{yes, no, unknown}},
                       {plan::Missing::not_recorded, plan::Missing::not_recorded, plan::Missing::declined}};
  EXPECT_EQ(answer_at(answers, 0), yes);
  EXPECT_EQ(answer_at(answers, 1), no);
  EXPECT_FALSE(is_known(answers, 2));
  EXPECT_EQ(why_missing(answers, 2), plan::Missing::declined);
}

TEST(TextPool, TextsOnceEachAndInOrder) {
  TextPool pool;
  EXPECT_EQ(pool.find("a"), TextPool::no_text);
  EXPECT_EQ(pool.intern("a"), 0U);
  EXPECT_EQ(pool.intern(""), 1U);
  EXPECT_EQ(pool.intern("a"), 0U);
  const std::string large(200'000, 'x');
  EXPECT_EQ(pool.intern(large), 2U);
  for (int i = 0; i < 20'000; ++i) pool.intern("text " + std::to_string(i));
  EXPECT_EQ(pool.size(), 20'003U);
  EXPECT_EQ(pool.text(0), "a");
  EXPECT_EQ(pool.text(1), "");
  EXPECT_EQ(pool.text(2), large);
  EXPECT_EQ(pool.text(pool.find("text 777")), "text 777");
  pool.forget_from(3);
  EXPECT_EQ(pool.size(), 3U);
  EXPECT_EQ(pool.find("text 777"), TextPool::no_text);
  EXPECT_EQ(pool.find(large), 2U);
  EXPECT_EQ(pool.intern("text 777"), 3U);
}

TEST(Answers, KleeneByBits) {
  for (const Answer a : {no, unknown, yes}) {
    EXPECT_EQ(negated(negated(a)), a);
    EXPECT_EQ(a & no, no);
    EXPECT_EQ(a | yes, yes);
  }
  EXPECT_EQ(negated(unknown), unknown);
  EXPECT_EQ(unknown & yes, unknown);
  EXPECT_EQ(unknown | no, unknown);
}

// Each byte of large values is in one piece, and nothing else is.
TEST(Column, PiecesAreTheMemoryOfLargeValues) {
  constexpr std::size_t rows = 5'000'000;
  Table table;
  table.rows = rows;
  table.columns.resize(3);
  const auto& numbers = std::get<NumberCells>((table.columns[0] = {NumberCells{std::vector<std::int64_t>(rows, 7)}, {}}).cells);
  table.columns[1] = {CodeCells{std::vector<std::uint16_t>(rows, 3)}, std::vector<plan::Missing>(rows)};
  table.owner.assign(rows, 1);
  table.first.assign(100, 0);  // too little to be worth it
  for (std::size_t i = 0; i < 200'000; ++i) table.keys.add("a key " + std::to_string(i));
  std::vector<Piece> pieces = pieces_of(table);
  std::size_t bytes = 0;
  for (const Piece& piece : pieces) {
    EXPECT_LE(piece.bytes, std::size_t{16} << 20U);
    bytes += piece.bytes;
  }
  const std::size_t of_keys = table.keys.bytes() - 200'000 * sizeof(std::uint32_t);  // their ends are under a megabyte
  EXPECT_EQ(bytes, rows * (8 + 2 + 1 + 4) + of_keys);
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.at < b.at; });
  for (std::size_t i = 1; i < pieces.size(); ++i)
    EXPECT_LE(static_cast<const char*>(pieces[i - 1].at) + pieces[i - 1].bytes, static_cast<const char*>(pieces[i].at));
  for (const Piece& piece : pieces) give_back(piece);
  EXPECT_EQ(numbers.cells.size(), rows) << "vectors stay, whatever they hold";
}

}  // namespace
}  // namespace fairstart::column::column_test
