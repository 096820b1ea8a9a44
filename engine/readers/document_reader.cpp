// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/document_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "engine/readers/blocks.hpp"
#include "engine/readers/in_order.hpp"
#include "engine/readers/input_file.hpp"

namespace fairstart::readers {
namespace {

using column::no_row;
using column::Row;
using diagnostics::Code;

constexpr std::size_t rows_before_room = 4096;

}  // namespace

DocumentReader::DocumentReader(Run& run, plan::RecordId root)
    : run_(run), root_(root), file_(run.layout[root.index()].front()), readers_(run.plan.records.size()) {}

bool DocumentReader::read() {
  auto opened = file_.path == standard_input_path ? InputFile::standard_input() : InputFile::open(file_.path);
  if (!opened) {
    run_.diagnostics.add({.code = Code::records_unreadable,
                          .message = fmt::format("`{}` {}", file_.name, opened.failure().message),
                          .place = {.file = file_.name}});
    return false;
  }
  InputFile& input = opened.value();
  input_ = &input;
  bytes_ = input.size();
  find_sources();
  if (!name_columns() || !bind()) return false;
  FingerprintOf fingerprint(run_.options.sha256);
  Blocks blocks(input, &fingerprint, run_.options.block_bytes, run_.options.max_record_bytes, Blocks::Records::lines);
  const std::uint64_t blocks_there = input.has_size() ? bytes_ / run_.options.block_bytes : UINT64_MAX;
  const std::size_t threads = std::clamp<std::uint64_t>(blocks_there, 1, run_.options.threads);
  const std::size_t places = run_.options.overflow == nullptr ? places_for(threads) : threads;
  std::vector<Worker> workers;
  workers.reserve(places);
  for (std::size_t i = 0; i < places; ++i) workers.push_back(new_worker());
  bool started = false;
  const bool read = in_order(
      threads, places,
      [&](std::size_t place) {
        DocumentParser& documents = workers[place].documents;
        if (!blocks.next(documents.block)) return false;
        const std::string_view text(documents.block.text(), documents.block.size);
        documents.from = !started && text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
        started = true;
        return true;
      },
      [&](std::size_t place) { work(workers[place]); },
      [&](std::size_t place) {
        used_ += workers[place].documents.block.size;
        return take(workers[place]);
      });
  if (!read) return false;
  const Fingerprint found = fingerprint.result();
  for (const auto& source : sources_) run_.records.files[source->counts].fingerprint = found;
  run_.fingerprints[file_.name] = found;
  return finish(workers);
}

DocumentReader::Worker DocumentReader::new_worker() {
  Worker worker{DocumentParser(shape_, run_.options.max_cell_bytes, run_.options.max_record_bytes), {}};
  for (const auto& source : sources_) {
    BlockParser& parser = worker.parsers.emplace_back(source->shape);
    for (const TableReader::Bound& bound : source->binding.fields)
      parser.add_field(bound.column, ColumnParser::of(run_.plan, bound.reader.field(), bound.mapped, run_.options.mapping,
                                                      run_.dates, run_.records.database.texts));
  }
  return worker;
}

void DocumentReader::work(Worker& worker) {
  DocumentParser& documents = worker.documents;
  documents.parse();
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const Source& source = *sources_[i];
    DocumentParser::Node& rows = documents.node(source.node);
    worker.parsers[i].given().give(documents.text(), rows.cells.data(), rows.lines.data(), rows.rows,
                                   shape_[source.node].columns.size());
    if (rows.rows > 0 && source.binding.each.empty()) worker.parsers[i].parse_given(rows.bad);
  }
}

Row DocumentReader::row_taken(const Source& source, std::uint32_t row) const {
  return source.taken.empty() ? source.base + row : source.taken[row];
}

// The rows' owners, where objects stand in those of their owner; whether all have one.
bool DocumentReader::find_owners(Worker& worker, Source& source, std::vector<Row>& owners) {
  const Source& owner = *sources_[source.owner];
  const DocumentParser::Node& rows = worker.documents.node(source.node);
  owners.resize(rows.rows);
  if (owner.node == source.node) {
    for (std::uint32_t row = 0; row < rows.rows; ++row) owners[row] = row_taken(owner, row);
  } else if (owner.taken.empty()) {
    const Row base = owner.base;
    for (std::size_t row = 0; row < rows.rows; ++row) owners[row] = base + rows.parents[row];
    return true;
  } else {
    for (std::size_t row = 0; row < rows.rows; ++row) owners[row] = owner.taken[rows.parents[row]];
  }
  return std::find(owners.begin(), owners.end(), no_row) == owners.end();
}

void DocumentReader::take_source(Worker& worker, std::size_t i) {
  Source& source = *sources_[i];
  TableReader& reader = *source.reader;
  BlockParser& parser = worker.parsers[i];
  source.base = static_cast<Row>(reader.table_.rows);
  source.taken.clear();
  if (worker.documents.node(source.node).rows == 0) return;
  const RecordFile& file = run_.layout[source.record.index()][source.file];
  reader.counts_ = &run_.records.files[source.counts];
  reader.file_ = file.name;
  reader.file_bits_ = source.bits;
  reader.documents_ = &worker.documents;
  reader.node_ = source.node;
  reader.told_ = &told_;
  reader.taken_ = &source.taken;
  owners_.clear();
  const bool all_owned = source.owner == none || find_owners(worker, source, owners_);
  const Header& header = headers_[source.node];
  if (source.binding.each.empty()) {
    const std::size_t before = reader.table_.rows;
    parser.give_owners(owners_, all_owned);
    std::uint64_t line = line_;
    reader.take_block(parser, file, header, source.binding, line);
    if (!source.reserved && reader.counts_->rows_read >= rows_before_room) {
      const std::uint64_t rows = reader.table_.rows * bytes_ / std::max<std::uint64_t>(used_, 1);
      reader.reserve(reader.table_.rows + rows + rows / 16);
      source.reserved = true;
    }
    // Only where some row was lost does it matter which.
    if (reader.table_.rows - before == parser.grid().rows()) source.taken.clear();
  } else {
    take_singly(worker, source, owners_);
  }
  reader.told_ = nullptr;
  reader.taken_ = nullptr;
  reader.documents_ = nullptr;
}

// Objects whose members make rows, one by one.
void DocumentReader::take_singly(Worker& worker, Source& source, const std::vector<Row>& owners) {
  TableReader& reader = *source.reader;
  DocumentParser::Node& rows = worker.documents.node(source.node);
  BlockParser& parser = worker.parsers[static_cast<std::size_t>(
      std::find_if(sources_.begin(), sources_.end(), [&](const auto& each) { return each.get() == &source; }) -
      sources_.begin())];
  const std::size_t columns = shape_[source.node].columns.size();
  std::vector<Cell> cells(columns);
  source.taken.assign(rows.rows, no_row);
  std::size_t bad = 0;
  for (std::uint32_t row = 0; row < rows.rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) cells[column] = {.text = parser.cell(row, column)};
    for (; bad < rows.bad.size() && rows.bad[bad].row == row; ++bad) cells[rows.bad[bad].column].malformed = true;
    reader.enclosing_ = owners.empty() ? no_row : owners[row];
    ++reader.counts_->rows_read;
    if (reader.take_row(cells, line_ + rows.lines[row], headers_[source.node], source.binding) == TableReader::Row::used)
      ++reader.counts_->rows_used;
    else
      ++reader.counts_->rows_rejected;
  }
}

// Arrays that are null, or no arrays of objects: how many rows they would have held is not known.
void DocumentReader::take_open_arrays(Worker& worker) {
  for (const DocumentParser::OpenArray& open : worker.documents.open()) {
    for (auto& each : sources_) {
      Source& source = *each;
      if (source.node != open.node) continue;
      column::Table& table = source.reader->table_;
      table.lost = true;
      if (source.owner != none) {
        const Source& owner = *sources_[source.owner];
        if (const Row row = row_taken(owner, open.parent); owner.node != source.node && row != no_row)
          source.reader->open_owners_.add(row);
      }
      if (open.reason.empty()) continue;
      FileRead& counts = run_.records.files[source.counts];
      ++counts.rows_read;
      ++counts.rows_rejected;
      const std::uint32_t parent = shape_[open.node].parent;
      told_.push_back({line_ + open.line, worker.documents.path(parent, open.parent) + shape_[open.node].name, "text",
                       std::string(open.reason)});
    }
  }
}

bool DocumentReader::take(Worker& worker) {
  DocumentParser& documents = worker.documents;
  told_.clear();
  for (const DocumentParser::LostLine& lost : documents.lost()) {
    ++lost_;
    FileRead& counts = run_.records.files[sources_.front()->counts];
    ++counts.rows_read;
    ++counts.rows_rejected;
    told_.push_back({line_ + lost.line, {}, "text", std::string(lost.reason)});
    for (const auto& source : sources_) source->reader->table_.lost = true;
  }
  for (std::size_t i = 0; i < sources_.size(); ++i) take_source(worker, i);
  take_open_arrays(worker);
  documents_ += documents.node(0).rows;
  if (!tell()) return false;
  if (documents.stop() != DocumentParser::Stop::no) return stopped(worker);
  if (run_.options.overflow != nullptr) tell_overflow();
  line_ += documents.lines();
  if (run_.options.progress) {
    std::uint64_t rows = run_.rows_before;
    for (const auto& source : sources_) rows += run_.records.files[source->counts].rows_read;
    run_.options.progress(run_.bytes_before + used_, rows, run_.rejects.count());
  }
  return true;
}

void DocumentReader::tell_overflow(std::size_t index_to_come) {
  SoFar now = so_far(run_, static_cast<double>(used_) / static_cast<double>(std::max<std::uint64_t>({bytes_, used_, 1})));
  now.index = index_to_come;
  std::vector<plan::RecordId> records;
  for (const auto& reader : readers_) {
    if (reader == nullptr) continue;
    records.push_back(reader->id_);
    now.index += reader->index_bytes();
    now.besides += reader->bytes_besides();
  }
  run_.options.overflow->rows_stay(records, now);
}

// Rejects go by line, wherever blocks end.
bool DocumentReader::tell() {
  std::stable_sort(told_.begin(), told_.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  for (const RejectOfLine& each : told_) {
    run_.rejects.add(file_.name, each.line, each.column, each.value_class, each.reason);
    if (too_many_rejects(run_, file_.name, each.line)) return false;
  }
  return true;
}

bool DocumentReader::stopped(const Worker& worker) {
  diagnostics::Diagnostic found{.code = Code::records_unreadable,
                                .place = {.file = file_.name, .line = line_ + worker.documents.stop_line()}};
  switch (worker.documents.stop()) {
    case DocumentParser::Stop::too_long:
      found.message = fmt::format("`{}` has a line of more than {} bytes", file_.name, run_.options.max_record_bytes);
      found.help = "a line holds one document, and ends with a line feed";
      break;
    case DocumentParser::Stop::not_utf8:
      found.message = fmt::format("`{}` is not UTF-8 text", file_.name);
      found.help = "save it as UTF-8";
      break;
    case DocumentParser::Stop::nul_byte:
      found.message = fmt::format("`{}` has a NUL byte: it is not a text file", file_.name);
      found.help = "save it as UTF-8 text, a document a line";
      break;
    case DocumentParser::Stop::failed:
      found.message = fmt::format("`{}` could not be read to its end", file_.name);
      found.help = input_->trouble();
      break;
    case DocumentParser::Stop::no: return true;
  }
  run_.diagnostics.add(std::move(found));
  return false;
}

bool DocumentReader::finish(const std::vector<Worker>& workers) {
  const std::string& plural = run_.plan.record(root_).plural;
  if (documents_ == 0) {
    run_.diagnostics.add({.code = Code::records_unreadable,
                          .message = lost_ == 0 ? fmt::format("`{}` is empty: it holds no {}", file_.name, plural)
                                                : fmt::format("no line of `{}` is a JSON document", file_.name),
                          .help = fmt::format("each line holds one of the {}, as a JSON object: `{{\"{}\": …}}`", plural,
                                              base::underscored(run_.plan.record(root_).key)),
                          .place = {.file = file_.name, .line = 1}});
    return false;
  }
  run_.bytes_before += bytes_;
  for (const auto& source : sources_) run_.rows_before += run_.records.files[source->counts].rows_read;
  if (!note_columns(workers)) return false;
  note_strangers(workers);
  for (const plan::RecordId record : owners_first(run_.plan)) {
    if (readers_[record.index()] == nullptr) continue;
    for (column::Column& cells : readers_[record.index()]->table_.columns)
      column::resize(cells, readers_[record.index()]->table_.rows);
    std::vector<Row> moved;
    if (!readers_[record.index()]->finish(&moved)) return false;
    if (!moved.empty()) remap_owners(record, moved);
  }
  look_up_owners();
  for (const plan::RecordId record : owners_first(run_.plan))
    if (readers_[record.index()] != nullptr) readers_[record.index()]->end_overflow();
  return true;
}

// Rows of `record` have other places than those below were told.
void DocumentReader::remap_owners(plan::RecordId record, const std::vector<Row>& moved) {
  std::vector<Row> place(moved.size());
  for (std::size_t row = 0; row < moved.size(); ++row) place[moved[row]] = static_cast<Row>(row);
  for (const auto& reader : readers_) {
    if (reader == nullptr || reader->record_.owner != record || reader->looks_up_owner_) continue;
    for (Row& owner : reader->table_.owner)
      if (owner != no_row) owner = place[owner];
    RowSet open;
    for (const Row owner : reader->open_owners_.sorted()) open.add(place[owner]);
    reader->open_owners_ = std::move(open);
  }
}

void DocumentReader::look_up_owners() {
  for (const auto& source : sources_) {
    TableReader& reader = *source->reader;
    if (!reader.pending_owners_ || !source->binding.owner) continue;
    const PendingOwners pending = std::move(*reader.pending_owners_);
    reader.pending_owners_.reset();
    const plan::RecordId owner = reader.record_.owner;
    if (run_.layout[owner.index()].empty()) continue;
    auto& index = run_.keys[owner.index()];
    if (!index) {
      const column::Keys& keys = run_.records.database.table(owner).keys;
      index = std::make_unique<KeyIndex>(keys);
      if (!keys.count_up()) index->build_whole(run_.options.threads);
    }
    Row hint = 0;
    for (std::size_t i = 0; i < pending.rows.size(); ++i) {
      const std::string key = pending.keys.text(static_cast<Row>(i));
      const Row row = index->find(key, hint);
      reader.table_.owner[pending.rows[i]] = row;
      if (row != no_row) continue;
      ++run_.records.files[source->counts].cells_rejected;
      run_.rejects.add(file_.name, pending.lines[i], headers_[source->node].heading(*source->binding.owner), value_class(key),
                       reader.no_such_owner_);
    }
  }
}

}  // namespace fairstart::readers
