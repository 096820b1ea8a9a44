// SPDX-License-Identifier: Apache-2.0
#include "engine/report/csv.hpp"
#include "engine/report/html.hpp"
#include "engine/report/report.hpp"

namespace fairstart::report {

std::string guarantees_csv(const RunFacts& run, const Figures& figures) {
  std::string out = "guarantee,result,holds,fails,cannot_tell,hidden\n";
  for (const GuaranteeRow& row : guarantee_rows(run, figures.below)) {
    append_text_cell(out, run.plan->guarantees[row.guarantee].name);
    out += row.failed ? ",fails" : run.guarantees[row.guarantee].unknown > 0 ? ",can't tell" : ",holds";
    for (const Shown& count : {row.holds, row.fails, row.unknown})
      out += ',' + (count ? std::to_string(*count) : std::string());
    out += row.holds && row.fails && row.unknown ? ",\n" : ",yes\n";
  }
  return out;
}

}  // namespace fairstart::report
