// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ratios/measures.hpp"

// Programs that have loaded the data and wait: one pair takes milliseconds, so that many can be taken.
namespace fairstart::bench {
namespace {

constexpr std::size_t warm_ups = 2, pairs_a_run = 5;

Figure begin(const Workbench& bench, std::string name, std::string what, double at_most) {
  Figure figure{.name = std::move(name), .what = std::move(what), .unit = "s", .at_most = at_most};
  figure.threads = bench.setting().threads;
  figure.families = bench.setting().families;
  return figure;
}

Answers answers_of_hot(const std::filesystem::path& out) {
  return {read_results(out / "results.csv"), read_indicators(out / "indicators.csv")};
}

}  // namespace

Figure hot(Workbench& bench) {
  const Setting& setting = bench.setting();
  Figure figure = begin(bench, "hot", "A + B from loaded columns ÷ the bound's", 2.5);
  figure.duckdb_at_least = 30;
  const std::filesystem::path records = bench.data(setting.families), out = bench.fresh("hot");
  Session ours(bench.hot(records, out)), bound(bench.bound_hot(records));
  say("ours: " + ours.greeting());
  bench.expect(answers_of_hot(out), setting.families, "the engine on loaded columns");

  std::vector<double> ratios, of_ours, of_bound, of_duckdb;
  for (std::size_t i = 0; i < warm_ups + pairs_a_run * setting.runs; ++i) {
    const std::vector<double> theirs = bound.ask("run");
    const double a_and_b = theirs.at(0) + theirs.at(1), mine = ours.ask("run").at(0);
    if (i < warm_ups) continue;
    ratios.push_back(mine / a_and_b);
    of_ours.push_back(mine);
    of_bound.push_back(a_and_b);
  }
  if (bench.duckdb_is_here()) {
    Session duckdb(bench.duckdb("hot", records, out));
    duckdb.ask("run");
    for (std::size_t i = 0; i < setting.runs; ++i) {
      const std::vector<double> theirs = duckdb.ask("run");
      of_duckdb.push_back((theirs.at(0) + theirs.at(1)) / ours.ask("run").at(0));
    }
    figure.duckdb = spread_of(of_duckdb);
  }
  figure.ratio = spread_of(ratios);
  figure.ours = spread_of(of_ours);
  figure.against = spread_of(of_bound);
  figure.runs = ratios.size();
  return figure;
}

Figure explained(Workbench& bench) {
  const Setting& setting = bench.setting();
  Figure figure = begin(bench, "explained", "what ask_about and reasons add to A ÷ A", 2);
  const std::filesystem::path out = bench.fresh("hot");
  Session ours(bench.hot(bench.data(setting.families), out));
  bench.expect(answers_of_hot(out), setting.families, "the engine on loaded columns");
  std::vector<double> ratios, added;
  for (std::size_t i = 0; i < warm_ups + pairs_a_run * setting.runs; ++i) {
    const std::vector<double> took = ours.ask("explained");
    if (i < warm_ups) continue;
    added.push_back(took.at(1) - took.at(0));
    ratios.push_back(added.back() / took.at(0));
  }
  figure.ratio = spread_of(ratios);
  figure.ours = spread_of(added);
  figure.runs = ratios.size();
  return figure;
}

}  // namespace fairstart::bench
