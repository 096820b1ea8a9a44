// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::diagnostics::machine_test {
namespace {

using Json = nlohmann::ordered_json;

struct Found {
  source::Sources sources;
  Diagnostics diagnostics;
};

void fill(Found& found) {
  const base::FileId file = found.sources.add("dir/a b.fair", "é means\n x is 1\n");
  found.diagnostics.add({.code = Code::unknown_name,
                         .message = "no `x` here \"quoted\"",
                         .span = {file, 10, 11},
                         .labels = {{{file, 0, 2}, "here"}},
                         .help = "declare it"});
  found.diagnostics.add({.code = Code::cells_rejected, .message = "cells", .place = {"people.csv", 14, "dob"}});
}

TEST(Diagnostics, WhatIsTakenBackDoesNotCount) {
  Found found;
  fill(found);
  const std::size_t errors = found.diagnostics.errors(), warnings = found.diagnostics.warnings();
  fill(found);
  EXPECT_EQ(found.diagnostics.errors(), 2 * errors);
  found.diagnostics.take_back(2);
  EXPECT_EQ(found.diagnostics.items().size(), 2U);
  EXPECT_EQ(found.diagnostics.errors(), errors);
  EXPECT_EQ(found.diagnostics.warnings(), warnings);
}

template <class Print>
Json printed(const Found& found, Print print) {
  std::ostringstream out;
  print(out, found.diagnostics, found.sources);
  return Json::parse(out.str());
}

TEST(Json, HoldsEveryDiagnosticWithItsPlaces) {
  Found found;
  fill(found);
  const Json document = printed(found, print_json);
  EXPECT_EQ(document["errors"], 1);
  EXPECT_EQ(document["warnings"], 1);
  ASSERT_EQ(document["diagnostics"].size(), 2U);
  const Json& first = document["diagnostics"][0];
  EXPECT_EQ(first["code"], "FS0201");
  EXPECT_EQ(first["name"], "unknown_name");
  EXPECT_EQ(first["severity"], "error");
  EXPECT_EQ(first["message"], "no `x` here \"quoted\"");
  EXPECT_EQ(first["file"], "dir/a b.fair");
  EXPECT_EQ(first["line"], 2);
  EXPECT_EQ(first["column"], 2);
  EXPECT_EQ(first["end_line"], 2);
  EXPECT_EQ(first["end_column"], 3);
  EXPECT_EQ(first["labels"][0]["message"], "here");
  EXPECT_EQ(first["labels"][0]["end_column"], 2) << "columns are characters, not bytes";
  EXPECT_EQ(first["help"], "declare it");
  const Json& second = document["diagnostics"][1];
  EXPECT_EQ(second["file"], "people.csv");
  EXPECT_EQ(second["line"], 14);
  EXPECT_EQ(second["field"], "dob");
  EXPECT_FALSE(second.contains("column"));
}

TEST(Json, BytesThatAreNotUtf8DoNotBreakIt) {
  Found found;
  found.diagnostics.add({.code = Code::not_utf8, .message = "bad \xff byte"});
  EXPECT_EQ(printed(found, print_json)["diagnostics"].size(), 1U);
  EXPECT_EQ(printed(found, print_sarif)["runs"][0]["results"].size(), 1U);
}

TEST(Json, NothingFoundIsAnEmptyList) {
  const Found found;
  EXPECT_EQ(printed(found, print_json)["diagnostics"], Json::array());
}

TEST(Sarif, IsVersion210WithRulesAndRegions) {
  Found found;
  fill(found);
  const Json document = printed(found, print_sarif);
  EXPECT_EQ(document["version"], "2.1.0");
  const Json& run = document["runs"][0];
  EXPECT_EQ(run["columnKind"], "unicodeCodePoints");
  ASSERT_EQ(run["results"].size(), 2U);
  for (const Json& result : run["results"]) {
    const Json& rule = run["tool"]["driver"]["rules"].at(result["ruleIndex"].get<std::size_t>());
    EXPECT_EQ(rule["id"], result["ruleId"]);
    EXPECT_FALSE(rule["shortDescription"]["text"].get<std::string>().empty());
  }
  const Json& place = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "dir/a%20b.fair");
  EXPECT_EQ(place["region"]["startLine"], 2);
  EXPECT_EQ(place["region"]["startColumn"], 2);
  EXPECT_EQ(place["region"]["endColumn"], 3);
  EXPECT_EQ(run["results"][0]["relatedLocations"][0]["message"]["text"], "here");
  EXPECT_EQ(run["results"][1]["level"], "warning");
  EXPECT_EQ(run["results"][1]["locations"][0]["logicalLocations"][0]["name"], "dob");
}

}  // namespace
}  // namespace fairstart::diagnostics::machine_test
