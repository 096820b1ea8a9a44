// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/cli/small.hpp"

namespace fairstart::cli::data_test {
namespace {

using Data = Small;

TEST_F(Data, lists_what_is_read_with_who_reads_it_and_what_for) {
  const auto done = harness::run_program({"data", framework, "--format", "csv"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  EXPECT_EQ(done.out,
            "sensitivity,record,field,title,type,file,column,read_by,purposes\n"
            "personal,family,family-id,Key,key,families.csv,family_id,to hold rows together,\n"
            "personal,person,person-id,Key,key,people.csv,person_id,to hold rows together,\n"
            "personal,person,family-id,Key of the family,key,people.csv,family_id,to hold rows together,\n"
            "personal,contact,contact-id,Key,key,contacts.csv,contact_id,to hold rows together,\n"
            "personal,contact,person-id,Key of the person,key,contacts.csv,person_id,to hold rows together,\n"
            "ordinary,family,income,Income,money per year,families.csv,income,tiers support,\n"
            "ordinary,person,date-of-birth,,date,people.csv,date_of_birth,offer birth-visit; indicator visited,A good start\n"
            "ordinary,contact,date,,date,contacts.csv,date,offer birth-visit; indicator visited,A good start\n"
            "ordinary,contact,kind,,one of kinds,contacts.csv,kind,offer birth-visit,A good start\n");
  const auto text = harness::run_program({"data", framework});
  EXPECT_TRUE(holds(text.out, "4 of the 5 declared fields are read; the others can change no result\n"));
}

TEST_F(Data, templates_are_files_that_a_run_takes) {
  EXPECT_EQ(harness::run_program({"data", framework, "--templates", out()}).exit_code, 0);
  EXPECT_EQ(harness::read_file(out() + "/people.csv"), "person_id,family_id,date_of_birth\n");
  EXPECT_EQ(harness::read_file(out() + "/contacts.csv"), "contact_id,person_id,date,kind\n");
  const auto run =
      harness::run_program({"run", framework, "--records", out(), "--as-at", "2026-04-01", "--out", at("results"), "--quiet"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  // Never over what is there: it may be somebody's records.
  const auto again = harness::run_program({"data", framework, "--templates", out()});
  EXPECT_EQ(again.exit_code, 4);
  EXPECT_TRUE(holds(again.err, "there is such a file already"));
}

TEST_F(Data, what_a_difference_alone_reads_is_listed_and_in_no_template) {
  const auto with = [&](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  const std::string text =
      with(framework_text, "lone-parent  : yes/no", "lone-parent : yes/no\n ward : text\n district : text");
  const std::string old_file = folder.write("old.fair", text).string();
  const std::string new_file = folder.write("new.fair", with(text, "£22,000", "£12,000")).string();
  const auto json = harness::run_program({"data", old_file, "--format", "json", "--templates", out()});
  ASSERT_EQ(json.exit_code, 0) << json.err;
  std::set<std::string> listed;
  const nlohmann::json table = nlohmann::json::parse(json.out);
  for (const nlohmann::json& column : table["columns"])
    if (column["file"] == "families.csv") listed.insert(column["field"]);
  EXPECT_EQ(listed, (std::set<std::string>{"family-id", "income", "district"}));
  EXPECT_TRUE(holds(json.out, "diff, by place"));
  EXPECT_EQ(harness::read_file(out() + "/families.csv"), "family_id,income\n");
  // What is listed can change what `diff` says, and nothing else can.
  const auto diff = [&](const std::string& lone, const std::string& ward, const std::string& district) {
    write("families.csv", "family_id,income,lone_parent,ward,district\nF1,21000," + lone + ',' + ward + ',' + district +
                              "\nF2,41000,yes,W2,Oldtown\n");
    const auto done =
        harness::run_program({"diff", old_file, new_file, "--records", records(), "--as-at", "2026-04-01", "--format", "json"});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return done.out;
  };
  const std::string plain = diff("yes", "W1", "Newtown");
  EXPECT_TRUE(holds(plain, "Newtown"));
  EXPECT_TRUE(diff("no", "W3", "Newtown") == plain);
  EXPECT_FALSE(diff("yes", "W1", "Oldtown") == plain);
}

// --- What is not listed can't matter

std::vector<std::vector<std::string>> cells_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
    if (line.ends_with(',')) rows.back().emplace_back();
  }
  return rows;
}

// The file with the values of some columns moved from row to row.
std::string moved(const std::string& text, const std::set<std::size_t>& columns) {
  std::vector<std::vector<std::string>> rows = cells_of(text);
  for (const std::size_t column : columns)
    for (std::size_t row = 1; row + 1 < rows.size(); ++row)
      if (column < rows[row].size() && column < rows[row + 1].size()) std::swap(rows[row][column], rows[row + 1][column]);
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ",") + row[i];
    out += '\n';
  }
  return out;
}

class Varied : public ::testing::Test {
 protected:
  // Results of the Surrey run with the columns moved for which `choose` says so of (file, column); "" for none.
  std::string results(const std::string& name, const std::function<bool(const std::string&, const std::string&)>& choose) {
    std::size_t columns_moved = 0;
    for (const auto& entry : std::filesystem::directory_iterator(harness::project_root() / "examples" / "surrey")) {
      if (entry.path().extension() != ".csv") continue;
      const std::string file = entry.path().filename().string(), text = harness::read_file(entry.path());
      if (text.find('"') != std::string::npos) throw std::runtime_error("this test reads plain cells only: " + file);
      const std::vector<std::string> header = cells_of(text.substr(0, text.find('\n') + 1)).at(0);
      std::set<std::size_t> columns;
      for (std::size_t i = 0; i < header.size(); ++i)
        if (choose(file, header[i])) columns.insert(i);
      columns_moved += columns.size();
      folder_.write(name + "/" + file, moved(text, columns));
    }
    columns_moved_ = columns_moved;
    const auto done =
        harness::run_program({"run", framework_, "--records", (folder_.path() / name).string(), "--as-at", "2026-04-01",
                              "--out", (folder_.path() / (name + "-out")).string(), "--quiet", "--format", "csv"});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    std::string all;
    for (const std::string file : {"families.csv", "people.csv", "offers.csv", "indicators.csv"})
      all += harness::read_file(folder_.path() / (name + "-out") / file);
    return all;
  }

  harness::TemporaryFolder folder_;
  std::size_t columns_moved_ = 0;
  const std::string framework_ = (harness::project_root() / "frameworks" / "surrey" / "first-1000-days.fair").string();
};

TEST_F(Varied, only_what_is_listed_can_change_a_result) {
  const auto done = harness::run_program({"data", framework_, "--format", "json"});
  ASSERT_EQ(done.exit_code, 0) << done.err;
  std::set<std::pair<std::string, std::string>> listed;
  const nlohmann::json table = nlohmann::json::parse(done.out);
  for (const nlohmann::json& column : table["columns"]) listed.emplace(column["file"], column["column"]);
  const std::string plain = results("plain", [](const auto&, const auto&) { return false; });
  EXPECT_GT(plain.size(), 10'000U);
  const std::string others = results("others", [&](const auto& file, const auto& column) {
    return !listed.contains({file, column});
  });
  EXPECT_GT(columns_moved_, 0U) << "every column of the example is read: this shows nothing";
  EXPECT_TRUE(others == plain) << "a column that is not listed changed a result";
  // Each one that is listed does matter here, or the test could not tell.
  const std::string income = results("income", [](const auto&, const auto& column) { return column == "income"; });
  EXPECT_FALSE(income == plain);
}

}  // namespace
}  // namespace fairstart::cli::data_test
