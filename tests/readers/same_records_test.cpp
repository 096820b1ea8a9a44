// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/readers/extract.hpp"

// The same records as folders of CSV and as documents give the same tables, wherever blocks end.
namespace fairstart::readers_test::same_records_test {
namespace {

const std::string text = R"(
codes kinds "Kinds" { visit "Visit", call "Call" also "Phone" }
codes needs "Needs" { housing "Housing", health "Health" }
record place, places "Place" { key place-id,  decile : whole number, from 1 to 10 }
record family, families "Family" {
  key family-id,  belongs to place by place-id
  income : money per year
  alone  : yes/no
  marks  : many of needs
  area   : text
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  mother    : link to person, by mother-id
  born      : date
  gestation : weeks
  score     : whole number, from 0 to 30
}
record contact, contacts "Contact" {
  key contact-id, belongs to person by person-id,  happens on seen
  seen  : date
  kind  : one of kinds
  value : number
}
)";
const std::string mapped = R"(
mapping local for t "Local" {
  unknown "N/K", "9"
  declined "99"
  not asked ""
}
)";

struct Row {
  std::vector<std::string> cells;  // the key first
  std::vector<Row> rows;
};

const std::vector<std::vector<std::string>> columns = {
    {"family_id", "place_id", "income", "alone", "marks", "area"},
    {"person_id", "mother_id", "born", "gestation", "score"},
    {"contact_id", "seen", "kind", "value"},
};
const std::vector<std::vector<std::vector<std::string>>> usual = {
    {{},
     {"A", "B", "C", ""},
     {"12000", "9000.50", "-1", "x"},
     {"yes", "false", "9"},
     {"housing", "none", "housing;health"},
     {"N1", "\"q\\", "caf\xC3\xA9", "two\nlines"}},
    {{}, {"1", "3", "7", ""}, {"2020-01-05", "05/06/2019", "N/K"}, {"40", "36 weeks 2 days", "99"}, {"1", "30", "31", "1.5"}},
    {{}, {"2024-01-05", "2024-13-01"}, {"visit", "PHONE", "?"}, {"0.5", "12.25", "123456789012", "7"}},
};

// lost: so is what stands around them. Rows in a lost object are lost in documents; in files they would belong to a row that has
// its key and comes later.
std::vector<Row> some_rows(std::size_t level, std::size_t& next, bool lost = false) {
  std::vector<Row> rows(*rc::gen::inRange<std::size_t>(0, level == 0 ? 12 : 4));
  for (Row& row : rows) {
    std::string key = std::to_string(++next);
    const int odd = *rc::gen::inRange(0, 40);
    if (odd == 0 && !lost) key = "1";
    if (odd == 1) key = "";
    if (odd == 2) key = "K" + key;
    row.cells.push_back(key);
    for (std::size_t i = 1; i < columns[level].size(); ++i)
      row.cells.push_back(*rc::gen::inRange(0, 6) == 0 ? "" : *rc::gen::elementOf(usual[level][i]));
    const bool is_missing = key.empty() || key == "9" || key == "99";  // as the mapping marks it
    if (level < 2) row.rows = some_rows(level + 1, next, lost || is_missing);
  }
  return rows;
}

std::string csv_cell(const std::string& cell) {
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

void to_csv(const std::vector<Row>& rows, std::size_t level, const std::string& owner, std::vector<std::string>& files) {
  for (const Row& row : rows) {
    std::string line;
    for (const std::string& cell : row.cells) line += (line.empty() ? "" : ",") + csv_cell(cell);
    if (level > 0) line += ',' + csv_cell(owner);
    files[level] += line + '\n';
    if (level < 2) to_csv(row.rows, level + 1, row.cells[0], files);
  }
}

std::string json_text(const std::string& cell) {
  const std::string number = "0123456789.";
  const bool plain = !cell.empty() && cell.find_first_not_of(number) == std::string::npos && cell[0] != '.';
  if (plain && *rc::gen::arbitrary<bool>()) return cell;
  if (cell == "false" && *rc::gen::arbitrary<bool>()) return cell;
  if (cell == "housing;health" && *rc::gen::arbitrary<bool>()) return "[\"housing\" ,\"health\"]";
  if (cell == "none" && *rc::gen::arbitrary<bool>()) return "[]";
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else if (c == 'o')
      out += *rc::gen::arbitrary<bool>() ? "\\u006f" : "o";
    else
      out += c;
  }
  return out + '"';
}

std::string to_json(const std::vector<Row>& rows, std::size_t level, bool spaced) {
  const std::string between = spaced ? " , " : ",";
  std::string out;
  for (const Row& row : rows) {
    std::vector<std::string> members;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool left_out = row.cells[i].empty() && *rc::gen::arbitrary<bool>();
      const std::string value = row.cells[i].empty() && *rc::gen::arbitrary<bool>() ? "null" : json_text(row.cells[i]);
      if (!left_out) members.push_back('"' + columns[level][i] + (spaced ? "\" : " : "\":") + value);
    }
    if (level < 2 && (!row.rows.empty() || *rc::gen::arbitrary<bool>())) {
      const auto at = *rc::gen::inRange<std::size_t>(0, members.size() + 1);
      members.insert(members.begin() + static_cast<std::ptrdiff_t>(at),
                     (level == 0 ? "\"people\":[" : "\"contacts\":[") + to_json(row.rows, level + 1, spaced) + "]");
    }
    if (*rc::gen::inRange(0, 5) == 0) members.push_back(R"("other":[{"deep":[1,{"x":"\n"}]},-1.5E+3,true])");
    std::string object = "{";
    for (const std::string& member : members) object += (object.size() > 1 ? between : "") + member;
    object += '}';
    if (level > 0 && !out.empty()) out += between;
    out += object + (level == 0 ? "\n" : "");
  }
  return out;
}

// Tables, without what tells files apart.
std::string told(const Extract& extract) {
  if (!extract.records) return "nothing";
  std::string out;
  for (std::size_t i = 0; i < extract.plan().records.size(); ++i) {
    const column::Table& table = extract.database().tables[i];
    out += fmt::format("\n{} rows, partial {}, lost {}\n", table.rows, table.partial, table.lost);
    for (const auto& row : extract.rows(extract.plan().records[i].name)) out += row + '\n';
    for (const auto* rows : {&table.owner, &table.first, &table.open_owners}) {
      for (const column::Row row : *rows) out += std::to_string(row) + ' ';
      out += '\n';
    }
  }
  return out + std::to_string(extract.records->rejects);
}

void agree(const std::string& framework) {
  std::size_t next = 0;
  std::vector<Row> families = some_rows(0, next);
  // A file of documents has one at least, and names all columns, as the files do in their first lines.
  Row whole{{"900", "A", "1", "yes", "housing", "N1"},
            {{{"901", "3", "2020-01-05", "40", "1"}, {{{"902", "2024-01-05", "visit", "7"}, {}}}}}};
  families.push_back(whole);
  std::vector<std::string> files{"family_id,place_id,income,alone,marks,area\n",
                                 "person_id,mother_id,born,gestation,score,family_id\n",
                                 "contact_id,seen,kind,value,person_id\n"};
  to_csv(families, 0, "", files);
  const std::string places = "place_id,decile\nA,3\nB,11\nB,4\n";
  Extract csv(framework,
              {{"places.csv", places}, {"families.csv", files[0]}, {"people.csv", files[1]}, {"contacts.csv", files[2]}});
  const std::string expected = told(csv);
  std::string lines = to_json(families, 0, *rc::gen::arbitrary<bool>());
  const std::string beside =
      R"({"places":[{"place_id":"A","decile":3},{"place_id":"B","decile":"11"},{"place_id":"B","decile":4}]})"
      "\n";
  lines = *rc::gen::arbitrary<bool>() ? lines + beside : beside + lines;
  Extract documents(framework, {{"families.ndjson", lines}});
  RC_ASSERT(told(documents) == expected);
  const std::string rejects = documents.rejects();
  documents.options.block_bytes = *rc::gen::element<std::size_t>(16, 200, 1000, 5000);
  for (const std::size_t threads : {1U, 3U}) {
    documents.options.threads = threads;
    documents.diagnostics = {};
    documents.read();
    RC_ASSERT(told(documents) == expected);
    RC_ASSERT(documents.rejects() == rejects);
  }
}

RC_GTEST_PROP(SameRecords, AsDocuments, ()) { agree(text); }
RC_GTEST_PROP(SameRecords, AsDocumentsThatAMappingReads, ()) { agree(text + mapped); }

}  // namespace
}  // namespace fairstart::readers_test::same_records_test
