// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/line_sums.hpp"

#include <algorithm>
#include <set>

#include "dsl/base/decimal.hpp"
#include "engine/indicators/labels.hpp"

namespace fairstart::indicators {
namespace {

bool same_axis(const plan::Breakdown& a, const plan::Breakdown& b) { return a.value == b.value || a.label == b.label; }

// Two tenths of deprivation make a fifth, as the labels say: a reader needs no more.
bool is_fifth_of(const plan::Breakdown& tenths, const plan::Breakdown& fifths) {
  constexpr std::string_view tenth = "decile", fifth = "quintile";
  const std::size_t at = tenths.label.find(tenth);
  return at != std::string::npos &&
         tenths.label.substr(0, at) + std::string(fifth) + tenths.label.substr(at + tenth.size()) == fifths.label;
}

// How a group of a finer breakdown adds up into one of a coarser: per axis of the coarser the axis of the finer it is read
// from, and whether codes turn into groups on the way.
struct Way {
  struct Axis {
    std::size_t from = 0;
    const plan::CodeList* regroup = nullptr;
    bool to_fifths = false;
    bool differs() const { return regroup != nullptr || to_fifths; }
  };
  std::vector<Axis> axes;
  bool differs = false;  // false: the same groups, in another order of axes at most
};

std::optional<Way::Axis> axis_from(const plan::Plan& plan, const Axes& fine, const plan::Breakdown& axis) {
  for (std::size_t i = 0; i < fine.size(); ++i) {
    if (is_fifth_of(fine[i], axis)) return Way::Axis{i, nullptr, true};
    if (!same_axis(fine[i], axis) || (fine[i].grouped && !axis.grouped)) continue;
    const bool regroup = axis.grouped && !fine[i].grouped && plan.expr(axis.value).type.kind == types::Kind::code;
    return Way::Axis{i, regroup ? &plan.code_lists[plan.expr(axis.value).type.codes.index()] : nullptr, false};
  }
  return std::nullopt;
}

std::optional<Way> way_to(const plan::Plan& plan, const Axes& fine, const Axes& coarse) {
  Way way;
  way.differs = coarse.size() < fine.size();
  for (const plan::Breakdown& axis : coarse) {
    const auto found = axis_from(plan, fine, axis);
    if (!found) return std::nullopt;
    way.differs = way.differs || found->differs();
    way.axes.push_back(*found);
  }
  return way;
}

std::int64_t group_with_code(const plan::CodeList& list, std::int64_t code) {
  for (std::size_t i = 0; i < list.groups.size(); ++i) {
    const auto& members = list.groups[i].members;
    if (std::find(members.begin(), members.end(), code) != members.end()) return static_cast<std::int64_t>(i);
  }
  return static_cast<std::int64_t>(list.groups.size()) + code;
}

Group along(const Way& way, const Group& fine) {
  Group group;
  for (const Way::Axis& axis : way.axes) {
    const std::int64_t value = fine[axis.from];
    if (axis.to_fifths && value != not_known) {
      group.push_back((value / base::million + 1) / 2 * base::million);
      continue;
    }
    group.push_back(axis.regroup != nullptr && value != not_known ? group_with_code(*axis.regroup, value) : value);
  }
  return group;
}

std::pair<std::string_view, bool> by_name(const plan::Breakdown& axis) { return {axis.label, axis.grouped}; }

Axes in_order_of_names(Axes axes) {
  std::sort(axes.begin(), axes.end(),
            [](const plan::Breakdown& a, const plan::Breakdown& b) { return by_name(a) < by_name(b); });
  return axes;
}

std::string name_of(const Axes& ordered) {
  std::string name;
  for (const plan::Breakdown& axis : ordered) name += axis.label + (axis.grouped ? "+|" : "|");
  return name;
}

// Puts the sums of one indicator together.
class Summing {
 public:
  Summing(const plan::Plan& plan, const plan::Indicator& indicator, const std::vector<Place>& places)
      : plan_(plan), by_(indicator.by), places_(places) {
    found_.lines = places.size();
    groups_.resize(by_.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i].breakdown > 0) groups_[places[i].breakdown - 1].push_back(i);
    }
    for (const Axes& axes : by_) told_.insert(name_of(in_order_of_names(axes)));
    name_lines();
  }

  // A breakdown that is not told: its groups are joints.
  void add_joints(const Axes& ordered) {
    const std::string name = name_of(ordered);
    if (ordered.empty() || told_.contains(name) || !met_.insert(name).second) return;
    std::map<Group, std::size_t> items;
    for (std::size_t fine = 0; fine < by_.size(); ++fine) {
      const auto way = way_to(plan_, by_[fine], ordered);
      if (!way) continue;
      std::map<Group, Sum> sums;
      for (const std::size_t line : groups_[fine]) sums[along(*way, places_[line].group)].parts.push_back(line);
      for (auto& [group, sum] : sums) {
        const auto [item, added] = items.emplace(group, found_.names.size());
        if (added) found_.names.emplace_back(name, group);
        sum.whole = item->second;
        found_.sums.push_back(std::move(sum));
      }
    }
  }

  void add_lines() {
    for (const auto& groups : groups_) found_.sums.push_back({0, groups});
    for (std::size_t fine = 0; fine < by_.size(); ++fine) {
      for (std::size_t coarse = 0; coarse < by_.size(); ++coarse) {
        const auto way = way_to(plan_, by_[fine], by_[coarse]);
        // The same groups told twice: one way is enough.
        if (!way || fine == coarse || (!way->differs && fine < coarse)) continue;
        std::map<Group, Sum> sums;
        for (const std::size_t line : groups_[coarse]) sums[places_[line].group].whole = line;
        for (const std::size_t line : groups_[fine]) sums[along(*way, places_[line].group)].parts.push_back(line);
        for (auto& [group, sum] : sums) {
          if (sum.whole != Sum::no_item) found_.sums.push_back(std::move(sum));
        }
      }
    }
  }

  LineSums take() { return std::move(found_); }

 private:
  void name_lines() {
    std::vector<std::pair<std::string, Way>> ordered;
    for (const Axes& axes : by_) {
      const Axes sorted = in_order_of_names(axes);
      ordered.emplace_back(name_of(sorted), way_to(plan_, axes, sorted).value_or(Way{}));
    }
    for (const Place& place : places_) {
      if (place.breakdown == 0) {
        found_.names.emplace_back();
      } else {
        const auto& [name, way] = ordered[place.breakdown - 1];
        found_.names.emplace_back(name, along(way, place.group));
      }
    }
  }

  const plan::Plan& plan_;
  const std::vector<Axes>& by_;
  const std::vector<Place>& places_;
  std::vector<std::vector<std::size_t>> groups_;  // by breakdown: its lines
  std::set<std::string> told_, met_;
  LineSums found_;
};

}  // namespace

bool axes_meet(const plan::Plan& plan, const plan::Breakdown& a, const plan::Breakdown& b) {
  return axis_from(plan, {a}, b) || axis_from(plan, {b}, a);
}

Axes what_both_add_up_to(const plan::Plan& plan, const Axes& a, const Axes& b) {
  Axes common;
  for (const Axes* axes : {&a, &b}) {
    for (const plan::Breakdown& axis : *axes) {
      const bool met = std::any_of(common.begin(), common.end(),
                                   [&](const plan::Breakdown& each) { return by_name(each) == by_name(axis); });
      if (!met && axis_from(plan, a, axis) && axis_from(plan, b, axis)) common.push_back(axis);
    }
  }
  return in_order_of_names(std::move(common));
}

std::vector<bool> LineSums::joints() const {
  std::vector<bool> joints(names.size());
  std::fill(joints.begin() + static_cast<std::ptrdiff_t>(lines), joints.end(), true);
  return joints;
}

std::vector<Counts> LineSums::with_joints(std::vector<Counts> counts) const {
  counts.resize(names.size());
  for (const Sum& sum : sums) {
    if (sum.whole == Sum::no_item || sum.whole < lines || !counts[sum.whole].empty()) continue;
    Counts& of = counts[sum.whole];
    for (const std::size_t part : sum.parts) {
      of.resize(std::max(of.size(), counts[part].size()));
      for (std::size_t i = 0; i < counts[part].size(); ++i) of[i] += counts[part][i];
    }
  }
  return counts;
}

LineSums sums_of(const plan::Plan& plan, const plan::Indicator& indicator, const std::vector<Place>& places,
                 const std::vector<Axes>& beside) {
  Summing summing(plan, indicator, places);
  // Joints first: what is hidden for them may do for everyone's sum too.
  for (std::size_t i = 0; i < indicator.by.size(); ++i) {
    for (std::size_t j = i + 1; j < indicator.by.size(); ++j)
      summing.add_joints(what_both_add_up_to(plan, indicator.by[i], indicator.by[j]));
    for (const Axes& other : beside) summing.add_joints(what_both_add_up_to(plan, indicator.by[i], other));
  }
  summing.add_lines();
  return summing.take();
}

std::vector<bool> protect(std::vector<Counts> counts, const LineSums& sums, std::int64_t below, std::vector<bool> hidden) {
  std::vector<bool> found = protect(sums.with_joints(std::move(counts)), sums.sums, below, std::move(hidden), sums.joints());
  found.resize(sums.lines);
  return found;
}

Placed placed(const plan::Plan& plan, const column::Database& database, const plan::Indicator& indicator, const Cells& cells) {
  Placed at{{{0, {}}}, std::vector<Cell>(1)};
  if (!cells.breakdowns.empty()) {
    for (const auto& [group, cell] : cells.breakdowns[0]) at.counted[0].add(cell);
  }
  for (std::size_t i = 0; i < indicator.by.size() && i + 1 < cells.breakdowns.size(); ++i) {
    for (Group& group : in_order(plan, database, indicator.by[i], cells.breakdowns[i + 1])) {
      at.counted.push_back(cells.breakdowns[i + 1].at(group));
      at.places.push_back({i + 1, std::move(group)});
    }
  }
  return at;
}

}  // namespace fairstart::indicators
