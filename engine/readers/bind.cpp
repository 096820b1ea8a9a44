// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "engine/readers/table_reader.hpp"

// Which column of a file goes where.
namespace fairstart::readers {

using diagnostics::Code;

column::Column& TableReader::column_of(plan::FieldId field) {
  const auto position = std::find(record_.fields.begin(), record_.fields.end(), field) - record_.fields.begin();
  column::Column& column = table_.columns[static_cast<std::size_t>(position)];
  if (std::holds_alternative<column::NoCells>(column.cells)) {
    column = column::column_for(run_.plan.field(field).type);
    // Until a number comes that needs more. Rows that leave memory must all be alike.
    const bool are_numbers = std::holds_alternative<column::NumberCells>(column.cells);
    if (are_numbers && run_.options.overflow == nullptr)
      column.cells = column::WholeCells{.unit = column::WholeCells::hundredths};
    column::resize(column, table_.rows);
  }
  return column;
}

bool TableReader::bind_column(const RecordFile& file, const Header& header, std::string_view name,
                              std::optional<std::size_t>& column) {
  column = header.find(name);
  if (!column) {
    run_.diagnostics.add({.code = Code::column_missing,
                          .message = fmt::format("`{}` has no column `{}`", file.name,
                                                 file.mapped != nullptr ? std::string(name) : base::underscored(name)),
                          .help = header.help(name),
                          .place = {.file = file.name, .line = 1, .column = std::string(name)}});
    return false;
  }
  if (header.is_twice(*column)) {
    run_.diagnostics.add({.code = Code::column_twice,
                          .message = fmt::format("`{}` has the column `{}` twice", file.name, header.name(*column)),
                          .help = "which of them holds the values can't be told: rename one",
                          .place = {.file = file.name, .line = 1, .column = header.name(*column)}});
    return false;
  }
  return true;
}

std::vector<std::string> TableReader::columns_looked_for(const RecordFile& file) const {
  std::vector<std::string> names;
  if (file.mapped != nullptr) {
    for (const plan::MappedColumn& mapped : file.mapped->columns)
      if (!mapped.from.empty()) names.push_back(mapped.from);
    names.insert(names.end(), file.mapped->each_column.begin(), file.mapped->each_column.end());
    return names;
  }
  if (!record_.key.empty()) names.push_back(record_.key);
  if (record_.owner.exists()) names.push_back(record_.owner_column);
  for (const plan::FieldId id : record_.fields) {
    if (id == record_.existence) continue;
    const plan::Field& field = run_.plan.field(id);
    names.push_back(field.column_name.empty() ? field.name : field.column_name);
  }
  return names;
}

bool TableReader::bind(const RecordFile& file, const Header& header, Binding& binding) {
  existence_ = record_.existence.exists() && run_.is_wanted(record_.existence) ? &column_of(record_.existence) : nullptr;
  const bool bound = file.mapped != nullptr ? bind_mapped(file, header, binding) : bind_by_name(file, header, binding);
  if (!bound) return false;
  if (file.mapped != nullptr && !file.mapped->each_column.empty() && !bind_each_column(file, header, binding)) return false;
  const bool keyed = keys_went_ || table_.keys.size() > 0, by_line = lines_went_ || !table_.lines.empty();
  if ((binding.key && by_line) || (!binding.key && keyed)) {
    run_.diagnostics.add({.code = Code::mapping_wrong,
                          .message = fmt::format("`{}` and `{}` both give {}, one with a key and one without",
                                                 table_.files.front(), file.name, record_.plural),
                          .span = file.mapped != nullptr ? file.mapped->span : base::Span{},
                          .help = "name the key's column for both, or for neither",
                          .place = {.file = file.name}});
    return false;
  }
  return true;
}

bool TableReader::bind_by_name(const RecordFile& file, const Header& header, Binding& binding) {
  bool bound = true;
  std::vector<std::string> used;
  if (!record_.key.empty()) {
    bound &= bind_column(file, header, record_.key, binding.key);
    used.push_back(record_.key);
  }
  if (record_.owner.exists() && !binding.enclosed) {
    used.push_back(record_.owner_column);
    // What the family belongs to is looked up: without the column it is not known, no more.
    if (!looks_up_owner_ || header.find(record_.owner_column))
      bound &= bind_column(file, header, record_.owner_column, binding.owner);
    else
      run_.diagnostics.add(
          {.code = Code::field_without_column,
           .message = fmt::format("no column of `{}` gives `{}`", file.name, record_.owner_column),
           .help = fmt::format("facts of the {} are unknown for every row", run_.plan.record(record_.owner).name),
           .place = {.file = file.name, .line = 1, .column = base::underscored(record_.owner_column)}});
  }
  for (const plan::FieldId id : record_.fields) {
    if (id == record_.existence) continue;
    const plan::Field& field = run_.plan.field(id);
    const std::string& name = field.column_name.empty() ? field.name : field.column_name;
    used.push_back(name);
    if (!header.find(name)) continue;
    std::optional<std::size_t> column;
    bound &= bind_column(file, header, name, column);
    if (!column || !run_.is_wanted(id)) continue;
    column::Column& cells = column_of(id);
    if (std::holds_alternative<column::NoCells>(cells.cells)) continue;
    binding.fields.push_back({*column,
                              CellReader(run_.plan, id, nullptr, mapping_, run_.dates, cells, run_.records.database.texts,
                                         links_of(id, header.heading(*column), binding)),
                              nullptr, &cells});
  }
  note_unused(file, header, used);
  return bound;
}

// Where a link field's keys are kept until its rows are found; null for other fields.
PendingLinks* TableReader::links_of(plan::FieldId field, const std::string& heading, Binding& binding) {
  if (run_.plan.field(field).type.kind != types::Kind::link) return nullptr;
  auto found = std::find_if(run_.links.begin(), run_.links.end(), [&](const auto& links) { return links->field == field; });
  if (found == run_.links.end()) {
    run_.links.push_back(std::make_unique<PendingLinks>());
    run_.links.back()->field = field;
    found = run_.links.end() - 1;
  }
  // What this file's counts will be.
  (*found)->sources.push_back({heading, run_.records.files.size()});
  binding.links.push_back(found->get());
  return found->get();
}

void TableReader::note_unused(const RecordFile& file, const Header& header, const std::vector<std::string>& used) {
  if (of_documents_ || !is_header_) return;  // its cells may be values
  std::vector<bool> is_used(header.size());
  for (const std::string& name : used)
    if (const auto column = header.find(name)) is_used[*column] = true;
  std::vector<std::string> unused;
  for (std::size_t i = 0; i < header.size(); ++i)
    if (!is_used[i]) unused.push_back(fmt::format("`{}`", header.name(i).substr(0, 64)));
  if (unused.empty()) return;
  const std::size_t shown = 8;
  if (unused.size() > shown) {
    const std::size_t more = unused.size() - shown;
    unused.resize(shown);
    unused.push_back(fmt::format("{} more", more));
  }
  run_.diagnostics.add({.code = Code::column_not_used,
                        .message = fmt::format("nothing reads {} of `{}`", base::listed(unused), file.name),
                        .place = {.file = file.name, .line = 1}});
}

bool TableReader::bind_mapped(const RecordFile& file, const Header& header, Binding& binding) {
  bool bound = true;
  std::vector<plan::FieldId> seen;
  for (const plan::MappedColumn& mapped : file.mapped->columns) {
    std::optional<std::size_t> column;
    if (mapped.target == plan::ColumnTarget::field) {
      if (std::find(seen.begin(), seen.end(), mapped.field) != seen.end()) {
        run_.diagnostics.add(
            {.code = Code::mapping_wrong,
             .message = fmt::format("the mapping gives `{}` twice from `{}`", run_.plan.field(mapped.field).name, file.name),
             .span = mapped.span,
             .help = "keep one of them"});
        return false;
      }
      seen.push_back(mapped.field);
    }
    if (binding.enclosed && mapped.target == plan::ColumnTarget::owner) continue;
    if (!mapped.from.empty()) bound &= bind_column(file, header, mapped.from, column);
    switch (mapped.target) {
      case plan::ColumnTarget::key: binding.key = column; break;
      case plan::ColumnTarget::owner: binding.owner = column; break;
      case plan::ColumnTarget::field: {
        if (!run_.is_wanted(mapped.field) || (!mapped.always && !mapped.from_column_name && !column)) break;
        column::Column& cells = column_of(mapped.field);
        if (std::holds_alternative<column::NoCells>(cells.cells)) break;
        CellReader reader(run_.plan, mapped.field, &mapped, mapping_, run_.dates, cells, run_.records.database.texts,
                          links_of(mapped.field, mapped.from, binding));
        if (mapped.always)
          binding.always.push_back(std::move(reader));
        else if (mapped.from_column_name)
          binding.named.push_back(std::move(reader));
        else
          binding.fields.push_back({*column, std::move(reader), &mapped, &cells});
        break;
      }
    }
  }
  if (!bound) return false;
  const bool needs_key = id_ == run_.plan.family && !record_.key.empty() && !binding.key;
  const bool needs_owner = record_.owner.exists() && !looks_up_owner_ && !binding.owner && !binding.enclosed;
  if (!needs_key && !needs_owner) return true;
  run_.diagnostics.add({.code = Code::column_missing,
                        .message = fmt::format("the mapping does not say which column of `{}` gives `{}`", file.name,
                                               needs_key ? record_.key : record_.owner_column),
                        .span = file.mapped->span,
                        .help = fmt::format("add `{} from \"COLUMN\"`", needs_key ? record_.key : record_.owner_column),
                        .place = {.file = file.name, .line = 1}});
  return false;
}

}  // namespace fairstart::readers
