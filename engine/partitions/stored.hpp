// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "dsl/base/unnamed_file.hpp"
#include "engine/column/database.hpp"

namespace fairstart::partitions {

// The file that holds rows could not be written or read; what() says so to the user.
class StoreFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One record's rows in a file: stretches in the order that they came, each sorted by owner, and within an owner as they came.
// Functions throw StoreFailed.
class Stored {
 public:
  // `by_owner`: rows belong together by their owners; else they have the places that they came in.
  Stored(base::UnnamedFile& file, bool by_owner) : file_(&file), by_owner_(by_owner) {}

  // Takes the rows of a table, its cells, owners and lines, and with `keys` its keys, and leaves it without them; columns keep
  // their kinds. Keys are those of all its rows.
  void take(column::Table& table, bool keys);

  std::size_t rows() const { return rows_; }
  bool has_text_keys() const { return text_keys_; }
  // How many rows come before those of an owner; of rows without order, before the row of that number.
  column::Row before(column::Row owner) const;
  // Adds the rows of owners [begin, end), stretch after stretch, to a table. Owners as they were taken.
  void add_to(column::Table& table, column::Row begin, column::Row end, std::size_t threads) const;
  void each_key(const std::function<void(std::string_view)>& use) const;  // in any order, where keys were taken
  // What a row takes in memory, on average, and without what is said of owners.
  std::size_t bytes_a_row() const { return rows_ == 0 ? 0 : bytes_ / rows_ + 1; }

 private:
  struct Cells {
    std::uint64_t at = 0, why_at = 0;
    bool why = false;
    std::size_t kind = 0;  // of column::Column::cells
  };
  enum class KeyForm : std::uint8_t { none, count_up, numbers, same_length, texts };
  struct StoredKeys {
    KeyForm form = KeyForm::none;
    std::int64_t first = 0;     // count_up
    std::size_t length = 0;     // same_length
    std::uint64_t at = 0;       // numbers, or characters
    std::uint64_t ends_at = 0;  // texts
  };
  struct Stretch {
    std::size_t rows = 0;
    std::vector<Cells> columns;
    bool owners = false, lines = false;
    std::uint64_t owners_at = 0, lines_at = 0;
    std::vector<column::Row> every;  // owners of some rows, evenly
    StoredKeys keys;
  };

  std::uint64_t write(const void* bytes, std::size_t size);
  template <class T>
  std::uint64_t write(const std::vector<T>& values) {
    return write(values.data(), values.size() * sizeof(T));
  }
  void read(std::uint64_t at, void* to, std::size_t size) const;
  template <class T>
  void add(std::vector<T>& values, std::uint64_t at, std::size_t from, std::size_t count) const {
    const std::size_t had = values.size();
    values.resize(had + count);
    read(at + from * sizeof(T), values.data() + had, count * sizeof(T));
  }
  StoredKeys write_keys(const column::Keys& keys, const std::vector<column::Row>& order);
  void add_cells(column::Column& column, const Cells& cells, std::size_t from, std::size_t count, std::size_t rows) const;
  void add_keys(column::Keys& keys, const Stretch& stretch, std::size_t from, std::size_t count) const;
  std::size_t bytes_of_texts(const Stretch& stretch, std::size_t from, std::size_t count) const;
  std::size_t before(const Stretch& stretch, column::Row owner) const;

  base::UnnamedFile* file_;
  bool by_owner_;
  std::vector<Stretch> stretches_;
  std::size_t rows_ = 0, bytes_ = 0;
  bool text_keys_ = false;
};

// Rows in the order of their owners, those of one owner as they are; empty where they have it already.
std::vector<column::Row> order_by_owner(const std::vector<column::Row>& owners);
// Adds integers as keys.
void add_numbers(column::Keys& keys, const std::vector<std::int64_t>& numbers);

}  // namespace fairstart::partitions
