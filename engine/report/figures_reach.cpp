// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "engine/indicators/statistics.hpp"
#include "engine/report/figures.hpp"
#include "engine/report/sheet.hpp"

// Who is reached and how much they get, by deprivation and by level of support, with small numbers hidden.
namespace fairstart::report {
namespace {

using GroupCounts = std::vector<std::pair<int, Reach::Group>>;  // the last is everyone
constexpr std::size_t least_ranks_of_reach = 3;                 // a line through two would be no line

std::string deprivation_label(int group, int groups) {
  if (group == everyone) return "Everyone";
  if (group == 0) return "Not known";
  if (group == 1) return "1, most deprived";
  return group == groups ? std::to_string(group) + ", least deprived" : std::to_string(group);
}

// Whether the rest of the report shows a count: what it hides must not be shown here, and what it shows can't be hidden here.
enum class Elsewhere : std::uint8_t { not_told, shown, hidden };
Elsewhere told(const Shown& count) { return count ? Elsewhere::shown : Elsewhere::hidden; }

// Families by deprivation fifth, as the tables of levels show them; the last is everyone.
std::map<int, Elsewhere> fifths_elsewhere(const plan::Plan& plan, const Figures& figures) {
  std::map<int, Elsewhere> elsewhere{{everyone, told(figures.families)}};
  for (const SchemeTable& table : figures.schemes) {
    const plan::Levels& scheme = plan.levels[table.scheme.index()];
    if (scheme.record != plan.family || scheme.role.exists()) continue;
    for (const SchemeRow& row : table.rows) {
      Elsewhere& state = elsewhere[row.fifth];
      if (row.fifth == everyone && !row.total) state = Elsewhere::hidden;
      if (row.fifth == everyone) continue;
      // Where one table hides it and another shows it, it is shown: but not by this one.
      state = state == Elsewhere::hidden || !row.total ? Elsewhere::hidden : Elsewhere::shown;
    }
  }
  return elsewhere;
}

class ReachSheet {
 public:
  ReachSheet(const plan::Plan& plan, const Figures& figures, const GroupCounts& counts,
             const std::vector<plan::OfferId>& offers)
      : plan_(plan), figures_(figures), counts_(counts), offers_(offers) {}

  // families: what is told elsewhere of the number of families in each group.
  void put(const std::map<int, Elsewhere>& families) {
    for (const auto& [group, row] : counts_) {
      const std::int64_t some = row.families - row.nothing - row.unsure;
      Items items{known(row.families, group, families),
                  sheet_.put({some}),
                  sheet_.put({row.nothing}),
                  sheet_.put({row.unsure}),
                  {},
                  {}};
      sheet_.sum(items.families, {items.some, items.nothing, items.unsure});
      for (const plan::OfferId offer : offers_) {
        const Reach::OfOffer reached = offer.index() < row.offers.size() ? row.offers[offer.index()] : Reach::OfOffer{};
        // Of an offer to families, those who are not reached are as telling.
        indicators::Counts of{reached.rows};
        if (to_families(offer)) of.push_back(row.families - reached.rows);
        items.offers.push_back(sheet_.put(std::move(of)));
        // Who gets more and who less could be worked out from the amount.
        indicators::Counts amounts;
        for (const auto& [amount, rows] : reached.by_amount) amounts.push_back(rows);
        if (amounts.empty()) amounts.push_back(0);
        items.amounts.push_back(sheet_.put(std::move(amounts)));
      }
      items_.push_back(std::move(items));
    }
    const auto column = [&](const auto& item) {
      std::vector<std::size_t> parts;
      for (std::size_t row = 0; row + 1 < items_.size(); ++row) parts.push_back(item(items_[row]));
      if (!parts.empty()) sheet_.sum(item(items_.back()), parts);
    };
    for (std::size_t Items::*item : {&Items::families, &Items::some, &Items::nothing, &Items::unsure})
      column([&](const Items& row) { return row.*item; });
    for (std::size_t i = 0; i < offers_.size(); ++i) {
      column([&](const Items& row) { return row.offers[i]; });
      column([&](const Items& row) { return row.amounts[i]; });
      if (!figures_.offers[i].offered) sheet_.hide(items_.back().offers[i]);
    }
  }

  // Tenths make fifths, which are told elsewhere.
  void put_fifths(const std::map<int, Elsewhere>& elsewhere) {
    std::map<int, std::vector<std::size_t>> parts;
    std::map<int, std::int64_t> totals;
    for (std::size_t row = 0; row + 1 < counts_.size(); ++row) {
      const int fifth = (counts_[row].first + 1) / 2;
      parts[fifth].push_back(items_[row].families);
      totals[fifth] += counts_[row].second.families;
    }
    for (const auto& [fifth, of] : parts) {
      const auto found = elsewhere.find(fifth);
      if (found == elsewhere.end()) continue;
      std::map<int, Elsewhere> state{{fifth, found->second}};
      sheet_.sum(known(totals[fifth], fifth, state), of);
    }
  }

  void protect(std::int64_t below) {
    sheet_.protect(below);
    // Hiding here what is shown elsewhere would protect nothing: the whole column goes.
    for (const std::size_t item : shown_elsewhere_) families_hidden_ = families_hidden_ || !sheet_.shown(item);
  }

  std::vector<ReachRow> rows() const {
    std::vector<ReachRow> rows;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      const auto& [group, counted] = counts_[i];
      ReachRow row{group, "", {}, {}, {}, {}, std::vector<ReachCell>(offers_.size())};
      const bool whole = i + 1 == counts_.size();
      const auto shown = [&](std::size_t item) { return families_hidden_ && !whole ? Shown{} : sheet_.shown(item); };
      row.families = shown(items_[i].families);
      row.some = shown(items_[i].some);
      row.nothing = shown(items_[i].nothing);
      row.unsure = shown(items_[i].unsure);
      for (std::size_t offer = 0; offer < offers_.size(); ++offer) {
        // The table of offers shows how many have it: where that would have to be hidden here, all parts are instead.
        const bool parts_hidden = figures_.offers[offer].offered && !sheet_.shown(items_.back().offers[offer]);
        if (parts_hidden) continue;
        ReachCell& cell = row.offers[offer];
        cell.offered = shown(items_[i].offers[offer]);
        if (!cell.offered || !row.families || *row.families == 0 || !sheet_.shown(items_[i].amounts[offer])) continue;
        const std::size_t at = offers_[offer].index();
        const WideAmount amount = at < counted.offers.size() ? counted.offers[at].amount : 0;
        const WideAmount each = (amount * 2 + *row.families) / (2 * WideAmount{*row.families});
        if (each >= 0 && each <= INT64_MAX) cell.per_family = static_cast<std::int64_t>(each);
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  struct Items {
    std::size_t families, some, nothing, unsure;
    std::vector<std::size_t> offers, amounts;
  };

  bool to_families(plan::OfferId id) const {
    const plan::Offer& offer = plan_.offers[id.index()];
    return offer.record == plan_.family && !offer.role.exists();
  }

  std::size_t known(std::int64_t count, int group, const std::map<int, Elsewhere>& elsewhere) {
    const std::size_t item = sheet_.put({count});
    const auto found = elsewhere.find(group);
    if (found != elsewhere.end() && found->second == Elsewhere::hidden) sheet_.hide(item);
    if (found != elsewhere.end() && found->second == Elsewhere::shown) shown_elsewhere_.push_back(item);
    return item;
  }

  const plan::Plan& plan_;
  const Figures& figures_;
  const GroupCounts& counts_;
  const std::vector<plan::OfferId>& offers_;
  Sheet sheet_;
  std::vector<Items> items_;
  std::vector<std::size_t> shown_elsewhere_;
  bool families_hidden_ = false;
};

Rises direction(double rise) {
  if (std::abs(rise) < 1) return Rises::level;  // a millionth: what rounding leaves of nothing
  return rise > 0 ? Rises::rises : Rises::falls;
}

// What a row says of an offer: the amount for each family, else how many offers for each. Nothing where hidden.
std::optional<double> measured(const plan::Offer& offer, const ReachRow& row, std::size_t column) {
  const ReachCell& cell = row.offers[column];
  if (!row.families || !cell.offered || *row.families == 0) return std::nullopt;
  if (offer.amount.exists() || !offer.amounts.empty())
    return cell.per_family ? std::optional(static_cast<double>(*cell.per_family)) : std::nullopt;
  return 1e6 * static_cast<double>(*cell.offered) / static_cast<double>(*row.families);
}

ReachTrend trend_of(const plan::Offer& offer, const ReachFigures& reach, std::size_t column) {
  ReachTrend trend;
  std::vector<indicators::Rank> ranks;
  for (const ReachRow& row : reach.by_deprivation) {
    if (row.group < 1 || row.families == Shown{0}) continue;
    if (const auto value = measured(offer, row, column)) ranks.push_back({static_cast<double>(*row.families), *value, 0.0});
  }
  if (ranks.size() >= least_ranks_of_reach) {
    if (const auto slope = indicators::slope_index(ranks)) {
      trend.slope = -slope->slope;
      trend.with_deprivation = direction(*trend.slope);
    }
  }
  // Levels are few: each must be no less than the one before.
  std::vector<double> by_level;
  bool whole = true;
  for (std::size_t i = 0; i + 1 < reach.by_level.size(); ++i) {
    if (reach.by_level[i].families == Shown{0}) continue;
    const auto value = measured(offer, reach.by_level[i], column);
    whole = whole && value.has_value();
    if (value) by_level.push_back(*value);
  }
  if (whole && by_level.size() > 1) {
    const bool up = std::is_sorted(by_level.begin(), by_level.end());
    if (by_level.front() == by_level.back() && up)
      trend.with_level = Rises::level;
    else
      trend.with_level = up ? Rises::rises : Rises::falls;
  }
  return trend;
}

}  // namespace

void add_reach_figures(Figures& figures, const RunFacts& run) {
  const plan::Plan& plan = *run.plan;
  const Reach& counted = run.totals.reach;
  ReachFigures& reach = figures.reach;
  if (figures.offers.empty() || counted.by_deprivation.empty()) return;
  for (const OfferRow& row : figures.offers) reach.offers.push_back(row.offer);
  reach.groups = counted.groups;

  Reach::Group all;
  GroupCounts groups;
  for (int group = 1; group <= counted.groups; ++group) {
    const auto found = counted.by_deprivation.find(group);
    groups.emplace_back(group, found == counted.by_deprivation.end() ? Reach::Group{} : found->second);
  }
  if (const auto found = counted.by_deprivation.find(0); found != counted.by_deprivation.end() && counted.groups > 0)
    groups.emplace_back(0, found->second);
  for (const auto& [group, row] : counted.by_deprivation) all.add(row);
  groups.emplace_back(everyone, all);
  const std::map<int, Elsewhere> fifths = fifths_elsewhere(plan, figures);
  ReachSheet by_deprivation(plan, figures, groups, reach.offers);
  if (counted.groups == 10) {
    by_deprivation.put({{everyone, fifths.at(everyone)}});
    by_deprivation.put_fifths(fifths);
  } else {
    by_deprivation.put(fifths);
  }
  by_deprivation.protect(figures.below);
  reach.by_deprivation = by_deprivation.rows();
  for (ReachRow& row : reach.by_deprivation) row.label = deprivation_label(row.group, counted.groups);

  const plan::LevelsId support = levels_of_support(plan);
  if (support.exists() && !counted.by_level.empty()) {
    const plan::Levels& levels = plan.levels[support.index()];
    std::map<int, Elsewhere> elsewhere{{everyone, fifths.at(everyone)}};
    for (const SchemeTable& table : figures.schemes) {
      if (table.scheme != support || table.rows.empty()) continue;
      for (std::size_t i = 0; i < table.rows.back().at_level.size(); ++i)
        elsewhere[static_cast<int>(i)] = told(table.rows.back().at_level[i]);
    }
    GroupCounts by_level;
    for (std::size_t i = 0; i < levels.levels.size(); ++i) {
      const auto found = counted.by_level.find(static_cast<int>(i));
      by_level.emplace_back(static_cast<int>(i), found == counted.by_level.end() ? Reach::Group{} : found->second);
    }
    by_level.emplace_back(everyone, all);
    ReachSheet sheet(plan, figures, by_level, reach.offers);
    sheet.put(elsewhere);
    sheet.protect(figures.below);
    reach.by_level = sheet.rows();
    for (ReachRow& row : reach.by_level) {
      if (row.group == everyone) {
        row.label = "Everyone";
        continue;
      }
      const plan::Level& level = levels.levels[static_cast<std::size_t>(row.group)];
      row.label = level.title.empty() ? level.name : level.title;
    }
  }
  for (std::size_t i = 0; i < reach.offers.size(); ++i)
    reach.trends.push_back(trend_of(plan.offers[reach.offers[i].index()], reach, i));
}

}  // namespace fairstart::report
