// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/readers/input_file.hpp"
#include "engine/readers/table_reader.hpp"

// Tables whose rows leave memory as they are read.
namespace fairstart::readers {
namespace {

bool gives_key(const RecordFile& file) {
  return file.mapped == nullptr ||
         std::any_of(file.mapped->columns.begin(), file.mapped->columns.end(),
                     [](const plan::MappedColumn& column) { return column.target == plan::ColumnTarget::key; });
}

}  // namespace

SoFar so_far(Run& run, double share) {
  std::size_t besides = 0;
  for (const auto& links : run.links)
    if (links != nullptr) besides += links->keys.bytes() + links->places.size() * sizeof(links->places[0]);
  return {.database = run.records.database, .besides = besides, .share = share};
}

void TableReader::overflow_to(Overflow* overflow) {
  const auto tell = [this](std::size_t bytes) { tell_of_index(bytes); };
  if (!of_documents_) new_keys_->on_growth(tell);
  const plan::RecordId family = run_.plan.family;
  if (!family.exists() || (id_ != family && !run_.plan.belongs_under(id_, family))) return;
  overflow_ = overflow;
  // Keys that are made from columns are in no file as they are.
  const auto& files = run_.layout[id_.index()];
  const bool made = std::any_of(files.begin(), files.end(), [](const RecordFile& file) {
    return file.mapped != nullptr && !file.mapped->each_column.empty() && gives_key(file);
  });
  rows_go_ = !made && !has_links() && !of_documents_;
  if (rows_go_ && !overflow->keys_stay(id_)) {
    passing_keys_.emplace([this](const PassingKeys::Use& use) { each_key_in_files(use); },
                          [this](const PassingKeys::Use& use) {
                            overflow_->each_key_taken(id_, use);
                            for (column::Row row = 0; row < table_.keys.size(); ++row) use(table_.keys.text(row));
                          },
                          tell);
  }
}

bool TableReader::has_links() const {
  return std::any_of(record_.fields.begin(), record_.fields.end(), [&](plan::FieldId field) {
    return run_.is_wanted(field) && run_.plan.field(field).type.kind == types::Kind::link;
  });
}

std::size_t TableReader::bytes_besides() const {
  return open_owners_.bytes() + (pending_owners_ ? pending_owners_->bytes() : 0);
}

std::size_t TableReader::index_bytes() const { return passing_keys_ ? passing_keys_->bytes() : new_keys_->bytes(); }

SoFar TableReader::so_far_with_index(std::size_t bytes) const {
  // Keys may be those of earlier files too, or have gone.
  const auto rows = static_cast<double>(std::max<std::uint64_t>(table_.keys.size(), counts_->rows_read));
  SoFar now = so_far(run_, rows / std::max({rows, static_cast<double>(expected_rows_), 1.0}));
  now.index = bytes;
  now.besides += bytes_besides();
  return now;
}

void TableReader::tell_of_index(std::size_t bytes) {
  const SoFar now = so_far_with_index(bytes);
  if (rows_go_)
    overflow_->check_room(id_, now);
  else
    run_.options.overflow->rows_stay({id_}, now);
}

void TableReader::tell_overflow() {
  const SoFar now = so_far_with_index(index_bytes());
  if (!rows_go_) return run_.options.overflow->rows_stay({id_}, now);
  const bool keys = table_.keys.size() > 0, lines = !table_.lines.empty();
  if (!overflow_->rows_came(id_, now)) return;
  keys_went_ = keys_went_ || keys;
  lines_went_ = lines_went_ || lines;
}

std::optional<std::size_t> TableReader::key_column(const RecordFile& file, const Header& header) const {
  if (file.mapped == nullptr) return record_.key.empty() ? std::nullopt : header.find(record_.key);
  for (const plan::MappedColumn& column : file.mapped->columns)
    if (column.target == plan::ColumnTarget::key) return header.find(column.from);
  return {};
}

// What can't be read any more ends early here: the files are read on by whoever asks, who says so.
void TableReader::each_key_in_files(const PassingKeys::Use& use) const {
  for (const RecordFile& file : run_.layout[id_.index()]) {
    auto input = InputFile::open(file.path);
    if (!input) continue;
    const std::size_t longest = run_.options.max_record_bytes;
    Blocks blocks(input.value(), nullptr, run_.options.block_bytes, longest);
    Block block;
    Grid grid;
    std::optional<Header> header;
    std::optional<std::size_t> key;
    std::string without_doubled;
    while (blocks.next(block)) {
      std::size_t from = 0;
      CsvReader csv(source_of(block, 0), longest);
      if (!header) {
        if (csv.next() != CsvReader::Next::record) continue;
        header.emplace(csv.cells());
        key = key_column(file, *header);
        from = csv.bytes_used();
      }
      if (!key) break;
      if (!run_.options.by_record && grid.take(block, from, header->size(), std::min(longest, run_.options.max_cell_bytes))) {
        const Grid::Column cells = grid.column(*key);
        for (std::size_t row = 0; row < grid.rows(); ++row) use(cells.cell(row, without_doubled));
        continue;
      }
      while (csv.next() == CsvReader::Next::record) use(trimmed(cell_at(csv.cells(), *key).text));
    }
  }
}

}  // namespace fairstart::readers
