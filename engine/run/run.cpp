// SPDX-License-Identifier: Apache-2.0
#include "engine/run/run.hpp"

#include <atomic>
#include <exception>
#include <system_error>
#include <thread>

#include "engine/exec/program.hpp"
#include "engine/reference/reference.hpp"
#include "engine/run/in_order.hpp"
#include "engine/run/wanted.hpp"

namespace fairstart::run {
namespace {

// One clock's expressions, by either evaluator.
class Worker {
 public:
  Worker(const column::Database& database, const column::Clock& clock, std::vector<plan::ExprId> wanted, Evaluator evaluator)
      : database_(database), clock_(clock), wanted_(std::move(wanted)) {
    if (evaluator == Evaluator::columns) program_.emplace(database, clock, wanted_);
  }
  void run(const column::Chunk& chunk, column::Evaluated& out) const {
    if (program_) {
      program_->run(chunk, out);
    } else {
      reference::evaluate(database_, clock_, wanted_, chunk, out);
    }
  }

 private:
  const column::Database& database_;
  column::Clock clock_;
  std::vector<plan::ExprId> wanted_;
  std::optional<exec::Program> program_;
};

// What all threads share of a run; each brings its buffers and its totals.
class Run {
 public:
  Run(const column::Database& database, const column::Clock& clock, const Options& options, report::OutputFolder& folder)
      : database_(database),
        plan_(*database.plan),
        families_(plan_.family.exists() ? database.table(plan_.family).rows : 0),
        chunk_families_(std::max<std::size_t>(1, options.chunk_families)),
        // Even without families there is one chunk: rows of other records are written and counted with the first.
        chunks_(std::max<std::size_t>(1, (families_ + chunk_families_ - 1) / chunk_families_)),
        writer_(database, clock, options.explain),
        people_(!writer_.people_header().empty()),
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
  }

  base::Result<report::Totals> all(std::size_t threads, report::OutputFolder& folder) {
    const base::Status headed = append(folder, {writer_.families_header(), writer_.people_header(), writer_.offers_header()});
    if (!headed) return headed.failure();
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
    return std::move(totals_);
  }

 private:
  // Never throws: a fault stops the others, and is thrown again once all have stopped.
  void work() noexcept {
    try {
      report::Totals totals;
      totals.indicators.resize(plan_.indicators.size());
      column::Evaluated evaluated, evaluated_apart;
      report::ChunkText text;
      while (true) {
        const std::size_t chunk = next_chunk_.fetch_add(1);
        if (chunk >= chunks_ || !in_order_.admit(chunk)) break;
        const auto begin = static_cast<column::Row>(chunk * chunk_families_);
        const auto end = static_cast<column::Row>(std::min(families_, (chunk + 1) * chunk_families_));
        const column::Chunk rows = column::chunk_of_families(database_, begin, end);
        rows_.run(rows, evaluated);
        writer_.write(evaluated, text, totals);
        if (indicators_) indicators_->run(rows, evaluated_apart);
        // Indicators are counted here and not by the writer, which has only the rows as they are on `as at`.
        const column::Evaluated& judged = indicators_ ? evaluated_apart : evaluated;
        for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
          totals.indicators[i].add(indicators::count(database_, plan_.indicators[i], judged));
        }
        in_order_.hand_in(chunk, text);
      }
      const std::lock_guard lock(totals_mutex_);
      totals_.add(totals);
    } catch (...) {
      const std::lock_guard lock(totals_mutex_);
      if (!fault_) fault_ = std::current_exception();
      in_order_.stop();
    }
  }

  base::Status append(report::OutputFolder& folder, const report::ChunkText& text) const {
    if (auto done = folder.append("families.csv", text.families); !done) return done;
    if (people_) {
      if (auto done = folder.append("people.csv", text.people); !done) return done;
    }
    return folder.append("offers.csv", text.offers);
  }

  const column::Database& database_;
  const plan::Plan& plan_;
  std::size_t families_, chunk_families_, chunks_;
  report::RowWriter writer_;
  bool people_;
  Wanted wanted_;
  Worker rows_;
  std::optional<Worker> indicators_;  // where they are worked out apart
  InOrder in_order_;
  std::atomic<std::size_t> next_chunk_{0};
  std::mutex totals_mutex_;
  report::Totals totals_;  // of all threads that have finished
  std::exception_ptr fault_;
};

}  // namespace

base::Result<report::Totals> evaluate(const column::Database& database, const column::Clock& clock, const Options& options,
                                      report::OutputFolder& folder) {
  return Run(database, clock, options, folder).all(std::max<std::size_t>(1, options.threads), folder);
}

}  // namespace fairstart::run
