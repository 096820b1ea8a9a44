// SPDX-License-Identifier: Apache-2.0
#include "engine/run/run.hpp"

#include <mutex>

#include "engine/allocation/allocation.hpp"
#include "engine/run/chunks.hpp"
#include "engine/run/in_order.hpp"
#include "engine/run/kept.hpp"
#include "engine/run/profile.hpp"
#include "engine/run/trends.hpp"
#include "engine/run/wanted.hpp"
#include "engine/run/worker.hpp"

namespace fairstart::run {
// What is known of all families so far.
struct Sums {
  report::Totals totals;
  std::optional<indicators::Counter> counts;
  allocation::Collected collected;
  std::optional<allocation::Spool> spool;  // where there are lists
  bool headed = false;                     // the files have their first lines
};

namespace {

// What all threads share of a run over one database; each brings its buffers and its totals.
class Run {
 public:
  Run(const column::Database& database, const column::Clock& clock, const Options& options, report::OutputFolder& folder,
      Sums& sums)
      : database_(database),
        clock_(clock),
        options_(options),
        plan_(*database.plan),
        chunks_(database, options.chunk_families),
        writer_(database, clock, options.explain),
        people_(!writer_.people_header().empty()),
        collector_(database, clock, options.explain),
        sums_(sums),
        wanted_(wanted(plan_, clock)),
        rows_(database, clock, wanted_.rows, options.evaluator),
        in_order_(2 * std::max<std::size_t>(1, options.threads),
                  [this, &folder, &options](const report::ChunkText& text, std::size_t chunk) {
                    base::Status done = append(folder, text);
                    if (done && options.progress)
                      options.progress(database_.families_before + chunks_.families_up_to(chunk),
                                       std::max(options.families, chunks_.families()));
                    return done;
                  }),
        unused_(database) {
    ask(plan_, unused_);
    if (wanted_.apart) indicators_.emplace(database, wanted_.indicator_clock, wanted_.indicators, options.evaluator);
    if (!sums_.counts) sums_.counts.emplace(unused_);
  }

  // Adds the database's families to the sums. `kept`: whose rows those of lists and allocations are to be; null: the database's.
  base::Status all(std::size_t threads, report::OutputFolder& folder, Kept* kept) {
    if (!sums_.headed) {
      if (base::Status done = append(folder, {writer_.families_header(), writer_.people_header(), writer_.offers_header()});
          !done)
        return done;
      sums_.headed = true;
    }
    if (collector_.has_lists() && !sums_.spool) {
      base::Result<allocation::Spool> spool = allocation::Spool::create(folder.staging_path(""));
      if (!spool) return spool.failure();
      sums_.spool.emplace(std::move(spool.value()));
    }
    Stopwatch watch;
    in_threads(
        std::min(threads, chunks_.size()), [this] { work(); }, [this] { in_order_.stop(); });
    if (const auto failure = in_order_.failure()) return *failure;
    if (options_.profile != nullptr) options_.profile->scale(watch.seconds());
    if (kept != nullptr) kept->take(database_, collected_);
    sums_.collected.add(std::move(collected_));
    watch.seconds();
    add_trends(trends(database_, clock_, {options_.evaluator, options_.threads, options_.chunk_families}));
    if (options_.profile != nullptr) options_.profile->add(Phase::trends, watch.seconds());
    return base::Done{};
  }

 private:
  void work() {
    report::Totals totals;
    indicators::Counter counter = unused_;
    column::Evaluated evaluated, evaluated_apart;
    report::ChunkText text;
    allocation::Collected collected;
    std::vector<allocation::AskedOf> asks;
    std::optional<Profile::OfThread> times, times_apart;
    if (options_.profile != nullptr) {
      times = options_.profile->of_thread();
      times_apart = options_.profile->of_thread();
    }
    Stopwatch whole, watch;
    const auto note = [&](Phase phase) {
      if (times) times->in[static_cast<std::size_t>(phase)] += watch.nanoseconds();
    };
    // What steps of a program took is known step by step; of the reference evaluator, in all.
    const auto work_out = [&](const Worker& worker, const column::Chunk& rows, column::Evaluated& out,
                              std::optional<Profile::OfThread>& of) {
      if (!times) return worker.run(rows, out);
      watch.nanoseconds();
      worker.run(rows, out, &of->steps);
      if (worker.program() == nullptr)
        note(Phase::unnamed);
      else
        watch.nanoseconds();
      options_.profile->count(out, *of);
      watch.nanoseconds();
    };
    while (const auto chunk = chunks_.next()) {
      if (!in_order_.admit(*chunk)) break;
      const column::Chunk rows = chunks_.rows(*chunk);
      work_out(rows_, rows, evaluated, times);
      asks.clear();
      if (const base::Status done = collector_.collect(evaluated, collected, sums_.spool ? &*sums_.spool : nullptr, asks);
          !done) {
        in_order_.stop(done.failure());
        break;
      }
      note(Phase::lists);
      writer_.write(evaluated, text, totals, asks,
                    [&](report::ChunkText& rows_so_far) { in_order_.hand_in_part(*chunk, rows_so_far); });
      note(Phase::writing);
      if (indicators_) work_out(*indicators_, rows, evaluated_apart, times_apart);
      // Indicators are counted here and not by the writer, which has only the rows as they are on `as at`.
      counter.count(indicators_ ? evaluated_apart : evaluated);
      note(Phase::counting);
      in_order_.hand_in(*chunk, text);
      note(Phase::writing);
    }
    const std::lock_guard lock(totals_mutex_);
    if (times) {
      if (indicators_) options_.profile->add(*times_apart, indicators_->program());
      times->all = whole.nanoseconds();
      for (const std::int64_t step : times_apart->steps) times->all -= step;
      options_.profile->add(*times, rows_.program());
    }
    sums_.totals.add(totals);
    sums_.counts->add(counter);
    collected_.add(std::move(collected));
  }

  void add_trends(std::vector<std::vector<indicators::TrendCell>> more) {
    auto& all = sums_.totals.trends;
    if (all.empty()) {
      all = std::move(more);
      return;
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; j < all[i].size(); ++j) all[i][j].cell.add(more[i][j].cell);
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
  Sums& sums_;  // with the mutex held, while threads are at work
  Wanted wanted_;
  Worker rows_;
  std::optional<Worker> indicators_;  // where they are worked out apart
  InOrder in_order_;
  indicators::Counter unused_;  // asked for all that is counted, and never given a chunk: each thread copies it
  std::mutex totals_mutex_;
  allocation::Collected collected_;  // of all threads that have finished
};

void tell_counts(const column::Database& database, Sums& sums) {
  indicators::Counter numbered(database);
  const Counted counted = ask(*database.plan, numbered);
  report::Totals& totals = sums.totals;
  for (const std::size_t number : counted.indicators) totals.indicators.push_back(sums.counts->cells(number));
  for (const auto& number : counted.spreads)
    totals.spreads.push_back(number ? sums.counts->spread(*number) : indicators::SpreadCells{});
  for (const auto& number : counted.incentives)
    totals.incentives.push_back(number ? sums.counts->cells(*number) : indicators::Cells{});
  sums.counts.reset();
}

// A population of which rows may be missing has no bounds.
void note_open_populations(const plan::Plan& plan, const std::vector<bool>& open, report::Totals& totals) {
  for (std::size_t i = 0; i < plan.indicators.size(); ++i) {
    const plan::ListId among = plan.indicators[i].among;
    if (among.exists() && open[among.index()]) totals.indicators[i].open = true;
  }
  for (std::size_t i = 0; i < plan.incentives.size(); ++i) {
    const plan::ListId among = plan.incentives[i].each;
    if (among.exists() && open[among.index()]) totals.incentives[i].open = true;
  }
}

// Lists and allocations: what has an order over all families.
base::Status put_in_order(const column::Database& database, const column::Clock& clock, const explain::Options& explain,
                          Sums& sums, report::OutputFolder& folder) {
  const allocation::Results results = allocation::results(database, clock, std::move(sums.collected));
  sums.totals.lists = report::count_lists(results);
  sums.totals.allocations = report::count_allocations(database, results);
  for (const auto& [parameter, answers] : results.parameter_missing) sums.totals.parameter_missing[parameter] += answers;
  if (sums.spool) {
    if (base::Status done = report::write_lists(database, results, *sums.spool, explain, folder); !done) return done;
  }
  const allocation::Collector collector(database, clock, explain);
  return collector.has_allocations() ? report::write_allocations(database, results, folder) : base::Done{};
}

base::Result<report::Totals> finish_all(const column::Database& database, const column::Clock& clock, const Options& options,
                                        const std::vector<bool>& open, Sums& sums, report::OutputFolder& folder) {
  if (base::Status done = put_in_order(database, clock, options.explain, sums, folder); !done) return done.failure();
  tell_counts(database, sums);
  note_open_populations(*database.plan, open, sums.totals);
  return std::move(sums.totals);
}

std::vector<bool> open_in_period(const column::Database& database, const column::Clock& clock) {
  return column::open_lists(database, clock.period_to, clock.period_from, clock.period_to);
}

}  // namespace

base::Result<report::Totals> evaluate(const column::Database& database, const column::Clock& clock, const Options& options,
                                      report::OutputFolder& folder) {
  Sums sums;
  {
    Run run(database, clock, options, folder, sums);
    if (base::Status done = run.all(std::max<std::size_t>(1, options.threads), folder, nullptr); !done) return done.failure();
  }
  return finish_all(database, clock, options, open_in_period(database, clock), sums, folder);
}

struct InParts::State {
  column::Clock clock;
  Options options;
  report::OutputFolder& folder;
  Sums sums = {};
  std::optional<Kept> kept = {};
  std::vector<bool> open = {};
};

InParts::InParts(const column::Clock& clock, const Options& options, report::OutputFolder& folder)
    : state_(std::make_unique<State>(State{clock, options, folder})) {}
InParts::~InParts() = default;

base::Status InParts::add(const column::Database& part) {
  State& state = *state_;
  if (!state.kept) state.kept.emplace(*part.plan);
  state.open = open_in_period(part, state.clock);
  Run run(part, state.clock, state.options, state.folder, state.sums);
  return run.all(std::max<std::size_t>(1, state.options.threads), state.folder, &*state.kept);
}

std::size_t InParts::bytes() const {
  std::size_t bytes = state_->kept ? state_->kept->bytes() : 0;
  const auto add = [&](const allocation::Found& found) {
    bytes += found.entries.capacity() * sizeof(found.entries[0]) + found.keys.capacity() * sizeof(found.keys[0]);
  };
  for (const allocation::Found& found : state_->sums.collected.lists) add(found);
  for (const allocation::Found& found : state_->sums.collected.allocations) add(found);
  return bytes;
}

base::Result<report::Totals> InParts::finish(column::Database& database) {
  State& state = *state_;
  state.kept->give(database);
  return finish_all(database, state.clock, state.options, state.open, state.sums, state.folder);
}

}  // namespace fairstart::run
