// SPDX-License-Identifier: Apache-2.0
// What one run of a program over all chunks costs, on records that are loaded already: nanoseconds of one core a family.
// program_bench FRAMEWORK RECORDS [RUNS [CHUNK]]
#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <string>

#include "dsl/check/check.hpp"
#include "engine/exec/program.hpp"
#include "engine/readers/records.hpp"
#include "engine/run/wanted.hpp"

namespace {

using namespace fairstart;

double seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const int runs = count > 3 ? std::stoi(arguments[3]) : 10;
  const auto size = static_cast<column::Row>(count > 4 ? std::stoul(arguments[4]) : 1024);
  source::Sources sources;
  diagnostics::Diagnostics diagnostics;
  const auto plan = check::check_file(arguments[1], {}, sources, diagnostics);
  if (!plan) return 1;
  auto records = readers::read_folder(arguments[2], *plan, {}, diagnostics);
  if (!records || !plan->family.exists()) return 1;
  const column::Database& database = records->database;
  const base::Day as_at = *base::day_of(2026, 4, 1);
  const column::Clock clock{as_at, as_at - 364, as_at};
  const exec::Program program(database, clock, run::wanted(*plan, clock).rows);
  const auto families = static_cast<column::Row>(database.table(plan->family).rows);
  column::Evaluated evaluated;
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    const double before = seconds();
    for (column::Row begin = 0; begin < families; begin += size)
      program.run(column::chunk_of_families(database, begin, std::min(families, begin + size)), evaluated);
    times.push_back((seconds() - before) * 1e9 / static_cast<double>(families));
  }
  std::sort(times.begin(), times.end());
  fmt::print("{} families in chunks of {}: {:.0f} ns a family (least {:.0f})\n", families, size, times[times.size() / 2],
             times.front());
}
