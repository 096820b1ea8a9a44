// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/kernels/short_texts.hpp"
#include "engine/readers/column_parser.hpp"
#include "engine/readers/key_index.hpp"

namespace fairstart::readers {

// What a file's rows are read by, for every thread alike.
struct BlockShape {
  std::size_t columns = 0;    // of the header
  bool hash_keys = true;      // keys that are texts: whoever takes them wants to know
  std::size_t max_bytes = 0;  // of a record, to be plain
  bool by_record = false;     // no block counts as plain
  std::optional<std::size_t> key, owner;
  const KeyIndex* owners = nullptr;
  const plan::Mapping* mapping = nullptr;
};

// Whether a mapping says that such a key or owner is no key.
bool is_marked_missing(const plan::Mapping* mapping, std::string_view text);

// A cell that can't be read, whatever it says.
struct BadCell {
  std::uint32_t row, column;
  std::string_view reason;
};

// What one thread reads from one block, without anything that other threads write.
class BlockParser {
 public:
  explicit BlockParser(const BlockShape& shape);

  // The parser of the field bound next; null where its cells are for whoever puts blocks together.
  void add_field(std::size_t column, std::unique_ptr<ColumnParser> parser);

  // Reads block, from its byte `from` on. is_plain() then says whether it could.
  void parse();

  // Reads the cells of a grid that was given; owners are given too. Bad ones are unknown, and troubles say so.
  void parse_given(const std::vector<BadCell>& bad);
  Grid& given() { return grid_; }
  void give_owners(std::vector<column::Row>& owners, bool all_owned);  // swaps
  // Why a cell can't be read; empty where it can.
  std::string_view bad(std::size_t row, std::size_t column) const;
  bool has_bad() const { return bad_ != nullptr && !bad_->empty(); }

  Block block;
  std::size_t from = 0;
  bool is_plain() const { return is_plain_; }
  const Grid& grid() const { return grid_; }
  std::string_view cell(std::size_t row, std::size_t column) { return grid_.column(column).cell(row, without_doubled_); }
  // Keys that are integers, all of them; empty where one is not. Rising: each larger than the one before.
  const std::vector<std::int64_t>& key_numbers() const { return key_numbers_; }
  bool keys_rise() const { return keys_rise_; }
  // hash_of_text of each key, where not all are integers and the shape asks; else empty. Their texts too, where no cell is within quotes.
  const std::vector<std::uint64_t>& key_hashes() const { return key_hashes_; }
  const std::vector<std::string_view>& key_texts() const { return key_texts_; }
  std::vector<column::Row>& owners() { return owners_; }  // no_row: missing, or none such
  bool all_owned() const { return all_owned_; }
  std::vector<CellTrouble>& troubles() { return troubles_; }  // by field, and by row within
  std::vector<std::unique_ptr<ColumnParser>>& fields() { return fields_; }

 private:
  void parse_keys();
  void parse_fields();
  bool parse_key(const Grid::Column& cells, std::size_t row, std::int64_t& key);
  bool read_short_keys(const Grid::Column& cells, std::size_t start, std::size_t count);
  bool most_are_read(std::size_t count) const;
  void find_owners();
  void find_numbered_owners(std::size_t start, std::size_t count);
  column::Row find_owner(const Grid::Column& cells, std::size_t row, bool plainly);
  bool find_scattered_owners();
  void hash_keys();

  const BlockShape& shape_;
  Grid grid_;
  bool is_plain_ = false, keys_rise_ = false, all_owned_ = false;
  bool digits_are_missing_ = false;  // a mark for a missing key starts with a digit
  column::Row hint_ = 0;
  kernels::ShortTexts texts_;
  std::array<std::uint32_t, kernels::ShortTexts::most> short_keys_{};
  std::array<std::uint8_t, kernels::ShortTexts::most> read_{};
  std::vector<std::int64_t> key_numbers_;
  std::vector<std::uint64_t> key_hashes_, owner_hashes_;
  std::vector<std::string_view> owner_keys_, key_texts_;
  bool scattered_ = false;  // owners of the last block did not follow each other
  std::vector<column::Row> owners_;
  std::vector<std::size_t> columns_;
  std::vector<std::unique_ptr<ColumnParser>> fields_;
  std::vector<CellTrouble> troubles_;
  std::string without_doubled_;
  const std::vector<BadCell>* bad_ = nullptr;
};

}  // namespace fairstart::readers
