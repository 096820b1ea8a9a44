// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/links.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/readers/table_reader.hpp"

namespace fairstart::readers {
namespace {

using column::no_row;
using column::Row;
using diagnostics::Code;

class Follow {
 public:
  Follow(Run& run, const PendingLinks& links)
      : run_(run),
        links_(links),
        from_(run.plan.field(links.field).record),
        to_(run.plan.field(links.field).type.record),
        within_family_(run.plan.family.exists() && run.plan.belongs_under(to_, run.plan.family)) {}

  void all() {
    const auto& fields = run_.plan.record(from_).fields;
    column::Table& table = run_.records.database.tables[from_.index()];
    const auto place = std::find(fields.begin(), fields.end(), links_.field) - fields.begin();
    auto* cells = std::get_if<column::LinkCells>(&table.columns[static_cast<std::size_t>(place)].cells);
    if (cells == nullptr) return;
    const KeyIndex* index = index_of_linked();
    // In the order that the cells were read, whatever order the rows have now.
    std::vector<Row> rows(links_.places.size(), no_row);
    for (std::size_t row = 0; row < cells->cells.size(); ++row) {
      std::uint32_t& cell = cells->cells[row];
      if (cell != column::LinkCells::none) rows[cell] = static_cast<Row>(row);
      cell = column::LinkCells::none;
    }
    if (index == nullptr) return;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == no_row) continue;
      const std::string key = links_.keys.text(static_cast<Row>(i));
      const Row linked = index->find(key);
      if (linked == no_row)
        reject(i, key, fmt::format("no such {}", run_.plan.record(to_).name));
      else if (within_family_ && !same_family(rows[i], linked))
        reject(i, key, fmt::format("a {} of another {}", run_.plan.record(to_).name, run_.plan.record(run_.plan.family).name));
      else
        cells->cells[rows[i]] = linked;
    }
  }

 private:
  // Null where no row can be found: no file gives them, or their file gives no keys.
  const KeyIndex* index_of_linked() {
    const auto& files = run_.layout[to_.index()];
    if (files.empty()) return nullptr;
    const column::Table& table = run_.records.database.table(to_);
    if (table.keys.size() == 0 && table.rows > 0) {
      const plan::Field& field = run_.plan.field(links_.field);
      run_.diagnostics.add({.code = Code::field_without_column,
                            .message = fmt::format("`{}` gives no `{}`, so `{}` can't be followed", files.front().name,
                                                   run_.plan.record(to_).key, field.name),
                            .help = "it is unknown for every row",
                            .place = {.file = files.front().name, .line = 1}});
      return nullptr;
    }
    auto& index = run_.keys[to_.index()];
    if (!index) {
      index = std::make_unique<KeyIndex>(table.keys);
      if (!table.keys.count_up()) index->build_whole(run_.options.threads);
    }
    return index.get();
  }

  bool same_family(Row row, Row linked) const {
    const column::Database& database = run_.records.database;
    const Row family = column::owner_row(database, from_, row, run_.plan.family);
    return family != no_row && family == column::owner_row(database, to_, linked, run_.plan.family);
  }

  void reject(std::size_t i, const std::string& key, const std::string& reason) {
    const std::uint64_t place = links_.places[i];
    const PendingLinks::Source& source = links_.sources[static_cast<std::size_t>(place >> 48U)];
    FileRead& file = run_.records.files[source.file_read];
    ++file.cells_rejected;
    run_.rejects.add(file.file, place & ((std::uint64_t{1} << 48U) - 1), source.column, value_class(key), reason);
  }

  Run& run_;
  const PendingLinks& links_;
  plan::RecordId from_, to_;
  bool within_family_;
};

}  // namespace

void follow_links(Run& run) {
  for (auto& links : run.links) {
    Follow(run, *links).all();
    links.reset();
  }
}

}  // namespace fairstart::readers
