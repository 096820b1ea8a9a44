// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cases/cases.hpp"
#include "engine/cases/payments.hpp"
#include "engine/report/report.hpp"

// The aggregate figures of a run as they may be shown: small counts hidden. What the JSON and the HTML both tell.
namespace fairstart::report {

using Shown = std::optional<std::int64_t>;  // none: hidden (small numbers)

struct SchemeRow {
  int fifth = 0;  // 1 to 5; 0: not known; everyone: -1
  std::vector<Shown> at_level;
  Shown cannot_tell;  // segments only
  Shown could_be;     // tiers: that could be higher; groups: of whom some membership is not known
  Shown total;
};
inline constexpr int everyone = -1;
std::string fifth_label(int fifth);  // "1, most deprived", "not known", "Everyone"

struct SchemeTable {
  plan::LevelsId scheme;
  std::vector<SchemeRow> rows;  // the last is everyone; the only one where no row's fifth is known
};

struct OfferRow {
  plan::OfferId offer;
  Shown offered, cannot_tell, not_yet_due, open, missed, done, overdue, no_window;
};

struct AskedRow {
  std::string fact, title;
  Shown families;
};

// Of a list: who is on it, who may be, who is not because of its limit, and whose name may not be shown.
struct ListRow {
  plan::RegisterId list;
  Shown listed, cannot_tell, beyond_limit, without_name;
};

struct ApplicantRow {
  std::string label;
  int fifth = 0;  // where rows are told apart by it: 1 to 5; 0: not known
  Shown given, waiting, cannot_tell, received;
};
// Amounts in millionths; none: not known, or hidden, as they would give a hidden count away.
struct ShareRow {
  ApplicantRow applicants;  // of the place that the label names
  Shown share, received, given, left;
};
struct AllocationTable {
  plan::AllocationId allocation;
  allocation::Stretch stretch;
  ShareRow all;                                 // its share is the supply
  std::vector<ApplicantRow> by_need, by_fifth;  // empty where there is nothing to tell rows apart by
  std::vector<ShareRow> places;
};

struct IndicatorTable {
  plan::IndicatorId indicator;
  std::vector<indicators::Line> lines;
  bool open = false;  // rows of its population may be missing: no bounds
};

// A gap, slope or concentration; and a trend.
struct SpreadTable {
  plan::SpreadId spread;
  indicators::SpreadLine line;
};
struct TrendTable {
  plan::SpreadId spread;
  indicators::TrendLine line;
};

// By place in Plan::cases and Plan::incentives.
struct CaseTable {
  std::size_t index = 0;
  cases::Result result;
};
struct IncentiveTable {
  std::size_t index = 0;
  cases::Payment payment;
};

// Of one offer in one group of families: how many have it for certain, and the amount for each family of the group (millionths).
struct ReachCell {
  Shown offered;
  std::optional<std::int64_t> per_family;  // none: no amount, or it would give a hidden count away
};
struct ReachRow {
  int group = 0;                          // of deprivation: 1 is the most deprived, 0 not known; a level's place; everyone
  std::string label;                      // for people
  Shown families, some, nothing, unsure;  // some: with an offer that is certain; unsure: none certain, one possible
  std::vector<ReachCell> offers;          // by ReachFigures::offers
};
enum class Rises : std::uint8_t { cannot_be_said, rises, falls, level };
struct ReachTrend {
  // By how much the most deprived end of a straight line through the groups that are shown is above the least deprived: of the
  // amount for each family in millionths; without amounts, of offers for each family.
  std::optional<double> slope;
  Rises with_deprivation = Rises::cannot_be_said, with_level = Rises::cannot_be_said;
};
struct ReachFigures {
  int groups = 0;                        // of deprivation: 10, 5, or 0 where there is none
  std::vector<plan::OfferId> offers;     // those shown
  std::vector<ReachRow> by_deprivation;  // the last is everyone
  std::vector<ReachRow> by_level;        // the same; empty without levels of support
  std::vector<ReachTrend> trends;        // by `offers`
};

struct ParameterRow {
  plan::ParameterId parameter;
  std::optional<std::size_t> period;  // of its values, that holds at as-at
  Shown answers_without;              // answers that stay unknown for want of it
};

struct Figures {
  base::Day as_at = 0;
  std::int64_t below = 0;  // counts from 1 to below − 1 are hidden; 0: none is
  Shown families, families_to_ask;
  std::vector<SchemeTable> schemes;
  std::vector<OfferRow> offers;  // of offers that are shown
  ReachFigures reach;            // empty where no offer is shown
  std::vector<AskedRow> asked;   // most families first
  std::vector<ListRow> lists;
  std::vector<AllocationTable> allocations;
  std::vector<IndicatorTable> indicators;
  std::vector<SpreadTable> spreads;
  std::vector<TrendTable> trends;
  std::vector<CaseTable> cases;
  std::vector<IncentiveTable> incentives;
  std::vector<ParameterRow> parameters;
};

Figures figures_of(const RunFacts& run);
void add_money_figures(Figures& figures, const RunFacts& run);  // cases and incentives
// Parts of it, by the number below which counts are hidden.
ListRow list_row(const ListCounts& counts, std::int64_t below);
AllocationTable allocation_table(const AllocationCounts& counts, std::int64_t below);

// "95%", "reduce by 10% from 320 per 1,000"; with its date: "95% by 2027-03-31". comparators: what `match` may name.
std::string target_what(const plan::Plan& plan, const indicators::Unit& unit, const plan::Target& target,
                        const std::vector<plan::Comparator>& comparators);
std::string target_text(const plan::Plan& plan, const indicators::Unit& unit, const plan::Target& target,
                        const std::vector<plan::Comparator>& comparators);
// "England 2024/25: 88.9%".
std::string comparator_text(const plan::Plan& plan, const plan::Indicator& indicator, const plan::Comparator& comparator);

}  // namespace fairstart::report
