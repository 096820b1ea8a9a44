// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "dsl/base/calendar.hpp"
#include "engine/report/csv.hpp"
#include "engine/report/html.hpp"
#include "engine/report/quantity.hpp"
#include "engine/report/xlsx_book.hpp"

// The report as a workbook. What has a CSV file is read back from it, so that no figure can differ.
namespace fairstart::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const std::string& csv) {
  Rows rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted) {
      if (c != '"')
        row.back() += c;
      else if (i + 1 < csv.size() && csv[i + 1] == '"')
        row.back() += csv[++i];
      else
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      row.emplace_back();
    } else if (c == '\n') {
      rows.push_back(std::move(row));
      row.assign(1, {});
    } else {
      row.back() += c;
    }
  }
  return rows;
}

const std::set<std::string_view> number_columns{
    "numerator", "denominator", "value",       "lower", "upper",   "possible_lo", "possible_hi", "excluded",
    "mean",      "lower_limit", "upper_limit", "low",   "central", "high",        "rows",        "rows_may",
    "amount",    "lowest",      "highest",     "pays",  "holds",   "fails",       "cannot_tell", "horizon_months"};
const std::set<std::string_view> date_columns{"period_from", "period_to", "parameters_on", "limits_from"};
// Hidden with a row's figures.
const std::set<std::string_view> hidden_with_row{"numerator",   "denominator", "value",    "lower",      "upper",
                                                 "possible_lo", "possible_hi", "excluded", "mean",       "lower_limit",
                                                 "upper_limit", "rows",        "rows_may", "amount",     "lowest",
                                                 "highest",     "holds",       "fails",    "cannot_tell"};

// In a workbook a text is a text: the apostrophe that keeps a spreadsheet from running a cell of the CSV is not needed.
std::string_view without_apostrophe(std::string_view cell) {
  const bool guarded =
      cell.size() > 1 && cell[0] == '\'' && std::string_view("=+-@\t\r").find(cell[1]) != std::string_view::npos;
  return guarded ? cell.substr(1) : cell;
}

void put_cell(Book& book, std::string_view heading, const std::string& cell, bool row_hidden) {
  if (cell.empty()) return row_hidden && hidden_with_row.count(heading) > 0 ? book.hidden() : book.blank();
  if (date_columns.count(heading) > 0) {
    if (const auto day = base::parse_iso_date(cell)) return book.date(*day);
  } else if (number_columns.count(heading) > 0) {
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error == std::errc{} && end == cell.data() + cell.size()) {
      const std::size_t point = cell.find('.');
      return book.number(value, point == std::string::npos ? 0 : static_cast<int>(cell.size() - point - 1));
    }
  }
  book.text(without_apostrophe(cell));
}

struct Told {
  std::string title, unit;
};

// A sheet of a CSV file's rows; told: by the first column, what is put before it; none: nothing is. hidden: rows whose figures
// are hidden, where the file has no column that says so.
void add_csv(Book& book, const std::string& name, const std::string& csv, const std::map<std::string, Told>& told = {},
             const std::vector<bool>& hidden_rows = {}) {
  const Rows rows = rows_of(csv);
  if (rows.size() < 2) return;
  std::vector<std::string> headings;
  if (!told.empty()) headings = {"title", "unit"};
  headings.insert(headings.end(), rows[0].begin(), rows[0].end());
  book.sheet(name, headings);
  const auto hidden = std::find(rows[0].begin(), rows[0].end(), "hidden");
  const auto hidden_at = static_cast<std::size_t>(hidden - rows[0].begin());
  const auto counted_at = static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), "denominator") - rows[0].begin());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (!told.empty()) {
      const auto found = told.find(rows[i][0]);
      book.text(found == told.end() ? "" : found->second.title);
      book.text(found == told.end() ? "" : found->second.unit);
    }
    const bool row_hidden =
        (hidden_at < rows[i].size() && rows[i][hidden_at] == "yes") || (i <= hidden_rows.size() && hidden_rows[i - 1]);
    for (std::size_t column = 0; column < rows[i].size(); ++column) {
      // Those left out may be hidden alone; a published figure leaves nobody out, and has no denominator.
      const bool left_out = rows[0][column] == "excluded" && counted_at < rows[i].size() && !rows[i][counted_at].empty();
      put_cell(book, rows[0][column], rows[i][column], row_hidden || left_out);
    }
    book.end_row();
  }
}

std::string plain_title(const std::string& title, const std::string& name) {
  return title.empty() || title == name ? readable(name) : title;
}

void add_notes_sheet(Book& book, const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  const plan::Module main = plan.main.exists() ? plan.modules[plan.main.index()] : plan::Module{};
  book.text_sheet("Notes");
  const auto line = [&](std::string_view text, bool bold = false) {
    book.text(text, bold);
    book.end_row();
  };
  const auto heading = [&](std::string_view text) {
    book.end_row();
    line(text, true);
  };
  line(main.title.empty() && main.name.empty() ? "Report" : plain_title(main.title, main.name), true);
  if (!main.publisher.empty()) line(main.publisher);
  line(fmt::format("As at {}. Reporting period: {} to {}.", base::format_long_date(run.clock.as_at),
                   base::format_long_date(run.clock.period_from), base::format_long_date(run.clock.period_to)));
  if (!main.version.empty()) line("Framework version: " + main.version);
  line(fmt::format("Families: {}", figures.families ? number(*figures.families) : std::string("hidden (small numbers)")));
  heading("Marks");
  line(
      fmt::format("{}: hidden (small numbers). It does not mean 0. An empty cell: there is no such figure, or it is not known.",
                  hidden_mark));
  heading("Methods");
  for (const std::string& note : method_notes(plan, figures)) line(note);
  heading("Sources");
  std::set<std::string> said;
  const auto add_sources = [&](const std::string& what, const plan::Notes& notes) {
    for (const std::string& source : notes.sources)
      if (said.insert(what + '\n' + source).second) line(what + ": " + source);
  };
  for (const plan::Module& module : plan.modules) add_sources(plain_title(module.title, module.name), module.notes);
  for (const plan::Indicator& indicator : plan.indicators)
    if (indicator.shown) add_sources(plain_title(indicator.title, indicator.name), indicator.notes);
  for (const plan::Offer& offer : plan.offers)
    if (offer.shown) add_sources(plain_title(offer.title, offer.name), offer.notes);
  for (const plan::Spread& spread : plan.spreads)
    if (spread.shown) add_sources(plain_title(spread.title, spread.name), spread.notes);
  for (const plan::Case& money : plan.cases)
    if (money.shown) add_sources(plain_title(money.title, money.name), money.notes);
  for (const plan::Parameter& parameter : plan.parameters)
    add_sources(plain_title(parameter.title, parameter.name), parameter.notes);
  if (said.empty()) line("The framework names none.");
  if (!plan.not_encoded.empty()) heading("What the framework file leaves out");
  for (const plan::NotEncoded& omitted : plan.not_encoded)
    for (const std::string& text : omitted.texts) line(text);
  if (!run.said_once.empty()) heading("What the records do not hold");
  for (const std::string& text : run.said_once) line(text);
  heading("What was read");
  for (const readers::FileRead& file : run.records->files) {
    line(fmt::format("{}: {} rows read, {} used, {} not used; {} cells not used; XXH128 {}{}", file.file, file.rows_read,
                     file.rows_used, file.rows_rejected, file.cells_rejected, file.fingerprint.xxh128,
                     file.fingerprint.sha256.empty() ? "" : "; SHA-256 " + file.fingerprint.sha256));
  }
  for (const plan::Module& module : plan.modules)
    line(fmt::format("{} {}: SHA-256 {}", module.name, module.version, module.sha256));
  line("Made by fairstart " + run.program_version);
}

void add_levels_sheet(Book& book, const plan::Plan& plan, const Figures& figures) {
  if (figures.schemes.empty()) return;
  book.sheet("Levels", {"scheme", "title", "deprivation_fifth", "level", "level_title", "count"});
  for (const SchemeTable& table : figures.schemes) {
    const plan::Levels& scheme = plan.levels[table.scheme.index()];
    for (const SchemeRow& row : table.rows) {
      const auto put = [&](const std::string& level, const std::string& title, const Shown& count) {
        book.text(scheme.name);
        book.text(plain_title(scheme.title, scheme.name));
        book.text(fifth_label(row.fifth));
        book.text(level);
        book.text(title);
        book.count(count);
        book.end_row();
      };
      for (std::size_t i = 0; i < scheme.levels.size(); ++i)
        put(scheme.levels[i].name, plain_title(scheme.levels[i].title, scheme.levels[i].name), row.at_level[i]);
      if (scheme.kind == plan::LevelsKind::segments) put("", "Can’t tell", row.cannot_tell);
      put("", scheme.kind == plan::LevelsKind::tiers ? "Could be higher" : "Not fully known", row.could_be);
      put("", "All", row.total);
    }
  }
}

void add_offers_sheet(Book& book, const plan::Plan& plan, const Figures& figures) {
  if (figures.offers.empty()) return;
  book.sheet("Offers", {"offer", "title", "provider", "offered", "cannot_tell", "not_yet_due", "open", "missed", "done",
                        "no_window", "overdue"});
  for (const OfferRow& row : figures.offers) {
    const plan::Offer& offer = plan.offers[row.offer.index()];
    book.text(offer.name);
    book.text(plain_title(offer.title, offer.name));
    book.text(offer.provider);
    for (const Shown& count :
         {row.offered, row.cannot_tell, row.not_yet_due, row.open, row.missed, row.done, row.no_window, row.overdue})
      book.count(count);
    book.end_row();
  }
}

void add_reach_sheet(Book& book, const plan::Plan& plan, const Figures& figures) {
  const ReachFigures& reach = figures.reach;
  if (reach.offers.empty() || reach.by_deprivation.empty()) return;
  book.sheet("Reach", {"by", "group", "offer", "title", "families", "families_with_an_offer", "offered", "families_with_none",
                       "families_not_known", "amount_for_each_family", "unit"});
  const auto put = [&](const std::string& by, const ReachRow& row) {
    book.text(by);
    book.text(row.label);
    book.text("any offer");
    book.blank();
    book.count(row.families);
    book.count(row.some);
    book.blank();
    book.count(row.nothing);
    book.count(row.unsure);
    book.end_row();
    for (std::size_t i = 0; i < reach.offers.size(); ++i) {
      const plan::Offer& offer = plan.offers[reach.offers[i].index()];
      book.text(by);
      book.text(row.label);
      book.text(offer.name);
      book.text(plain_title(offer.title, offer.name));
      book.count(row.families);
      book.blank();
      book.count(row.offers[i].offered);
      book.blank();
      book.blank();
      if (offer.amount.exists() || !offer.amounts.empty()) {
        double each = 0;
        const std::string text =
            row.offers[i].per_family ? fixed_amount_text(offer.amount_type, *row.offers[i].per_family, 2) : "";
        if (row.families == Shown{0})
          book.blank();
        else if (text.empty())
          book.hidden();
        else if (std::from_chars(text.data(), text.data() + text.size(), each).ec == std::errc{})
          book.number(each, 2);
        book.text(unit_text(offer.amount_type, plan));
      }
      book.end_row();
    }
  };
  const std::string by = reach.groups == 5 ? "deprivation fifth" : "deprivation tenth";
  for (const ReachRow& row : reach.by_deprivation) put(by, row);
  for (const ReachRow& row : reach.by_level) put("level of support", row);
}

void add_lists_sheets(Book& book, const plan::Plan& plan, const Figures& figures) {
  if (!figures.lists.empty()) {
    book.sheet("Lists", {"list", "title", "listed", "without_name", "beyond_limit", "cannot_tell"});
    for (const ListRow& row : figures.lists) {
      const plan::Register& list = plan.registers[row.list.index()];
      book.text(list.name);
      book.text(plain_title(list.title, list.name));
      for (const Shown& count : {row.listed, row.without_name, row.beyond_limit, row.cannot_tell}) book.count(count);
      book.end_row();
    }
  }
  if (!figures.allocations.empty()) {
    book.sheet("Allocations", {"allocation", "title", "by", "group", "given", "waiting", "cannot_tell", "received_before"});
    for (const AllocationTable& table : figures.allocations) {
      const plan::Offer& offer = plan.allocations[table.allocation.index()].offer;
      const auto put = [&](const std::string& by, const ApplicantRow& row) {
        book.text(offer.name);
        book.text(plain_title(offer.title, offer.name));
        book.text(by);
        book.text(row.label);
        for (const Shown& count : {row.given, row.waiting, row.cannot_tell, row.received}) book.count(count);
        book.end_row();
      };
      put("everyone", table.all.applicants);
      for (const ApplicantRow& row : table.by_need) put("need", row);
      for (const ApplicantRow& row : table.by_fifth) put("deprivation fifth", row);
      for (const ShareRow& row : table.places) put("place", row.applicants);
    }
  }
  if (!figures.asked.empty()) {
    book.sheet("To ask", {"fact", "title", "families"});
    for (const AskedRow& row : figures.asked) {
      book.text(row.fact);
      book.text(row.title.empty() ? readable(row.fact) : row.title);
      book.count(row.families);
      book.end_row();
    }
  }
}

}  // namespace

base::Status write_xlsx(const RunFacts& run, const Figures& figures, const std::filesystem::path& path) {
  const plan::Plan& plan = *run.plan;
  const plan::Module main = plan.main.exists() ? plan.modules[plan.main.index()] : plan::Module{};
  Book book(path, plain_title(main.title, main.name), run.clock.as_at);
  add_notes_sheet(book, run, figures);
  std::map<std::string, Told> indicators, spreads, trends;
  for (const plan::Indicator& indicator : plan.indicators)
    indicators[indicator.name] = {plain_title(indicator.title, indicator.name),
                                  indicators::suffix_of(plan, indicators::unit_of(indicator))};
  for (const plan::Spread& spread : plan.spreads) {
    const bool trend = spread.kind == plan::SpreadKind::trend;
    const indicators::Unit unit =
        trend ? indicators::unit_of(plan.indicators[spread.of.index()]) : indicators::unit_of(plan, spread);
    (trend ? trends : spreads)[spread.name] = {plain_title(spread.title, spread.name), indicators::suffix_of(plan, unit)};
  }
  add_csv(book, "Indicators", indicators_csv(run, figures), indicators);
  std::vector<bool> hidden_gaps;
  for (const SpreadTable& table : figures.spreads) hidden_gaps.push_back(table.line.hidden);
  add_csv(book, "Gaps", gaps_csv(run, figures), spreads, hidden_gaps);
  add_csv(book, "Trends", trends_csv(run, figures), trends);
  add_levels_sheet(book, plan, figures);
  add_offers_sheet(book, plan, figures);
  add_reach_sheet(book, plan, figures);
  add_lists_sheets(book, plan, figures);
  add_csv(book, "Costs and savings", cases_csv(run, figures));
  add_csv(book, "Payments", incentives_csv(run, figures));
  add_csv(book, "Guarantees", guarantees_csv(run, figures));
  if (!run.reject_reasons.empty()) {
    book.sheet("Not used", {"file", "column", "reason", "count"});
    for (const RejectReason& each : run.reject_reasons) {
      for (const std::string& text : {each.file, each.column, each.reason}) book.text(without_apostrophe(text));
      book.number(static_cast<double>(each.count), 0);
      book.end_row();
    }
  }
  return book.close();
}

}  // namespace fairstart::report
