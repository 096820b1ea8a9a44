// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/check/checker.hpp"
#include "dsl/plan/range.hpp"

// Whether the rows of each decision table cover every case once, and what to say where they don't.
namespace fairstart::check {
namespace {

using tables::Box;
using tables::CaseSet;
using tables::Column;
using types::Kind;

constexpr std::size_t most_codes_in_a_cell = 4, most_told = 3;

// A column as whole numbers: indexes, days, millionths, or ones where only whole numbers can be.
struct Scale {
  Type type;
  bool finite = false;                          // told apart by index
  std::int64_t step = 1;                        // of one case, as constants are
  bool open_below = false, open_above = false;  // no end but that of all numbers
  Column column;
};

std::int64_t divided_down(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }
std::int64_t divided_up(std::int64_t value, std::int64_t by) { return value / by + (value % by > 0 ? 1 : 0); }

CaseSet scaled(const CaseSet& constants, const Scale& scale) {
  CaseSet out{.unknown = constants.unknown};
  for (const auto& [lo, hi] : constants.intervals)
    out.intervals.emplace_back(divided_up(lo, scale.step), divided_down(hi, scale.step));
  tables::tidy(out);
  return tables::intersection(out, scale.column.all);
}

Scale scale_of(const plan::Plan& plan, plan::ExprId value, bool unknown) {
  Scale out{.type = plan.expr(value).type};
  CaseSet& all = out.column.all;
  all.unknown = unknown;
  const auto indexes = [&](std::size_t count) {
    out.finite = true;
    all.intervals = {{0, static_cast<std::int64_t>(count) - 1}};
  };
  if (out.type.kind == Kind::yes_no) {
    indexes(2);
  } else if (out.type.kind == Kind::code) {
    indexes(plan.code_lists[out.type.codes.index()].items.size());
  } else if (out.type.kind == Kind::levels) {
    indexes(plan.levels[out.type.levels.index()].levels.size());
  } else {
    const plan::Range range = plan::range_of(plan, value);
    if (range.whole) out.step = base::million;
    out.column.joins_apart = false;
    out.open_below = range.lo == plan::Range::no_lower;
    out.open_above = range.hi == plan::Range::no_upper;
    all.intervals = {{divided_up(range.lo, out.step), divided_down(range.hi, out.step)}};
  }
  return out;
}

// The roundest of the numbers lo … hi, millionths.
std::int64_t roundest(std::int64_t lo, std::int64_t hi) {
  std::int64_t step = 1;
  for (std::int64_t next = 1; next <= 1'000'000'000'000; next *= 10)
    if (divided_up(lo, next) <= divided_down(hi, next)) step = next;
  for (const std::int64_t half : {step * 5, step * 2})
    if (divided_up(lo, half) <= divided_down(hi, half)) return divided_up(lo, half) * half;
  return divided_up(lo, step) * step;
}

// A cell that holds for (at least some of) these cases and for no others.
std::string cell_for(const plan::Plan& plan, const Scale& scale, const CaseSet& cases) {
  const CaseSet& all = scale.column.all;
  if (cases == all) return "any";
  if (cases.intervals.empty()) return "unknown";
  if (scale.finite) {
    std::string out;
    std::size_t told = 0;
    for (const auto& [lo, hi] : cases.intervals)
      for (std::int64_t i = lo; i <= hi && told < most_codes_in_a_cell; ++i, ++told)
        out += (out.empty() ? "" : ", ") + plan::show_value(scale.type, i, plan);
    return cases.unknown && told < most_codes_in_a_cell ? out + ", unknown" : out;
  }
  const auto [lo, hi] = cases.intervals.front();
  const auto [least, most] = all.intervals.front();
  const auto show = [&](std::int64_t value) { return plan::show_value(scale.type, value * scale.step, plan); };
  const auto shorter = [](std::string a, std::string b) { return a.size() <= b.size() ? a : b; };
  const bool dense = scale.step == 1 && scale.type.kind == Kind::number;
  if (lo == hi) return show(lo);
  if (lo == least && scale.open_below && hi == most && scale.open_above) return ">= " + show(0);
  if (hi == most && !(lo == least && scale.open_below))
    return dense ? shorter(">= " + show(lo), "> " + show(lo - 1)) : ">= " + show(lo);
  if (lo == least && !dense && !scale.open_below && scale.type.kind == Kind::number) return show(lo) + " to " + show(hi);
  if (lo == least) return dense ? shorter("<= " + show(hi), "< " + show(hi + 1)) : "<= " + show(hi);
  if (dense && shorter(show(lo), show(lo - 1)) == show(lo) && shorter(show(hi), show(hi + 1)) == show(hi))
    return show(lo) + " to " + show(hi);
  return dense ? shorter(show(lo), show(roundest(lo, hi))) : show(lo) + " to " + show(hi);
}

// The same in a sentence: "over 32 weeks and under 33 weeks" where a cell could only name one number of them.
std::string words_for(const plan::Plan& plan, const Scale& scale, const CaseSet& cases) {
  const bool dense = scale.step == 1 && scale.type.kind == Kind::number;
  if (!dense || cases.intervals.empty() || cases == scale.column.all) return cell_for(plan, scale, cases);
  const auto [lo, hi] = cases.intervals.front();
  const auto [least, most] = scale.column.all.intervals.front();
  if (lo == hi || lo == least || hi == most) return cell_for(plan, scale, cases);
  const auto show = [&](std::int64_t value) { return plan::show_value(scale.type, value, plan); };
  const bool over = show(lo - 1).size() < show(lo).size(), under = show(hi + 1).size() < show(hi).size();
  return fmt::format("{} {} and {} {}", over ? "over" : "at least", show(over ? lo - 1 : lo), under ? "under" : "at most",
                     show(under ? hi + 1 : hi));
}

}  // namespace

void Checker::judge_tables() {
  for (const FilledTable& filled : tables_to_judge_) {
    const plan::Table& table = plan_.decision_tables[filled.table];
    std::vector<Scale> scales;
    std::vector<Column> columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const bool unknown = std::any_of(filled.rows.begin(), filled.rows.end(), [&](const Box& row) { return row[c].unknown; });
      scales.push_back(scale_of(plan_, table.columns[c].value, unknown));
      scales.back().type = filled.shown[c];
      columns.push_back(scales.back().column);
    }
    std::vector<Box> rows;
    for (const Box& row : filled.rows) {
      rows.emplace_back();
      for (std::size_t c = 0; c < scales.size(); ++c) rows.back().push_back(scaled(row[c], scales[c]));
    }
    const tables::Findings found = tables::judge(columns, rows);
    // "`support` targeted, `first-child` no": what is not the same for all.
    const auto in_words = [&](const Box& box) {
      std::string out;
      for (std::size_t c = 0; c < box.size(); ++c) {
        const std::string cell = words_for(plan_, scales[c], box[c]);
        if (cell != "any") out += fmt::format("{}`{}` {}", out.empty() ? "" : ", ", table.columns[c].text, cell);
      }
      return out.empty() ? std::string("every case") : out;
    };
    for (std::size_t i = 0; i < found.overlaps.size() && i < most_told; ++i) {
      const tables::Overlap& overlap = found.overlaps[i];
      report(Code::table_overlap, table.rows[overlap.second].span,
             fmt::format("two rows of `{}` hold for {}", table.name, in_words(overlap.witness)),
             "narrow one of them: the order of rows decides nothing",
             {{table.rows[overlap.first].span, "this is the other row"}});
    }
    if (found.too_many) {
      report(Code::table_too_large, table.span,
             fmt::format("`{}` has too many cases to tell whether its rows cover all", table.name),
             "split it: let one table give an answer that another has as a column");
      continue;
    }
    if (!found.missing.empty()) {
      std::string help;
      for (const Box& box : found.missing) {
        std::string row;
        for (std::size_t c = 0; c < box.size(); ++c) row += cell_for(plan_, scales[c], box[c]) + " | ";
        help += fmt::format("{}`{}…`", help.empty() ? "add a row, or widen one: " : ", ", row);
      }
      report(Code::table_gap, table.span, fmt::format("no row of `{}` is for {}", table.name, in_words(found.missing.front())),
             std::move(help));
    }
    for (const std::size_t row : found.idle) {
      for (std::size_t c = 0; c < scales.size(); ++c) {
        if (!rows[row][c].empty()) continue;
        const auto [least, most] = columns[c].all.intervals.front();
        const auto show = [&](std::int64_t value) { return plan::show_value(scales[c].type, value * scales[c].step, plan_); };
        const std::string help = scales[c].open_below   ? fmt::format("it is at most {}", show(most))
                                 : scales[c].open_above ? fmt::format("it is at least {}", show(least))
                                                        : fmt::format("it is from {} to {}", show(least), show(most));
        report(Code::table_row_idle, table.rows[row].span,
               fmt::format("`{}` is never `{}`, so this row never holds", table.columns[c].text, table.rows[row].cells[c]),
               help);
        break;
      }
    }
  }
  tables_to_judge_.clear();
}

}  // namespace fairstart::check
