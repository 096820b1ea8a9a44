// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/harness/harness.hpp"

namespace fairstart::sharing {

namespace fs = std::filesystem;

inline constexpr const char* words_text =
    "library a.words \"Words\" { version \"1\" }\ncodes colours \"Colours\" { red \"Red\", blue \"Blue\" }\n";
inline constexpr const char* main_text =
    "framework a.main \"Main\" {\n  version  \"7\"\n}\n\nuse a.words\n\nrecord family, families \"Family\" {\n  key     "
    "family-id\n"
    "  colour  : one of colours\n}\ntiers support for family \"Support\" {\n  low   \"Low\"\n  high  \"High\"  when colour is "
    "red\n}\n\n"
    "examples from \"cases.csv\"\n";
inline constexpr const char* cases_text = "example,as at,family.colour,expect support\nRed,2026-04-01,red,high\n";

// A framework, the library that it uses and its examples in rows, in a folder of their own.
class Folder {
 public:
  Folder() {
    write("a/words.fair", words_text);
    write("a/main.fair", main_text);
    write("a/cases.csv", cases_text);
  }
  void write(const std::string& name, std::string_view text) const { folder_.write(name, text); }
  std::string at(const std::string& name) const { return (folder_.path() / name).string(); }
  std::string text(const std::string& name) const { return harness::read_file(folder_.path() / name); }
  void replace(const std::string& name, const std::string& from, const std::string& to) const {
    std::string changed = text(name);
    const std::size_t place = changed.find(from);
    ASSERT_NE(place, std::string::npos) << from;
    write(name, changed.replace(place, from.size(), to));
  }
  harness::Finished run(const std::vector<std::string>& arguments) const {
    return harness::run_program(arguments, folder_.path());
  }

 private:
  harness::TemporaryFolder folder_;
};

inline testing::AssertionResult holds(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "`" << part << "` is not in:\n" << text;
}

}  // namespace fairstart::sharing
