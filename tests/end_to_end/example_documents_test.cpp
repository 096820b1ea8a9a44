// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/harness/harness.hpp"

// The example records as documents give the results that they give as CSV.
namespace fairstart::example_documents_test {
namespace {

using Row = std::map<std::string, std::string>;

// The examples have no quotes and no commas within cells.
std::vector<Row> rows_of(const std::filesystem::path& path) {
  std::vector<Row> rows;
  std::vector<std::string> names;
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    if (names.empty()) {
      names = cells;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

// Rows of a file, inside those of another by its key; in an array of the name.
struct Inside {
  std::string file, owner_key, array;
  std::vector<Inside> more;
};

struct Tree {
  std::filesystem::path folder;
  std::map<std::string, std::map<std::string, std::vector<Row>>> by_owner;  // by file, then owner

  void read(const Inside& inside) {
    for (Row& row : rows_of(folder / inside.file)) by_owner[inside.file][row[inside.owner_key]].push_back(row);
    for (const Inside& more : inside.more) read(more);
  }
  nlohmann::ordered_json object(const Row& row, const std::string& key, const std::vector<Inside>& inside,
                                const std::string& owner_key = "") {
    nlohmann::ordered_json out;
    for (const auto& [name, cell] : row)
      if (name != owner_key || name == key) out[name] = cell;
    for (const Inside& each : inside) {
      auto array = nlohmann::ordered_json::array();
      auto& rows = by_owner[each.file][row.at(key)];
      // Once: where an owner's key is repeated, the first has its rows.
      for (const Row& one : std::exchange(rows, {}))
        array.push_back(
            object(one, each.more.empty() ? each.owner_key : each.more.front().owner_key, each.more, each.owner_key));
      out[each.array] = array;
    }
    return out;
  }
};

class ExampleDocuments : public testing::Test {
 protected:
  void write(const std::filesystem::path& folder, const std::string& root, const std::string& key,
             const std::vector<Inside>& inside, const std::string& first = "") {
    Tree tree{folder, {}};
    for (const Inside& each : inside) tree.read(each);
    std::string text = first;
    for (const Row& row : rows_of(folder / root)) text += tree.object(row, key, inside).dump() + '\n';
    scratch_.write("extract.ndjson", text);
  }
  void compare(std::vector<std::string> arguments, const std::string& csv) {
    std::map<std::string, std::string> results[2];
    for (const int documents : {0, 1}) {
      std::vector<std::string> all{"run"};
      all.insert(all.end(), arguments.begin(), arguments.end());
      const auto out = scratch_.path() / (documents == 1 ? "out-documents" : "out-csv");
      all.insert(all.end(),
                 {"--records", documents == 1 ? (scratch_.path() / "extract.ndjson").string() : csv, "--out", out.string()});
      const harness::Finished finished = harness::run_program(all);
      ASSERT_EQ(finished.exit_code, 0) << finished.err;
      for (const auto& entry : std::filesystem::directory_iterator(out)) {
        std::string text = harness::read_file(entry);
        const std::string name = entry.path().filename();
        // Where records stood, and their hashes, differ.
        if (name == "manifest.json" || name == "rejects.csv" || name == "report.html") continue;
        if (name == "report.json") {
          auto report = nlohmann::json::parse(text);
          report.erase("manifest");
          report.erase("said_once");
          report.erase("not_used");
          text = report.dump();
        }
        results[documents][name] = text;
      }
    }
    EXPECT_GE(results[0].size(), 4U);
    EXPECT_EQ(results[0].size(), results[1].size());
    for (const auto& [name, text] : results[0])
      EXPECT_TRUE(results[1][name] == text)
          << name
          << (name == "report.json"
                  ? nlohmann::json::diff(nlohmann::json::parse(text), nlohmann::json::parse(results[1][name])).dump()
                  : "");
  }

  harness::TemporaryFolder scratch_;
};

TEST_F(ExampleDocuments, Surrey) {
  // One contact is of nobody: nested, it could not be written.
  const auto folder = harness::project_root() / "examples/surrey";
  const auto records = scratch_.path() / "records";
  std::filesystem::copy(folder, records);
  std::string contacts, line;
  std::ifstream in(folder / "contacts.csv");
  while (std::getline(in, line))
    if (line.find("P99999") == std::string::npos) contacts += line + '\n';
  in.close();
  std::filesystem::remove(records / "contacts.csv");
  scratch_.write("records/contacts.csv", contacts);
  nlohmann::ordered_json places;
  for (const Row& row : rows_of(records / "places.csv")) places["places"].push_back(row);
  write(records, "families.csv", "family_id",
        {{"people.csv",
          "family_id",
          "people",
          {{"contacts.csv", "person_id", "contacts", {}},
           {"immunisations.csv", "person_id", "immunisations", {}},
           {"assessments.csv", "person_id", "assessments", {}}}}},
        places.dump() + '\n');
  compare({"frameworks/surrey/first-1000-days.fair", "--as-at", "2026-04-01"}, records.string());
}

TEST_F(ExampleDocuments, EarlyHelp) {
  const auto folder = harness::project_root() / "examples/early-help/records";
  write(folder, "referrals.csv", "FamilyRef",
        {{"members.csv", "FamilyRef", "members", {{"seen.csv", "PersonRef", "seen", {}}}}});
  compare({"frameworks/england/first-1000-days.fair", "--mapping", "examples/early-help/mapping.fair", "--as-at", "2026-04-01"},
          folder.string());
}

// The child's line is family and person, and its reviews and outcomes stand in it.
TEST_F(ExampleDocuments, TheLookedAfterChildrenReturn) {
  const auto folder = harness::project_root() / "examples/ssda903/records";
  write(folder, "header.csv", "CHILD", {{"oc2.csv", "CHILD", "oc2", {}}, {"reviews.csv", "CHILD", "reviews", {}}});
  compare({"frameworks/england/first-1000-days.fair", "--mapping", "examples/ssda903/mapping.fair", "--as-at", "2018-03-31"},
          folder.string());
}

}  // namespace
}  // namespace fairstart::example_documents_test
