// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include "tests/bench/ratios/measures.hpp"

// Whole processes, from their start until they have ended. The first run of each is held against the answers and not counted:
// it also brings the files into the page cache.
namespace fairstart::bench {
namespace fs = std::filesystem;
namespace {

struct Side {
  std::vector<double> seconds, peak_bytes;
};

// One side of a pair, into a folder that is new each time.
struct Runner {
  Workbench& bench;
  std::string name;
  std::function<Command(const fs::path& out)> command;
  Side side{};

  void once() {
    const Finished finished = run_well(command(bench.fresh(name)));
    side.seconds.push_back(finished.seconds);
    side.peak_bytes.push_back(static_cast<double>(finished.peak_bytes));
  }
  void warm_up(std::uint32_t families, bool is_run) {
    const fs::path out = bench.fresh(name);
    run_well(command(out));
    bench.expect(is_run ? answers_of_run(out) : answers_of_bound(out), families, name);
  }
};

Figure begin(const Workbench& bench, std::string name, std::string what, double at_most) {
  Figure figure{.name = std::move(name), .what = std::move(what), .unit = "s", .at_most = at_most};
  figure.threads = bench.setting().threads;
  figure.families = bench.setting().families;
  figure.runs = bench.setting().runs;
  return figure;
}

std::vector<double> quotients(const std::vector<double>& above, const std::vector<double>& below) {
  std::vector<double> all;
  for (std::size_t i = 0; i < above.size(); ++i) all.push_back(above[i] / below[i]);
  return all;
}

// Ours, the other and DuckDB in turn.
void in_turn(Figure& figure, std::size_t runs, Runner& ours, Runner& other, Runner* duckdb) {
  for (std::size_t i = 0; i < runs; ++i) {
    other.once();
    ours.once();
    if (duckdb != nullptr) duckdb->once();
  }
  figure.ratio = spread_of(quotients(ours.side.seconds, other.side.seconds));
  figure.ours = spread_of(ours.side.seconds);
  figure.against = spread_of(other.side.seconds);
  if (duckdb != nullptr) figure.duckdb = spread_of(quotients(duckdb->side.seconds, ours.side.seconds));
}

Runner run_of(Workbench& bench, std::string name, const fs::path& records, const Command& more = {}) {
  return {bench, std::move(name), [&bench, records, more](const fs::path& out) {
            Command command = bench.run(records, out);
            command.insert(command.end(), more.begin(), more.end());
            return command;
          }};
}

Runner bound_of(Workbench& bench, const fs::path& records) {
  return {bench, "bound", [&bench, records](const fs::path& out) { return bench.bound_cold(records, out); }};
}

Runner duckdb_of(Workbench& bench, std::string mode, const fs::path& records) {
  return {bench, "DuckDB", [&bench, mode = std::move(mode), records](const fs::path& out) {
            fs::create_directories(out);
            return bench.duckdb(mode, records, out);
          }};
}

// Ours over `records` against the bound, and DuckDB over the same as ours.
Side against_bound(Figure& figure, Workbench& bench, const fs::path& records, const fs::path& bounds_records,
                   const std::string& duckdbs_mode) {
  const std::uint32_t families = bench.setting().families;
  Runner ours = run_of(bench, "the run", records), bound = bound_of(bench, bounds_records);
  Runner duckdb = duckdb_of(bench, duckdbs_mode, records);
  ours.warm_up(families, true);
  bound.warm_up(families, false);
  if (bench.duckdb_is_here()) duckdb.warm_up(families, false);
  in_turn(figure, bench.setting().runs, ours, bound, bench.duckdb_is_here() ? &duckdb : nullptr);
  return ours.side;
}

// A process that is over in milliseconds, many times.
void time_small(Figure& figure, const std::function<Command()>& command) {
  constexpr std::size_t times_a_run = 10;
  constexpr double most_ms = 15;
  figure.unit = "ms";
  figure.runs *= times_a_run;
  run_well(command());
  std::vector<double> ms, over;
  for (std::size_t i = 0; i < figure.runs; ++i) {
    ms.push_back(run_well(command()).seconds * 1000);
    over.push_back(ms.back() / most_ms);
  }
  figure.ours = spread_of(ms);
  figure.ratio = spread_of(over);
}

}  // namespace

std::vector<Figure> cold_csv_and_memory(Workbench& bench) {
  Figure cold = begin(bench, "cold-csv", "whole process from CSV, all outputs written ÷ the bound's", 1.8);
  cold.duckdb_at_least = 4.8;
  const fs::path records = bench.data(bench.setting().families);
  const Side ours = against_bound(cold, bench, records, records, "cold");
  Figure memory = begin(bench, "memory", "peak of the same, bytes a family ÷ 700", 1);
  memory.unit = "bytes a family";
  std::vector<double> bytes, over;
  for (const double peak : ours.peak_bytes) {
    bytes.push_back(peak / bench.setting().families);
    over.push_back(bytes.back() / 700);
  }
  memory.ours = spread_of(bytes);
  memory.ratio = spread_of(over);
  return {cold, memory};
}

Figure shuffled(Workbench& bench) {
  Figure figure = begin(bench, "shuffled", "the same, rows in any order and text keys ÷ the bound's over rows in order", 2.5);
  figure.duckdb_at_least = 4;
  const std::uint32_t families = bench.setting().families;
  against_bound(figure, bench, bench.data(families, Workbench::Form::shuffled), bench.data(families), "cold-shuffled");
  return figure;
}

Figure cold_ndjson(Workbench& bench) {
  Figure figure = begin(bench, "cold-ndjson", "whole process from NDJSON ÷ the bound's", 1.5);
  figure.duckdb_at_least = 4.8;
  if (!bench.is_built("NDJSON")) {
    figure.runs = 0;
    figure.why = "not built";
    return figure;
  }
  const fs::path records = bench.data(bench.setting().families, Workbench::Form::ndjson);
  against_bound(figure, bench, records, records, "cold-ndjson");
  return figure;
}

Figure scale(Workbench& bench) {
  Figure figure = begin(bench, "scale-3m", "three times the families, cold from CSV ÷ once", 3.3);
  const std::uint32_t once = bench.setting().families, thrice = 3 * once;
  Runner large = run_of(bench, "the run over three times the families", bench.data(thrice));
  Runner small = run_of(bench, "the run", bench.data(once));
  small.warm_up(once, true);
  large.warm_up(thrice, true);
  in_turn(figure, bench.setting().runs, large, small, nullptr);
  figure.families = thrice;
  return figure;
}

Figure capped(Workbench& bench) {
  Figure figure = begin(bench, "capped", "three times the families with --memory 512M ÷ without", 2.5);
  const std::uint32_t thrice = 3 * bench.setting().families;
  figure.families = thrice;
  if (!bench.is_built("--memory")) {
    figure.runs = 0;
    figure.why = "not built";
    return figure;
  }
  const fs::path records = bench.data(thrice);
  Runner with = run_of(bench, "the run with a cap", records, {"--memory", "512M"}), without = run_of(bench, "the run", records);
  with.warm_up(thrice, true);
  without.warm_up(thrice, true);
  in_turn(figure, bench.setting().runs, with, without, nullptr);
  return figure;
}

Figure check(Workbench& bench) {
  constexpr std::size_t lines = 300;
  Figure figure = begin(bench, "check", "`fairstart check` of 300 lines with its libraries, ms ÷ 15", 1);
  figure.families = 0;
  figure.threads = 1;

  // Surrey's framework, made longer by definitions of its kind.
  std::ifstream in(bench.setting().source / "frameworks/surrey/first-1000-days.fair");
  std::string text{std::istreambuf_iterator<char>(in), {}};
  for (auto has = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')); has + 2 <= lines; has += 2) {
    text += "define early-" + std::to_string(has) + " for child\n  means gestation is under 32 weeks and at least 2 contacts " +
            "where (kind is emergency-attendance) within 6 months\n";
  }
  const fs::path framework = bench.setting().data / "check.fair";
  std::ofstream(framework) << text;

  time_small(figure, [&] { return bench.check(framework); });
  return figure;
}

Figure small_run(Workbench& bench) {
  constexpr std::uint32_t families = 20;
  Figure figure = begin(bench, "small-run", "`fairstart run` over 20 families, all outputs written, ms ÷ 15", 1);
  figure.families = families;
  const fs::path records = bench.data(families);
  time_small(figure, [&] { return bench.run(records, bench.fresh("small")); });
  return figure;
}

}  // namespace fairstart::bench
