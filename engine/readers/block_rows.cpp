// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "engine/readers/block_parser.hpp"
#include "engine/readers/in_order.hpp"
#include "engine/readers/table_reader.hpp"

// Rows a block at a time: threads parse blocks, and what they found goes into the table in the order of the file.
namespace fairstart::readers {
namespace {

using column::no_row;

constexpr std::size_t rows_before_reserving = 4096, bytes_a_row_at_a_guess = 40;
constexpr std::size_t keys_ahead = 16;
constexpr std::size_t no_column = ~std::size_t{0};  // the object around it tells the owner

}  // namespace

CsvReader::Source source_of(const Block& block, std::size_t from) {
  return [&block, at = from](char* to, std::size_t room) mutable -> std::ptrdiff_t {
    if (at == block.size) return block.failed ? -1 : 0;
    const std::size_t size = std::min(room, block.size - at);
    std::memcpy(to, block.text() + at, size);
    at += size;
    return static_cast<std::ptrdiff_t>(size);
  };
}

bool TableReader::read_blocks(Blocks& blocks, Block first, std::size_t from, std::uint64_t line, const RecordFile& file,
                              const Header& header, Binding& binding, std::uint64_t bytes) {
  const Options& options = run_.options;
  const BlockShape shape{.columns = header.size(),
                         .hash_keys = options.overflow != nullptr,
                         .max_bytes = std::min(options.max_cell_bytes, options.max_record_bytes),
                         .by_record = options.by_record || !binding.each.empty(),
                         .key = binding.key,
                         .owner = binding.owner,
                         .owners = owners_,
                         .mapping = mapping_};
  const std::size_t threads = std::clamp<std::uint64_t>(bytes / options.block_bytes, 1, options.threads);
  const std::size_t places = options.overflow == nullptr ? places_for(threads) : threads;
  std::vector<BlockParser> parsers;
  parsers.reserve(places);
  for (std::size_t i = 0; i < places; ++i) {
    parsers.emplace_back(shape);
    for (const Bound& bound : binding.fields)
      parsers.back().add_field(bound.column, ColumnParser::of(run_.plan, bound.reader.field(), bound.mapped, mapping_,
                                                              run_.dates, run_.records.database.texts));
  }
  const std::size_t before = table_.rows;
  std::uint64_t used = 0;
  bool reserved = false, started = false;
  return in_order(
      threads, places,
      [&](std::size_t place) {
        BlockParser& parser = parsers[place];
        parser.from = started ? 0 : from;
        if (started) return blocks.next(parser.block);
        started = true;
        parser.block = std::move(first);
        return true;
      },
      [&](std::size_t place) { parsers[place].parse(); },
      [&](std::size_t place) {
        BlockParser& parser = parsers[place];
        used += std::max<std::size_t>(parser.block.size, 1);
        if (expected_rows_ == 0)
          expected_rows_ = parser.is_plain() ? parser.grid().rows() * bytes / used : bytes / bytes_a_row_at_a_guess;
        if (parser.is_plain()) {
          if (!take_block(parser, file, header, binding, line)) return false;
        } else {
          CsvReader csv(source_of(parser.block, parser.from), options.max_record_bytes, line);
          if (!rows_of(csv, file, header, binding)) return false;
          line = csv.next_line();
        }
        if (!reserved && counts_->rows_read >= rows_before_reserving) {
          const std::uint64_t rows = (table_.rows - before) * bytes / std::max<std::uint64_t>(used, 1);
          reserve(before + rows + rows / 16);
          reserved = true;
        }
        if (options.overflow != nullptr) tell_overflow();
        if (options.progress)
          options.progress(run_.bytes_before + used, run_.rows_before + counts_->rows_read, run_.rejects.count());
        return true;
      });
}

// Takes in keys, one by one; notes which rows are lost by them, or for want of an owner.
void TableReader::take_keys(BlockParser& block, const Binding& binding, std::vector<std::uint32_t>& lost,
                            std::vector<Told>& told) {
  const bool owned = record_.owner.exists() && !looks_up_owner_;
  const std::size_t rows = block.grid().rows();
  // Texts, most of which are new: taken many at once. All else takes the long way below.
  const std::vector<std::uint64_t>& hashes = block.key_hashes();
  const std::vector<std::string_view>& texts = block.key_texts();
  const bool many = binding.key && !texts.empty() && !passing_keys_ && !block.has_bad();
  const auto hashes_from = [&](std::size_t row) { return hashes.empty() ? nullptr : hashes.data() + row; };
  std::size_t many_until = 0;  // rows before have an owner, and a text that may be a key
  const auto may_be_taken = [&](std::size_t row) {
    return !(owned && (block.owners().empty() || block.owners()[row] == no_row)) && !texts[row].empty() &&
           texts[row].size() <= run_.options.max_cell_bytes && !is_marked_missing(mapping_, texts[row]);
  };
  for (std::size_t row = 0; row < rows; ++row) {
    if (many) {
      for (many_until = std::max(many_until, row); many_until < rows && may_be_taken(many_until);) ++many_until;
      const std::size_t put = new_keys_->put_new(texts.data() + row, hashes_from(row), many_until - row);
      table_.keys.add_texts(texts.data() + row, put);
      for (std::size_t i = 0; i < put && taken_ != nullptr; ++i)
        taken_->push_back(static_cast<column::Row>(table_.rows + row + i - lost.size()));
      row += put;
      if (row == rows) break;
    }
    const column::Row owner = block.owners().empty() ? no_row : block.owners()[row];
    std::string_view key, key_trouble;
    if (binding.key) {
      key = block.cell(row, *binding.key);
      key_trouble = block.bad(row, *binding.key);
      if (row + keys_ahead < hashes.size()) new_keys_->prefetch(hashes[row + keys_ahead]);
      if (key_trouble.empty())
        key_trouble = check_key({.text = key}, !(owned && owner == no_row), hashes.empty() ? 0 : hashes[row]);
    }
    if (key_trouble.empty() && !(owned && owner == no_row)) {
      if (taken_ != nullptr) taken_->push_back(static_cast<column::Row>(table_.rows + row - lost.size()));
      if (!binding.key) continue;
      table_.keys.add(key);
      key_added(key);
      continue;
    }
    column::Row unused = no_row;
    const std::size_t column = !key_trouble.empty() ? *binding.key : binding.owner ? *binding.owner : no_column;
    const std::string_view reason = !key_trouble.empty()  ? key_trouble
                                    : column == no_column ? std::string_view(no_such_owner_)
                                                          : find_owner({.text = block.cell(row, column)}, unused);
    told.push_back({static_cast<std::uint32_t>(row), 0, column, reason});
    // What stands in a repeated object belongs to the row that stays.
    if (taken_ != nullptr) taken_->push_back(binding.key ? new_keys_->row_of(key) : no_row);
    if (owned && owner != no_row) open_owners_.add(owner);
    table_.lost = true;
    lost.push_back(static_cast<std::uint32_t>(row));
  }
}

bool TableReader::take_block(BlockParser& block, const RecordFile& file, const Header& header, Binding& binding,
                             std::uint64_t& line) {
  const Grid& grid = block.grid();
  const std::size_t rows = grid.rows();
  const bool owned = record_.owner.exists() && !looks_up_owner_;
  std::vector<std::uint32_t> lost;
  std::vector<Told> told;
  const bool keys_go_on =
      !binding.key || (block.keys_rise() && (passing_keys_ ? passing_keys_->go_on_from(block.key_numbers().front())
                                                           : new_keys_->go_on_from(block.key_numbers().front())));
  if (keys_go_on && (!owned || block.all_owned())) {
    if (binding.key) table_.keys.add_rising(block.key_numbers());
    if (binding.key && passing_keys_) passing_keys_->add_rising(block.key_numbers().back());
  } else {
    take_keys(block, binding, lost, told);
  }
  const auto is_lost = [&](std::uint32_t row) { return std::binary_search(lost.begin(), lost.end(), row); };

  // What the family belongs to is looked up: its rows stay, and what they say of their owner is told.
  if (pending_owners_ && binding.owner) {
    note_owners(block, binding, lost, line);
  } else if (binding.owner && looks_up_owner_ && !block.all_owned()) {
    for (std::uint32_t row = 0; row < rows; ++row) {
      column::Row owner = no_row;
      if (block.owners()[row] != no_row || is_lost(row)) continue;
      const std::string_view trouble = find_owner({.text = block.cell(row, *binding.owner)}, owner);
      if (trouble.empty()) continue;
      ++counts_->cells_rejected;
      told.push_back({row, 0, *binding.owner, trouble});
    }
  }
  if (!lost.empty()) {
    for (auto& field : block.fields())
      if (field) field->drop(lost);
    if (!block.owners().empty()) drop_rows(block.owners(), lost);
  }
  const std::size_t kept = rows - lost.size();
  if ((binding.owner && !pending_owners_) || binding.enclosed)
    table_.owner.insert(table_.owner.end(), block.owners().begin(), block.owners().end());
  else if (record_.owner.exists())
    table_.owner.resize(table_.owner.size() + kept, no_row);
  if (!binding.key) {
    for (std::uint32_t row = 0; row < rows; ++row)
      if (lost.empty() || !is_lost(row)) table_.lines.push_back(file_bits_ | (line + grid.line(row)));
  }
  bool any_together = false;
  for (std::size_t i = 0; i < binding.fields.size(); ++i) {
    if (block.fields()[i])
      block.fields()[i]->append_to(*binding.fields[i].cells);
    else
      any_together = true;
  }
  if (any_together) take_together(block, binding, lost, line);
  for (CellReader& reader : binding.always)
    for (std::size_t row = 0; row < kept; ++row) reader.add_always();
  for (std::size_t row = 0; row < kept && existence_ != nullptr; ++row) add_existence(true);
  table_.rows += kept;
  counts_->rows_read += rows;
  counts_->rows_used += kept;
  counts_->rows_rejected += lost.size();
  for (const CellTrouble& trouble : block.troubles()) {
    if (is_lost(trouble.row)) continue;
    ++counts_->cells_rejected;
    told.push_back({trouble.row, trouble.field + 1, binding.fields[trouble.field].column, trouble.reason});
  }
  const bool go_on = tell(block, file, header, told, line);
  line += grid.lines();
  return go_on;
}

// Texts and links, which are numbered in the order that they are read.
void TableReader::take_together(BlockParser& block, Binding& binding, const std::vector<std::uint32_t>& lost,
                                std::uint64_t line) {
  std::vector<std::uint32_t> places;
  for (std::size_t i = 0; i < binding.fields.size(); ++i)
    if (!block.fields()[i]) places.push_back(static_cast<std::uint32_t>(i));
  for (std::uint32_t row = 0; row < block.grid().rows(); ++row) {
    if (!lost.empty() && std::binary_search(lost.begin(), lost.end(), row)) continue;
    for (PendingLinks* links : binding.links)
      links->at = (std::uint64_t{links->sources.size() - 1} << 48U) | (line + block.grid().line(row));
    for (const std::uint32_t i : places) {
      Bound& bound = binding.fields[i];
      std::string_view trouble = block.bad(row, bound.column);
      if (trouble.empty())
        trouble = bound.reader.add(block.cell(row, bound.column));
      else
        bound.reader.add_unknown();
      if (!trouble.empty()) block.troubles().push_back({row, i, trouble});
    }
  }
}

// Where a cell stands: its column, in a document with the objects around it.
std::string TableReader::column_name(std::uint32_t row, std::size_t column, const Header& header) const {
  std::string path = documents_ == nullptr ? std::string{} : documents_->path(node_, row);
  if (column != no_column) return path + header.name(column);
  if (!path.empty()) path.pop_back();
  return path;
}

void TableReader::note_owners(BlockParser& block, const Binding& binding, const std::vector<std::uint32_t>& lost,
                              std::uint64_t line) {
  auto next = static_cast<column::Row>(table_.rows);
  for (std::uint32_t row = 0; row < block.grid().rows(); ++row) {
    if (!lost.empty() && std::binary_search(lost.begin(), lost.end(), row)) continue;
    const column::Row at = next++;
    if (const std::string_view trouble = block.bad(row, *binding.owner); !trouble.empty()) {
      ++counts_->cells_rejected;
      add_reject(line + block.grid().line(row), documents_->path(node_, row), "text", trouble);
      continue;
    }
    const std::string_view key = block.cell(row, *binding.owner);
    if (key.empty() || is_marked_missing(mapping_, key)) continue;
    pending_owners_->keys.add(key);
    pending_owners_->rows.push_back(at);
    pending_owners_->lines.push_back(line + block.grid().line(row));
  }
}

// Says what could not be used, row by row as a reader of single rows would; false where it is too much.
bool TableReader::tell(BlockParser& block, const RecordFile& file, const Header& header, std::vector<Told>& told,
                       std::uint64_t line) {
  std::sort(told.begin(), told.end(),
            [](const Told& a, const Told& b) { return std::pair(a.row, a.place) < std::pair(b.row, b.place); });
  for (std::size_t i = 0; i < told.size(); ++i) {
    const Told& each = told[i];
    const std::uint64_t at = line + block.grid().line(each.row);
    const std::string column = column_name(each.row, each.column, header);
    if (each.column == no_column)
      add_reject(at, column, "blank", each.reason);
    else if (!block.bad(each.row, each.column).empty())
      add_reject(at, column, "text", each.reason);
    else
      reject(at, column, {.text = block.cell(each.row, each.column)}, each.reason);
    const bool last_of_row = i + 1 == told.size() || told[i + 1].row != each.row;
    if (last_of_row && too_many_rejects(run_, file.name, at)) return false;
  }
  return true;
}

}  // namespace fairstart::readers
