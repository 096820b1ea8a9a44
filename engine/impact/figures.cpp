// SPDX-License-Identifier: Apache-2.0
#include "engine/impact/figures.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/impact/lots.hpp"
#include "engine/report/sheet.hpp"

namespace fairstart::impact {
namespace {

bool is_loss(Move move) { return move == Move::loses || move == Move::both; }
bool is_possible_loss(Move move) { return move == Move::may_lose || move == Move::no_longer_may; }
bool is_gain(Move move) { return move == Move::gains || move == Move::becomes_certain || move == Move::may_gain; }

// A sheet on which the same families are one count.
struct Board {
  report::Sheet sheet;
  std::map<std::pair<std::int64_t, std::uint64_t>, std::size_t> known;

  std::size_t put(const Cell& cell, std::uint8_t worth) {
    if (cell.count == 0) return sheet.put({0}, worth);
    const auto [at, is_new] = known.try_emplace(std::pair(cell.count, cell.which), 0);
    if (is_new) at->second = sheet.put({cell.count}, worth);
    sheet.is_worth(at->second, worth);
    return at->second;
  }
  // Sums of the same item twice, or of nothing, tell nothing.
  void sum(std::size_t whole, std::vector<std::size_t> parts) {
    if (parts.empty() || std::find(parts.begin(), parts.end(), whole) != parts.end()) return;
    if (summed.emplace(whole, parts).second) sheet.sum(whole, std::move(parts));
  }
  std::set<std::pair<std::size_t, std::vector<std::size_t>>> summed;
};

// Lots that a column counts.
struct Column {
  Move move{};
  std::vector<bool> has;  // by lot
};

// A count that readers see, or could.
struct Put {
  Cell cell;
  std::size_t at = 0;  // on the sheet
};

// One table of one breakdown on the board: rows by group, everyone last.
class Table {
 public:
  Table(const Breakdown& breakdown, const std::vector<Column>& columns, Board& board, std::int64_t below)
      : breakdown_(breakdown), columns_(columns) {
    bool all_rests = true;
    for (const std::vector<Cell>& lots : breakdown.rows) {
      std::vector<Put>& row = rows_.emplace_back(columns.size() + 1);
      Cell families, rest;
      for (std::size_t lot = 0; lot < lots.size(); ++lot) {
        families.add(lots[lot]);
        bool counted = false;
        for (std::size_t i = 0; i < columns.size(); ++i)
          if (columns[i].has[lot]) row[i].cell.add(lots[lot]), counted = true;
        if (!counted) rest.add(lots[lot]);
      }
      row.back().cell = rest;
      std::vector<std::size_t> across;
      // Everyone's counts are told in all tables, and stay longest. Nobody misses the others, as no table has them; where they are
      // many, whatever is hidden in the row can be among them.
      const std::uint8_t worth = rows_.size() == breakdown.rows.size() ? 2 : 1;
      for (std::size_t i = 0; i < columns.size(); ++i) across.push_back(row[i].at = board.put(row[i].cell, worth));
      families_.push_back(board.put(families, worth));
      constexpr std::int64_t many = 8;
      if (rest.count < many * below) {
        across.push_back(row.back().at = board.put(rest, 0));
        board.sum(families_.back(), std::move(across));
      } else {
        all_rests = false;
      }
    }
    for (std::size_t column = 0; rows_.size() > 1 && column < columns.size() + (all_rests ? 1 : 0); ++column) {
      std::vector<std::size_t> down;
      for (std::size_t row = 0; row + 1 < rows_.size(); ++row) down.push_back(rows_[row][column].at);
      board.sum(rows_.back()[column].at, std::move(down));
    }
    if (rows_.size() > 1) board.sum(families_.back(), {families_.begin(), families_.end() - 1});
  }

  std::size_t rows() const { return rows_.size(); }
  const std::vector<Column>& columns() const { return columns_; }
  const Put& at(std::size_t row, std::size_t column) const { return rows_[row][column]; }

  FigureTable told(const report::Sheet& sheet) const {
    FigureTable table;
    for (const Column& column : columns_) table.moves.push_back(column.move);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      FigureRow row;
      row.group = i;
      row.everyone = i + 1 == rows_.size();
      row.label = row.everyone ? "Everyone" : breakdown_.groups[i].label;
      row.fifth = row.everyone ? 0 : breakdown_.groups[i].fifth;
      row.families = sheet.shown(families_[i]);
      for (std::size_t column = 0; column < columns_.size(); ++column) row.counts.push_back(sheet.shown(rows_[i][column].at));
      table.rows.push_back(std::move(row));
    }
    worst_first(table);
    return table;
  }

 private:
  // By what is shown alone; the place of a hidden count would tell how large it is.
  static void worst_first(FigureTable& table) {
    const bool any_loses =
        std::any_of(table.moves.begin(), table.moves.end(), [](Move move) { return is_loss(move) || is_possible_loss(move); });
    if (!any_loses) return;
    const auto order = [&](const FigureRow& row) {
      double lost = 0, perhaps = 0;
      bool hidden = !row.families;
      for (std::size_t column = 0; column < table.moves.size(); ++column) {
        const Move move = table.moves[column];
        if (!row.counts[column]) {
          hidden = hidden || is_loss(move);
          continue;
        }
        if (is_loss(move)) lost += static_cast<double>(*row.counts[column]);
        if (is_possible_loss(move)) perhaps += static_cast<double>(*row.counts[column]);
      }
      const double families = row.families && *row.families > 0 ? static_cast<double>(*row.families) : 1;
      return std::tuple(row.everyone, hidden, hidden ? 0 : -lost / families, hidden ? 0 : -perhaps / families);
    };
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [&](const FigureRow& a, const FigureRow& b) { return order(a) < order(b); });
  }

  const Breakdown& breakdown_;
  std::vector<Column> columns_;
  std::vector<std::vector<Put>> rows_;  // by row: by column, then the others
  std::vector<std::size_t> families_;   // by row
};

std::int64_t below_of(const plan::Plan& before, const plan::Plan& after) {
  std::int64_t below = 0;
  for (const plan::Plan* plan : {&before, &after})
    for (const plan::Indicator& indicator : plan->indicators)
      if (indicator.shown) below = std::max(below, indicator.hide_below.value_or(0));
  return below;
}

// Whether a table is of a step from level to level, and which.
struct OfStep {
  bool exists = false;
  Step names;
};

class Telling {
 public:
  Telling(const Found& found, std::int64_t below)
      : found_(found), below_(below), lots_(lots_of(found)), breakdowns_{by_fifth(found, lots_), by_place(found, lots_)} {
    add(found.items.size(), columns_of(found.items.size()));
    for (std::size_t i = 0; i < found.items.size(); ++i) {
      std::vector<Column> columns = columns_of(i);
      if (columns.empty()) continue;
      add(i, columns);
      add_steps(i, columns);
    }
    protect();
  }

  Figures figures() const {
    Figures out;
    out.overall = tables_of(all_.front());
    out.families = out.overall.by_fifth.rows.back().families;
    for (std::size_t i = 1; i < all_.size(); ++i) {
      FigureTables tables = tables_of(all_[i]);
      if (!all_[i].step.exists)
        out.items.push_back({all_[i].item, std::move(tables)});
      else
        out.steps.push_back({all_[i].item, all_[i].step.names, tables.by_fifth.rows.back().counts.front(), tables});
    }
    // By what everyone's row shows, and as declared where that is hidden.
    std::stable_sort(out.items.begin(), out.items.end(), [](const ItemFigures& a, const ItemFigures& b) {
      return lost(a.tables.by_fifth) > lost(b.tables.by_fifth);
    });
    return out;
  }

 private:
  // What is told of an item, or of one step of it, in each breakdown; the first is of all of them together.
  struct Told {
    std::size_t item = 0;
    OfStep step;
    std::vector<Table> tables;  // by breakdown
  };

  std::vector<Column> columns_of(std::size_t item) const {
    std::vector<Column> columns;
    for (std::size_t move = 1; move < moves_count; ++move) {
      Column column{static_cast<Move>(move), std::vector<bool>(lots_.lots.size())};
      for (std::size_t lot = 0; lot < lots_.lots.size(); ++lot) column.has[lot] = lots_.lots[lot].moves[item] == column.move;
      if (std::find(column.has.begin(), column.has.end(), true) != column.has.end()) columns.push_back(std::move(column));
    }
    return columns;
  }

  void add(std::size_t item, const std::vector<Column>& columns, OfStep step = {}) {
    Told& one = all_.emplace_back(Told{item, std::move(step), {}});
    for (const Breakdown& breakdown : breakdowns_) one.tables.emplace_back(breakdown, columns, board_, below_);
  }

  // From level to level: where those of one direction make up the count of it, they are its parts in every group.
  void add_steps(std::size_t item, const std::vector<Column>& columns) {
    const std::size_t of_item = all_.size() - 1;
    std::uint32_t number = 0;
    std::map<Move, std::vector<std::size_t>> by_move;
    for (const auto& [step, families] : found_.steps[item]) {
      ++number;
      if (families.empty()) continue;
      Column column{move_of(found_.bits[item][families.front()]), std::vector<bool>(lots_.lots.size())};
      for (std::size_t lot = 0; lot < lots_.lots.size(); ++lot) column.has[lot] = lots_.lots[lot].steps[item] == number;
      by_move[column.move].push_back(all_.size());
      add(item, {column}, {true, step});
    }
    for (const auto& [move, steps] : by_move) {
      const auto at = std::find_if(columns.begin(), columns.end(), [&](const Column& each) { return each.move == move; });
      if (at == columns.end() || steps.size() < 2) continue;
      const auto column = static_cast<std::size_t>(at - columns.begin());
      for (std::size_t breakdown = 0; breakdown < breakdowns_.size(); ++breakdown) {
        const Table& table = all_[of_item].tables[breakdown];
        for (std::size_t row = 0; row < table.rows(); ++row) {
          std::vector<std::size_t> parts;
          std::int64_t sum = 0;
          for (const std::size_t step : steps) {
            const Put& put = all_[step].tables[breakdown].at(row, 0);
            parts.push_back(put.at);
            sum += put.cell.count;
          }
          if (sum == table.at(row, column).cell.count) board_.sum(table.at(row, column).at, std::move(parts));
        }
      }
    }
  }

  // What becomes of families by all items together is at least what each item does and at most their sum: it must not tell what
  // an item hides, nor how few have two of them.
  void protect() {
    board_.sheet.protect(below_);
    for (bool more = true; more;) {
      more = false;
      for (std::size_t breakdown = 0; breakdown < breakdowns_.size(); ++breakdown)
        for (std::size_t row = 0; row < breakdowns_[breakdown].rows.size(); ++row)
          if (tells_of_items(breakdown, row)) more |= hide_overall(breakdown, row);
      if (more) board_.sheet.protect(below_);
    }
  }

  bool tells_of_items(std::size_t breakdown, std::size_t row) const {
    std::int64_t lost = 0, gained = 0;
    bool hidden = false;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const bool overall = i == 0;
      if (all_[i].step.exists || (!overall && !counts_overall(all_[i].item))) continue;
      const Table& table = all_[i].tables[breakdown];
      for (std::size_t column = 0; column < table.columns().size(); ++column) {
        const Move move = table.columns()[column].move;
        const Put& put = table.at(row, column);
        if (!board_.sheet.shown(put.at)) hidden = true;
        const std::int64_t count = overall ? -put.cell.count : put.cell.count;
        if (is_loss(move) || is_possible_loss(move)) lost += count;
        if (is_gain(move) || move == Move::both) gained += count;
      }
    }
    return hidden || indicators::is_small(lost, below_) || indicators::is_small(gained, below_);
  }

  bool counts_overall(std::size_t item) const {
    return found_.items[item].kind != "list" && found_.items[item].kind != "group";
  }

  // But for what is a count of one item anyway, unless another count beside it is hidden. Whether anything was hidden by it.
  bool hide_overall(std::size_t breakdown, std::size_t row) {
    bool more = false, any_hidden = false;
    const Table& table = all_.front().tables[breakdown];
    for (std::size_t column = 0; column < table.columns().size(); ++column)
      any_hidden |= !board_.sheet.shown(table.at(row, column).at);
    for (std::size_t column = 0; column < table.columns().size(); ++column) {
      const Put& put = table.at(row, column);
      bool of_one = false;
      for (std::size_t i = 1; !of_one && i < all_.size(); ++i) {
        const Table& other = all_[i].tables[breakdown];
        for (std::size_t each = 0; each < other.columns().size(); ++each) of_one |= other.at(row, each).at == put.at;
      }
      if ((of_one && !any_hidden) || !board_.sheet.shown(put.at)) continue;
      board_.sheet.hide(put.at);
      more = true;
    }
    return more;
  }

  FigureTables tables_of(const Told& one) const { return {one.tables[0].told(board_.sheet), one.tables[1].told(board_.sheet)}; }

  static std::int64_t lost(const FigureTable& table) {
    std::int64_t sum = 0;
    for (std::size_t column = 0; column < table.moves.size(); ++column)
      if (is_loss(table.moves[column])) sum += table.rows.back().counts[column].value_or(0);
    return sum;
  }

  const Found& found_;
  const std::int64_t below_;
  const Lots lots_;
  const std::vector<Breakdown> breakdowns_;  // by fifth, by place
  Board board_;
  std::vector<Told> all_;
};

}  // namespace

Figures figures_of(const Found& found, std::int64_t below, bool declared) {
  Figures out = Telling(found, below).figures();
  out.below = below;
  out.below_declared = declared;
  return out;
}

Figures figures_of(const Found& found, const plan::Plan& before, const plan::Plan& after) {
  const std::int64_t declared = below_of(before, after);
  return figures_of(found, declared > 0 ? declared : default_below, declared > 0);
}

}  // namespace fairstart::impact
