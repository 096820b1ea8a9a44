// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/same_rows.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "engine/indicators/figure.hpp"
#include "engine/indicators/line_sums.hpp"

namespace fairstart::indicators {
namespace {

// More counts than this together: indicators are taken in turn, each with those before it, as far as they fit.
constexpr std::size_t most_items = 4000;
constexpr std::size_t kinds_of_rows = 3;  // who counts, who does not, who is left out

// One indicator of a set: its lines, and where their counts stand among all items.
struct Member {
  std::size_t indicator = 0;
  const plan::Indicator* told = nullptr;
  Placed at;
  LineSums sums;
  std::vector<std::size_t> rows = {};  // by line and joint: the item of all its rows; no_item: no other tells it
  std::size_t first = 0;               // item of the first line's first kind
  std::size_t item(std::size_t line, std::size_t kind) const { return first + line * kinds_of_rows + kind; }
};

bool can_be_set_beside(const plan::Indicator& indicator) {
  return indicator.shown && indicator.what == plan::What::count && indicator.among.exists() &&
         indicator.hide_below.value_or(0) > 1;
}

class Set {
 public:
  Set(const plan::Plan& plan, std::int64_t below) : plan_(plan), below_(below) {}

  // beside: the breakdowns of all that may be added. False: there is no room for it.
  bool add(std::size_t index, Placed at, const std::vector<Axes>& beside) {
    const plan::Indicator& indicator = plan_.indicators[index];
    LineSums sums = sums_of(plan_, indicator, at.places, beside);
    room_ -= std::min(room_, sums.names.size() * (kinds_of_rows + 1));
    if (room_ == 0) return false;
    members_.push_back({.indicator = index, .told = &indicator, .at = std::move(at), .sums = std::move(sums)});
    return true;
  }

  void protect_all(std::vector<HiddenLines>& hidden) {
    if (members_.size() < 2) return;
    number_items();
    for (Member& member : members_) {
      hidden[member.indicator].lines.resize(member.at.places.size());
      hidden[member.indicator].left_out.resize(member.at.places.size());
    }
    for (bool changed = true; changed;) changed = protect_once(hidden);
  }

 private:
  // Rows of a place that several indicators tell are one item. Where all tell it by joints it needs no hiding.
  void number_items() {
    std::map<PlaceName, std::size_t> members_at, rows;
    std::set<PlaceName> told;
    for (const Member& member : members_) {
      for (std::size_t i = 0; i < member.sums.names.size(); ++i) {
        ++members_at[member.sums.names[i]];
        if (i < member.sums.lines) told.insert(member.sums.names[i]);
      }
    }
    std::vector<std::vector<Counts>> counts;
    for (Member& member : members_) {
      std::vector<Counts> of_lines;
      for (const Cell& cell : member.at.counted) of_lines.push_back({cell.yes, cell.no, cell.excluded()});
      counts.push_back(member.sums.with_joints(std::move(of_lines)));
      for (std::size_t i = 0; i < member.sums.names.size(); ++i) {
        const PlaceName& name = member.sums.names[i];
        counts.back()[i].resize(kinds_of_rows);
        member.rows.push_back(Sum::no_item);
        if (!told.contains(name) && members_at[name] < 2) continue;
        const auto [found, added] = rows.emplace(name, items_.size());
        if (added)
          put(std::accumulate(counts.back()[i].begin(), counts.back()[i].end(), std::int64_t{0}), !told.contains(name));
        member.rows.back() = found->second;
      }
    }
    rows_ = items_.size();
    for (std::size_t m = 0; m < members_.size(); ++m) put_kinds(members_[m], counts[m]);
  }

  void put(std::int64_t count, bool joint) {
    items_.push_back({count});
    joints_.push_back(joint);
  }

  void put_kinds(Member& member, const std::vector<Counts>& counts) {
    member.first = items_.size();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      for (const std::int64_t count : counts[i]) put(count, i >= member.sums.lines);
    }
    for (std::size_t kind = 0; kind < kinds_of_rows; ++kind) {
      for (const Sum& sum : member.sums.sums) {
        Sum of{member.item(sum.whole, kind), {}};
        for (const std::size_t part : sum.parts) of.parts.push_back(member.item(part, kind));
        sums_.push_back(std::move(of));
      }
    }
    for (std::size_t i = 0; i < member.rows.size(); ++i) {
      if (member.rows[i] != Sum::no_item)
        sums_.push_back({member.rows[i], {member.item(i, 0), member.item(i, 1), member.item(i, 2)}});
    }
  }

  // All rows of a place are known as soon as one indicator shows all kinds of them.
  std::vector<bool> marked(const std::vector<HiddenLines>& hidden) const {
    std::vector<bool> marks(items_.size());
    std::fill(marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(rows_), true);
    for (const Member& member : members_) {
      const HiddenLines& of = hidden[member.indicator];
      for (std::size_t line = 0; line < member.at.places.size(); ++line) {
        marks[member.item(line, 0)] = marks[member.item(line, 1)] = of.lines[line];
        marks[member.item(line, 2)] = of.lines[line] || of.left_out[line];
        if (!marks[member.item(line, 0)] && !marks[member.item(line, 2)]) marks[member.rows[line]] = false;
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
  std::int64_t below_;
  std::vector<Member> members_;
  std::vector<Counts> items_;
  std::vector<Sum> sums_;
  std::vector<bool> joints_;  // by item
  std::size_t room_ = most_items;
  std::size_t rows_ = 0;  // the first so many items are rows of places
};

}  // namespace

std::vector<HiddenLines> hidden_for_each_other(const plan::Plan& plan, const column::Database& database,
                                               const std::vector<Cells>& cells) {
  std::vector<HiddenLines> hidden(plan.indicators.size());
  std::map<std::tuple<plan::RecordId, plan::RoleId, std::string>, std::vector<std::size_t>> same;
  for (std::size_t i = 0; i < plan.indicators.size() && i < cells.size(); ++i) {
    if (!can_be_set_beside(plan.indicators[i])) continue;
    const plan::List& among = plan.list(plan.indicators[i].among);
    same[{among.record, among.role, among.text}].push_back(i);
  }
  for (const auto& [rows, indicators] : same) {
    std::int64_t below = 0;
    for (const std::size_t i : indicators) below = std::max(below, *plan.indicators[i].hide_below);
    Set set(plan, below);
    std::vector<Axes> beside;
    for (const std::size_t i : indicators)
      beside.insert(beside.end(), plan.indicators[i].by.begin(), plan.indicators[i].by.end());
    for (const std::size_t i : indicators) {
      if (!set.add(i, placed(plan, database, plan.indicators[i], cells[i]), beside)) break;
    }
    set.protect_all(hidden);
  }
  return hidden;
}

}  // namespace fairstart::indicators
