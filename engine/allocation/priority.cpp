// SPDX-License-Identifier: Apache-2.0
#include "engine/allocation/priority.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <numeric>

#include "dsl/base/sha256.hpp"

namespace fairstart::allocation {
namespace {

// Records without keys have their rows' order.
int compare_ids(const column::Table& table, column::Row a, column::Row b) {
  if (table.keys.size() == 0) return 0;
  if (table.keys.as_text()) return table.keys.view(a).compare(table.keys.view(b));
  const std::int64_t x = table.keys.number(a), y = table.keys.number(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

}  // namespace

// The complement turns the order round and, unlike the negative, exists for every number.
std::int64_t priority(column::Interval value, bool highest) {
  if (highest) return value.lo == column::no_lower ? last_of_all : ~value.lo;
  return value.hi == column::no_upper ? last_of_all : value.hi;
}

std::int64_t priority_of_levels(std::uint64_t possible, bool highest) {
  if (possible == 0) return last_of_all;
  const auto level = highest ? std::countr_zero(possible) : 63 - std::countl_zero(possible);
  return highest ? ~static_cast<std::int64_t>(level) : static_cast<std::int64_t>(level);
}

std::int64_t value_of_priority(std::int64_t priority, bool highest) { return highest ? ~priority : priority; }

std::int64_t priority(const plan::Plan& plan, const plan::OrderKey& key, plan::ExprId since, const column::Evaluated& evaluated,
                      column::Row row) {
  if (!key.value.exists()) return since.exists() ? priority(evaluated.interval(plan, since, row), false) : last_of_all;
  if (plan.expr(key.value).type.kind == types::Kind::levels)
    return priority_of_levels(evaluated.possible_levels(plan, key.value, row), key.highest);
  return priority(evaluated.interval(plan, key.value, row), key.highest);
}

std::uint64_t lot(std::string_view lottery, std::string_view id) {
  std::string text(lottery);
  text += '\n';
  text += id;
  const std::string hex = base::sha256_hex(text);
  std::uint64_t drawn = 0;
  std::from_chars(hex.data(), hex.data() + 16, drawn, 16);
  return drawn;
}

std::vector<std::uint32_t> in_order(const Found& found, const std::vector<std::uint32_t>& place_rank,
                                    const column::Table& table) {
  std::vector<std::uint32_t> order(found.entries.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Entry &x = found.entries[a], &y = found.entries[b];
    if (place_rank[a] != place_rank[b]) return place_rank[a] < place_rank[b];
    if (x.state != y.state) return x.state < y.state;
    const std::int64_t *p = found.keys_of(a), *q = found.keys_of(b);
    for (std::size_t i = 0; i < found.keys_each; ++i)
      if (p[i] != q[i]) return p[i] < q[i];
    if (x.lot != y.lot) return x.lot < y.lot;
    if (const int ids = compare_ids(table, x.row, y.row); ids != 0) return ids < 0;
    return x.row < y.row;
  });
  return order;
}

}  // namespace fairstart::allocation
