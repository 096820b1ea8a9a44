// SPDX-License-Identifier: Apache-2.0
#include "dsl/document/document.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "dsl/document/blocks.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::document::document_test {
namespace {

constexpr const char* small = R"fair(framework small.doc "Small <b>" { version "1" }
unit visit, visits
codes kinds "Kinds" { visit-kind "A visit", second "Second" }
record family, families "Family" {
  key      family-id
  income   : money per year
}
record contact, contacts "Contact" {
  key         contact-id
  belongs to  family by family-id
  happens on  date
  date        : date
  kind        : one of kinds
}
parameter line "The line" : money per year {
  from 2025-04-01  £22,000 per year
  source "Illustrative | made up"
}
define poor for family "Low income" means income is under line
  source "Somebody (2025)"
tiers support for family "Support" {
  universal "Universal"
  targeted  "Targeted" when poor  # a comment between
    or income is under £10,000 per year
}
offer second for family "A second visit" {
  tier      targeted
  met by    contact where (kind is second)
  amount    1 visit
  provider  "The team"
  serves    well
}
outcome well "Families are well" {
  indicator seen "Seen twice" {
    among   family where poor
    count   received second
    show    percent
    better  higher
  }
}
not encoded "Half of [the] *plan*" source "Page 2"
)fair";

Pages pages_of(const std::string& text) {
  const harness::Checked checked = harness::check_text(text);
  if (!checked.plan) throw std::runtime_error(checked.text());
  return pages(*checked.plan, *checked.sources);
}

std::vector<std::string> all(const std::string& text, const std::string& pattern) {
  std::vector<std::string> out;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) out.push_back((*at)[1]);
  return out;
}

void expect_sound_links(const std::string& page, const std::string& id, const std::string& link) {
  const std::vector<std::string> ids = all(page, id);
  const std::set<std::string> places(ids.begin(), ids.end());
  EXPECT_EQ(places.size(), ids.size()) << "an anchor stands twice";
  const std::vector<std::string> links = all(page, link);
  EXPECT_FALSE(links.empty());
  for (const std::string& one : links) EXPECT_TRUE(places.contains(one)) << "nothing stands at #" << one;
}

TEST(document, every_framework_is_told_whole_with_links_that_lead_somewhere) {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(harness::project_root() / "frameworks")) {
    if (entry.path().extension() != ".fair") continue;
    SCOPED_TRACE(entry.path().filename().string());
    const harness::Checked checked = harness::check_path(entry.path());
    ASSERT_TRUE(checked.plan) << checked.text();
    const Pages made = pages(*checked.plan, *checked.sources), again = pages(*checked.plan, *checked.sources);
    EXPECT_EQ(made.html, again.html);
    EXPECT_EQ(made.markdown, again.markdown);
    expect_sound_links(made.html, "id=\"([^\"]+)\"", "href=\"#([^\"]+)\"");
    for (const plan::Offer& offer : checked.plan->offers) {
      if (!offer.shown) continue;
      EXPECT_NE(made.html.find("id=\"offer-" + offer.name + '"'), std::string::npos) << offer.name;
      EXPECT_NE(made.markdown.find("id=\"offer-" + offer.name + '"'), std::string::npos) << offer.name;
    }
    for (const plan::Outcome& outcome : checked.plan->outcomes)
      EXPECT_NE(made.html.find("id=\"outcome-" + outcome.name + '"'), std::string::npos) << outcome.name;
    ++seen;
  }
  EXPECT_GE(seen, 2U);
}

TEST(document, tells_clauses_as_they_were_written) {
  const Pages made = pages_of(small);
  EXPECT_NE(made.markdown.find("| Met by | contact where (kind is second) |"), std::string::npos) << made.markdown;
  EXPECT_NE(made.markdown.find("| Provider | The team |"), std::string::npos);
  // The comment is not part of what is said.
  EXPECT_NE(made.markdown.find("[poor](#word-poor) or income is under £10,000 per year"), std::string::npos) << made.markdown;
  EXPECT_NE(made.markdown.find("£22,000 per year, from 1 April 2025"), std::string::npos);
  // The code `second` is not the offer of that name; what is received is.
  EXPECT_NE(made.markdown.find("received [second](#offer-second)"), std::string::npos);
}

TEST(document, leads_from_an_offer_to_its_outcome_and_back) {
  const Pages made = pages_of(small);
  EXPECT_NE(made.markdown.find("| Serves | [Families are well](#outcome-well) |"), std::string::npos);
  EXPECT_NE(made.markdown.find("| Offers that serve it | [A second visit](#offer-second) |"), std::string::npos);
  // What is named only by a named thing is told too.
  EXPECT_NE(made.markdown.find("| <a id=\"parameter-line\"></a>The line |"), std::string::npos) << made.markdown;
}

// A title for each kind of declaration, and what only something told names.
constexpr const char* every_kind = R"fair(framework every.kind "Every kind" { version "1" }
use uk.family-record
wave w1 "WaveOne" from 2026-01-01
calendar terms "TermsCal" { 1 January, 1 September }
window fy for child "FirstYearWin" from date-of-birth to turning 1 year
define seen for child "SeenDef" means any contact in fy and next terms after date-of-birth is before as at
define th for family "ThingsDef" means any contact
score sc for family "ScoreSC" { 1 point when th, 2 points when lone-parent }
table tb for family "TableTB" : whole number {
  lone-parent | gives tb
  yes         | 4
  no          | 3
  unknown     | 3
}
groups gr for family "GroupsGR" { g1 "GroupG1" when th }
segments sg for family "SegSG" { s1 "SegS1" when th,  s2 "SegS2" otherwise }
tiers tt for family "TiersTT" { u "LevelU",  p "LevelP" when sc is over 1 and tb is 3 }
schedule rt for child "SchedRT" { gives immunisation by vaccine, dose
  on turning 8 weeks  pcv 1 }
allocate al for child "AllocAL" { supply 3 visits,  amount 1 visit,  when seen }
list ls for child "ListLS" { when seen }
outcome best "OutBest" {
  indicator inn "IndInn" { among child,  count seen,  show percent,  better higher }
  gap gin "GapGin" { of inn,  between imd-quintile 1 and everyone }
}
indicator alone "IndAlone" { among child,  count seen,  show percent,  better higher }
gap galone "GapAlone" { of alone,  between imd-quintile 1 and everyone }
slope sl "SlopeSL" { of inn,  over imd-quintile }
concentration co "ConcCO" { of inn,  over imd-quintile }
trend tr "TrendTR" { of inn }
case cs "CaseCS" { horizon 1 year,  cost a "CostA" is £3 each year,  serves best }
incentive inc "IncINC" { pays £3 for each child,  serves best }
guarantee gu "GuarGU" that every child has (seen)
not encoded "NotEncNE"
objective ob "ObjOB" { wave w1,  indicator oin "IndOIN" { published,  better higher } }
)fair";

TEST(document, tells_of_every_kind_of_declaration) {
  const Pages made = pages_of(every_kind);
  for (const char* title : {"WaveOne", "TermsCal", "FirstYearWin", "SeenDef",  "ThingsDef", "ScoreSC", "TableTB", "GroupsGR",
                            "GroupG1", "SegSG",    "SegS1",        "TiersTT",  "LevelP",    "SchedRT", "AllocAL", "ListLS",
                            "OutBest", "IndInn",   "GapGin",       "IndAlone", "GapAlone",  "SlopeSL", "ConcCO",  "TrendTR",
                            "CaseCS",  "CostA",    "IncINC",       "GuarGU",   "NotEncNE",  "ObjOB",   "IndOIN"}) {
    EXPECT_NE(made.markdown.find(title), std::string::npos) << title;
    EXPECT_NE(made.html.find(title), std::string::npos) << title;
  }
  expect_sound_links(made.html, "id=\"([^\"]+)\"", "href=\"#([^\"]+)\"");
  // A table row by row, a calendar day by day, a score item by item.
  EXPECT_NE(made.markdown.find("yes \\| 4"), std::string::npos) << made.markdown;
  EXPECT_NE(made.markdown.find("1 January, 1 September"), std::string::npos);
  EXPECT_NE(made.markdown.find("1 point when [th](#word-th)"), std::string::npos);
}

TEST(document, nothing_in_a_file_becomes_markup) {
  const Pages made = pages_of(small);
  EXPECT_NE(made.html.find("<h1>Small &lt;b&gt;</h1>"), std::string::npos);
  EXPECT_EQ(made.html.find("<b>"), std::string::npos);
  EXPECT_TRUE(made.markdown.starts_with("# Small &lt;b&gt;\n"));
  EXPECT_NE(made.markdown.find("Half of \\[the\\] \\*plan\\*"), std::string::npos);
  EXPECT_NE(made.markdown.find("Illustrative \\| made up"), std::string::npos);
  EXPECT_NE(made.markdown.find("n0[\"Small #60;b#62;\"]"), std::string::npos) << made.markdown;
}

TEST(picture, boxes_of_a_column_never_overlap) {
  Tree tree{.title = "T", .description = "D", .columns = {"A", "B", "C"}, .nodes = {}, .edges = {}};
  for (std::size_t i = 0; i < 60; ++i)
    tree.nodes.push_back(
        {i % 3, "A title of some words that is broken into lines, number " + std::to_string(i), "", i % 2 == 0 ? "offer" : ""});
  for (std::size_t i = 0; i + 1 < 60; ++i)
    if (tree.nodes[i].column + 1 == tree.nodes[(i * 7 + 1) % 60].column) tree.edges.emplace_back(i, (i * 7 + 1) % 60);
  const std::string svg = as_svg(tree);
  std::map<int, std::vector<std::pair<int, int>>> columns;
  const std::regex box("<rect class=\"box[^\"]*\" x=\"(\\d+)\" y=\"(\\d+)\" width=\"\\d+\" height=\"(\\d+)\"");
  std::size_t boxes = 0;
  for (std::sregex_iterator at(svg.begin(), svg.end(), box), end; at != end; ++at, ++boxes)
    columns[std::stoi((*at)[1])].emplace_back(std::stoi((*at)[2]), std::stoi((*at)[3]));
  EXPECT_EQ(boxes, 60U);
  const int height = std::stoi(all(svg, "viewBox=\"0 0 \\d+ (\\d+)\"").at(0));
  for (auto& [x, column] : columns) {
    std::sort(column.begin(), column.end());
    for (std::size_t i = 0; i + 1 < column.size(); ++i) EXPECT_LE(column[i].first + column[i].second, column[i + 1].first);
    EXPECT_GE(column.front().first, 0);
    EXPECT_LE(column.back().first + column.back().second, height);
  }
}

}  // namespace
}  // namespace fairstart::document::document_test
