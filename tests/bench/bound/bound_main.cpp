// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "tests/bench/bound/load.hpp"
#include "tests/bench/bound/tasks.hpp"

// workload_bound cold DATA THREADS OUT [plain]   one whole run: load, A, B, results.csv and cells.csv into OUT. DATA has NDJSON
//                                                or CSV.
// workload_bound hot DATA THREADS [plain]        loads; then for each line `run` on standard input, a line of seconds: A, B
namespace {

using namespace fairstart::bound;

double seconds_of(const auto& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

int usage() {
  std::cerr << "usage: workload_bound cold DATA THREADS OUT [plain]\n       workload_bound hot DATA THREADS [plain]\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return usage();
  const std::string mode = argv[1], data = argv[2];
  const unsigned threads = std::max(1U, static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10)));
  const bool is_cold = mode == "cold";
  if ((!is_cold && mode != "hot") || (is_cold && argc < 5)) return usage();
  const int after = is_cold ? 5 : 4;
  const Way way = argc > after && std::string(argv[after]) == "plain" ? Way::plain : Way::wide;

  const bool is_ndjson = std::filesystem::exists(data + "/families.ndjson") && !std::filesystem::exists(data + "/family.csv");
  Columns columns;
  const double loading = seconds_of([&] { columns = is_ndjson ? load_ndjson(data, threads) : load_csv(data, threads); });
  Results results;
  results.resize(columns.families());
  std::vector<Cells> cells(threads);
  const auto run = [&] {
    const double a = seconds_of([&] { run_a(way, columns, results, threads); });
    const double b = seconds_of([&] { run_b(way, columns, results, cells); });
    std::printf("%.9f %.9f\n", a, b);
    std::fflush(stdout);
  };
  if (is_cold) {
    run();
    std::filesystem::create_directories(argv[4]);
    write_results(columns, results, std::string(argv[4]) + "/results.csv", threads);
    write_cells(cells.front(), std::string(argv[4]) + "/cells.csv");
  } else {
    std::printf("ready %zu families, loaded in %.3f s\n", columns.families(), loading);
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) run();
  }
  std::fflush(stdout);
  std::_Exit(0);  // giving the memory back piece by piece is not part of the work
}
