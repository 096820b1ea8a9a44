// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <tuple>

#include "engine/readers/grouping.hpp"
#include "tests/readers/reading.hpp"

namespace fairstart::readers_test::shuffled_test {
namespace {

// Records as lists of lines, with keys of one of three looks: counting up, scattered integers, texts.
struct Lines {
  Words places, families, people, contacts;
};

std::string key_of(int look, char letter, std::size_t number) {
  if (look == 0) return std::to_string(number + 1);
  if (look == 1) return std::to_string((number * 7919 + 104729) % 1'000'003);
  return letter + std::to_string(number * 31 % 997) + "-" + std::to_string(number);
}

Lines some_lines() {
  const int look = *rc::gen::inRange(0, 3);
  Lines lines;
  const auto families = *rc::gen::inRange<std::size_t>(0, 12);
  const auto answer = [] { return *rc::gen::element(std::string("yes"), std::string("no"), std::string(), std::string("?")); };
  std::size_t people = 0, contacts = 0;
  for (std::size_t p = 0; p < 3; ++p) lines.places.push_back(key_of(look, 'E', p) + ',' + std::to_string(p + 1));
  for (std::size_t f = 0; f < families; ++f) {
    lines.families.push_back(key_of(look, 'F', f) + ',' + key_of(look, 'E', *rc::gen::inRange<std::size_t>(0, 4)) + ',' +
                             answer() + ",E0" + std::to_string(f % 3));
    const auto in_family = *rc::gen::inRange<std::size_t>(0, 4);
    for (std::size_t i = 0; i < in_family; ++i, ++people) {
      lines.people.push_back(key_of(look, 'P', people) + ',' + key_of(look, 'F', f) + ",2020-01-0" + std::to_string(i + 1) +
                             ',' + std::to_string(people % 40));
      const auto in_person = *rc::gen::inRange<std::size_t>(0, 4);
      for (std::size_t c = 0; c < in_person; ++c, ++contacts)
        lines.contacts.push_back(key_of(look, 'C', contacts) + ',' + key_of(look, 'P', people) + ',' +
                                 (c == 0 ? "mmr1" : "asq3") + ',' + std::to_string(contacts) + ".5");
    }
  }
  return lines;
}

std::string file_of(const std::string& header, const Words& lines) {
  std::string out = header + '\n';
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

Words shuffled(Words lines) {
  // RapidCheck has no shuffle of its own: sort by numbers that it draws.
  const auto ranks = *rc::gen::container<std::vector<int>>(lines.size(), rc::gen::arbitrary<int>());
  std::vector<std::size_t> order(lines.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  Words out;
  for (const std::size_t i : order) out.push_back(lines[i]);
  return out;
}

std::unique_ptr<Reading> read(const Lines& lines) {
  auto reading = std::make_unique<Reading>(
      std::map<std::string, std::string>{{"places.csv", file_of("place_id,imd_decile", lines.places)},
                                         {"families.csv", file_of("family_id,place_id,lone_parent,lsoa", lines.families)},
                                         {"people.csv", file_of("person_id,family_id,date_of_birth,score", lines.people)},
                                         {"contacts.csv", file_of("contact_id,person_id,kind,value", lines.contacts)}});
  reading->read();
  return reading;
}

// A row with all that it says, its owners' keys included, whatever its number.
Words told(const Reading& reading, plan::RecordId record) {
  const auto& plan = reading.small.plan;
  Words out;
  for (column::Row row = 0; row < reading.table(record).rows; ++row) {
    std::string text = reading.database().id_of(record, row);
    for (const auto field : plan.record(record).fields) text += '|' + reading.cell(field, row);
    const auto owner = plan.record(record).owner;
    if (owner.exists()) {
      const column::Row above = column::owner_row(reading.database(), record, row, owner);
      text += "|of " + (above == column::no_row ? std::string("nobody") : reading.database().id_of(owner, above));
    }
    out.push_back(std::move(text));
  }
  return out;
}

Words sorted(Words texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

RC_GTEST_PROP(Shuffled, RowsInAnyOrderGiveTheSameDatabase, ()) {
  const Lines lines = some_lines();
  const Lines mixed{shuffled(lines.places), shuffled(lines.families), shuffled(lines.people), shuffled(lines.contacts)};
  const auto first_read = read(lines), second_read = read(mixed);
  const Reading &in_order = *first_read, &out_of_order = *second_read;
  RC_ASSERT(in_order.records.has_value());
  RC_ASSERT(out_of_order.records.has_value());
  const SmallPlan& s = in_order.small;
  for (const auto record : {s.place, s.family, s.person, s.contact})
    RC_ASSERT(sorted(told(in_order, record)) == sorted(told(out_of_order, record)));

  // The stated order: families as in their file; what they own grouped in their order, and as read within each owner.
  Words keys;
  for (const std::string& line : mixed.families) keys.push_back(line.substr(0, line.find(',')));
  RC_ASSERT(out_of_order.ids(s.family) == keys);
  for (const auto& [record, file, owner] :
       {std::tuple{s.person, &mixed.people, s.family}, std::tuple{s.contact, &mixed.contacts, s.person}}) {
    Words expected;
    for (const std::string& above : out_of_order.ids(owner))
      for (const std::string& line : *file) {
        const auto first = line.find(','), second = line.find(',', first + 1);
        if (line.substr(first + 1, second - first - 1) == above) expected.push_back(line.substr(0, first));
      }
    RC_ASSERT(out_of_order.ids(record) == expected);
  }

  // Going down agrees with going up, and a chunk of families covers what each owns.
  const auto& database = out_of_order.database();
  const auto families = static_cast<column::Row>(out_of_order.table(s.family).rows);
  for (column::Row family = 0; family < families; ++family) {
    for (const auto record : {s.person, s.contact}) {
      const auto rows = column::owned_rows(database, s.family, family, record);
      for (column::Row row = rows.begin; row < rows.end; ++row)
        RC_ASSERT(column::owner_row(database, record, row, s.family) == family);
      const auto chunk = column::chunk_of_families(database, family, family + 1);
      RC_ASSERT(chunk.rows[record.index()].begin == rows.begin && chunk.rows[record.index()].end == rows.end);
    }
  }
  const auto whole = column::chunk_of_families(database, 0, families);
  for (const auto record : {s.place, s.family, s.person, s.contact}) {
    RC_ASSERT(whole.rows[record.index()].begin == 0U);
    RC_ASSERT(whole.rows[record.index()].end == out_of_order.table(record).rows);
  }
}

// Many rows, so that they are put in order by parts of the owners and by several threads: against the plainest way.
TEST(Shuffled, ManyRowsAreGroupedByOwner) {
  constexpr std::size_t rows = 140'000, owners = 40'000;
  std::vector<column::Row> owner(rows), order(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    owner[row] = static_cast<column::Row>((row * 7'919 % 104'729) * 31 % (owners - 5));  // the last ones have none
    order[row] = static_cast<column::Row>(row);
  }
  std::stable_sort(order.begin(), order.end(), [&](column::Row a, column::Row b) { return owner[a] < owner[b]; });
  for (const std::size_t threads : {1U, 2U, 5U}) {
    column::Table table;
    table.rows = rows;
    table.owner = owner;
    table.columns.resize(2);
    std::vector<std::int32_t> values(rows);
    for (std::size_t row = 0; row < rows; ++row) values[row] = static_cast<std::int32_t>(row);
    table.columns[1].cells = column::WholeCells{values};
    std::vector<column::Row> moved;
    readers::group_by_owner(table, owners, &moved, threads);
    ASSERT_EQ(moved, order);
    ASSERT_EQ(table.first.size(), owners + 1);
    for (std::size_t i = 0; i < owners; ++i)
      for (column::Row row = table.first[i]; row < table.first[i + 1]; ++row) {
        ASSERT_EQ(table.owner[row], i);
        ASSERT_EQ(std::get<column::WholeCells>(table.columns[1].cells).cells[row], static_cast<std::int32_t>(order[row]));
      }
    ASSERT_EQ(table.first.front(), 0U);
    ASSERT_EQ(table.first.back(), rows);
  }
}

// In order: nothing moves, and where each owner's rows begin is found by several threads. Some owners have none, the first and the
// last too, and one has more rows than a thread's share.
TEST(Shuffled, RowsInOrderStayAndTheirOwnersAreFound) {
  std::vector<column::Row> owner;
  for (column::Row i = 3; i < 90'000; ++i) owner.insert(owner.end(), i == 40'000 ? 200'000 : i * 2'654'435'761U >> 30U, i);
  for (const std::size_t owners : {std::size_t{90'000}, std::size_t{90'007}}) {
    std::vector<column::Row> first(owners + 1);
    for (const column::Row each : owner) ++first[each + 1];
    for (std::size_t i = 1; i <= owners; ++i) first[i] += first[i - 1];
    for (const std::size_t threads : {1U, 2U, 3U, 8U}) {
      column::Table table;
      table.rows = owner.size();
      table.owner = owner;
      readers::group_by_owner(table, owners, nullptr, threads);
      ASSERT_EQ(table.first, first) << threads;
      ASSERT_EQ(table.owner, owner);
      // One row that is not in order, wherever it stands.
      for (const std::size_t at : {std::size_t{0}, owner.size() / 3, owner.size() / 2, owner.size() - 2}) {
        column::Table other;
        other.rows = owner.size();
        other.owner = owner;
        other.owner[at + 1] = 1;
        std::vector<column::Row> sorted = other.owner, moved;
        std::sort(sorted.begin(), sorted.end());
        readers::group_by_owner(other, owners, &moved, threads);
        ASSERT_EQ(other.owner, sorted) << threads << ' ' << at;
        ASSERT_EQ(moved.size(), owner.size()) << "rows moved";
      }
    }
  }
  column::Table none;
  readers::group_by_owner(none, 2, nullptr, 2);
  EXPECT_EQ(none.first, (std::vector<column::Row>{0, 0, 0}));
}

}  // namespace
}  // namespace fairstart::readers_test::shuffled_test
