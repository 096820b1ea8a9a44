// SPDX-License-Identifier: Apache-2.0
#include "engine/run/trends.hpp"

#include <map>
#include <mutex>

#include "engine/indicators/counter.hpp"
#include "engine/run/chunks.hpp"
#include "engine/run/worker.hpp"

namespace fairstart::run {
namespace {

using indicators::TrendCell;

// One period's indicators over all families.
class Pass {
 public:
  Pass(const column::Database& database, const column::Clock& clock, const std::vector<plan::IndicatorId>& indicators,
       const TrendOptions& options)
      : chunks_(database, options.chunk_families), unused_(database) {
    for (const plan::IndicatorId id : indicators) {
      counted_.push_back(unused_.want_whole(database.plan->indicators[id.index()]));
    }
    worker_.emplace(database, clock, unused_.expressions(), options.evaluator);
    counts_.emplace(unused_);
  }

  std::vector<TrendCell> all(std::size_t threads) {
    in_threads(
        std::min(threads, chunks_.size()), [this] { work(); }, [this] { chunks_.stop(); });
    std::vector<TrendCell> cells;
    for (const std::size_t number : counted_) {
      cells.push_back({.period = {}, .cell = counts_->whole(number), .open = counts_->cells(number).open});
    }
    return cells;
  }

 private:
  void work() {
    indicators::Counter counter = unused_;
    column::Evaluated evaluated;
    while (const auto chunk = chunks_.next()) {
      worker_->run(chunks_.rows(*chunk), evaluated);
      counter.count(evaluated);
    }
    const std::lock_guard lock(mutex_);
    counts_->add(counter);
  }

  Chunks chunks_;
  indicators::Counter unused_;        // asked for the indicators, and never given a chunk: each thread copies it
  std::vector<std::size_t> counted_;  // its numbers
  std::optional<Worker> worker_;
  std::mutex mutex_;
  std::optional<indicators::Counter> counts_;  // of all threads that have finished
};

}  // namespace

std::vector<std::vector<indicators::TrendCell>> trends(const column::Database& database, const column::Clock& clock,
                                                       const TrendOptions& options) {
  const plan::Plan& plan = *database.plan;
  std::vector<std::vector<indicators::TrendCell>> cells(plan.spreads.size());
  // Trends share their periods: each is worked out once, for all that go back so far.
  std::map<std::pair<base::Day, base::Day>, std::vector<std::size_t>> spreads_of;
  for (std::size_t i = 0; i < plan.spreads.size(); ++i) {
    const plan::Spread& spread = plan.spreads[i];
    if (spread.kind != plan::SpreadKind::trend || !spread.shown) continue;
    for (const plan::Period& period : indicators::trend_periods(database, spread, clock.period_from, clock.period_to)) {
      spreads_of[{period.from, period.to}].push_back(i);
    }
  }
  for (const auto& [days, spreads] : spreads_of) {
    column::Clock then = clock;
    then.as_at = then.period_to = days.second;
    then.period_from = days.first;
    then.snapshots = false;
    std::vector<plan::IndicatorId> wanted;
    for (const std::size_t spread : spreads) wanted.push_back(plan.spreads[spread].of);
    const std::vector<bool> open = column::open_lists(database, days.second, days.first, days.second);
    std::vector<TrendCell> found = Pass(database, then, wanted, options).all(std::max<std::size_t>(1, options.threads));
    for (std::size_t i = 0; i < spreads.size(); ++i) {
      TrendCell& cell = found[i];
      cell.period = {days.first, days.second, ""};
      const plan::ListId among = plan.indicators[plan.spreads[spreads[i]].of.index()].among;
      cell.open = cell.open || (among.exists() && open[among.index()]);
      cells[spreads[i]].push_back(std::move(cell));
    }
  }
  return cells;
}

}  // namespace fairstart::run
