// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "dsl/base/sha256.hpp"
#include "tests/harness/harness.hpp"
#include "tests/report/json_schema.hpp"

// What machines read is as docs/*.schema.json and the formats of others say: real outputs are held against them.
namespace fairstart::contract::formats_test {
namespace {

using Json = nlohmann::json;
using harness::run_program;

constexpr const char* surrey_file = "frameworks/surrey/first-1000-days.fair";
constexpr const char* newtown_file = "docs/tour/newtown.fair";

// Mistakes of each kind: in the grammar, with a label, with help; a warning.
constexpr const char* wrong_text = R"(framework wrong "Wrong & <wrong>" { version "1" }
use uk.family-record
define early for child means gestation is under 9 months
define idle for family means lone-parnt
offer o for
parameter p "P" : money per year { from 2025-04-01 £1 per year }
)";

constexpr const char* warned_text = R"(framework warned "W" { version "1" }
use uk.family-record
define idle for family means no person
)";

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

// The document fits its schema; without a key that must be there, or with one more, it does not.
void expect_fits(const std::string& schema_name, const Json& document) {
  const Json schema = Json::parse(harness::read_file(harness::project_root() / "docs" / (schema_name + ".schema.json")));
  const report::JsonSchema checks(schema);
  EXPECT_EQ(joined(checks.mistakes(document)), "") << schema_name;
  if (!document.is_object()) return;
  for (const auto& [key, value] : document.items()) {
    Json broken = document;
    broken.erase(key);
    EXPECT_FALSE(checks.mistakes(broken).empty()) << schema_name << " does without " << key;
    broken = document;
    broken[key] = Json::array({Json::object({{"no", "such"}})});
    EXPECT_FALSE(checks.mistakes(broken).empty()) << schema_name << " takes anything for " << key;
  }
  Json more = document;
  more["something-else"] = 1;
  EXPECT_FALSE(checks.mistakes(more).empty()) << schema_name;
}

TEST(Schemas, of_check) {
  const harness::TemporaryFolder folder;
  const auto done = run_program({"check", "--format", "json", newtown_file, folder.write("wrong.fair", wrong_text).string(),
                                 folder.write("warned.fair", warned_text).string(), (folder.path() / "nowhere.fair").string()});
  EXPECT_EQ(done.exit_code, 1);
  const Json document = Json::parse(done.out);
  expect_fits("check", document);
  std::set<std::string> severities;
  std::size_t labels = 0;
  for (const Json& one : document["diagnostics"]) {
    severities.insert(one["severity"].get<std::string>());
    labels += one["labels"].size();
  }
  EXPECT_TRUE(severities.contains("error") && severities.contains("warning")) << done.out;
  EXPECT_GT(labels, 0U);
  expect_fits("check", Json::parse(run_program({"check", "--format", "json", newtown_file}).out));
}

TEST(Schemas, of_explain) {
  const auto of = [](const char* framework, const char* records, const char* family) {
    return Json::parse(run_program({"explain", framework, "--records", records, "--as-at", "2026-04-01", "--family", family,
                                    "--format", "json", "--show-restricted"})
                           .out);
  };
  const Json document = of(surrey_file, "examples/surrey", "F1424");
  ASSERT_GT(document.size(), 3U);
  expect_fits("explain", document);
  // Steps within steps were seen, with all that they may hold.
  std::set<std::string> keys;
  const std::function<void(const Json&)> walk = [&](const Json& steps) {
    for (const Json& step : steps) {
      for (const auto& [key, value] : step.items()) keys.insert(key);
      if (step.contains("because")) walk(step["because"]);
    }
  };
  for (const Json& told : document) walk(told["because"]);
  EXPECT_EQ(keys, (std::set<std::string>{"answer", "because", "condition", "facts", "sources", "title"}));
  const report::JsonSchema checks(Json::parse(harness::read_file(harness::project_root() / "docs/explain.schema.json")));
  Json broken = document;
  broken[0].erase("subject");
  EXPECT_FALSE(checks.mistakes(broken).empty());
}

TEST(Schemas, of_data) {
  for (const char* framework : {newtown_file, surrey_file}) {
    const auto done = run_program({"data", framework, "--format", "json"});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    const Json document = Json::parse(done.out);
    EXPECT_GT(document["columns"].size(), 3U);
    expect_fits("data", document);
  }
}

TEST(Schemas, of_coverage) {
  const harness::TemporaryFolder folder;
  const std::string file = (folder.path() / "coverage.json").string();
  ASSERT_EQ(run_program({"test", surrey_file, "--coverage", file}).exit_code, 0);
  const Json document = Json::parse(harness::read_file(file));
  EXPECT_GT(document["conditions"].size(), 3U);
  EXPECT_GT(document["thresholds"].size(), 3U);
  expect_fits("coverage", document);
}

TEST(Schemas, of_the_manifest) {
  const harness::TemporaryFolder folder;
  const std::string out = (folder.path() / "out").string();
  std::vector<std::string> words{"run",     newtown_file, "--records", "docs/tour/records",
                                 "--as-at", "2026-04-01", "--quiet",   "--format",
                                 "json",    "--out",      out};
  const auto manifest = [&] {
    const auto done = run_program(words);
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return Json::parse(harness::read_file(folder.path() / "out/manifest.json"));
  };
  Json document = manifest();
  expect_fits("manifest", document);
  // report.json holds the same.
  EXPECT_EQ(Json::parse(harness::read_file(folder.path() / "out/report.json"))["manifest"], document);

  words.emplace_back("--sha256");
  const Json with_both = manifest();
  expect_fits("manifest", with_both);
  ASSERT_FALSE(document["inputs"].empty());
  for (std::size_t i = 0; i < document["inputs"].size(); ++i) {
    Json& input = document["inputs"][i];
    const std::string file = "docs/tour/records/" + input["file"].get<std::string>();
    input["sha256"] = base::sha256_hex(harness::read_file(harness::project_root() / file));
  }
  EXPECT_EQ(with_both, document) << "and nothing else differs";
}

// What the OASIS schema of SARIF 2.1.0 and its prose require of what we write (3.13 to 3.30 there). The schema itself was held
// against outputs by hand: docs/formats.md.
TEST(Sarif, has_what_the_standard_requires) {
  const harness::TemporaryFolder folder;
  const std::string path = folder.write("it's \"wrong\".fair", wrong_text).string();
  const auto done = run_program({"check", "--format", "sarif", path, surrey_file});
  const Json document = Json::parse(done.out);
  EXPECT_EQ(document["version"], "2.1.0");
  EXPECT_EQ(document["$schema"], "https://json.schemastore.org/sarif-2.1.0.json");
  ASSERT_EQ(document["runs"].size(), 1U);
  const Json& run = document["runs"][0];
  EXPECT_EQ(run["columnKind"], "unicodeCodePoints");
  const Json& rules = run["tool"]["driver"]["rules"];
  EXPECT_EQ(run["tool"]["driver"]["name"], "fairstart");
  std::set<std::string> ids;
  for (const Json& rule : rules) {
    EXPECT_TRUE(ids.insert(rule["id"].get<std::string>()).second) << "ids of rules are unique";
    EXPECT_FALSE(rule["shortDescription"]["text"].get<std::string>().empty());
    EXPECT_TRUE((std::set<std::string>{"none", "note", "warning", "error"}.contains(rule["defaultConfiguration"]["level"])));
    EXPECT_FALSE(rule["help"]["text"].get<std::string>().empty());
  }
  const auto is_location = [](const Json& location) {
    const Json& physical = location.at("physicalLocation");
    const std::string uri = physical.at("artifactLocation").at("uri");
    EXPECT_EQ(uri.find_first_of(" \"'<>\\^`{|}"), std::string::npos) << uri << " is no URI reference";
    const Json& region = physical.at("region");
    EXPECT_GE(region.at("startLine"), 1);
    EXPECT_GE(region.at("startColumn"), 1);
    EXPECT_GE(region.at("endLine"), region.at("startLine"));
    EXPECT_GE(region.at("endColumn"), 1);
    if (region.at("endLine") == region.at("startLine")) { EXPECT_GE(region.at("endColumn"), region.at("startColumn")); }
  };
  std::size_t related = 0;
  ASSERT_GT(run["results"].size(), 2U);
  for (const Json& result : run["results"]) {
    EXPECT_FALSE(result["message"]["text"].get<std::string>().empty());
    EXPECT_EQ(rules.at(result["ruleIndex"].get<std::size_t>())["id"], result["ruleId"]);
    EXPECT_TRUE((std::set<std::string>{"none", "note", "warning", "error"}.contains(result["level"])));
    for (const Json& location : result["locations"]) is_location(location);
    std::set<std::int64_t> numbers;
    for (const Json& location : result.value("relatedLocations", Json::array())) {
      is_location(location);
      EXPECT_FALSE(location["message"]["text"].get<std::string>().empty());
      EXPECT_TRUE(numbers.insert(location["id"].get<std::int64_t>()).second)
          << "ids of related locations are unique in a result";
      ++related;
    }
  }
  EXPECT_GT(related, 0U);
  // Nothing found: an empty list, which says that all was looked at.
  EXPECT_TRUE(Json::parse(run_program({"check", "--format", "sarif", newtown_file}).out)["runs"][0]["results"].is_array());
}

// XML as far as JUnit's files need it: elements, attributes, the five entities and numbers. Fails the test on what is not well formed.
struct Element {
  std::string name, text;
  std::map<std::string, std::string> attributes;
  std::vector<Element> children;
};

class Xml {
 public:
  explicit Xml(const std::string& text) : text_(text) {}
  Element document() {
    take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    blanks();
    Element root = element();
    blanks();
    EXPECT_EQ(at_, text_.size()) << "something follows the root";
    return root;
  }

 private:
  void take(const std::string& wanted) {
    ASSERT_EQ(text_.substr(at_, wanted.size()), wanted) << "at byte " << at_;
    at_ += wanted.size();
  }
  void blanks() { at_ = std::min(text_.find_first_not_of(" \n", at_), text_.size()); }
  std::string name() {
    const std::size_t end = text_.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", at_);
    const std::string out = text_.substr(at_, end - at_);
    EXPECT_FALSE(out.empty()) << "a name is missing at byte " << at_;
    at_ = std::min(end, text_.size());
    return out;
  }
  std::string characters(char end) {
    std::string out;
    while (at_ < text_.size() && text_[at_] != end) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      EXPECT_TRUE(c >= 0x20 || c == '\n') << "a control character at byte " << at_;
      EXPECT_NE(c, '<') << "at byte " << at_;
      if (c != '&') {
        out += text_[at_++];
        continue;
      }
      const std::size_t semicolon = text_.find(';', at_);
      const std::string entity = text_.substr(at_ + 1, semicolon - at_ - 1);
      const std::map<std::string, char> known = {{"amp", '&'},   {"lt", '<'},   {"gt", '>'},  {"quot", '"'},
                                                 {"apos", '\''}, {"#10", '\n'}, {"#9", '\t'}, {"#13", '\r'}};
      EXPECT_TRUE(known.contains(entity)) << entity;
      if (known.contains(entity)) out += known.at(entity);
      at_ = semicolon + 1;
    }
    return out;
  }
  Element element() {
    Element out;
    take("<");
    if (::testing::Test::HasFatalFailure()) return out;
    out.name = name();
    for (blanks(); at_ < text_.size() && text_[at_] != '>' && text_[at_] != '/'; blanks()) {
      const std::string attribute = name();
      take("=\"");
      if (::testing::Test::HasFatalFailure()) return out;
      EXPECT_TRUE(out.attributes.emplace(attribute, characters('"')).second) << attribute << " stands twice";
      take("\"");
    }
    if (text_.compare(at_, 2, "/>") == 0) {
      at_ += 2;
      return out;
    }
    take(">");
    while (!::testing::Test::HasFatalFailure() && at_ < text_.size()) {
      out.text += characters('<');
      if (text_.compare(at_, 2, "</") == 0) break;
      out.children.push_back(element());
    }
    take("</" + out.name + ">");
    return out;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

// The rules that Jenkins' xUnit plugin and Surefire's report both hold a file to, as far as an element of ours can break them.
struct Rule {
  std::set<std::string> must, may, children;
};
const std::map<std::string, Rule> junit_rules = {
    {"testsuites", {{}, {"name", "time", "tests", "failures", "errors"}, {"testsuite"}}},
    {"testsuite",
     {{"name", "tests", "failures", "errors", "skipped"},
      {"time", "group", "timestamp", "hostname", "id", "package"},
      {"properties", "testcase", "system-out", "system-err"}}},
    {"testcase", {{"name", "time"}, {"classname", "group"}, {"failure", "error", "skipped", "system-out", "system-err"}}},
    {"failure", {{"type"}, {"message"}, {}}},
    {"error", {{"type"}, {"message"}, {}}},
};

void expect_junit(const Element& element) {
  ASSERT_TRUE(junit_rules.contains(element.name)) << element.name;
  const Rule& rule = junit_rules.at(element.name);
  for (const std::string& name : rule.must) EXPECT_TRUE(element.attributes.contains(name)) << element.name << ' ' << name;
  for (const auto& [name, value] : element.attributes) {
    EXPECT_TRUE(rule.must.contains(name) || rule.may.contains(name)) << element.name << ' ' << name;
    if (name == "time") {
      EXPECT_TRUE(std::regex_match(value, std::regex("[0-9]+\\.[0-9]{3}"))) << value;
    } else if (name == "tests" || name == "failures" || name == "errors" || name == "skipped") {
      EXPECT_TRUE(std::regex_match(value, std::regex("[0-9]+"))) << value;
    }
  }
  std::size_t bad = 0;
  for (const Element& child : element.children) {
    EXPECT_TRUE(rule.children.contains(child.name)) << child.name << " in " << element.name;
    expect_junit(child);
    bad += child.name == "failure" || child.name == "error" ? 1 : 0;
  }
  EXPECT_LE(bad, 1U) << "viewers show one failure a test case";
}

TEST(JUnit, keeps_the_rules_of_those_who_read_it) {
  const harness::TemporaryFolder folder;
  const std::string tour = harness::read_file(harness::project_root() / newtown_file);
  const std::string fails =
      tour + "\nexample \"<&\\\" fails\" {\n  as at 2026-04-01\n  family f { }\n  expect low-mood yes\n}\n";
  const std::string out = (folder.path() / "junit.xml").string();
  const auto done = run_program({"test", newtown_file, folder.write("wrong.fair", wrong_text).string(),
                                 folder.write("newtown/first-1000-days.fair", fails).string(), "--junit", out});
  EXPECT_EQ(done.exit_code, 1);
  const std::string text = harness::read_file(out);
  const Element root = Xml(text).document();
  EXPECT_EQ(root.name, "testsuites");
  expect_junit(root);
  ASSERT_EQ(root.children.size(), 1U);
  std::map<std::string, std::size_t> counted;
  for (const Element& testcase : root.children[0].children) {
    ++counted["tests"];
    for (const Element& child : testcase.children) ++counted[child.name + "s"];
  }
  for (const char* what : {"tests", "errors", "failures"}) {
    EXPECT_EQ(root.attributes.at(what), std::to_string(counted[what])) << what << '\n' << text;
    EXPECT_EQ(root.children[0].attributes.at(what), std::to_string(counted[what])) << what;
  }
  EXPECT_GT(counted["tests"], 3U);
  EXPECT_GT(counted["errors"], 0U);
}

}  // namespace
}  // namespace fairstart::contract::formats_test
