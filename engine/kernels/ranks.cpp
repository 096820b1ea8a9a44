// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/ranks.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"

namespace fairstart::kernels {
namespace {

std::int64_t different(std::vector<std::int64_t>& values) {
  std::sort(values.begin(), values.end());
  return std::unique(values.begin(), values.end()) - values.begin();
}

template <class Value>
void count_values(Answers member, const Value& value, std::int64_t most, Groups groups, const Open& open, Different& room,
                  IntervalsOut out) {
  OpenCursor opened(open);
  for (std::size_t g = 0; g < groups.n; ++g) {
    room.certain.clear();
    room.possible.clear();
    bool certain_row = false;
    std::int64_t not_known = 0;
    const std::size_t end = groups.end(g);
    for (std::size_t i = groups.begin(g); i < end; ++i) {
      const Answer m = member[i];
      if (m == column::no) continue;
      certain_row = certain_row || m == column::yes;
      if (!value.known(i)) {
        ++not_known;
        continue;
      }
      room.possible.push_back(value.number(i));
      if (m == column::yes) room.certain.push_back(value.number(i));
    }
    std::int64_t lo = different(room.certain);
    if (lo == 0 && certain_row) lo = 1;
    const std::int64_t hi = opened.at(g) ? column::no_upper : (different(room.possible) + not_known) * base::million;
    out.set(g, {lo * base::million, std::max(lo * base::million, std::min(hi, most))});
  }
}

// How many of the sorted values are at or over the limit, and how many are over it.
std::int64_t at_or_over(const std::vector<std::int64_t>& values, std::int64_t limit) {
  return values.end() - std::lower_bound(values.begin(), values.end(), limit);
}
std::int64_t over(const std::vector<std::int64_t>& values, std::int64_t limit) {
  return values.end() - std::upper_bound(values.begin(), values.end(), limit);
}

}  // namespace

void count_different(Answers member, KnownNumbers value, std::int64_t most, Groups groups, const Open& open, Different& room,
                     IntervalsOut out) {
  count_values(member, value, most, groups, open, room, out);
}
void count_different(Answers member, KnownAnswers value, std::int64_t most, Groups groups, const Open& open, Different& room,
                     IntervalsOut out) {
  count_values(member, value, most, groups, open, room, out);
}
void count_different(Answers member, KnownLevels value, std::int64_t most, Groups groups, const Open& open, Different& room,
                     IntervalsOut out) {
  count_values(member, value, most, groups, open, room, out);
}

void ranked(Answers member, Intervals order, bool latest, std::int64_t count, Groups groups, const Open& open, Ranks& room,
            Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = member[i] == column::no ? column::no : column::unknown;
  // ~ turns the order of whole numbers round, and is never out of range.
  const auto place = [&](std::int64_t at) { return latest ? at : ~at; };
  OpenCursor opened(open);
  for (std::size_t g = 0; g < groups.n; ++g) {
    room.certain.clear();
    room.possible.clear();
    std::int64_t not_dated = 0;
    const std::size_t begin = groups.begin(g), end = groups.end(g);
    for (std::size_t i = begin; i < end; ++i) {
      const Answer m = member[i];
      if (m == column::no) continue;
      const Interval at = order[i];
      if (!at.known()) {
        ++not_dated;
        continue;
      }
      room.possible.push_back(place(at.lo));
      if (m == column::yes) room.certain.push_back(place(at.lo));
    }
    std::sort(room.certain.begin(), room.certain.end());
    std::sort(room.possible.begin(), room.possible.end());
    const bool is_open = opened.at(g);
    const auto all = static_cast<std::int64_t>(room.possible.size()) + not_dated;
    for (std::size_t i = begin; i < end; ++i) {
      const Answer m = member[i];
      if (m == column::no) continue;
      const Interval at = order[i];
      // Of the other rows: those that certainly come before this one, and those that possibly do.
      const std::int64_t surely = at.known() ? over(room.certain, place(at.lo)) : 0;
      const std::int64_t perhaps = (at.known() ? at_or_over(room.possible, place(at.lo)) + not_dated : all) - 1;
      const bool certainly = m == column::yes && !is_open && perhaps < count;
      out[i] = static_cast<Answer>((certainly ? 1U : 0U) | (surely < count ? 2U : 0U));
    }
  }
}

}  // namespace fairstart::kernels
