// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/bench/bound/columns.hpp"
#include "tests/bench/bound/lines.hpp"

namespace fairstart::bound {

// Room for the whole share of a file, judged by its first piece.
inline void make_room(Columns& part, std::size_t piece_bytes, std::size_t share_bytes) {
  const double pieces = 1.06 * static_cast<double>(share_bytes) / static_cast<double>(piece_bytes);
  if (pieces <= 1) return;
  const auto reserve = [&](auto& column) {
    if (column.size() != 0) column.reserve(static_cast<std::size_t>(static_cast<double>(column.size()) * pieces) + 1024);
  };
  std::apply([&](auto&... column) { (reserve(column), ...); }, part.read_columns());
}

// The columns that the parts hold, in their order; those of a single part are taken as they are.
template <std::size_t... i>
void join(Columns& whole, std::vector<Columns>& parts, std::index_sequence<i...>) {
  const auto join_one = [&]<std::size_t which>(std::integral_constant<std::size_t, which>) {
    auto& to = std::get<which>(whole.read_columns());
    std::size_t rows = to.size();
    for (Columns& part : parts) rows += std::get<which>(part.read_columns()).size();
    if (rows == to.size()) return;
    if (parts.size() == 1) {
      to = std::move(std::get<which>(parts.front().read_columns()));
      return;
    }
    to.reserve(rows);
    for (Columns& part : parts) to.append(std::get<which>(part.read_columns()));
  };
  (join_one(std::integral_constant<std::size_t, i>{}), ...);
}

// read(thread, columns, begin, end) adds the rows of some whole lines.
template <class Read>
void load_file(Columns& whole, const std::string& path, unsigned threads, bool has_header, const Read& read) {
  const std::size_t share = size_of_file(path) / threads;
  std::vector<Columns> parts(threads);
  struct alignas(64) Begun {
    bool yes = false;
  };
  std::vector<Begun> begun(threads);
  read_lines(path, threads, has_header, [&](unsigned thread, const char* begin, const char* end) {
    read(thread, parts[thread], begin, end);
    if (begun[thread].yes) return;
    begun[thread].yes = true;
    make_room(parts[thread], static_cast<std::size_t>(end - begin), share);
  });
  join(whole, parts, std::make_index_sequence<std::tuple_size_v<decltype(whole.read_columns())>>{});
}

// Owners' first rows, from the owners' ids in the rows: these are in the owners' order.
inline void index_owners(Columns& columns) {
  const auto index = [](const Array<std::int32_t>& owners, const Array<std::int32_t>& owned, Array<std::uint32_t>& first) {
    first.resize(owners.size() + 1);
    std::size_t row = 0;
    for (std::size_t owner = 0; owner < owners.size(); ++owner) {
      first[owner] = static_cast<std::uint32_t>(row);
      while (row < owned.size() && owned[row] == owners[owner]) ++row;
    }
    first[owners.size()] = static_cast<std::uint32_t>(row);
    if (row != owned.size()) {
      std::fputs("bound: a row without owner, or out of order\n", stderr);
      std::exit(1);
    }
  };
  index(columns.family.id, columns.person.family_id, columns.family.first_person);
  index(columns.person.id, columns.event.person_id, columns.person.first_event);
}

}  // namespace fairstart::bound
