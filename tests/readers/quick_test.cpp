// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/readers/extract.hpp"

// Blocks read by threads give what the reader of single records gives: rows, rejects and messages, wherever blocks end.
namespace fairstart::readers_test::quick_test {
namespace {

const std::string text = R"(
codes tenures "Tenure" { owned "Owned" also "Own", private-rent "Private rent", social-rent "Social" }
codes needs "Needs" { housing "Housing", health "Health" }
record place, places "Place" { key place-id,  decile : whole number, from 1 to 10 }
record family, families "Family" {
  key family-id,  belongs to place by place-id
  income : money per year
  alone  : yes/no
  tenure : one of tenures
  area   : text
  marks  : many of needs
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  mother    : link to person, by mother-id
  born      : date
  gestation : weeks
  score     : whole number, from 0 to 30
  name      : text
}
record visit, visits "Visit" {
  belongs to person by person-id,  happens on seen
  seen  : date
  share : percent
  wait  : months
  value : number
}
)";
const std::string mapped = R"(
mapping local for t "Local" {
  dates "DD/MM/YYYY"
  unknown "N/K", "9", "-1"
  declined "99"
  not asked ""
}
)";

std::string cell(const std::vector<std::string>& usual) {
  const std::string plain = *rc::gen::elementOf(usual);
  switch (*rc::gen::inRange(0, 40)) {
    case 0: return "";
    case 1: return " " + plain + "\t";
    case 2: return '"' + plain + '"';
    case 3: return "\" " + plain + "\"\t";
    case 4: return *rc::gen::element<std::string>("N/K", "9", "99", "-1", "?", "n/k");
    case 5:
      return *rc::gen::element<std::string>("\"a\"\"b\"", "\"two\nlines\"", "\"x\"y", "caf\xC3\xA9", "a\"b", "\"1,240\"", "+5",
                                            "007", "1e3", "2024-02-30", "2024-03-01T10:00", "01/02/2024", "TRUE", "No", "-0",
                                            "12.", ".5", "1.2345678", "36 weeks 2 days", "95%", "123456789012345678901",
                                            "\"\"");
    default: return plain;
  }
}

struct Draft {
  std::string header;
  std::vector<std::vector<std::string>> columns;  // what each usually says; the key first
};

std::string file_of(const Draft& draft, int keys, char letter, std::size_t most) {
  std::string out = *rc::gen::element<std::string>("", "", "", "\xEF\xBB\xBF") + draft.header;
  const std::string line_end = *rc::gen::element<std::string>("\n", "\n", "\r\n");
  out += line_end;
  const bool careful = *rc::gen::arbitrary<bool>();  // most files have little wrong with them
  const auto rows = *rc::gen::inRange<std::size_t>(0, most);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t number = keys == 1 ? row * 7919 % 101 : row + 1;
    std::string line = keys == 2 ? letter + std::to_string(number + 1000) : std::to_string(number);
    if (*rc::gen::inRange(0, 60) == 0) line = cell({"1", "2", "P1001", "", "007", "12345678901"});
    for (const auto& usual : draft.columns)
      line += ',' + (careful && *rc::gen::inRange(0, 8) != 0 ? *rc::gen::elementOf(usual) : cell(usual));
    const int odd = *rc::gen::inRange(0, careful ? 400 : 60);
    if (odd == 0) line += ",,";
    if (odd == 1) line += ",surplus";
    if (odd == 2) line = line.substr(0, line.rfind(','));
    if (odd == 3) line += line_end;
    out += line + (row + 1 == rows && *rc::gen::arbitrary<bool>() ? "" : line_end);
  }
  if (!careful && *rc::gen::inRange(0, 6) == 0 && !out.empty()) {
    const auto at = *rc::gen::inRange<std::size_t>(0, out.size());
    out.insert(at, 1, *rc::gen::element('"', ',', '\n', '\r', '\0', '\xFF'));
  }
  return out;
}

std::map<std::string, std::string> some_files() {
  const int keys = *rc::gen::inRange(0, 3);
  const auto owners = [&](char letter, std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t row = 0; row < count; ++row)
      out.push_back(keys == 2   ? letter + std::to_string(row + 1001)
                    : keys == 1 ? std::to_string(row * 7919 % 101)
                                : std::to_string(row + 1));
    return out;
  };
  std::map<std::string, std::string> files;
  files["places.csv"] = file_of({"place_id,decile", {{"1", "5", "10", "11"}}}, keys, 'E', 6);
  files["families.csv"] = file_of({"family_id,place_id,income,alone,unused,tenure,area,marks",
                                   {owners('E', 5),
                                    {"12000", "9000.50", "100"},
                                    {"yes", "false"},
                                    {"x", "yy"},
                                    {"owned", "private_rent", "Own"},
                                    {"E01", "E02", "N16"},
                                    {"housing", "health", "none", "\"housing,health\""}}},
                                  keys, 'F', 25);
  files["people.csv"] = file_of({"person_id,family_id,mother_id,born,gestation,score,name",
                                 {owners('F', 20),
                                  owners('P', 20),
                                  {"2020-01-05", "2021-12-31", "05/06/2019"},
                                  {"40", "36", "39.5"},
                                  {"1", "30", "12", "31"},
                                  {"Ann", "Bo", "E01"}}},
                                keys, 'P', 40);
  files["visits.csv"] = file_of(
      {"person_id,seen,share,wait,value", {{"2024-01-05", "2023-11-30"}, {"95%", "3%"}, {"3", "12"}, {"0.5", "12.25", "7"}}},
      keys, 'P', 60);
  return files;
}

// All that reading gave.
std::string told(const Extract& extract) {
  std::string out = extract.rejects();
  for (const auto& item : extract.diagnostics.items()) {
    // Whether a quote is still open where a row is found too long rests on how much was read until then.
    const bool too_long = item.message.find("has a row of more than") != std::string::npos;
    out += std::string(diagnostics::code_text(item.code)) + item.place.file + ':' + std::to_string(item.place.line) +
           item.message + (too_long ? "" : item.help) + '\n';
  }
  if (!extract.records) return out + "nothing";
  for (const auto& file : extract.records->files)
    out += fmt::format("{} {} {} {} {} {}\n", file.file, file.fingerprint.xxh128, file.rows_read, file.rows_used,
                       file.rows_rejected, file.cells_rejected);
  const column::Database& database = extract.database();
  for (std::size_t i = 0; i < database.texts.size(); ++i)
    out += std::string(database.texts.text(static_cast<std::uint32_t>(i))) + '|';
  for (std::size_t i = 0; i < extract.plan().records.size(); ++i) {
    const column::Table& table = database.tables[i];
    out += fmt::format("\n{} rows, partial {}, lost {}\n", table.rows, table.partial, table.lost);
    for (const auto& row : extract.rows(extract.plan().records[i].name)) out += row + '\n';
    for (const auto* rows : {&table.owner, &table.first, &table.open_owners}) {
      for (const column::Row row : *rows) out += std::to_string(row) + ' ';
      out += '\n';
    }
    for (const column::Column& column : table.columns) out += std::to_string(column.why.size()) + ' ';
  }
  return out;
}

void agree(Extract& extract, const std::vector<std::size_t>& counts_of_threads = {1, 2, 3}) {
  extract.options.by_record = true;
  extract.diagnostics = {};
  extract.read();
  const std::string slowly = told(extract);
  extract.options.by_record = false;
  extract.options.block_bytes = 1U << 18U;
  if (counts_of_threads.size() > 1) extract.options.block_bytes = *rc::gen::element<std::size_t>(16, 50, 200, 1000, 1U << 18U);
  for (const std::size_t threads : counts_of_threads) {
    extract.options.threads = threads;
    extract.diagnostics = {};
    extract.read();
    RC_ASSERT(told(extract) == slowly);
  }
}

RC_GTEST_PROP(Quick, DamagedFilesReadByBlocksAreReadTheSame, ()) {
  Extract extract(text, some_files());
  if (*rc::gen::inRange(0, 4) == 0) extract.options.max_rejects = *rc::gen::inRange<std::uint64_t>(0, 10);
  if (*rc::gen::inRange(0, 4) == 0) extract.options.max_cell_bytes = *rc::gen::inRange<std::size_t>(2, 12);
  if (*rc::gen::inRange(0, 8) == 0) extract.options.max_record_bytes = *rc::gen::inRange<std::size_t>(40, 90);
  agree(extract);
}

RC_GTEST_PROP(Quick, SoAreThoseThatAMappingReads, ()) {
  Extract extract(text + mapped, some_files());
  agree(extract);
}

// More rows than are read at once, most of them in the commonest ways, and some in others anywhere among them.
RC_GTEST_PROP(Quick, ManyRowsOfWhichFewAreOdd, ()) {
  const std::size_t rows = *rc::gen::element<std::size_t>(255, 256, 257, 270);
  const std::size_t first_key = *rc::gen::element<std::size_t>(1, 0, 99'999'900, 9'434'765'919),
                    step = *rc::gen::element<std::size_t>(1, 2);
  const std::string line_end = *rc::gen::element<std::string>("\n", "\r\n");
  const auto odd = *rc::gen::container<std::vector<std::size_t>>(*rc::gen::inRange<std::size_t>(0, 4),
                                                                 rc::gen::inRange<std::size_t>(0, rows));
  const auto said = [&](const std::vector<std::string>& usual, std::size_t row) {
    if (std::find(odd.begin(), odd.end(), row) != odd.end() && *rc::gen::inRange(0, 3) == 0) return cell(usual);
    return usual[row * 7919 % usual.size()];
  };
  std::string families = "family_id,alone,tenure,marks,income" + line_end;
  std::string people = "person_id,family_id,born,gestation,score" + line_end;
  for (std::size_t row = 0; row < rows; ++row) {
    families +=
        fmt::format("{},{},{},{},{}{}", first_key + step * row, said({"yes", "no", "", "true", "false", "Y"}, row),
                    said({"owned", "private-rent", "private_rent", "Own", "Owned", "Social", ""}, row),
                    said({"housing", "health", "none", ""}, row), said({"12000", "9000.50", "", "1234567.25"}, row), line_end);
    people += fmt::format(
        "{},{},{},{},{}{}", said({std::to_string(row + 1)}, row), said({std::to_string(first_key + step * (row * 2 / 3))}, row),
        said({"2020-01-05", "", "2021-12-31"}, row), said({"40", "36", ""}, row), said({"1", "30", "", "12"}, row), line_end);
  }
  Extract extract(text + (*rc::gen::arbitrary<bool>() ? mapped : ""), {{"families.csv", families}, {"people.csv", people}});
  agree(extract, {1});  // in one block
}

TEST(Quick, EveryPlaceForABlockToEnd) {
  std::map<std::string, std::string> files{{"places.csv", "place_id,decile\n1,3\n"}};
  files["families.csv"] =
      "\xEF\xBB\xBF"
      "family_id,place_id,alone,area\r\n1,1,yes,\"one\r\ntwo\"\r\n2,9,no,E\r\n\r\n2,1,no,twice\r\n3,,maybe,\"say "
      "\"\"so\"\"\"\r\n"
      ",1,yes,lost\r\n5,1,yes\r\n6,1,no,caf\xC3\xA9\r\n7,1,\"no\"x,z\r\n8,1,NO,last";
  files["people.csv"] = "person_id,family_id,mother_id,born\n1,1,2,2020-01-01\n2,2,,x\n3,4,,\n4,8,9,\n5,8,1,2020-02-30\n";
  Extract extract(text, files);
  extract.options.by_record = true;
  extract.diagnostics = {};
  extract.read();
  const std::string slowly = told(extract);
  EXPECT_NE(slowly.find("the key is repeated"), std::string::npos);
  extract.options.by_record = false;
  for (std::size_t bytes = 16; bytes < 260; ++bytes) {
    extract.options.block_bytes = bytes;
    extract.options.threads = 1 + bytes % 3;
    extract.diagnostics = {};
    extract.read();
    ASSERT_EQ(told(extract), slowly) << bytes;
  }
}

}  // namespace
}  // namespace fairstart::readers_test::quick_test
