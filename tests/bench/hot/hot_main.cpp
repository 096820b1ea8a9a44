// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <thread>

#include "dsl/check/check.hpp"
#include "engine/exec/program.hpp"
#include "engine/explain/explain.hpp"
#include "engine/indicators/counter.hpp"
#include "engine/readers/records.hpp"
#include "engine/report/report.hpp"
#include "tests/bench/hot/explained.hpp"
#include "tests/bench/hot/kept.hpp"

// workload_hot WORKLOAD.fair DATA THREADS OUT
// Loads workload W's CSV through the engine's reader, once; writes what tasks A and B come to into OUT (results.csv,
// indicators.csv). Then for each line on standard input a line of seconds:
//   run        A and B, in one pass over chunks
//   explained  A alone; A with the cells `ask_about` and `reason`; A with all cells of families.csv and offers.csv
namespace {

using namespace fairstart;
using bench::Explained;
using bench::Kept;

double seconds_of(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

void append(std::vector<plan::ExprId>& to, const std::vector<plan::ExprId>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

// What A answers; and what B reads beside it.
std::vector<plan::ExprId> of_families(const plan::Plan& plan) { return report::RowWriter::expressions(plan); }
std::vector<plan::ExprId> of_all(const plan::Plan& plan, const indicators::Counter& counter) {
  std::vector<plan::ExprId> wanted = of_families(plan);
  append(wanted, counter.expressions());
  return wanted;
}
// What is counted, and the numbers to ask for it by.
struct Counted {
  indicators::Counter counter;  // never given a chunk: each thread copies it
  std::vector<std::size_t> numbers;
  explicit Counted(const column::Database& database) : counter(database) {
    for (const plan::Indicator& indicator : database.plan->indicators) numbers.push_back(counter.want(indicator));
  }
};
std::vector<plan::ExprId> of_explained(const plan::Plan& plan) {
  std::vector<plan::ExprId> wanted = of_families(plan);
  append(wanted, explain::expressions(plan));
  return wanted;
}

class Hot {
 public:
  Hot(const column::Database& database, const column::Clock& clock, std::size_t threads)
      : database_(database),
        plan_(*database.plan),
        a_(database, clock, of_families(plan_)),
        counted_(database),
        a_and_b_(database, clock, of_all(plan_, counted_.counter)),
        explained_(database, clock, of_explained(plan_)),
        explaining_(database, clock),
        writer_(database, clock, {}),
        kept_(database) {
    for (std::size_t i = 0; i < threads; ++i) workers_.push_back(std::make_unique<Worker>(counted_.counter, explaining_));
  }

  void run_a() {
    over_chunks([this](Worker& worker, const column::Chunk& chunk) {
      a_.run(chunk, worker.a);
      kept_.keep(worker.a);
    });
  }
  void run_a_and_b() {
    for (const auto& worker : workers_) worker->counter = counted_.counter;
    over_chunks([this](Worker& worker, const column::Chunk& chunk) {
      a_and_b_.run(chunk, worker.a_and_b);
      kept_.keep(worker.a_and_b);
      worker.counter.count(worker.a_and_b);
    });
    for (std::size_t i = 1; i < workers_.size(); ++i) workers_[0]->counter.add(workers_[i]->counter);
    cells_.clear();
    for (const std::size_t number : counted_.numbers) cells_.push_back(workers_[0]->counter.cells(number));
  }
  void run_explained() {
    over_chunks([this](Worker& worker, const column::Chunk& chunk) {
      explained_.run(chunk, worker.explained);
      kept_.keep(worker.explained);
      explaining_.explain(worker.explained, worker.why);
    });
  }
  void run_written() {
    over_chunks([this](Worker& worker, const column::Chunk& chunk) { write(worker, chunk); });
  }
  void expect_explained() {
    over_chunks([this](Worker& worker, const column::Chunk& chunk) {
      write(worker, chunk);
      explaining_.explain(worker.explained, worker.why);
      Explained::expect_same(worker.why, worker.text);
    });
  }
  const Kept& kept() const { return kept_; }
  const std::vector<indicators::Cells>& cells() const { return cells_; }  // by IndicatorId

 private:
  struct Worker {
    Worker(const indicators::Counter& asked, const Explained& explaining) : counter(asked), why(explaining) {}
    column::Evaluated a, a_and_b, explained;
    indicators::Counter counter;
    Explained::Work why;
    report::ChunkText text;
    report::Totals totals;
  };

  void write(Worker& worker, const column::Chunk& chunk) {
    explained_.run(chunk, worker.explained);
    kept_.keep(worker.explained);
    worker.text.families.clear();
    worker.text.offers.clear();
    writer_.write(worker.explained, worker.text, worker.totals);
  }

  void over_chunks(const std::function<void(Worker&, const column::Chunk&)>& work) {
    constexpr std::size_t chunk_families = 1024;
    const std::size_t families = database_.table(plan_.family).rows;
    std::atomic<std::size_t> next{0};
    const auto take = [&](Worker& worker) {
      for (std::size_t first = next.fetch_add(chunk_families); first < families; first = next.fetch_add(chunk_families)) {
        const auto last = static_cast<column::Row>(std::min(families, first + chunk_families));
        work(worker, column::chunk_of_families(database_, static_cast<column::Row>(first), last));
      }
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < workers_.size(); ++i) others.emplace_back(take, std::ref(*workers_[i]));
    take(*workers_[0]);
    for (std::thread& other : others) other.join();
  }

  const column::Database& database_;
  const plan::Plan& plan_;
  exec::Program a_;
  Counted counted_;
  exec::Program a_and_b_, explained_;
  Explained explaining_;
  report::RowWriter writer_;
  Kept kept_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<indicators::Cells> cells_;
};

plan::Plan checked(const std::string& path, source::Sources& sources) {
  diagnostics::Diagnostics found;
  auto plan = check::check_file(path, {.library_paths = {FAIRSTART_SOURCE_DIR "/stdlib"}}, sources, found);
  if (!plan) throw std::runtime_error(path + " does not check");
  return std::move(*plan);
}

void serve(char** argv) {
  const std::filesystem::path out = argv[4];
  std::filesystem::create_directories(out);
  source::Sources sources;
  const plan::Plan plan = checked(argv[1], sources);
  diagnostics::Diagnostics found;
  readers::Options options;
  options.rejects_path = out / "rejects.csv";
  std::optional<readers::Records> records;
  const double loading = seconds_of([&] { records = readers::read_folder(argv[2], plan, options, found); });
  if (!records) throw std::runtime_error(std::string(argv[2]) + " can't be read");

  // As at 1 April 2026, over the twelve months to it.
  const column::Clock clock{20'544, 20'180, 20'544};
  Hot hot(records->database, clock, std::max<std::size_t>(1, std::strtoul(argv[3], nullptr, 10)));
  hot.expect_explained();
  hot.run_a_and_b();
  hot.kept().write_results(out / "results.csv");
  report::RunFacts facts{&plan, &*records, clock, {}, "", {}, {}};
  facts.totals.indicators = hot.cells();
  std::ofstream(out / "indicators.csv", std::ios::binary) << report::indicators_csv(facts);
  std::printf("ready %zu families, loaded in %.3f s\n", records->database.table(plan.family).rows, loading);
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "run") {
      std::printf("%.9f\n", seconds_of([&] { hot.run_a_and_b(); }));
    } else if (line == "explained") {
      const double a = seconds_of([&] { hot.run_a(); });
      const double explained = seconds_of([&] { hot.run_explained(); });
      std::printf("%.9f %.9f %.9f\n", a, explained, seconds_of([&] { hot.run_written(); }));
    } else {
      throw std::runtime_error("`" + line + "` is not known");
    }
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: workload_hot WORKLOAD.fair DATA THREADS OUT\n";
    return 2;
  }
  try {
    serve(argv);
  } catch (const std::exception& error) {
    std::cerr << "workload_hot: " << error.what() << '\n';
    return 1;
  }
  std::fflush(stdout);
  std::_Exit(0);  // giving the memory back piece by piece is not part of the work
}
