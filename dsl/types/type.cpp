// SPDX-License-Identifier: Apache-2.0
#include "dsl/types/type.hpp"

namespace fairstart::types {

bool same(const Type& a, const Type& b) {
  if (a.kind == Kind::unknown || b.kind == Kind::unknown) return true;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Kind::number: return a.base == b.base && a.per == b.per && a.shown_per == b.shown_per;
    case Kind::code:
    case Kind::codes: return a.codes == b.codes;
    case Kind::levels:
    case Kind::groups: return a.levels == b.levels;
    case Kind::link: return a.record == b.record;
    case Kind::unknown:
    case Kind::yes_no:
    case Kind::date:
    case Kind::text: return true;
  }
  return false;
}

std::int64_t days_or_months_in(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::week: return 7;
    case TimeUnit::quarter: return 3;
    case TimeUnit::year: return 12;
    case TimeUnit::none:
    case TimeUnit::day:
    case TimeUnit::month: return 1;
  }
  return 1;
}

bool counted_in_days(TimeUnit unit) { return unit == TimeUnit::day || unit == TimeUnit::week; }

}  // namespace fairstart::types
