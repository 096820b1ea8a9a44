// SPDX-License-Identifier: Apache-2.0
#include "engine/report/csv.hpp"
#include "engine/report/report.hpp"

namespace fairstart::report {

std::string guarantees_csv(const RunFacts& run) {
  std::string out = "guarantee,result,holds,fails,cannot_tell\n";
  for (std::size_t i = 0; i < run.guarantees.size(); ++i) {
    const GuaranteeCounts& counts = run.guarantees[i];
    append_text_cell(out, run.plan->guarantees[i].name);
    out += counts.fails > 0 ? ",fails," : counts.unknown > 0 ? ",can't tell," : ",holds,";
    out += std::to_string(counts.holds) + ',' + std::to_string(counts.fails) + ',' + std::to_string(counts.unknown) + '\n';
  }
  return out;
}

}  // namespace fairstart::report
