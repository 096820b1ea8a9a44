// SPDX-License-Identifier: Apache-2.0
#include "engine/run/run.hpp"

#include <mutex>

#include "engine/allocation/allocation.hpp"
#include "engine/run/chunks.hpp"
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
        chunks_(database, options.chunk_families),
        writer_(database, clock, options.explain),
        people_(!writer_.people_header().empty()),
        collector_(database, clock, options.explain),
        explain_(options.explain),
        wanted_(wanted(plan_, clock)),
        rows_(database, clock, wanted_.rows, options.evaluator),
        in_order_(2 * std::max<std::size_t>(1, options.threads),
                  [this, &folder, &options](const report::ChunkText& text, std::size_t chunk) {
                    base::Status done = append(folder, text);
                    if (done && options.progress) options.progress(chunks_.families_up_to(chunk), chunks_.families());
                    return done;
                  }),
        unused_(database),
        counted_(ask(plan_, unused_)) {
    if (wanted_.apart) indicators_.emplace(database, wanted_.indicator_clock, wanted_.indicators, options.evaluator);
    counts_.emplace(unused_);
  }

  base::Result<report::Totals> all(std::size_t threads, report::OutputFolder& folder) {
    const base::Status headed = append(folder, {writer_.families_header(), writer_.people_header(), writer_.offers_header()});
    if (!headed) return headed.failure();
    if (collector_.has_lists()) {
      base::Result<allocation::Spool> spool = allocation::Spool::create(folder.staging_path(""));
      if (!spool) return spool.failure();
      spool_.emplace(std::move(spool.value()));
    }
    in_threads(
        std::min(threads, chunks_.size()), [this] { work(); }, [this] { in_order_.stop(); });
    if (const auto failure = in_order_.failure()) return *failure;
    if (const base::Status done = put_in_order(folder); !done) return done.failure();
    tell_counts();
    note_open_populations();
    totals_.trends = trends(database_, clock_, {options_.evaluator, options_.threads, options_.chunk_families});
    return std::move(totals_);
  }

 private:
  void work() {
    report::Totals totals;
    indicators::Counter counter = unused_;
    column::Evaluated evaluated, evaluated_apart;
    report::ChunkText text;
    allocation::Collected collected;
    std::vector<allocation::AskedOf> asks;
    while (const auto chunk = chunks_.next()) {
      if (!in_order_.admit(*chunk)) break;
      const column::Chunk rows = chunks_.rows(*chunk);
      rows_.run(rows, evaluated);
      asks.clear();
      if (const base::Status done = collector_.collect(evaluated, collected, spool_ ? &*spool_ : nullptr, asks); !done) {
        in_order_.stop(done.failure());
        break;
      }
      writer_.write(evaluated, text, totals, asks);
      if (indicators_) indicators_->run(rows, evaluated_apart);
      // Indicators are counted here and not by the writer, which has only the rows as they are on `as at`.
      counter.count(indicators_ ? evaluated_apart : evaluated);
      in_order_.hand_in(*chunk, text);
    }
    const std::lock_guard lock(totals_mutex_);
    totals_.add(totals);
    counts_->add(counter);
    collected_.add(std::move(collected));
  }

  void tell_counts() {
    for (const std::size_t number : counted_.indicators) totals_.indicators.push_back(counts_->cells(number));
    for (const auto& number : counted_.spreads) {
      totals_.spreads.push_back(number ? counts_->spread(*number) : indicators::SpreadCells{});
    }
    for (const auto& number : counted_.incentives) {
      totals_.incentives.push_back(number ? counts_->cells(*number) : indicators::Cells{});
    }
    counts_.reset();
  }

  // A population of which rows may be missing has no bounds.
  void note_open_populations() {
    const std::vector<bool> open = column::open_lists(database_, clock_.period_to, clock_.period_from, clock_.period_to);
    for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
      const plan::ListId among = plan_.indicators[i].among;
      if (among.exists() && open[among.index()]) totals_.indicators[i].open = true;
    }
    for (std::size_t i = 0; i < plan_.incentives.size(); ++i) {
      const plan::ListId among = plan_.incentives[i].each;
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
  Chunks chunks_;
  report::RowWriter writer_;
  bool people_;
  allocation::Collector collector_;
  explain::Options explain_;
  std::optional<allocation::Spool> spool_;  // where there are lists
  Wanted wanted_;
  Worker rows_;
  std::optional<Worker> indicators_;  // where they are worked out apart
  InOrder in_order_;
  indicators::Counter unused_;  // asked for all that is counted, and never given a chunk: each thread copies it
  Counted counted_;
  std::mutex totals_mutex_;
  report::Totals totals_;                      // of all threads that have finished
  std::optional<indicators::Counter> counts_;  // the same
  allocation::Collected collected_;            // the same
};

}  // namespace

base::Result<report::Totals> evaluate(const column::Database& database, const column::Clock& clock, const Options& options,
                                      report::OutputFolder& folder) {
  return Run(database, clock, options, folder).all(std::max<std::size_t>(1, options.threads), folder);
}

}  // namespace fairstart::run
