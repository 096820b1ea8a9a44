// SPDX-License-Identifier: Apache-2.0
#include "engine/run/run.hpp"

#include <atomic>
#include <exception>
#include <system_error>
#include <thread>

#include "engine/allocation/allocation.hpp"
#include "engine/cases/payments.hpp"
#include "engine/run/in_order.hpp"
#include "engine/run/trends.hpp"
#include "engine/run/wanted.hpp"
#include "engine/run/worker.hpp"

namespace fairstart::run {
namespace {

// What all threads share of a run; each brings its buffers and its totals.
class Run {
 public:
  Run(const column::Database& database, const column::Clock& clock, const Options& options, report::OutputFolder& folder)
      : database_(database),
        clock_(clock),
        options_(options),
        plan_(*database.plan),
        families_(plan_.family.exists() ? database.table(plan_.family).rows : 0),
        chunk_families_(std::max<std::size_t>(1, options.chunk_families)),
        // Even without families there is one chunk: rows of other records are written and counted with the first.
        chunks_(std::max<std::size_t>(1, (families_ + chunk_families_ - 1) / chunk_families_)),
        writer_(database, clock, options.explain),
        people_(!writer_.people_header().empty()),
        collector_(database, clock, options.explain),
        explain_(options.explain),
        wanted_(wanted(plan_, clock)),
        rows_(database, clock, wanted_.rows, options.evaluator),
        in_order_(2 * std::max<std::size_t>(1, options.threads),
                  [this, &folder, &options](const report::ChunkText& text, std::size_t chunk) {
                    base::Status done = append(folder, text);
                    const std::size_t families = std::min(families_, (chunk + 1) * chunk_families_);
                    if (done && options.progress) options.progress(families, families_);
                    return done;
                  }) {
    if (wanted_.apart) indicators_.emplace(database, wanted_.indicator_clock, wanted_.indicators, options.evaluator);
    totals_.indicators.resize(plan_.indicators.size());
    totals_.spreads.resize(plan_.spreads.size());
    totals_.incentives.resize(plan_.incentives.size());
    for (const plan::Incentive& incentive : plan_.incentives) paid_for_.push_back(cases::population(plan_, incentive));
  }

  base::Result<report::Totals> all(std::size_t threads, report::OutputFolder& folder) {
    const base::Status headed = append(folder, {writer_.families_header(), writer_.people_header(), writer_.offers_header()});
    if (!headed) return headed.failure();
    if (collector_.has_lists()) {
      base::Result<allocation::Spool> spool = allocation::Spool::create(folder.staging_path(""));
      if (!spool) return spool.failure();
      spool_.emplace(std::move(spool.value()));
    }
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
    if (const auto failure = in_order_.failure()) return *failure;
    if (const base::Status done = put_in_order(folder); !done) return done.failure();
    note_open_populations();
    totals_.trends = trends(database_, clock_, {options_.evaluator, options_.threads, chunk_families_});
    return std::move(totals_);
  }

 private:
  // Never throws: a fault stops the others, and is thrown again once all have stopped.
  void work() noexcept {
    try {
      report::Totals totals;
      totals.indicators.resize(plan_.indicators.size());
      totals.spreads.resize(plan_.spreads.size());
      totals.incentives.resize(plan_.incentives.size());
      column::Evaluated evaluated, evaluated_apart;
      report::ChunkText text;
      allocation::Collected collected;
      std::vector<allocation::AskedOf> asks;
      while (true) {
        const std::size_t chunk = next_chunk_.fetch_add(1);
        if (chunk >= chunks_ || !in_order_.admit(chunk)) break;
        const auto begin = static_cast<column::Row>(chunk * chunk_families_);
        const auto end = static_cast<column::Row>(std::min(families_, (chunk + 1) * chunk_families_));
        const column::Chunk rows = column::chunk_of_families(database_, begin, end);
        rows_.run(rows, evaluated);
        asks.clear();
        if (const base::Status done = collector_.collect(evaluated, collected, spool_ ? &*spool_ : nullptr, asks); !done) {
          in_order_.stop(done.failure());
          break;
        }
        writer_.write(evaluated, text, totals, asks);
        if (indicators_) indicators_->run(rows, evaluated_apart);
        // Indicators are counted here and not by the writer, which has only the rows as they are on `as at`.
        const column::Evaluated& judged = indicators_ ? evaluated_apart : evaluated;
        for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
          totals.indicators[i].add(indicators::count(database_, plan_.indicators[i], judged));
        }
        for (std::size_t i = 0; i < plan_.spreads.size(); ++i) {
          if (!is_counted(plan_.spreads[i])) continue;
          totals.spreads[i].add(indicators::count_spread(database_, plan_.spreads[i], judged));
        }
        for (std::size_t i = 0; i < paid_for_.size(); ++i) {
          if (paid_for_[i].among.exists()) totals.incentives[i].add(indicators::count(database_, paid_for_[i], judged));
        }
        in_order_.hand_in(chunk, text);
      }
      const std::lock_guard lock(totals_mutex_);
      totals_.add(totals);
      collected_.add(std::move(collected));
    } catch (...) {
      const std::lock_guard lock(totals_mutex_);
      if (!fault_) fault_ = std::current_exception();
      in_order_.stop();
    }
  }

  // A population of which rows may be missing has no bounds.
  void note_open_populations() {
    const std::vector<bool> open = column::open_lists(database_, clock_.period_to, clock_.period_from, clock_.period_to);
    for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
      const plan::ListId among = plan_.indicators[i].among;
      if (among.exists() && open[among.index()]) totals_.indicators[i].open = true;
    }
    for (std::size_t i = 0; i < paid_for_.size(); ++i) {
      const plan::ListId among = paid_for_[i].among;
      if (among.exists() && open[among.index()]) totals_.incentives[i].open = true;
    }
  }

  // Lists and allocations: what has an order over all families.
  base::Status put_in_order(report::OutputFolder& folder) {
    const allocation::Results results = allocation::results(database_, clock_, std::move(collected_));
    totals_.lists = report::count_lists(results);
    totals_.allocations = report::count_allocations(database_, results);
    for (const auto& [parameter, answers] : results.parameter_missing) totals_.parameter_missing[parameter] += answers;
    if (spool_) {
      if (base::Status done = report::write_lists(database_, results, *spool_, explain_, folder); !done) return done;
    }
    return collector_.has_allocations() ? report::write_allocations(database_, results, folder) : base::Done{};
  }

  base::Status append(report::OutputFolder& folder, const report::ChunkText& text) const {
    if (auto done = folder.append("families.csv", text.families); !done) return done;
    if (people_) {
      if (auto done = folder.append("people.csv", text.people); !done) return done;
    }
    return folder.append("offers.csv", text.offers);
  }

  const column::Database& database_;
  column::Clock clock_;
  const Options& options_;
  const plan::Plan& plan_;
  std::size_t families_, chunk_families_, chunks_;
  report::RowWriter writer_;
  bool people_;
  allocation::Collector collector_;
  explain::Options explain_;
  std::optional<allocation::Spool> spool_;  // where there are lists
  Wanted wanted_;
  std::vector<plan::Indicator> paid_for_;  // by Plan::incentives
  Worker rows_;
  std::optional<Worker> indicators_;  // where they are worked out apart
  InOrder in_order_;
  std::atomic<std::size_t> next_chunk_{0};
  std::mutex totals_mutex_;
  report::Totals totals_;            // of all threads that have finished
  allocation::Collected collected_;  // the same
  std::exception_ptr fault_;
};

}  // namespace

base::Result<report::Totals> evaluate(const column::Database& database, const column::Clock& clock, const Options& options,
                                      report::OutputFolder& folder) {
  return Run(database, clock, options, folder).all(std::max<std::size_t>(1, options.threads), folder);
}

}  // namespace fairstart::run
