// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "engine/partitions/stored.hpp"
#include "engine/readers/overflow.hpp"

namespace fairstart::partitions {

// What must be in memory at once does not fit.
class TooLittle : public std::runtime_error {
 public:
  explicit TooLittle(std::uint64_t bytes) : std::runtime_error("too little memory"), needed(bytes) {}
  std::uint64_t needed;  // bytes that would do, as far as can be told
};

struct Sizes {
  std::size_t memory = 0;   // for all that the process holds; reading and working out are planned so that it suffices
  std::size_t apart = 0;    // of it: what neither rows nor keys take
  std::size_t stretch = 0;  // bytes of rows of one table that are held before they leave; 0: an eighth of the memory
  std::size_t part = 0;     // bytes of rows that are loaded at once; 0: what is left
  std::size_t threads = 1;  // that load them
};

// Holds the rows of families, and of all below them, in a file while they are read, and gives them back a part of the families
// at a time, in their order. Keys by which rows find their owners, and what is above the family, stay in memory. Functions throw
// StoreFailed, and TooLittle.
class Shelf : public readers::Overflow {
 public:
  Shelf(const plan::Plan& plan, base::UnnamedFile file, Sizes sizes);
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;

  void check_room(plan::RecordId record, const readers::SoFar& so_far) override;
  bool rows_came(plan::RecordId record, const readers::SoFar& so_far) override;
  bool keys_stay(plan::RecordId record) const override;
  void rows_stay(const std::vector<plan::RecordId>& records, const readers::SoFar& so_far) override;
  void ended(plan::RecordId record, const readers::SoFar& so_far, bool links) override;
  void all_ended(column::Database& database) override;
  void each_key_taken(plan::RecordId record, const std::function<void(std::string_view)>& use) const override;

  // Puts the next families, at least one, and what belongs under them into the database that was read, instead of those before.
  // False: there are none left (without any family there is one part). The tables of the last part are gone then. `besides`:
  // bytes that the parts before left in memory.
  bool next(column::Database& database, std::size_t besides = 0);
  std::size_t families() const;

 private:
  struct Shelved {
    plan::RecordId record;
    Stored rows;
    column::Table frame;                   // what is said of the table; keys, where they stay
    std::vector<column::Row> owners = {};  // where keys stay: of all rows, until the table has ended
    bool waits = false;                    // for its links
  };
  struct Range {
    column::Row begin = 0, end = 0;
  };
  using Ranges = std::vector<Range>;  // by place in shelved_

  Shelved* find(plan::RecordId record);
  const Shelved* find(plan::RecordId record) const;
  void take_rest(Shelved& shelved, column::Table& table);
  void count_others(const readers::SoFar& so_far);
  std::size_t held() const;
  void check(std::size_t besides, std::size_t whole = 0) const;
  std::size_t room(std::size_t besides) const;
  Ranges ranges(column::Row begin, column::Row end) const;
  std::size_t bytes(const Ranges& ranges) const;
  column::Row end_of_part(column::Row begin, std::size_t room) const;
  void load(column::Database& database, const Ranges& ranges) const;
  void load(column::Table& table, const Shelved& shelved, const Ranges& ranges) const;
  void move_links(column::Table& table, const Shelved& shelved, const Ranges& ranges) const;

  const plan::Plan& plan_;
  base::UnnamedFile file_;
  Sizes sizes_;
  bool keep_owners_ = false;        // until links within families have been followed
  std::vector<Shelved> shelved_;    // each after what it belongs to
  std::vector<std::size_t> place_;  // by RecordId: place in shelved_
  std::size_t other_bytes_ = 0;     // of texts, of tables above the family, and of what is in no table
  std::size_t ended_bytes_ = 0;     // while reading: of keys of tables that have ended, and of rows that wait for their links
  std::optional<column::Row> next_ = 0;  // the first family of the next part
  std::vector<std::size_t> pairs_;       // by RecordId: made for the parts before
};

}  // namespace fairstart::partitions
