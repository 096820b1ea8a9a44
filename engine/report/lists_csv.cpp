// SPDX-License-Identifier: Apache-2.0
#include <functional>

#include "engine/allocation/shown.hpp"
#include "engine/report/csv.hpp"
#include "engine/report/report.hpp"

// The two files whose rows have an order over all families: lists.csv and allocations.csv.
namespace fairstart::report {
namespace {

using column::Row;

// Hands lines on in blocks, so that no file is held in memory.
class Lines {
 public:
  Lines(OutputFolder& folder, std::string file) : folder_(folder), file_(std::move(file)) {}
  std::string text;
  base::Status flush(bool all) {
    if (text.empty() || (!all && text.size() < (std::size_t{1} << 20U))) return base::Done{};
    base::Status done = folder_.append(file_, text);
    text.clear();
    return done;
  }

 private:
  OutputFolder& folder_;
  std::string file_;
};

// "family_id,person_id": whose row it is.
void append_ids(std::string& line, const column::Database& database, plan::RecordId record, Row row) {
  const plan::Plan& plan = *database.plan;
  if (plan.family.exists() && plan.belongs_under(record, plan.family)) {
    const Row family = record == plan.family ? row : column::owner_row(database, record, row, plan.family);
    if (family != column::no_row) append_text_cell(line, database.id_of(plan.family, family));
  }
  line += ',';
  if (record != plan.family) append_text_cell(line, database.id_of(record, row));
}

}  // namespace

base::Status write_lists(const column::Database& database, const allocation::Results& results, const allocation::Spool& spool,
                         const explain::Options& options, OutputFolder& folder) {
  const plan::Plan& plan = *database.plan;
  const allocation::Cells cells(database);
  Lines lines(folder, "lists.csv");
  lines.text = "list,rank,family_id,person_id,place,shown,reason,ask_about\n";
  for (const allocation::ListResult& result : results.lists) {
    const plan::Register& list = plan.registers[result.list.index()];
    for (const allocation::ListLine& at : result.lines) {
      const allocation::Entry& entry = result.found.entries[at.entry];
      const auto [shown, reason, ask] = entry.text_sizes;
      const base::Result<std::string> texts = spool.read(entry.text_at, std::size_t{shown} + reason + ask);
      if (!texts) return texts.failure();
      const std::string_view all = texts.value();
      std::string& line = lines.text;
      line += list.name + ',';
      if (at.rank > 0) line += std::to_string(at.rank);
      line += ',';
      if (entry.named)
        append_ids(line, database, list.record, entry.row);
      else
        line += ',';
      line += ',';
      if (list.per.exists() && (options.show_restricted || !plan.expr(list.per).restricted))
        append_text_cell(line, cells.place_text(plan.expr(list.per).type, entry.place));
      line += ',';
      append_text_cell(line, all.substr(0, shown));
      line += ',';
      append_text_cell(line, all.substr(shown, reason));
      line += ',';
      append_text_cell(line, all.substr(std::size_t{shown} + reason));
      line += '\n';
      if (base::Status done = lines.flush(false); !done) return done;
    }
  }
  return lines.flush(true);
}

base::Status write_allocations(const column::Database& database, const allocation::Results& results, OutputFolder& folder) {
  const plan::Plan& plan = *database.plan;
  Lines lines(folder, "allocations.csv");
  lines.text = "family_id,person_id,allocation,rank,outcome\n";
  for (const allocation::AllocationResult& result : results.allocations) {
    const plan::Offer& offer = plan.allocations[result.allocation.index()].offer;
    for (const allocation::AllocationLine& at : result.lines) {
      std::string& line = lines.text;
      append_ids(line, database, offer.record, result.found.entries[at.entry].row);
      line += ',' + offer.name + ',';
      if (at.rank > 0) line += std::to_string(at.rank);
      line += ',';
      line += allocation::word(at.outcome);
      line += '\n';
      if (base::Status done = lines.flush(false); !done) return done;
    }
  }
  return lines.flush(true);
}

}  // namespace fairstart::report
