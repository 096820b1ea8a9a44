// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/blocks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "engine/column/database.hpp"
#include "engine/readers/csv.hpp"
#include "engine/readers/in_order.hpp"
#include "engine/readers/json_text.hpp"
#include "engine/readers/plain_values.hpp"
#include "engine/readers/scan.hpp"
#include "engine/readers/short_cells.hpp"
#include "engine/readers/values.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::readers::blocks_test {
namespace {

std::string cut_in_blocks(const std::string& text, std::size_t block_bytes, std::vector<std::string>& blocks) {
  const harness::TemporaryFolder folder;
  folder.write("a.csv", text);
  auto file = InputFile::open(folder.path() / "a.csv");
  FingerprintOf fingerprint;
  Blocks source(file.value(), &fingerprint, block_bytes, 1000);
  Block block;
  while (source.next(block)) blocks.emplace_back(block.text(), block.size);
  return fingerprint.result().xxh128;
}

// Where records end, as the reader of single records has it.
std::vector<std::size_t> ends_of_records(const std::string& text) {
  std::size_t used = 0;
  CsvReader csv(
      [&](char* to, std::size_t room) {
        const std::size_t size = std::min(room, text.size() - used);
        text.copy(to, size, used);
        used += size;
        return static_cast<std::ptrdiff_t>(size);
      },
      1000);
  std::vector<std::size_t> ends;
  while (csv.next() == CsvReader::Next::record) ends.push_back(csv.bytes_used());
  return ends;
}

TEST(Blocks, EndWhereRecordsDo) {
  const std::string text =
      "\xEF\xBB\xBF\"a\nb\",c\n1,\"two\nlines\"\r\n\n3,\"say "
      "\"\"yes\"\"\n\"\n\"\"\"\",5\"6\nseven,\"\"\n8\"\n,9\n\"x\"y\"\n,1\n10,last";
  const std::vector<std::size_t> ends = ends_of_records(text);
  EXPECT_EQ(ends.size(), 10U);
  for (std::size_t bytes = 1; bytes < text.size() + 2; ++bytes) {
    std::vector<std::string> blocks;
    FingerprintOf whole;
    whole.add(text);
    EXPECT_EQ(cut_in_blocks(text, bytes, blocks), whole.result().xxh128);
    std::string together;
    for (const std::string& block : blocks) {
      together += block;
      // A line with nothing on it ends no record, and may end a block.
      EXPECT_TRUE(block == blocks.back() || std::count(ends.begin(), ends.end(), together.size()) == 1 ||
                  together.ends_with("\n\n"))
          << bytes << " bytes: " << together;
    }
    EXPECT_EQ(together, text);
    EXPECT_TRUE(bytes > 16 || blocks.size() > 3U);
  }
}

TEST(Blocks, AQuoteThatNeverClosesIsNotFollowedFarther) {
  std::vector<std::string> blocks;
  cut_in_blocks("a,b\n1,\"" + std::string(100'000, 'x'), 64, blocks);
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0], "a,b\n");
  EXPECT_GT(blocks[1].size(), 1000U);
  EXPECT_LT(blocks[1].size(), 4000U);
}

RC_GTEST_PROP(Scan, EveryWayFindsTheSame, ()) {
  const auto count = *rc::gen::inRange<std::size_t>(0, 200);
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      count, rc::gen::element<std::string>(",", "\n", "\"", std::string(1, '\0'), "\xC3\xA9", "abc", std::string(30, 'x'),
                                           std::string(100, ','), "12,3\r\n"));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  const std::size_t size = text.size();
  text += std::string(scan_margin, *rc::gen::element(',', '\0', '\xFF', '"'));  // what comes after counts for nothing
  std::vector<std::uint32_t> marks[4];
  Scanned found[4];
  Scanned (*const ways[])(const char*, std::size_t, std::uint32_t*) = {scan_plainly, scan_by_16, scan_by_32, scan_by_64};
  for (std::size_t i = 0; i < 4; ++i) {
    marks[i].resize(size + scan_margin);
    found[i] = ways[i](text.data(), size, marks[i].data());
    marks[i].resize(found[i].marks);
    RC_ASSERT(marks[i] == marks[0]);
    RC_ASSERT(found[i].newlines == found[0].newlines);
    RC_ASSERT(found[i].quotes == found[0].quotes);
    RC_ASSERT(found[i].beyond_ascii == found[0].beyond_ascii);
    RC_ASSERT(found[i].nul == found[0].nul);
  }
}

RC_GTEST_PROP(PlainValues, AreReadAsTheirCarefulReadersRead, ()) {
  const auto digit = rc::gen::element('0', '1', '2', '9', '3', '0', '1');
  const auto any = rc::gen::element('0', '1', '5', '9', '.', '-', ',', ' ', ':', '/', '\xB0', 'e', '+');
  std::string text = *rc::gen::oneOf(rc::gen::container<std::string>(digit), rc::gen::container<std::string>(any));
  if (*rc::gen::arbitrary<bool>() && !text.empty()) text[*rc::gen::inRange<std::size_t>(0, text.size())] = *any;
  const std::string padded = text + std::string(64, *rc::gen::element('0', '7', '\0', '.'));
  if (std::int64_t value = 0; plain_decimal(padded.data(), text.size(), value)) RC_ASSERT(parse_number(text) == value);
  if (std::uint64_t value = 0; plain_digits(padded.data(), text.size(), value)) RC_ASSERT(std::stoull(text) == value);
  std::int64_t key = 0;
  const bool plain = plain_key(padded.data(), text.size(), key);
  RC_ASSERT(!plain || column::canonical_integer(text) == key);
  // What is written plainly is taken, so that the quick way is the usual one.
  const bool digits = !text.empty() && text.size() <= 16 && text.find_first_not_of("0123456789") == std::string::npos;
  RC_ASSERT(plain == (digits && (text.size() == 1 || text[0] != '0')));
  const bool json = text.size() <= 16 && text.find_first_of("-e") == std::string::npos && is_json_number(text);
  RC_ASSERT(is_plain_json_number(padded.data(), text.size()) == json);
}

// Texts as cells of a column, each with what may stand after it.
struct AsCells {
  std::string text = std::string(Block::margin, '\n');
  std::vector<std::uint32_t> ends;
  std::vector<std::string> cells;
  explicit AsCells(const std::vector<std::string>& all, bool lines_end = false) : cells(all) {
    ends.push_back(static_cast<std::uint32_t>(text.size() - 1));
    for (const std::string& cell : all) {
      text += cell + (lines_end && cell.size() % 2 == 0 ? "\r" : "") + '\n';
      ends.push_back(static_cast<std::uint32_t>(text.size() - 1));
    }
    text += std::string(Block::margin, '7');
    column = {text.data(), ends.data(), all.size(), 1, false, 1, lines_end};
  }
  AsCells(const AsCells&) = delete;
  AsCells& operator=(const AsCells&) = delete;
  const char* at(std::size_t i) const { return column.begin(i); }
  Grid::Column column{};
};

std::vector<std::string> short_texts() {
  const auto usual = rc::gen::element<std::string>("", "0", "7", "12", "007", "00", "12345678", "99999999", "123456789", "0.5",
                                                   ".5", "5.", "1.2.3", "26095.78", "1.123456", "1.1234567", "12.50", "-3",
                                                   "true", "false", "truely", "2024-02-29", "2023-02-29", "1799-12-31",
                                                   "2199-12-31", "2200-01-01", "2000-1-001", "20000-1-01", "\"12\"", " 12");
  const auto any = rc::gen::container<std::string>(rc::gen::element('0', '1', '5', '9', '.', '-', ':', '/', 'e', '\xB0'));
  const auto count = *rc::gen::inRange<std::size_t>(0, kernels::ShortTexts::most + 1);
  return *rc::gen::container<std::vector<std::string>>(count, rc::gen::oneOf(usual, any));
}

// What many are read as at once is what each is read as by itself.
RC_GTEST_PROP(ShortTexts, AreReadAsEachByItself, ()) {
  const AsCells all(short_texts(), *rc::gen::arbitrary<bool>());
  const std::size_t count = all.cells.size();
  const bool blanks = *rc::gen::arbitrary<bool>();
  const auto texts = std::make_unique<kernels::ShortTexts>();
  std::vector<std::uint8_t> read(count), answers(count);
  std::vector<std::int32_t> wholes(count), days(count);
  std::vector<std::int64_t> numbers(count);
  std::vector<std::uint32_t> keys(count);
  const auto agrees = [&](bool all_read, std::size_t i, bool one_is_read, auto one, auto among_many) {
    RC_ASSERT((read[i] != 0) == one_is_read);
    RC_ASSERT(!one_is_read || one == among_many);
    RC_ASSERT(!all_read || one_is_read);
  };
  const auto all_are = [&](bool said) { RC_ASSERT(said == (std::count(read.begin(), read.end(), 0) == 0)); };

  take_cells(all.column, 0, count, *texts);
  RC_ASSERT(texts->count == count);
  const std::uint32_t least = *rc::gen::element<std::uint32_t>(0, 5, 100'000'000),
                      highest = *rc::gen::element(99'999'999U, 12U);
  bool together = kernels::read_whole(*texts, {least, highest}, blanks, -7, wholes.data(), read.data());
  all_are(together);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t value = 0;
    const bool plain = plain_digits_8(all.at(i), all.cells[i].size(), value) && value >= least && value <= highest;
    const bool blank = all.cells[i].empty();
    agrees(together, i, blank ? blanks : plain, blank ? -7 : static_cast<std::int32_t>(value), wholes[i]);
  }

  const std::int64_t lowest = *rc::gen::element<std::int64_t>(INT64_MIN, 1'000'000),
                     most = *rc::gen::element(INT64_MAX, 12'000'000L);
  together = kernels::read_numbers(*texts, {lowest, most}, blanks, -7, numbers.data(), read.data());
  all_are(together);
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t value = 0;
    // Longer ones are left to the reader of one.
    const bool plain =
        all.cells[i].size() <= 8 && plain_decimal(all.at(i), all.cells[i].size(), value) && value >= lowest && value <= most;
    const bool blank = all.cells[i].empty();
    agrees(together, i, blank ? blanks : plain, blank ? -7 : value, numbers[i]);
  }

  together = kernels::read_keys(*texts, keys.data(), read.data());
  all_are(together);
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t value = 0;
    const bool plain = all.cells[i].size() <= 8 && plain_key(all.at(i), all.cells[i].size(), value);
    agrees(together, i, plain, value, std::int64_t{keys[i]});
  }

  kernels::KnownTexts known;
  if (blanks) known.add(0, 2);
  const std::string first = *rc::gen::element<std::string>("7", "true", "12345678"), zeros(8, '\0');
  known.add(eight_characters((first + zeros).data()), 3);
  known.add(eight_characters(("false" + zeros).data()), 1);
  together = kernels::read_known(*texts, known, answers.data(), read.data());
  all_are(together);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& cell = all.cells[i];
    const bool is_known = (cell.empty() && blanks) || cell == first || cell == "false";
    agrees(together, i, is_known, cell.empty() ? 2 : cell == first ? 3 : 1, int{answers[i]});
  }

  take_dates(all.column, 0, count, *texts);
  const std::int32_t from = *rc::gen::element(INT32_MIN, 0);
  const std::int32_t to = *rc::gen::element(INT32_MAX, *base::day_of(2024, 2, 28));
  together = kernels::read_dates(*texts, {from, to}, blanks, -7, days.data(), read.data());
  all_are(together);
  for (std::size_t i = 0; i < count; ++i) {
    base::Day day = 0;
    const bool plain = PlainDates::table().parse(all.at(i), all.cells[i].size(), day) && day >= from && day <= to;
    const bool blank = all.cells[i].empty();
    agrees(together, i, blank ? blanks : plain, blank ? -7 : day, days[i]);
  }
}

TEST(ShortTexts, EveryDayOfFourHundredYears) {
  const auto texts = std::make_unique<kernels::ShortTexts>();
  std::array<std::int32_t, kernels::ShortTexts::most> days{};
  std::array<std::uint8_t, kernels::ShortTexts::most> read{};
  for (base::Day day = *base::day_of(1799, 12, 1); day < *base::day_of(2200, 1, 31); day += 256) {
    std::vector<std::string> written;
    for (base::Day i = 0; i < 256; ++i) written.push_back(base::format_iso_date(day + i));
    const AsCells all(written);
    take_dates(all.column, 0, written.size(), *texts);
    kernels::read_dates(*texts, {}, true, 0, days.data(), read.data());
    for (std::size_t i = 0; i < written.size(); ++i) {
      const bool near = written[i] >= "1800" && written[i] < "2200";
      ASSERT_EQ(read[i] != 0, near) << written[i];
      if (near) { ASSERT_EQ(days[i], day + static_cast<base::Day>(i)) << written[i]; }
    }
  }
}

TEST(ShortTexts, RowsOfKeysThatCountUp) {
  const std::vector<std::uint32_t> keys{5, 4, 0, 99'999'999, 14, 15, 5, 6, 7};
  std::vector<std::uint32_t> rows(keys.size());
  EXPECT_FALSE(kernels::rows_of_counted(keys.data(), keys.size(), 5, 10, rows.data()));
  const std::uint32_t none = column::no_row;
  EXPECT_EQ(rows, (std::vector<std::uint32_t>{0, none, none, none, 9, none, 0, 1, 2}));
  EXPECT_TRUE(kernels::rows_of_counted(keys.data(), keys.size(), 0, 100'000'000, rows.data()));
  EXPECT_EQ(rows, keys);
}

TEST(PlainValues, DatesOfEveryDayAndOfNone) {
  const auto& dates = PlainDates::table();
  const auto read = [&](const std::string& text) -> std::optional<base::Day> {
    base::Day day = 0;
    const std::string padded = text + std::string(64, '1');
    if (!dates.parse(padded.data(), text.size(), day)) return {};
    return day;
  };
  for (base::Day day = *base::day_of(1800, 1, 1); day < *base::day_of(2200, 1, 1); ++day)
    ASSERT_EQ(read(base::format_iso_date(day)), day);
  for (const char* text :
       {"2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31", "2024/01/01", "2024-1-01",
        "2024-01-1", "2024-01-01T", "0001-01-01", "9999-12-31", "202a-01-01", "2024-0:-01", "2024-01-0:", "2024-01-:0"})
    EXPECT_EQ(read(text), std::nullopt) << text;
}

TEST(InOrder, PiecesAreTakenInTheirOrder) {
  for (const auto& [threads, places] : {std::pair{1U, 1U}, {2U, 2U}, {2U, 6U}, {5U, 7U}}) {
    std::vector<int> at(places), number(places), taken;
    std::vector<std::atomic<bool>> is_in_use(places);
    std::atomic<bool> alone = true;
    int next = 0;
    const auto use = [&](std::size_t place, const auto& how) {
      if (is_in_use[place].exchange(true)) alone = false;
      how();
      is_in_use[place] = false;
    };
    EXPECT_TRUE(in_order(
        threads, places,
        [&](std::size_t place) {
          at[place] = number[place] = next;
          return next++ < 200;
        },
        [&](std::size_t place) {
          use(place, [&] {
            if (number[place] % 5 == 0) std::this_thread::yield();
            at[place] *= 3;
          });
        },
        [&](std::size_t place) {
          use(place, [&] {
            if (taken.size() % 16 == 3) std::this_thread::yield();
            taken.push_back(at[place]);
          });
          return true;
        }));
    EXPECT_TRUE(alone);
    ASSERT_EQ(taken.size(), 200U);
    for (int i = 0; i < 200; ++i) EXPECT_EQ(taken[static_cast<std::size_t>(i)], i * 3);
  }
}

TEST(InOrder, StopsWhereATakeSaysSoOrThrows) {
  for (const auto& [threads, places] : {std::pair{1U, 1U}, {3U, 3U}, {3U, 5U}}) {
    std::vector<int> at(places);
    int next = 0, taken = 0;
    const auto fetch = [&](std::size_t place) {
      at[place] = next++;
      return true;
    };
    const auto nothing = [](std::size_t) {};
    EXPECT_FALSE(in_order(threads, places, fetch, nothing, [&](std::size_t place) {
      ++taken;
      return at[place] < 7;
    }));
    EXPECT_EQ(taken, 8);
    const auto good = [](std::size_t) { return true; };
    const auto no_memory = [&](std::size_t) { throw std::bad_alloc(); };
    EXPECT_THROW(in_order(threads, places, fetch, nothing, [&](std::size_t) -> bool { throw std::runtime_error("no"); }),
                 std::runtime_error);
    EXPECT_THROW(in_order(threads, places, fetch, no_memory, good), std::bad_alloc);
  }
}

}  // namespace
}  // namespace fairstart::readers::blocks_test
