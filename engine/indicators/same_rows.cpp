// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/same_rows.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

#include "engine/indicators/by_form.hpp"
#include "engine/indicators/figure.hpp"
#include "engine/indicators/line_sums.hpp"

namespace fairstart::indicators {
namespace {

// More counts than this together: indicators are taken in turn, each with those before it, as far as they fit.
constexpr std::size_t most_items = 4000;
constexpr std::size_t kinds_of_rows = 3;  // who counts, who does not, who is left out
constexpr std::size_t all_kinds = kinds_of_rows;

// One indicator of a set: its lines, and where their counts stand among all items.
struct Member {
  std::size_t indicator = 0;
  const plan::Indicator* told = nullptr;
  std::size_t population = 0;  // the same number: the same rows
  Placed at;
  LineSums sums;
  std::map<PlaceName, std::size_t> places = {};  // names of lines and joints
  std::vector<std::size_t> rows = {};            // by line and joint: the item of all its rows; no_item: no other tells it
  std::size_t first = 0;                         // item of the first line's first kind
  std::size_t item(std::size_t line, std::size_t kind) const {
    return kind == all_kinds ? rows[line] : first + line * kinds_of_rows + kind;
  }
};

bool can_be_set_beside(const plan::Indicator& indicator) {
  return indicator.shown && indicator.what != plan::What::published && indicator.among.exists() &&
         indicator.hide_below.value_or(0) > 1;
}

// Of an average or a total nothing is told but how many rows it is of.
Counts by_kind(const plan::Indicator& indicator, const Cell& cell) {
  if (indicator.what == plan::What::count) return {cell.yes, cell.no, cell.excluded()};
  return {cell.denominator(), 0, cell.excluded()};
}

class Set {
 public:
  Set(const plan::Plan& plan, ByForm& forms, std::int64_t below) : plan_(plan), forms_(forms), below_(below) {}

  // beside: the breakdowns of all that may be added. False: there is no room for it.
  bool add(std::size_t index, Placed at, const std::vector<Axes>& beside) {
    const plan::Indicator& indicator = plan_.indicators[index];
    LineSums sums = sums_of(plan_, indicator, at.places, beside);
    room_ -= std::min(room_, sums.names.size() * (kinds_of_rows + 1));
    if (room_ == 0) return false;
    Member member{.indicator = index, .told = &indicator, .at = std::move(at), .sums = std::move(sums)};
    member.population = members_.size();
    for (const Member& other : members_) {
      if (within(member, other) && within(other, member)) member.population = other.population;
    }
    for (std::size_t i = 0; i < member.sums.names.size(); ++i) member.places.emplace(member.sums.names[i], i);
    members_.push_back(std::move(member));
    return true;
  }

  void protect_all(std::vector<HiddenLines>& hidden) {
    if (members_.size() < 2) return;
    number_items();
    find_differences();
    for (Member& member : members_) {
      hidden[member.indicator].lines.resize(member.at.places.size());
      hidden[member.indicator].left_out.resize(member.at.places.size());
    }
    for (bool changed = true; changed;) changed = protect_once(hidden);
  }

 private:
  bool within(const Member& narrow, const Member& wide) {
    return forms_.implies(plan_.list(narrow.told->among).member, plan_.list(wide.told->among).member);
  }

  // Rows of a place that several indicators tell are one item: nothing tells it but the kinds of one of them.
  void number_items() {
    std::map<PlaceName, std::size_t> members_at;
    std::map<std::pair<std::size_t, PlaceName>, std::size_t> rows;
    for (const Member& member : members_) {
      for (const PlaceName& name : member.sums.names) ++members_at[name];
    }
    for (Member& member : members_) {
      std::vector<Counts> counts;
      for (const Cell& cell : member.at.counted) counts.push_back(by_kind(*member.told, cell));
      counts = member.sums.with_joints(std::move(counts));
      for (std::size_t i = 0; i < counts.size(); ++i) {
        const PlaceName& name = member.sums.names[i];
        counts[i].resize(kinds_of_rows);
        member.rows.push_back(Sum::no_item);
        if (members_at[name] < 2) continue;
        const auto [found, added] = rows.emplace(std::pair(member.population, name), items_.size());
        if (added) put(std::accumulate(counts[i].begin(), counts[i].end(), std::int64_t{0}), true);
        member.rows.back() = found->second;
      }
      put_kinds(member, counts);
    }
  }

  std::size_t put(std::int64_t count, bool joint) {
    items_.push_back({count});
    joints_.push_back(joint);
    return items_.size() - 1;
  }

  void put_kinds(Member& member, const std::vector<Counts>& counts) {
    member.first = items_.size();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      for (const std::int64_t count : counts[i]) put(count, i >= member.sums.lines);
    }
    std::vector<std::size_t> kinds{0, 1, 2};
    if (member.told->what != plan::What::count) kinds = {0, 2};
    for (const std::size_t kind : kinds) {
      for (const Sum& sum : member.sums.sums) {
        Sum of{member.item(sum.whole, kind), {}};
        for (const std::size_t part : sum.parts) of.parts.push_back(member.item(part, kind));
        sums_.push_back(std::move(of));
      }
    }
    for (std::size_t i = 0; i < member.rows.size(); ++i) {
      if (member.rows[i] == Sum::no_item) continue;
      Sum of{member.rows[i], {}};
      for (const std::size_t kind : kinds) of.parts.push_back(member.item(i, kind));
      sums_.push_back(std::move(of));
    }
  }

  void find_differences() {
    std::set<std::pair<std::size_t, std::size_t>> met;
    for (const Member& wide : members_) {
      for (const Member& narrow : members_) {
        if (&wide == &narrow || !within(narrow, wide)) continue;
        if (narrow.population != wide.population) add_differences(wide, narrow, all_kinds, met);
        if (wide.told->what != plan::What::count || narrow.told->what != plan::What::count) continue;
        if (forms_.implies(narrow.told->count, wide.told->count)) add_differences(wide, narrow, 0, met);
        if (forms_.implies(wide.told->count, narrow.told->count)) add_differences(wide, narrow, 1, met);
      }
    }
  }

  // In each place that both tell: what one has more is a count too, which who has both has.
  void add_differences(const Member& wide, const Member& narrow, std::size_t kind,
                       std::set<std::pair<std::size_t, std::size_t>>& met) {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (const auto& [name, of_wide] : wide.places) {
      const auto of_narrow = narrow.places.find(name);
      if (of_narrow == narrow.places.end()) continue;
      const std::size_t whole = wide.item(of_wide, kind), part = narrow.item(of_narrow->second, kind);
      if (whole == Sum::no_item || part == Sum::no_item || met.contains({whole, part})) continue;
      if (items_[whole][0] < items_[part][0]) return;  // names that mean two things
      found.emplace_back(whole, part);
    }
    for (const auto& [whole, part] : found) {
      met.emplace(whole, part);
      const std::size_t difference = put(items_[whole][0] - items_[part][0], true);
      sums_.push_back({whole, {part, difference}});
    }
  }

  // Where one leaves out few, all rows less the others of it tell how many: best nobody tells how many are left out there.
  std::vector<bool> marked(const std::vector<HiddenLines>& hidden) const {
    std::vector<bool> marks(items_.size()), few_left_out(items_.size());
    for (const Member& member : members_) {
      for (std::size_t line = 0; line < member.rows.size(); ++line) {
        const std::size_t rows = member.rows[line];
        if (rows != Sum::no_item && any_small(items_[member.item(line, 2)], below_)) few_left_out[rows] = true;
      }
    }
    for (const Member& member : members_) {
      const HiddenLines& of = hidden[member.indicator];
      for (std::size_t line = 0; line < member.at.places.size(); ++line) {
        marks[member.item(line, 0)] = marks[member.item(line, 1)] = of.lines[line];
        const std::size_t rows = member.rows[line];
        marks[member.item(line, 2)] = of.lines[line] || of.left_out[line] || (rows != Sum::no_item && few_left_out[rows]);
      }
    }
    return marks;
  }

  bool protect_once(std::vector<HiddenLines>& hidden) const {
    bool changed = false;
    const std::vector<bool> found = protect(items_, sums_, below_, marked(hidden), joints_);
    for (const Member& member : members_) {
      HiddenLines& of = hidden[member.indicator];
      const bool all = of.lines[0] || found[member.item(0, 0)] || found[member.item(0, 1)];
      for (std::size_t line = 0; line < member.at.places.size(); ++line) {
        const bool hide = all || found[member.item(line, 0)] || found[member.item(line, 1)];
        const bool left_out = hide || found[member.item(line, 2)];
        changed = changed || (hide && !of.lines[line]) || (left_out && !of.left_out[line]);
        of.lines[line] = of.lines[line] || hide;
        of.left_out[line] = of.left_out[line] || left_out;
      }
    }
    return changed;
  }

  const plan::Plan& plan_;
  ByForm& forms_;
  std::int64_t below_;
  std::vector<Member> members_;
  std::vector<Counts> items_;
  std::vector<Sum> sums_;
  std::vector<bool> joints_;  // by item
  std::size_t room_ = most_items;
};

// Indicators whose populations are the same or one part of another, through others too; each set in order.
std::vector<std::vector<std::size_t>> sets_of(const plan::Plan& plan, ByForm& forms, std::size_t count) {
  std::vector<std::vector<std::size_t>> sets;
  const auto related = [&](std::size_t a, std::size_t b) {
    const plan::List &one = plan.list(plan.indicators[a].among), &other = plan.list(plan.indicators[b].among);
    return one.record == other.record && (forms.implies(one.member, other.member) || forms.implies(other.member, one.member));
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (!can_be_set_beside(plan.indicators[i])) continue;
    std::vector<std::size_t> with{i};
    std::erase_if(sets, [&](const std::vector<std::size_t>& set) {
      if (std::none_of(set.begin(), set.end(), [&](std::size_t each) { return related(each, i); })) return false;
      with.insert(with.end(), set.begin(), set.end());
      return true;
    });
    std::sort(with.begin(), with.end());
    sets.push_back(std::move(with));
  }
  return sets;
}

}  // namespace

std::vector<HiddenLines> hidden_for_each_other(const plan::Plan& plan, const column::Database& database,
                                               const std::vector<Cells>& cells) {
  std::vector<HiddenLines> hidden(plan.indicators.size());
  ByForm forms(plan);
  for (const auto& indicators : sets_of(plan, forms, std::min(plan.indicators.size(), cells.size()))) {
    std::int64_t below = 0;
    std::vector<Axes> beside;
    for (const std::size_t i : indicators) {
      const plan::Indicator& indicator = plan.indicators[i];
      below = std::max(below, *indicator.hide_below);
      beside.insert(beside.end(), indicator.by.begin(), indicator.by.end());
    }
    Set set(plan, forms, below);
    for (const std::size_t i : indicators) {
      if (!set.add(i, placed(plan, database, plan.indicators[i], cells[i]), beside)) break;
    }
    set.protect_all(hidden);
  }
  return hidden;
}

namespace {

// Whether a reader who has both points has a small count.
bool differ_by_few(const Cell& wide, const Cell& narrow, bool other_rows, bool yes, bool no, std::int64_t below) {
  return (other_rows && is_small(wide.denominator() - narrow.denominator(), below)) ||
         (yes && is_small(wide.yes - narrow.yes, below)) || (no && is_small(wide.no - narrow.no, below));
}

}  // namespace

std::vector<std::vector<bool>> points_hidden_for_each_other(const plan::Plan& plan,
                                                            const std::vector<std::vector<TrendCell>>& trends) {
  std::vector<std::vector<bool>> hidden;
  for (const auto& points : trends) hidden.emplace_back(points.size());
  ByForm forms(plan);
  const auto is_told = [&](std::size_t i) {
    const plan::Spread& spread = plan.spreads[i];
    return spread.shown && spread.kind == plan::SpreadKind::trend && can_be_set_beside(plan.indicators[spread.of.index()]);
  };
  const std::size_t count = std::min(plan.spreads.size(), trends.size());
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      if (i == j || !is_told(i) || !is_told(j)) continue;
      const plan::Indicator &wide = plan.indicators[plan.spreads[i].of.index()],
                            &narrow = plan.indicators[plan.spreads[j].of.index()];
      const plan::List &all = plan.list(wide.among), &some = plan.list(narrow.among);
      if (all.record != some.record || !forms.implies(some.member, all.member)) continue;
      const bool counts = wide.what == plan::What::count && narrow.what == plan::What::count;
      const bool other_rows = !forms.implies(all.member, some.member);
      const bool yes = counts && forms.implies(narrow.count, wide.count),
                 no = counts && forms.implies(wide.count, narrow.count);
      const std::int64_t below = std::max(*wide.hide_below, *narrow.hide_below);
      for (std::size_t at_one = 0; at_one < trends[i].size(); ++at_one) {
        const TrendCell& one = trends[i][at_one];
        for (std::size_t at = 0; at < trends[j].size(); ++at) {
          const TrendCell& other = trends[j][at];
          if (one.period.from != other.period.from || one.period.to != other.period.to) continue;
          if (hidden[i][at_one] || hidden[j][at]) continue;  // one of them is enough
          if (differ_by_few(one.cell, other.cell, other_rows, yes, no, below)) hidden[j][at] = true;
        }
      }
    }
  }
  return hidden;
}

}  // namespace fairstart::indicators
