// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

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

struct IndicatorTable {
  plan::IndicatorId indicator;
  std::vector<indicators::Line> lines;
};

struct ParameterRow {
  plan::ParameterId parameter;
  std::optional<std::size_t> period;  // of its values, that holds at as-at
  Shown answers_without;              // answers that stay unknown for want of it
};

struct Figures {
  std::int64_t below = 0;  // counts from 1 to below − 1 are hidden; 0: none is
  Shown families, families_to_ask;
  std::vector<SchemeTable> schemes;
  std::vector<OfferRow> offers;  // of offers that are shown
  std::vector<AskedRow> asked;   // most families first
  std::vector<IndicatorTable> indicators;
  std::vector<ParameterRow> parameters;
};

Figures figures_of(const RunFacts& run);

// "95% by 2027-03-31"; "England 2024/25: 88.9%".
std::string target_text(const plan::Target& target);
std::string comparator_text(const plan::Comparator& comparator);

}  // namespace fairstart::report
