// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <memory>

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

// A table of reach as items of the sheet.
class ReachTable {
 public:
  ReachTable(const plan::Plan& plan, GroupCounts counts, const std::vector<plan::OfferId>& offers)
      : plan_(plan), counts_(std::move(counts)), offers_(offers) {}

  // families: the items of those in each group, where other tables count them too. groups: of deprivation; 0: the groups are
  // others. whole: everyone's row of a table before.
  void put(FamilyCounts& counts, FamilyCounts::Items& families, int groups, const ReachTable* whole) {
    Sheet& sheet = counts.sheet;
    for (const auto& [group, row] : counts_) {
      if (group == everyone && whole != nullptr) {
        items_.push_back(whole->items_.back());
        continue;
      }
      const std::int64_t some = row.families - row.nothing - row.unsure;
      Items items{counts.shared(group == everyone ? counts.families : families, group, row.families),
                  sheet.put({some}),
                  sheet.put({row.nothing}),
                  sheet.put({row.unsure}),
                  {},
                  {}};
      sheet.sum(items.families, {items.some, items.nothing, items.unsure});
      std::size_t i = 0;
      for (const plan::OfferId offer : offers_) {
        const Reach::OfOffer reached = offer.index() < row.offers.size() ? row.offers[offer.index()] : Reach::OfOffer{};
        const auto told = counts.offers.find(offer);
        if (group == everyone && told != counts.offers.end() && sheet.count(told->second) == reached.rows) {
          items.offers.push_back(told->second);
        } else {
          // Of an offer to families, those who are not reached are as telling.
          indicators::Counts of{reached.rows};
          if (to_families(offer)) of.push_back(row.families - reached.rows);
          items.offers.push_back(sheet.put(std::move(of)));
        }
        items.amounts.push_back(put_amounts(sheet, reached.by_amount, i));
        ++i;
      }
      // What a board looks at first: the ends of deprivation.
      if (groups > 0 && (group == 1 || group == groups)) items.is_worth_more(sheet);
      items_.push_back(std::move(items));
    }
    const auto column = [&](const auto& item) {
      std::vector<std::size_t> parts;
      for (std::size_t row = 0; row + 1 < items_.size(); ++row) parts.push_back(item(items_[row]));
      if (!parts.empty()) sheet.sum(item(items_.back()), parts);
    };
    for (std::size_t Items::*item : {&Items::families, &Items::some, &Items::nothing, &Items::unsure})
      column([&](const Items& row) { return row.*item; });
    for (std::size_t i = 0; i < offers_.size(); ++i) {
      column([&](const Items& row) { return row.offers[i]; });
      column([&](const Items& row) { return row.amounts[i]; });
    }
  }

  // Tenths make fifths, which are told elsewhere; not where some families know their fifth alone.
  void put_fifths(FamilyCounts& counts) {
    std::map<int, std::vector<std::size_t>> parts;
    std::map<int, std::int64_t> totals;
    for (std::size_t row = 0; row + 1 < counts_.size(); ++row) {
      const int fifth = (counts_[row].first + 1) / 2;
      parts[fifth].push_back(items_[row].families);
      totals[fifth] += counts_[row].second.families;
    }
    for (const auto& [fifth, of] : parts) {
      const auto found = counts.families.find(fifth);
      if (found != counts.families.end() && counts.sheet.count(found->second) == totals[fifth])
        counts.sheet.sum(found->second, of);
    }
  }

  std::vector<ReachRow> rows(const Sheet& sheet) const {
    std::vector<ReachRow> rows;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      const auto& [group, counted] = counts_[i];
      const Items& items = items_[i];
      ReachRow row{group,
                   "",
                   sheet.shown(items.families),
                   sheet.shown(items.some),
                   sheet.shown(items.nothing),
                   sheet.shown(items.unsure),
                   std::vector<ReachCell>(offers_.size())};
      for (std::size_t offer = 0; offer < offers_.size(); ++offer) {
        ReachCell& cell = row.offers[offer];
        cell.offered = sheet.shown(items.offers[offer]);
        if (!cell.offered || !row.families || *row.families == 0 || !sheet.shown(items.amounts[offer])) continue;
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
    void is_worth_more(Sheet& sheet) const {
      for (const std::size_t item : {families, some, nothing, unsure}) sheet.is_worth(item, 2);
      for (const auto* each : {&offers, &amounts})
        for (const std::size_t item : *each) sheet.is_worth(item, 2);
    }
  };

  // Who gets more and who less could be worked out from the amount: each amount's rows, those of everyone in every group.
  std::size_t put_amounts(Sheet& sheet, const std::map<std::int64_t, std::int64_t>& here, std::size_t offer) const {
    const auto& of_all = counts_.back().second.offers;
    const std::size_t at = offers_[offer].index();
    const Reach::OfOffer all = at < of_all.size() ? of_all[at] : Reach::OfOffer{};
    indicators::Counts rows;
    std::int64_t told = 0, any = 0;
    for (const auto& [amount, of] : all.by_amount) {
      const auto found = here.find(amount);
      rows.push_back(found == here.end() ? 0 : found->second);
      told += rows.back();
    }
    for (const auto& [amount, of] : here) any += of;
    if (told == any && !rows.empty()) return sheet.put(std::move(rows));
    // Of everyone there are too many amounts to keep apart: this group's stand for themselves.
    rows.clear();
    for (const auto& [amount, of] : here) rows.push_back(of);
    if (rows.empty()) rows.push_back(0);
    return sheet.put(std::move(rows));
  }

  bool to_families(plan::OfferId id) const {
    const plan::Offer& offer = plan_.offers[id.index()];
    return offer.record == plan_.family && !offer.role.exists();
  }

  const plan::Plan& plan_;
  GroupCounts counts_;
  const std::vector<plan::OfferId>& offers_;
  std::vector<Items> items_;
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

std::function<void(ReachFigures&)> put_reach(const RunFacts& run, FamilyCounts& counts,
                                             const std::vector<plan::OfferId>& offers) {
  const plan::Plan& plan = *run.plan;
  const Reach& counted = run.totals.reach;
  if (offers.empty() || counted.by_deprivation.empty()) return [](ReachFigures&) {};

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
  auto by_deprivation = std::make_shared<ReachTable>(plan, std::move(groups), offers);
  by_deprivation->put(counts, counted.groups == 10 ? counts.tenths : counts.families, counted.groups, nullptr);
  if (counted.groups == 10) by_deprivation->put_fifths(counts);

  std::shared_ptr<ReachTable> by_level;
  const plan::LevelsId support = levels_of_support(plan);
  if (support.exists() && !counted.by_level.empty()) {
    GroupCounts levels;
    for (std::size_t i = 0; i < plan.levels[support.index()].levels.size(); ++i) {
      const auto found = counted.by_level.find(static_cast<int>(i));
      levels.emplace_back(static_cast<int>(i), found == counted.by_level.end() ? Reach::Group{} : found->second);
    }
    levels.emplace_back(everyone, all);
    by_level = std::make_shared<ReachTable>(plan, std::move(levels), offers);
    by_level->put(counts, counts.levels, 0, by_deprivation.get());
  }

  return [&plan, &counts, &offers, &counted, support, by_deprivation, by_level](ReachFigures& reach) {
    reach.offers = offers;
    reach.groups = counted.groups;
    reach.by_deprivation = by_deprivation->rows(counts.sheet);
    for (ReachRow& row : reach.by_deprivation) row.label = deprivation_label(row.group, counted.groups);
    if (by_level) reach.by_level = by_level->rows(counts.sheet);
    for (ReachRow& row : reach.by_level) {
      if (row.group == everyone) {
        row.label = "Everyone";
        continue;
      }
      const plan::Level& level = plan.levels[support.index()].levels[static_cast<std::size_t>(row.group)];
      row.label = level.title.empty() ? level.name : level.title;
    }
    for (std::size_t i = 0; i < offers.size(); ++i) reach.trends.push_back(trend_of(plan.offers[offers[i].index()], reach, i));
  };
}

}  // namespace fairstart::report
