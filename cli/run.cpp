// SPDX-License-Identifier: Apache-2.0
#include "engine/run/run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iostream>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/exit_code.hpp"
#include "cli/limits.hpp"
#include "cli/log.hpp"
#include "cli/memory.hpp"
#include "cli/profile.hpp"
#include "cli/records.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "engine/cases/cases.hpp"
#include "engine/cases/sums.hpp"
#include "engine/column/reorder.hpp"
#include "engine/guarantees/guarantees.hpp"
#include "engine/report/figures.hpp"
#include "engine/report/folder_files.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

struct Formats {
  bool csv = false, json = false, html = false, xlsx = false;
};

Formats formats_of(const Given& given) {
  Formats formats;
  const std::string list = given.value("--format").value_or("csv,json,html");
  std::size_t at = 0;
  while (at <= list.size()) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    const std::string one = list.substr(at, end - at);
    if (one == "csv")
      formats.csv = true;
    else if (one == "json")
      formats.json = true;
    else if (one == "html")
      formats.html = true;
    else if (one == "xlsx")
      formats.xlsx = true;
    else
      throw WrongUsage(fmt::format("`--format {}` is not known{}: it takes csv, json, xlsx and html, with commas between", one,
                                   did_you_mean(one, {"csv", "json", "xlsx", "html"})));
    at = end + 1;
  }
  return formats;
}

column::Clock clock_of(const Given& given) {
  given.required("--as-at");
  const base::Day as_at = *given.date("--as-at");
  const std::optional<std::string> period = given.value("--period");
  if (!period) return {as_at, twelve_months_to(as_at), as_at};
  const std::size_t dots = period->find("..");
  if (dots == std::string::npos)
    throw WrongUsage(fmt::format("`--period {}` is not a period: write `--period 2025-04-02..2026-04-01`", *period));
  const base::Day from = date_from(std::string_view(*period).substr(0, dots), "the start of `--period`");
  const base::Day to = date_from(std::string_view(*period).substr(dots + 2), "the end of `--period`");
  if (to < from) throw WrongUsage("the end of `--period` is before its start");
  return {as_at, from, to};
}

// The folder to write into; folders around it are made, and taken away again where nothing came of it.
class Destination {
 public:
  explicit Destination(fs::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    fs::path parent = fs::absolute(folder_, error).lexically_normal();
    if (!parent.has_filename()) parent = parent.parent_path();
    parent = parent.parent_path();
    for (fs::path at = parent; !at.empty() && !fs::exists(at, error) && at != at.parent_path(); at = at.parent_path())
      made_.push_back(at);
    if (!made_.empty()) fs::create_directories(parent, error);
  }
  ~Destination() {
    std::error_code ignored;
    if (!kept_) {
      for (const fs::path& folder : made_) fs::remove(folder, ignored);  // the innermost first; only where empty
    }
  }
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;
  const fs::path& folder() const { return folder_; }
  void keep() { kept_ = true; }

 private:
  fs::path folder_;
  std::vector<fs::path> made_;
  bool kept_ = false;
};

int cannot_write(Loaded& loaded, const base::Failure& failure) {
  loaded.diagnostics.add({.code = diagnostics::Code::cannot_write,
                          .message = failure.message,
                          .help = "nothing was written; what was there before stays"});
  tell(loaded);
  return exit_output;
}

// Outputs and records share names (families.csv), so that a folder of records must never be taken for an earlier run's.
base::Status safe_to_replace(const Loaded& loaded, const fs::path& out, const fs::path& records) {
  std::error_code error;
  if (!fs::is_directory(out, error)) return base::Done{};
  for (fs::directory_iterator at(out, error), end; !error && at != end; at.increment(error)) {
    if (!report::is_our_file(at->path().filename().string())) continue;
    if (const std::string why = why_not_over(loaded, at->path()); !why.empty())
      return base::Failure{
          fmt::format("cannot write into `{}`: it has `{}`, and {}", out.string(), at->path().filename().string(), why)};
  }
  if (fs::equivalent(out, records, error))
    return base::Failure{fmt::format("cannot write into `{}`: the records are read from there", out.string())};
  if (fs::exists(out / "manifest.json", error)) return base::Done{};
  for (const char* file : {"families.csv", "people.csv", "offers.csv", "lists.csv", "allocations.csv", "cases.csv"}) {
    if (!fs::is_regular_file(out / file, error)) continue;
    return base::Failure{fmt::format(
        "cannot write into `{}`: its `{}` is not from a run, as there is no manifest.json beside it", out.string(), file)};
  }
  return base::Done{};
}

// FS0613 for each record of which some family has very many.
void warn_of_large_families(Loaded& loaded, const readers::Records& records, const report::Totals& totals) {
  const auto& files = records.files;
  for (const auto& [id, large] : totals.large_families) {
    const plan::Record &record = loaded.plan->record(id), &family = loaded.plan->record(loaded.plan->family);
    auto file = std::ranges::find(files, id, &readers::FileRead::record);
    if (file == files.end()) file = std::ranges::find(files, loaded.plan->family, &readers::FileRead::record);  // its documents
    const std::string what = large.families == 1
                                 ? fmt::format("one {} has {} {}", family.name, large.most, record.plural)
                                 : fmt::format("{} {} have more than {} {}, the largest {}", large.families, family.plural,
                                               report::most_rows_of_family, record.plural, large.most);
    loaded.diagnostics.add(
        {.code = diagnostics::Code::family_very_large,
         .message = what,
         .help = "if a key stands for `not known`, leave it blank: what is known of one counts for all who share it",
         .place = {.file = file != files.end() ? file->file : ""}});
  }
}

// FS0701 for each parameter that answers rest on and that has no value then.
bool lacks_parameters(Loaded& loaded, const report::Totals& totals, const column::Clock& clock) {
  for (const auto& [id, answers] : totals.parameter_missing) {
    const plan::Parameter& parameter = loaded.plan->parameters[id.index()];
    const std::string date = base::format_iso_date(clock.as_at);
    loaded.diagnostics.add(
        {.code = diagnostics::Code::parameter_has_no_value,
         .message = fmt::format("`{}` has no value on {}, and {} answer{} on it", parameter.name, date, answers,
                                answers == 1 ? " rests" : "s rest"),
         .span = parameter.span,
         .help = fmt::format("add `from {} VALUE` to it, or choose another --as-at; nothing was written", date)});
  }
  // Costs, savings and payments, on their own days.
  const auto lacks_on = [&](plan::ParameterId id, base::Day day, const std::string& what) {
    const plan::Parameter& parameter = loaded.plan->parameters[id.index()];
    const std::string date = base::format_iso_date(day);
    loaded.diagnostics.add({.code = diagnostics::Code::parameter_has_no_value,
                            .message = fmt::format("`{}` has no value on {}, and {} rests on it", parameter.name, date, what),
                            .span = parameter.span,
                            .help = fmt::format("add `from {} VALUE` to it; nothing was written", date)});
  };
  for (const plan::Case& money : loaded.plan->cases) {
    if (!money.shown) continue;
    const cases::Result result = cases::value(*loaded.plan, money, clock.as_at);
    for (const plan::ParameterId id : result.missing) lacks_on(id, result.as_at, fmt::format("the case `{}`", money.name));
  }
  for (const plan::Incentive& incentive : loaded.plan->incentives) {
    if (!incentive.shown) continue;
    for (const plan::ParameterId id : cases::missing_parameters(*loaded.plan, {incentive.pays}, clock.period_to))
      lacks_on(id, clock.period_to, fmt::format("the payment `{}`", incentive.name));
  }
  const bool lacks = loaded.diagnostics.has_errors();
  tell(loaded);
  return lacks;
}

base::Status write_reports(const report::RunFacts& facts, const report::Figures& figures, const Formats& formats,
                           report::OutputFolder& folder) {
  if (formats.csv) {
    if (base::Status done = folder.append("indicators.csv", report::indicators_csv(facts, figures)); !done) return done;
    const auto& spreads = facts.plan->spreads;
    const auto is_trend = [](const plan::Spread& spread) { return spread.shown && spread.kind == plan::SpreadKind::trend; };
    const auto is_gap = [](const plan::Spread& spread) { return spread.shown && spread.kind != plan::SpreadKind::trend; };
    if (std::any_of(spreads.begin(), spreads.end(), is_gap)) {
      if (base::Status done = folder.append("gaps.csv", report::gaps_csv(facts, figures)); !done) return done;
    }
    if (std::any_of(spreads.begin(), spreads.end(), is_trend)) {
      if (base::Status done = folder.append("trends.csv", report::trends_csv(facts, figures)); !done) return done;
    }
    const auto shown = [](const auto& thing) { return thing.shown; };
    if (std::any_of(facts.plan->cases.begin(), facts.plan->cases.end(), shown)) {
      if (base::Status done = folder.append("cases.csv", report::cases_csv(facts, figures)); !done) return done;
    }
    if (std::any_of(facts.plan->incentives.begin(), facts.plan->incentives.end(), shown)) {
      if (base::Status done = folder.append("incentives.csv", report::incentives_csv(facts, figures)); !done) return done;
    }
  } else {
    // Rows are written as families are worked out; without csv they are not part of the outputs.
    for (const char* file : {"families.csv", "people.csv", "offers.csv", "lists.csv", "allocations.csv"}) {
      std::error_code ignored;
      fs::remove(folder.staging_path(file), ignored);
    }
  }
  if (formats.csv && !facts.guarantees.empty()) {
    if (base::Status done = folder.append("guarantees.csv", report::guarantees_csv(facts, figures)); !done) return done;
  }
  if (formats.json) {
    if (base::Status done = folder.append("report.json", report::report_json(facts, figures)); !done) return done;
  }
  if (formats.html) {
    if (base::Status done = folder.append("report.html", report::report_html(facts, figures)); !done) return done;
  }
  if (formats.xlsx) {
    if (base::Status done = report::write_xlsx(facts, figures, folder.staging_path("report.xlsx")); !done) return done;
  }
  return folder.append("manifest.json", report::manifest_json(facts));
}

void judge(column::Database& database, const column::Clock& clock, std::vector<report::GuaranteeCounts>& sums) {
  const std::vector<guarantees::Result> judged = guarantees::judge(database, clock);
  sums.resize(judged.size());
  for (std::size_t i = 0; i < judged.size(); ++i) {
    sums[i].holds += judged[i].holds;
    sums[i].fails += judged[i].fails;
    sums[i].unknown += judged[i].unknown;
  }
}

// All families at once, or as they come from a shelf.
base::Result<report::Totals> worked_out(column::Database& database, const column::Clock& clock, run::Options& options,
                                        report::OutputFolder& folder, partitions::Shelf* shelf,
                                        std::vector<report::GuaranteeCounts>& guaranteed) {
  if (shelf == nullptr) {
    base::Result<report::Totals> totals = run::evaluate(database, clock, options, folder);
    run::Stopwatch watch;
    if (totals) judge(database, clock, guaranteed);
    if (options.profile != nullptr) options.profile->add(run::Phase::guarantees, watch.seconds());
    return totals;
  }
  // What was read left its rooms; those of one part do for the next.
  keep_memory();
  options.families = shelf->families();
  run::InParts parts(clock, options, folder);
  run::Stopwatch watch;
  const auto note = [&](run::Phase phase) {
    const double seconds = watch.seconds();
    if (options.profile != nullptr) options.profile->add(phase, seconds);
  };
  for (; shelf->next(database, parts.bytes()); note(run::Phase::guarantees)) {
    note(run::Phase::loading);
    log_debug(fmt::format("part from family {} on", database.families_before + 1));
    if (const base::Status done = parts.add(database); !done) return done.failure();
    watch.seconds();
    judge(database, clock, guaranteed);
  }
  return parts.finish(database);
}

// The rows of families and of what is under them, when nothing more is told of them: on a thread of its own, as to give back what
// millions of rows took is a good part of what there is to do while the reports are written. Whoever has written them helps.
class GivingBack {
 public:
  GivingBack(column::Database& database, std::size_t threads) {
    const plan::Plan& plan = *database.plan;
    for (std::size_t i = 0; i < plan.records.size() && plan.family.exists(); ++i) {
      if (!plan.belongs_under(plan::RecordId(i), plan.family)) continue;
      rows_.push_back(std::exchange(database.tables[i], {}));
      const std::vector<column::Piece> pieces = column::pieces_of(rows_.back());
      pieces_.insert(pieces_.end(), pieces.begin(), pieces.end());
    }
    if (threads <= 1) return;
    try {
      thread_ = std::jthread([this] { give_back(); });
    } catch (const std::system_error&) {
      // The machine gives no more threads: they go when this does.
    }
  }
  ~GivingBack() {
    if (thread_.joinable()) give_back();
  }
  GivingBack(const GivingBack&) = delete;
  GivingBack& operator=(const GivingBack&) = delete;

 private:
  void give_back() {
    for (std::size_t i = next_++; i < pieces_.size(); i = next_++) column::give_back(pieces_[i]);
  }

  std::vector<column::Table> rows_;
  std::vector<column::Piece> pieces_;
  std::atomic<std::size_t> next_ = 0;
  std::jthread thread_;
};

}  // namespace

int run_command(const Given& given) {
  const Formats formats = formats_of(given);
  const column::Clock clock = clock_of(given);
  const bool quiet = given.has("--quiet");
  given.required("--records");
  const std::string out = given.required("--out");
  run::Options options;
  options.threads = given.number("--threads", 1, 1024).value_or(std::max(1U, std::thread::hardware_concurrency()));
  options.chunk_families = given.number("--chunk", 1, 1U << 20U).value_or(options.chunk_families);
  options.evaluator = given.one_of("--evaluator", {"columns", "reference"}) == "reference" ? run::Evaluator::reference
                                                                                           : run::Evaluator::columns;
  options.explain.show_restricted = given.has("--show-restricted");
  given.number("--max-rejects", 0, UINT64_MAX);
  const std::optional<std::uint64_t> cap = memory_cap(given, options.threads);

  run::Stopwatch watch, whole;
  Checked checked = check_framework(given);
  if (checked.exit_code != 0) return checked.exit_code;
  Loaded& loaded = *checked.loaded;
  if (const base::Status safe = safe_to_replace(loaded, out, given.required("--records")); !safe)
    return cannot_write(loaded, safe.failure());
  warn_of_force(*loaded.plan, clock.as_at, loaded.diagnostics);
  tell(loaded);
  Destination destination(out);
  base::Result<report::OutputFolder> folder = report::OutputFolder::create(destination.folder());
  if (!folder) return cannot_write(loaded, folder.failure());

  std::optional<partitions::Shelf> shelf;
  if (cap) {
    give_memory_back();
    base::Result<base::UnnamedFile> file = base::UnnamedFile::create(folder.value().staging_path(""), "rows");
    if (!file) return cannot_write(loaded, file.failure());
    shelf.emplace(*loaded.plan, std::move(file.value()), sizes_within(*cap, options.threads));
  }
  if (!cap) keep_memory();
  std::optional<run::Profile> profile;
  if (given.has("--profile")) options.profile = &profile.emplace(*loaded.plan);
  watch.seconds();
  RecordsRead read;
  std::vector<report::GuaranteeCounts> guaranteed;
  base::Result<report::Totals> totals{report::Totals{}};
  try {
    read = read_records(given, checked, folder.value().staging_path("rejects.csv"), quiet, shelf ? &*shelf : nullptr);
    if (!read.records) return read.exit_code;
    if (profile) profile->add(run::Phase::reading, watch.seconds());
    working_on("families were being worked out", exit_records);
    Progress progress("families", !quiet);
    options.progress = [&](std::size_t done, std::size_t all) { progress.tell(done, all); };
    totals = worked_out(read.records->database, clock, options, folder.value(), shelf ? &*shelf : nullptr, guaranteed);
  } catch (const partitions::TooLittle& little) {
    throw too_little(given, little.needed);
  } catch (const partitions::StoreFailed& failed) { return cannot_write(loaded, {failed.what()}); }
  if (!totals) return cannot_write(loaded, totals.failure());
  watch.seconds();
  warn_of_large_families(loaded, *read.records, totals.value());
  if (lacks_parameters(loaded, totals.value(), clock)) return exit_found;

  const GivingBack giving_back(read.records->database, options.threads);
  report::RunFacts facts{&*loaded.plan,
                         &*read.records,
                         clock,
                         std::move(totals.value()),
                         FAIRSTART_VERSION,
                         read.said_once,
                         std::move(guaranteed),
                         report::reject_reasons(folder.value().staging_path("rejects.csv"))};
  log_info(fmt::format("{} families worked out", facts.totals.families));
  const report::Figures figures = report::figures_of(facts);
  if (const base::Status written = write_reports(facts, figures, formats, folder.value()); !written)
    return cannot_write(loaded, written.failure());
  // Before anything is in its place: a run that fails leaves no outputs.
  if (!quiet && !printed(summary(facts, figures, destination.folder(), formats.html, read.records->rejects)))
    return exit_output;
  if (const base::Status moved = folder.value().commit(); !moved) return cannot_write(loaded, moved.failure());
  destination.keep();
  if (profile) {
    profile->add(run::Phase::finishing, watch.seconds());
    std::cerr << profile_table(profile->lines(), whole.seconds(), loaded.sources);
  }
  return exit_fine;
}

}  // namespace fairstart::cli
