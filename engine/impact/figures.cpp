// SPDX-License-Identifier: Apache-2.0
#include "engine/impact/figures.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "engine/report/figures.hpp"
#include "engine/report/sheet.hpp"

namespace fairstart::impact {
namespace {

// How many families, and which: two cells of the same families are one count.
struct Cell {
  std::int64_t count = 0;
  std::uint64_t which = 0;
  void add(std::size_t family) {
    ++count;
    std::uint64_t mix = (family + 1) * 0x9E3779B97F4A7C15ULL;
    mix = (mix ^ (mix >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    which += mix ^ (mix >> 27U);
  }
};
using Cells = std::vector<std::vector<Cell>>;  // by group, by move

bool is_loss(Move move) { return move == Move::loses || move == Move::both; }
bool is_possible_loss(Move move) { return move == Move::may_lose || move == Move::no_longer_may; }

struct Group {
  std::string label;
  int fifth = 0;
};

// A table's cells as items of the sheet; the last row is everyone.
class Table {
 public:
  Table(std::vector<Group> groups, Cells cells) : groups_(std::move(groups)), cells_(std::move(cells)) {
    std::vector<Cell> all(moves_count);
    for (const std::vector<Cell>& row : cells_)
      for (std::size_t move = 0; move < moves_count; ++move) {
        all[move].count += row[move].count;
        all[move].which += row[move].which;
      }
    // One group that is all of them says nothing that everyone's row does not.
    if (cells_.size() == 1) cells_.clear(), groups_.clear();
    cells_.push_back(std::move(all));
    for (std::size_t move = 1; move < moves_count; ++move)
      if (cells_.back()[move].count > 0) moves_.push_back(static_cast<Move>(move));
  }

  bool changes_anything() const { return !moves_.empty(); }
  std::int64_t everyone(Move move) const { return cells_.back()[static_cast<std::size_t>(move)].count; }

  using Put = std::function<std::size_t(const Cell&)>;
  void put(report::Sheet& sheet, const Put& put_cell) {
    std::vector<Move> parts = moves_;
    parts.insert(parts.begin(), Move::same);
    for (const std::vector<Cell>& row : cells_) {
      Cell families;
      for (const Cell& cell : row) families.count += cell.count, families.which += cell.which;
      std::vector<std::size_t> of_row;
      for (const Move move : parts) of_row.push_back(put_cell(row[static_cast<std::size_t>(move)]));
      families_.push_back(put_cell(families));
      sum(sheet, families_.back(), of_row);
      items_.push_back(std::move(of_row));
    }
    for (std::size_t column = 0; cells_.size() > 1 && column < parts.size(); ++column) {
      std::vector<std::size_t> down;
      for (std::size_t row = 0; row + 1 < items_.size(); ++row) down.push_back(items_[row][column]);
      sum(sheet, items_.back()[column], down);
    }
    if (cells_.size() > 1) sum(sheet, families_.back(), {families_.begin(), families_.end() - 1});
  }

  std::size_t everyones(Move move) const {
    const auto at = std::find(moves_.begin(), moves_.end(), move);
    return at == moves_.end() ? indicators::Sum::no_item : items_.back()[static_cast<std::size_t>(at - moves_.begin()) + 1];
  }

  FigureTable told(const report::Sheet& sheet, std::size_t item) const {
    FigureTable table{.item = item, .moves = moves_, .rows = {}};
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      FigureRow row;
      row.everyone = i + 1 == cells_.size();
      if (!row.everyone)
        row.label = groups_[i].label, row.fifth = groups_[i].fifth;
      else
        row.label = "Everyone";
      row.families = sheet.shown(families_[i]);
      for (std::size_t column = 0; column < moves_.size(); ++column) row.counts.push_back(sheet.shown(items_[i][column + 1]));
      table.rows.push_back(std::move(row));
    }
    // Worst first by what is shown alone; the place of a hidden count would tell how large it is.
    if (std::none_of(moves_.begin(), moves_.end(), [](Move move) { return is_loss(move) || is_possible_loss(move); }))
      return table;
    const auto order = [&](const FigureRow& row) {
      double lost = 0, perhaps = 0;
      bool hidden = !row.families;
      for (std::size_t column = 0; column < moves_.size(); ++column) {
        if (!row.counts[column]) {
          hidden = hidden || is_loss(moves_[column]);
          continue;
        }
        if (is_loss(moves_[column])) lost += static_cast<double>(*row.counts[column]);
        if (is_possible_loss(moves_[column])) perhaps += static_cast<double>(*row.counts[column]);
      }
      const double families = row.families && *row.families > 0 ? static_cast<double>(*row.families) : 1;
      return std::tuple(row.everyone, hidden, hidden ? 0 : -lost / families, hidden ? 0 : -perhaps / families);
    };
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [&](const FigureRow& a, const FigureRow& b) { return order(a) < order(b); });
    return table;
  }

 private:
  // Sums of the same item twice, or of nothing, tell nothing.
  static void sum(report::Sheet& sheet, std::size_t whole, std::vector<std::size_t> parts) {
    if (std::find(parts.begin(), parts.end(), whole) != parts.end()) return;
    if (!parts.empty()) sheet.sum(whole, std::move(parts));
  }

  std::vector<Group> groups_;
  Cells cells_;
  std::vector<Move> moves_;
  std::vector<std::size_t> families_;            // by row
  std::vector<std::vector<std::size_t>> items_;  // by row: the same, then by moves_
};

std::int64_t below_of(const plan::Plan& before, const plan::Plan& after) {
  std::int64_t below = 0;
  for (const plan::Plan* plan : {&before, &after})
    for (const plan::Indicator& indicator : plan->indicators)
      if (indicator.shown) below = std::max(below, indicator.hide_below.value_or(0));
  return below;
}

class Telling {
 public:
  explicit Telling(const Found& found) : found_(found) {
    for (const int fifth : {1, 2, 3, 4, 5, 0}) {
      const bool any = std::find(found.fifths.begin(), found.fifths.end(), fifth) != found.fifths.end();
      if (found.groups > 0 ? (fifth > 0 || any) : fifth == 0) fifths_.push_back({report::fifth_label(fifth), fifth});
    }
    for (std::size_t family = 0; family < found.families(); ++family) {
      const auto at =
          std::find_if(fifths_.begin(), fifths_.end(), [&](const Group& group) { return group.fifth == found.fifths[family]; });
      fifth_at_.push_back(static_cast<std::uint32_t>(at - fifths_.begin()));
    }
  }

  Figures figures(std::int64_t below, bool declared) {
    Figures out{.below = below, .below_declared = declared};
    const auto overall = [&](std::size_t family) { return move_of(found_.overall(family)); };
    Table by_fifth(fifths_, cells(fifths_.size(), fifth_at_, overall));
    // Those whose place is not known come last, if there are any.
    std::vector<Group> places;
    std::vector<std::uint32_t> place_of = found_.place_of;
    const bool unknown = std::find(place_of.begin(), place_of.end(), 0U) != place_of.end();
    for (std::size_t i = 1; i < found_.places.size(); ++i) places.push_back({found_.places[i], 0});
    if (unknown) places.push_back({"Not known", 0});
    for (std::uint32_t& place : place_of) place = place == 0 ? static_cast<std::uint32_t>(places.size() - 1) : place - 1;
    Table by_place(places, cells(places.size(), place_of, overall));
    std::vector<std::pair<std::size_t, Table>> items;
    for (std::size_t i = 0; i < found_.items.size(); ++i) {
      Table table(fifths_,
                  cells(fifths_.size(), fifth_at_, [&](std::size_t family) { return move_of(found_.bits[i][family]); }));
      if (table.changes_anything()) items.emplace_back(i, std::move(table));
    }
    const Table::Put put = [&](const Cell& cell) { return this->put(cell); };
    by_fifth.put(sheet_, put);
    if (!places.empty()) by_place.put(sheet_, put);
    for (auto& [i, table] : items) table.put(sheet_, put);
    put_steps(items);
    sheet_.protect(below);
    out.by_fifth = by_fifth.told(sheet_, found_.items.size());
    out.families = out.by_fifth.rows.back().families;
    if (!places.empty()) out.by_place = by_place.told(sheet_, found_.items.size());
    for (const auto& [i, table] : items) out.items.push_back(table.told(sheet_, i));
    // By what everyone's row shows, and as declared where that is hidden.
    std::stable_sort(out.items.begin(), out.items.end(),
                     [](const FigureTable& a, const FigureTable& b) { return lost(a) > lost(b); });
    for (const auto& [item, step, at] : steps_) out.steps.push_back({item, step, sheet_.shown(at)});
    return out;
  }

 private:
  template <class MoveOf>
  Cells cells(std::size_t groups, const std::vector<std::uint32_t>& of, const MoveOf& move) const {
    Cells out(groups, std::vector<Cell>(moves_count));
    for (std::size_t family = 0; groups > 0 && family < found_.families(); ++family)
      out[of[family]][static_cast<std::size_t>(move(family))].add(family);
    return out;
  }

  std::size_t put(const Cell& cell) {
    if (cell.count == 0) return sheet_.put({0});
    const auto [at, is_new] = known_.try_emplace(std::pair(cell.count, cell.which), 0);
    if (is_new) at->second = sheet_.put({cell.count});
    return at->second;
  }

  // From level to level: those of one direction make up everyone's count of it.
  void put_steps(const std::vector<std::pair<std::size_t, Table>>& items) {
    for (const auto& [i, table] : items) {
      std::map<Move, std::vector<std::size_t>> parts;
      std::map<Move, std::int64_t> totals;
      for (const auto& [step, families] : found_.steps[i]) {
        Cell cell;
        for (const std::uint32_t family : families) cell.add(family);
        const std::size_t at = put(cell);
        steps_.push_back({i, step, at});
        const Move move = families.empty() ? Move::same : move_of(found_.bits[i][families.front()]);
        parts[move].push_back(at);
        totals[move] += cell.count;
      }
      for (const auto& [move, of] : parts)
        if (of.size() > 1 && totals[move] == table.everyone(move)) sheet_.sum(table.everyones(move), of);
    }
  }

  static std::int64_t lost(const FigureTable& table) {
    std::int64_t sum = 0;
    for (std::size_t column = 0; column < table.moves.size(); ++column)
      if (is_loss(table.moves[column])) sum += table.rows.back().counts[column].value_or(0);
    return sum;
  }

  struct Stepped {
    std::size_t item;
    Step step;
    std::size_t at;
  };
  const Found& found_;
  std::vector<Group> fifths_;
  std::vector<std::uint32_t> fifth_at_;
  report::Sheet sheet_;
  std::map<std::pair<std::int64_t, std::uint64_t>, std::size_t> known_;
  std::vector<Stepped> steps_;
};

}  // namespace

Figures figures_of(const Found& found, const plan::Plan& before, const plan::Plan& after) {
  const std::int64_t declared = below_of(before, after);
  return Telling(found).figures(declared > 0 ? declared : default_below, declared > 0);
}

}  // namespace fairstart::impact
