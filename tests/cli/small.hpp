// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/harness/harness.hpp"

namespace fairstart::cli {

// A framework with records of its own, in a folder of its own: small enough that every test can break one thing of it.
class Small : public ::testing::Test {
 protected:
  static constexpr const char* framework_text = R"(framework small.test "Small" { version "1" }

unit visit, visits
codes kinds "Kinds" { birth-visit "Birth visit" also "NBV", other "Other" }
record family, families "Family" {
  key          family-id
  income       "Income" : money per year
  lone-parent  : yes/no
}
record person, people "Person" {
  key            person-id
  belongs to     family by family-id
  date-of-birth  : date
}
record contact, contacts "Contact" {
  key         contact-id
  belongs to  person by person-id
  happens on  date
  date        : date
  kind        : one of kinds
}
parameter low-income "Low income" : money per year {
  from 2025-04-01 to 2027-03-31  £22,000 per year
  review by 2027-06-30,  source "Illustrative"
}
tiers support for family "Support" {
  universal  "Universal"
  targeted   "Targeted" when income is under low-income
}
offer birth-visit for person "Birth visit" {
  tier    universal
  when    age is under 2 years
  due     from 10 days to 14 days after date-of-birth
  met by  contact where (kind is birth-visit)
  amount  1 visit,  serves start
}
outcome start "A good start" {
  indicator visited "Visited" {
    among   person where (turning 1 year is in period)
    count   any contact
    show    percent
    better  higher
  }
}
example "Low income" {
  as at 2026-04-01
  family { income £21,000 per year }
  expect support targeted
}
example "High income" {
  as at 2026-04-01
  family { income £41,000 per year }
  expect support universal
}
)";
  static constexpr const char* families = "family_id,income,lone_parent\nF1,21000,yes\nF2,41000,no\nF3,,no\n";
  static constexpr const char* people = "person_id,family_id,date_of_birth\nP1,F1,2025-03-01\nP2,F2,2026-03-25\n";
  static constexpr const char* contacts = "contact_id,person_id,date,kind\nC1,P1,2025-03-12,birth-visit\n";

  void SetUp() override {
    framework = folder.write("small.fair", framework_text).string();
    write("families.csv", families);
    write("people.csv", people);
    write("contacts.csv", contacts);
  }
  void write(const std::string& file, std::string_view text) const { folder.write("records/" + file, text); }
  std::string records() const { return (folder.path() / "records").string(); }
  std::string out() const { return (folder.path() / "out").string(); }
  std::string at(const std::string& file) const { return (folder.path() / file).string(); }

  harness::Finished run(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments = {"run", framework, "--records", records(), "--as-at", "2026-04-01", "--out", out()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return harness::run_program(arguments);
  }
  // Every file of the outputs with its text.
  std::vector<std::pair<std::string, std::string>> outputs() const {
    std::vector<std::pair<std::string, std::string>> files;
    if (!std::filesystem::exists(out())) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(out())) {
      if (entry.is_regular_file()) files.emplace_back(entry.path().filename().string(), harness::read_file(entry.path()));
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  harness::TemporaryFolder folder;
  std::string framework;
};

inline ::testing::AssertionResult holds(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "`" << part << "` is not in:\n" << text;
}

}  // namespace fairstart::cli
