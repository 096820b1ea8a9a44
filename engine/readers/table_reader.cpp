// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/table_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "engine/readers/grouping.hpp"
#include "engine/readers/input_file.hpp"
#include "engine/readers/repeated_keys.hpp"

namespace fairstart::readers {
namespace {

using column::no_row;
using diagnostics::Code;

}  // namespace

TableReader::TableReader(Run& run, plan::RecordId record, bool of_documents, const std::vector<std::uint64_t>* repeated)
    : run_(run),
      record_(run.plan.record(record)),
      id_(record),
      table_(run.records.database.tables[record.index()]),
      mapping_(run.options.mapping),
      looks_up_owner_(run.is_at_or_above_family(record)),
      too_long_(fmt::format("longer than {} bytes", run.options.max_cell_bytes)),
      of_documents_(of_documents) {
  table_.columns.resize(record_.fields.size());
  // Rows that were let go, and those of documents, can't be read again.
  const bool once = of_documents || run.options.overflow != nullptr || run.options.by_record;
  if (repeated != nullptr)
    new_keys_.emplace(table_.keys, *repeated);
  else
    new_keys_.emplace(table_.keys, once ? NewKeys::Told::at_once : NewKeys::Told::at_the_end);
  if (run.options.overflow != nullptr) overflow_to(run.options.overflow);
  if (!record_.owner.exists()) return;
  no_such_owner_ = fmt::format("no such {}", run.plan.record(record_.owner).name);
  if (of_documents || run.layout[record_.owner.index()].empty()) return;
  auto& index = run.keys[record_.owner.index()];
  if (!index) {
    const column::Keys& keys = run.records.database.table(record_.owner).keys;
    index = std::make_unique<KeyIndex>(keys);
    if (!keys.count_up()) index->build_whole(run.options.threads);
  }
  owners_ = index.get();
}

bool TableReader::read_files() {
  const auto& files = run_.layout[id_.index()];
  return std::all_of(files.begin(), files.end(), [this](const RecordFile& file) { return read_file(file); });
}

std::vector<std::uint64_t> TableReader::repeated() {
  if (!new_keys_->is_to_be_told()) return {};
  let_owners_go();
  return repeated_keys(table_.keys, run_.options.threads);
}

bool read_table(Run& run, plan::RecordId record) {
  // What the run has so far, should the files have to be read again.
  column::Database& database = run.records.database;
  const std::size_t found = run.diagnostics.items().size(), files = run.records.files.size(), links = run.links.size();
  const std::uint64_t bytes = run.bytes_before, rows = run.rows_before, rejects = run.rejects.count();
  const long rejects_place = run.rejects.place();
  const auto texts = static_cast<std::uint32_t>(database.texts.size());
  std::optional<TableReader> reader(std::in_place, run, record);
  const bool read = reader->read_files();
  const std::vector<std::uint64_t> repeated = reader->repeated();
  if (repeated.empty()) return read && reader->finish();
  // Rows were taken that are lost.
  reader.reset();
  database.tables[record.index()] = {};
  database.texts.forget_from(texts);
  run.diagnostics.take_back(found);
  run.records.files.resize(files);
  run.links.resize(links);
  run.bytes_before = bytes, run.rows_before = rows;
  run.rejects.go_back(rejects, rejects_place);
  reader.emplace(run, record, false, &repeated);
  return reader->read_files() && reader->finish();
}

bool TableReader::read_file(const RecordFile& file) {
  file_ = file.name;
  file_bits_ = std::uint64_t{table_.files.size()} << 48U;
  table_.files.push_back(file.name);
  auto opened = InputFile::open(file.path);
  if (!opened) {
    run_.diagnostics.add({.code = Code::records_unreadable,
                          .message = fmt::format("`{}` {}", file.name, opened.failure().message),
                          .place = {.file = file.name}});
    return false;
  }
  InputFile& input = opened.value();
  input_ = &input;
  // A file that gives several records is read once for each.
  const bool is_known = run_.fingerprints.contains(file.name);
  FingerprintOf fingerprint(run_.options.sha256);
  Blocks blocks(input, is_known ? nullptr : &fingerprint, run_.options.block_bytes, run_.options.max_record_bytes);
  Block block;
  blocks.next(block);
  CsvReader csv(source_of(block, 0), run_.options.max_record_bytes);

  CsvReader::Next first = csv.next();
  // Lines with nothing on them may fill a block.
  while (first == CsvReader::Next::end) {
    if (!blocks.next(block)) break;
    csv = CsvReader(source_of(block, 0), run_.options.max_record_bytes, csv.next_line());
    first = csv.next();
  }
  if (first == CsvReader::Next::end) {
    run_.diagnostics.add({.code = Code::records_unreadable,
                          .message = fmt::format("`{}` is empty: it has no line of column names", file.name),
                          .help = "a file without rows still starts with its column names",
                          .place = {.file = file.name, .line = 1}});
    return false;
  }
  if (first != CsvReader::Next::record) return stopped(first, csv, file.name);
  Header header(csv.cells());
  if (header.holds_bare_cr()) {
    run_.diagnostics.add({.code = Code::records_unreadable,
                          .message = fmt::format("the lines of `{}` end with CR alone", file.name),
                          .help = "save it with the line ends of Windows (CRLF) or Unix (LF)",
                          .place = {.file = file.name, .line = 1}});
    return false;
  }
  is_header_ = header.holds_any(columns_looked_for(file));
  Binding binding;
  if (!bind(file, header, binding)) return false;
  run_.records.files.push_back({.file = file.name, .record = id_});
  counts_ = &run_.records.files.back();
  if (!read_blocks(blocks, std::move(block), csv.bytes_used(), csv.next_line(), file, header, binding, input.size()))
    return false;
  run_.bytes_before += input.size();
  run_.rows_before += counts_->rows_read;
  for (column::Column& column : table_.columns) column::resize(column, table_.rows);
  if (!is_known) run_.fingerprints[file.name] = fingerprint.result();
  counts_->fingerprint = run_.fingerprints[file.name];
  return true;
}

bool TableReader::rows_of(CsvReader& csv, const RecordFile& file, const Header& header, Binding& binding) {
  while (true) {
    const CsvReader::Next next = csv.next();
    if (next == CsvReader::Next::end) return true;
    if (next != CsvReader::Next::record) return stopped(next, csv, file.name);
    ++counts_->rows_read;
    if (take_row(csv.cells(), csv.line(), header, binding) == Row::used)
      ++counts_->rows_used;
    else
      ++counts_->rows_rejected;
    if (too_many_rejects(run_, file.name, csv.line())) return false;
  }
}

// Surplus cells that say something mean that a cell was split (an amount with a bare comma): which one can't be told, so none of
// the row's facts is believed. Surplus blanks are only commas at the end.
bool TableReader::is_shifted(const std::vector<Cell>& cells, const Header& header) {
  bool shifted = false;
  for (std::size_t i = header.size(); i < cells.size(); ++i) shifted = shifted || !trimmed(cells[i].text).empty();
  return shifted;
}

const Cell& TableReader::cell_at(const std::vector<Cell>& cells, std::size_t column) {
  static const Cell nothing;
  return column < cells.size() ? cells[column] : nothing;
}

TableReader::Row TableReader::take_row(const std::vector<Cell>& cells, std::uint64_t number, const Header& header,
                                       Binding& binding) {
  if (!binding.each.empty()) return take_wide(cells, number, header, binding);
  Line line{.number = number, .shifted = is_shifted(cells, header)};
  if (cells.size() < header.size() || line.shifted) {
    ++counts_->cells_rejected;
    add_reject(line.number, {}, line.shifted ? "text" : "blank",
               line.shifted ? "more cells than columns: none of its facts is used" : "fewer cells than columns");
  }
  if (!find_line(cells, header, binding, line)) return Row::lost;
  add_row(cells, header, binding, line, binding.key ? trimmed(cell_at(cells, *binding.key).text) : std::string_view{});
  add_existence(true);
  return Row::used;
}

// The line's owner and key; false where its rows are lost.
bool TableReader::find_line(const std::vector<Cell>& cells, const Header& header, const Binding& binding, Line& line) {
  std::string_view owner_trouble, key_trouble;
  if (binding.enclosed && (line.owner = enclosing_) == no_row) owner_trouble = no_such_owner_;
  if (binding.owner) owner_trouble = find_owner(cell_at(cells, *binding.owner), line.owner);
  const bool orphan = record_.owner.exists() && !looks_up_owner_ && line.owner == no_row;
  if (binding.key) key_trouble = check_key(cell_at(cells, *binding.key), binding.each.empty() && !orphan);
  if (!key_trouble.empty() || orphan) {
    if (key_trouble.empty() && !binding.owner) {
      add_reject(line.number, {}, "blank", owner_trouble);
      table_.lost = true;
      return false;
    }
    const std::size_t column = key_trouble.empty() ? *binding.owner : *binding.key;
    reject(line.number, header.name(column), cell_at(cells, column), key_trouble.empty() ? owner_trouble : key_trouble);
    if (!orphan && line.owner != no_row && !looks_up_owner_) open_owners_.add(line.owner);
    table_.lost = true;
    return false;
  }
  if (!owner_trouble.empty()) {
    ++counts_->cells_rejected;
    reject(line.number, header.name(*binding.owner), cell_at(cells, *binding.owner), owner_trouble);
  }
  return true;
}

void TableReader::add_row(const std::vector<Cell>& cells, const Header& header, Binding& binding, const Line& line,
                          std::string_view key) {
  if (binding.key) {
    table_.keys.add(key);
    key_added(key);
  } else {
    table_.lines.push_back(file_bits_ | line.number);
  }
  if (record_.owner.exists()) table_.owner.push_back(line.owner);
  for (PendingLinks* links : binding.links) links->at = (std::uint64_t{links->sources.size() - 1} << 48U) | line.number;
  for (Bound& bound : binding.fields) {
    if (line.shifted) {
      bound.reader.add_unknown();
      continue;
    }
    const Cell& cell = cell_at(cells, bound.column);
    std::string_view trouble = trouble_with(cell);
    if (trouble.empty())
      trouble = bound.reader.add(cell.text);
    else
      bound.reader.add_unknown();
    if (trouble.empty() || line.told) continue;
    ++counts_->cells_rejected;
    reject(line.number, header.name(bound.column), cell, trouble);
  }
  for (CellReader& reader : binding.always) reader.add_always();
  ++table_.rows;
}

// Where the owner is looked up, a blank is no trouble.
std::string_view TableReader::find_owner(const Cell& cell, column::Row& owner) const {
  if (const std::string_view trouble = trouble_with(cell); !trouble.empty()) return trouble;
  const std::string_view key = trimmed(cell.text);
  if (key.empty() || is_marked_missing(mapping_, key)) return looks_up_owner_ ? std::string_view{} : "the owner is missing";
  if (owners_ != nullptr)
    owner = owners_->find(key);
  else if (looks_up_owner_)
    return {};
  return owner == no_row ? std::string_view(no_such_owner_) : std::string_view{};
}

std::string_view TableReader::check_key(const Cell& cell, bool must_be_new, std::uint64_t text_hash) {
  if (const std::string_view trouble = trouble_with(cell); !trouble.empty()) return trouble;
  const std::string_view key = trimmed(cell.text);
  if (key.empty() || is_marked_missing(mapping_, key)) return "the key is missing";
  if (must_be_new && !is_new_key(key, text_hash)) return "the key is repeated: the first row stays";
  return {};
}

std::string_view TableReader::trouble_with(const Cell& cell) const {
  if (cell.malformed) return "text after a closing quote";
  if (cell.text.size() > run_.options.max_cell_bytes) return too_long_;
  return {};
}

void TableReader::reject(std::uint64_t line, std::string_view column, const Cell& cell, std::string_view reason) {
  const bool plain = trouble_with(cell).empty();
  add_reject(line, column, plain ? value_class(trimmed(cell.text)) : "text", reason);
}

void TableReader::add_reject(std::uint64_t line, std::string_view column, std::string_view value_class,
                             std::string_view reason) {
  if (told_ != nullptr)
    told_->push_back({line, std::string(column), std::string(value_class), std::string(reason)});
  else
    run_.rejects.add(file_, line, column, value_class, reason);
}

bool too_many_rejects(Run& run, const std::string& file, std::uint64_t line) {
  if (!run.rejects.too_many()) return false;
  run.diagnostics.add({.code = Code::too_many_rejects,
                       .message = fmt::format("more than {} rows and cells could not be used", *run.options.max_rejects),
                       .help = "rejects.csv names each by file, line and column",
                       .place = {.file = file, .line = line}});
  return true;
}

// Room is asked for once, from the size of the file: room that is not used costs address space only, while vectors that
// double would hold one and a half times a column for a while.
void TableReader::reserve(std::size_t rows) {
  expected_rows_ = rows;
  for (column::Column& column : table_.columns) column::reserve(column, rows);
  if (table_.lines.empty())
    table_.keys.reserve(rows);
  else
    table_.lines.reserve(rows);
  if (record_.owner.exists()) table_.owner.reserve(rows);
}

bool TableReader::stopped(CsvReader::Next next, const CsvReader& csv, const std::string& file) {
  diagnostics::Diagnostic found{.code = Code::records_unreadable, .place = {.file = file, .line = csv.line()}};
  const std::uint64_t limit = run_.options.max_record_bytes;
  switch (next) {
    case CsvReader::Next::open_quote:
      found.message = fmt::format("`{}` ends inside a quote", file);
      found.help = fmt::format("the quote that opens on line {} is never closed", csv.trouble_line());
      found.place.line = csv.trouble_line();
      break;
    case CsvReader::Next::too_long:
      found.message = fmt::format("`{}` has a row of more than {} bytes", file, limit);
      if (csv.trouble_line() != 0) found.help = fmt::format("a quote opens on line {}: is it ever closed?", csv.trouble_line());
      break;
    case CsvReader::Next::not_utf8:
      found.message = fmt::format("`{}` is not UTF-8 text", file);
      found.help = "save it as UTF-8 (in Excel: `CSV UTF-8`)";
      found.place.line = csv.trouble_line();
      break;
    case CsvReader::Next::nul_byte:
      found.message = fmt::format("`{}` has a NUL byte: it is not a text file", file);
      found.help = "save it as CSV, in UTF-8";
      found.place.line = csv.trouble_line();
      break;
    case CsvReader::Next::failed:
      found.message = fmt::format("`{}` could not be read to its end", file);
      found.help = input_->trouble();
      break;
    case CsvReader::Next::record:
    case CsvReader::Next::end: return true;
  }
  run_.diagnostics.add(std::move(found));
  return false;
}

bool TableReader::finish(std::vector<column::Row>* moved) {
  new_keys_.reset();
  passing_keys_.reset();
  table_.open_owners = open_owners_.sorted();
  open_owners_ = {};
  const bool has_file = !run_.layout[id_.index()].empty();
  table_.partial = !has_file;
  if (mapping_ != nullptr) take_what_is_left_out();
  if (has_file) {
    note_missing_fields();
  } else {
    const std::string plural = base::underscored(record_.plural);
    run_.diagnostics.add({.code = Code::record_without_file,
                          .message = fmt::format("no file gives the {}", record_.plural),
                          .help = fmt::format("{} would; until then whether there are any is not known",
                                              of_documents_ ? fmt::format("an array `{}` in its documents", plural)
                                                            : fmt::format("`{}.csv`", plural))});
  }
  if (of_documents_) forget_fields_never_told();
  if (record_.owner.exists()) {
    table_.owner.resize(table_.rows, no_row);
    let_owners_go();
    if (!looks_up_owner_ && (overflow_ == nullptr || of_documents_))
      group_by_owner(table_, run_.records.database.table(record_.owner).rows, moved,
                     overflow_ == nullptr ? run_.options.threads : 1, keys_are_looked_up(id_));
  }
  if (!of_documents_) end_overflow();
  return true;
}

void TableReader::let_owners_go() {
  if (owners_ == nullptr || keys_are_looked_up(record_.owner, id_)) return;
  owners_ = nullptr;
  run_.keys[record_.owner.index()].reset();
}

bool TableReader::keys_are_looked_up(plan::RecordId record, plan::RecordId by_others_than) const {
  const plan::Plan& plan = run_.plan;
  for (std::size_t i = 0; i < plan.records.size(); ++i)
    if (plan.records[i].owner == record && plan::RecordId(i) != by_others_than) return true;
  return std::any_of(plan.fields.begin(), plan.fields.end(), [&](const plan::Field& field) {
    return field.type.kind == types::Kind::link && field.type.record == record;
  });
}

// Documents have no line of column names: a field that none of them tells is what a missing column is in a file of rows.
void TableReader::forget_fields_never_told() {
  for (column::Column& column : table_.columns) {
    if (!column.why.empty() || std::holds_alternative<column::LinkCells>(column.cells)) continue;
    column::resize(column, table_.rows);
    column::Row row = 0;
    while (row < table_.rows && !column::is_known(column, row)) ++row;
    if (row == table_.rows) column.cells = column::NoCells{};
  }
}

void TableReader::take_what_is_left_out() {
  for (const plan::PartialSource& source : mapping_->partial) {
    if (source.record != id_) continue;
    if (source.where.exists())
      table_.partial_where.push_back(source.where);
    else
      table_.partial = true;
  }
  for (const plan::Covers& covers : mapping_->covers)
    if (covers.record == id_) table_.covers = covers;
}

void TableReader::note_missing_fields() {
  for (std::size_t i = 0; i < record_.fields.size(); ++i) {
    const plan::Field& field = run_.plan.field(record_.fields[i]);
    if (record_.fields[i] == record_.existence) continue;
    if (!run_.is_wanted(record_.fields[i]) || !std::holds_alternative<column::NoCells>(table_.columns[i].cells)) continue;
    run_.diagnostics.add(
        {.code = Code::field_without_column,
         .message = fmt::format("no column of `{}` gives `{}`", run_.layout[id_.index()].front().name, field.name),
         .help = "it is unknown for every row",
         .place = {.file = run_.layout[id_.index()].front().name,
                   .line = 1,
                   .column = base::underscored(field.column_name.empty() ? field.name : field.column_name)}});
  }
}

}  // namespace fairstart::readers
