// SPDX-License-Identifier: Apache-2.0
#include "engine/run/trends.hpp"

#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include "engine/run/worker.hpp"

namespace fairstart::run {
namespace {

using indicators::Cell;

// One period's indicators over all families.
class Pass {
 public:
  Pass(const column::Database& database, const column::Clock& clock, std::vector<plan::IndicatorId> indicators,
       const TrendOptions& options)
      : database_(database),
        indicators_(std::move(indicators)),
        families_(database.plan->family.exists() ? database.table(database.plan->family).rows : 0),
        chunk_families_(std::max<std::size_t>(1, options.chunk_families)),
        chunks_(std::max<std::size_t>(1, (families_ + chunk_families_ - 1) / chunk_families_)),
        worker_(database, clock, wanted(), options.evaluator),
        cells_(indicators_.size()) {}

  std::vector<Cell> all(std::size_t threads) {
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < std::min(threads, chunks_); ++i) {
      try {
        others.emplace_back([this] { work(); });
      } catch (const std::system_error&) {
        break;  // the machine gives no more threads: those there are do
      }
    }
    work();
    for (std::thread& other : others) other.join();
    if (fault_) std::rethrow_exception(fault_);
    return std::move(cells_);
  }

 private:
  std::vector<plan::ExprId> wanted() const {
    std::vector<plan::ExprId> all;
    for (const plan::IndicatorId id : indicators_) {
      plan::Indicator whole = database_.plan->indicators[id.index()];
      whole.by.clear();
      const auto read = indicators::expressions(*database_.plan, whole);
      all.insert(all.end(), read.begin(), read.end());
    }
    return all;
  }

  // Never throws: a fault stops the others, and is thrown again once all have stopped.
  void work() noexcept {
    try {
      std::vector<Cell> cells(indicators_.size());
      column::Evaluated evaluated;
      while (true) {
        const std::size_t chunk = next_chunk_.fetch_add(1);
        if (chunk >= chunks_) break;
        const auto begin = static_cast<column::Row>(chunk * chunk_families_);
        const auto end = static_cast<column::Row>(std::min(families_, (chunk + 1) * chunk_families_));
        worker_.run(column::chunk_of_families(database_, begin, end), evaluated);
        for (std::size_t i = 0; i < indicators_.size(); ++i) {
          cells[i].add(indicators::count_whole(database_, database_.plan->indicators[indicators_[i].index()], evaluated));
        }
      }
      const std::lock_guard lock(mutex_);
      for (std::size_t i = 0; i < cells.size(); ++i) cells_[i].add(cells[i]);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!fault_) fault_ = std::current_exception();
      next_chunk_ = chunks_;
    }
  }

  const column::Database& database_;
  std::vector<plan::IndicatorId> indicators_;
  std::size_t families_, chunk_families_, chunks_;
  Worker worker_;
  std::atomic<std::size_t> next_chunk_{0};
  std::mutex mutex_;
  std::vector<Cell> cells_;
  std::exception_ptr fault_;
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
    std::vector<Cell> found = Pass(database, then, std::move(wanted), options).all(std::max<std::size_t>(1, options.threads));
    for (std::size_t i = 0; i < spreads.size(); ++i) {
      cells[spreads[i]].push_back({{days.first, days.second, ""}, std::move(found[i])});
    }
  }
  return cells;
}

}  // namespace fairstart::run
