// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "engine/column/database.hpp"
#include "engine/exec/frame.hpp"
#include "engine/kernels/lists.hpp"

namespace fairstart::exec {

// Rows of one record under the rows of a record above it, any number of owners up, for the whole database.
class Grouping {
 public:
  // Needs tables grouped by owner all the way from `record` to `scope`.
  Grouping(const column::Database& database, plan::RecordId scope, plan::RecordId record);
  kernels::Groups groups(const Frame& frame) const;
  kernels::Open open(const Frame& frame) const;

 private:
  void find_filled();
  plan::RecordId scope_, record_;
  const std::vector<column::Row>* first_ = nullptr;  // by scope row, and one more: of the table, or composed_
  std::vector<column::Row> composed_;
  std::vector<column::Row> filled_;  // scope rows that have any, where many have none; else empty
  // By so many scope rows: the place in filled_ of the first that is not before them.
  static constexpr std::size_t rows_an_entry = 256;
  std::vector<std::uint32_t> filled_from_;
  std::span<const column::Row> filled_among(column::Row begin, std::size_t n) const;
  std::vector<const column::Row*> up_;  // from `record` to `scope`: tables' owners; empty where a table does not tell
  bool all_open_ = false;
  std::vector<column::Row> open_rows_;  // sorted scope rows
};

// The rows that a node over a list works with. None where the list can't be seen from one chunk of families.
struct ListRows {
  const Grouping* grouping = nullptr;
  bool all_open = false;  // rows of this kind may be missing, whoever's they are (column::open_lists)
  explicit operator bool() const { return grouping != nullptr; }
  kernels::Groups groups(const Frame& frame) const { return grouping->groups(frame); }
  kernels::Open open(const Frame& frame) const {
    kernels::Open open = grouping->open(frame);
    open.all = open.all || all_open;
    return open;
  }
};

// Groupings once each. Their addresses stay.
class Groupings {
 public:
  Groupings(const column::Database& database, const column::Clock& clock);
  const Grouping& between(plan::RecordId scope, plan::RecordId record);
  ListRows rows_of(plan::ListId list);

 private:
  const column::Database* database_;
  std::vector<bool> open_lists_;
  std::map<std::pair<plan::RecordId, plan::RecordId>, std::unique_ptr<Grouping>> known_;
};

// `record` and its owners upwards, up to and with `owner`; empty where it does not belong to it.
std::vector<plan::RecordId> way_up(const plan::Plan& plan, plan::RecordId record, plan::RecordId owner);

}  // namespace fairstart::exec
