// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "dsl/base/overloaded.hpp"
#include "tests/readers/extract.hpp"

// Records that are wrong in any way: read or refused, never lost without a word, and tables that fit together.
namespace fairstart::readers_test::hostile_test {
namespace {

const std::string text = R"(
codes needs "Needs" { housing "Housing", health "Health", crime "Crime" }
record family, families "Family" { key family-id,  marks : many of needs }
record person, people "Person" {
  key person-id,  belongs to family by family-id
  mother : link to person, by mother-id
  born   : date
}
record need, needs-found "Need found" {
  key need-id,  belongs to person by person-id,  happens on found
  found : date
  kind  : one of needs
}
mapping wide for t "Wide" {
  dates "DD/MM/YYYY"
  unknown "N/K", ""
  file "needs.csv" gives need for each column "need1" to "need3" that says "Y" {
    need-id from "Ref", person-id from "Person", found from "Seen"
    kind from column name { "need1" is housing, "need2" is health, "need3" is crime }
  }
}
)";

const std::map<std::string, std::string> good{
    {"families.csv", "family_id,marks\nF1,housing;health\nF2,\"crime,health\"\nF3,none\n"},
    {"people.csv",
     "person_id,family_id,mother_id,born\nP1,F1,P2,02/03/2020\nP2,F1,,01/01/1999\nP3,F3,P1,\nP4,F2,P4,5/5/2005\n"},
    {"needs.csv", "Ref,Person,Seen,need1,need2,need3\nA,P1,02/03/2024,Y,N,Y\nB,P4,,N/K,Y,\nC,P3,01/02/2024,Y,Y,Y\n"}};

std::string mutated(std::string file) {
  const auto changes = *rc::gen::inRange(0, 6);
  for (int i = 0; i < changes && !file.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, file.size());
    const char byte = *rc::gen::element('"', ',', '\n', '\r', ';', 'Y', 'P', '1', ' ', '\0', '\xFF', '/');
    switch (*rc::gen::inRange(0, 4)) {
      case 0: file[at] = byte; break;
      case 1: file.insert(at, 1, byte); break;
      case 2: file.erase(at, *rc::gen::inRange<std::size_t>(1, 20)); break;
      default: file.insert(at, file.substr(at / 2, *rc::gen::inRange<std::size_t>(1, 60))); break;
    }
  }
  return file;
}

void expect_whole(const Extract& extract) {
  for (std::size_t i = 0; i < extract.plan().records.size(); ++i) {
    const plan::RecordId record(i);
    const column::Table& table = extract.database().table(record);
    const plan::Record& declared = extract.plan().record(record);
    for (const column::Column& column : table.columns)
      std::visit(base::overloaded{[](const column::NoCells&) {},
                                  [&](const column::LinkCells& c) {
                                    RC_ASSERT(c.cells.size() == table.rows);
                                    for (const auto cell : c.cells)
                                      RC_ASSERT(cell == column::LinkCells::none || cell < extract.table("person").rows);
                                  },
                                  [&](const auto& c) { RC_ASSERT(c.cells.size() == table.rows); }},
                 column.cells);
    RC_ASSERT(std::max(table.keys.size(), table.lines.size()) == table.rows);
    if (!declared.owner.exists()) continue;
    const std::size_t owners = extract.database().table(declared.owner).rows;
    RC_ASSERT(table.owner.size() == table.rows);
    RC_ASSERT(std::is_sorted(table.owner.begin(), table.owner.end()));
    for (const column::Row owner : table.owner) RC_ASSERT(owner < owners);
    RC_ASSERT(table.first.size() == owners + 1);
    for (const column::Row owner : table.open_owners) RC_ASSERT(owner < owners);
  }
}

RC_GTEST_PROP(Hostile, MutatedRecordsAreReadOrRefused, ()) {
  std::map<std::string, std::string> files = good;
  for (auto& [name, file] : files) file = mutated(std::move(file));
  const Extract extract(text, files);
  if (!extract.records)
    RC_ASSERT(extract.diagnostics.has_errors());
  else
    expect_whole(extract);
  const std::string rejects = extract.rejects();
  RC_ASSERT(rejects.find("02/03/2024") == std::string::npos);  // no value is told
}

TEST(Hostile, ShortLinesMakeNoRowsOutOfNothing) {
  std::string fair = text;
  fair.replace(fair.find("\"need3\" that"), 7, "\"need9\"");
  fair.replace(fair.find("kind from column name"), fair.find("}\n  }\n}") - fair.find("kind from column name") + 1, "");
  std::string needs = "Ref,Person,Seen";
  for (int i = 1; i <= 9; ++i) needs += ",need" + std::to_string(i);
  needs += '\n';
  for (int i = 0; i < 5000; ++i) needs += std::to_string(i) + ",P1\n";
  std::map<std::string, std::string> files = good;
  files["needs.csv"] = needs;
  const Extract extract(fair, files);
  ASSERT_TRUE(extract.records);
  EXPECT_EQ(extract.table("need").rows, 0U);
  EXPECT_EQ(extract.table("need").open_owners.size(), 1U);
  EXPECT_EQ(extract.records->files.back().cells_rejected, 5000U);
}

TEST(Hostile, TooManyRejectedLinksStopTheRun) {
  std::map<std::string, std::string> files = good;
  files["people.csv"] = "person_id,family_id,mother_id,born\nP1,F1,X1,\nP2,F1,X2,\nP3,F1,X3,\n";
  Extract extract(text, files);
  ASSERT_TRUE(extract.records);
  extract.options.max_rejects = 1;
  extract.read();
  EXPECT_FALSE(extract.records);
  EXPECT_EQ(extract.said(diagnostics::Code::too_many_rejects).size(), 1U);
}

}  // namespace
}  // namespace fairstart::readers_test::hostile_test
