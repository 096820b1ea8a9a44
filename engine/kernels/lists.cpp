// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/lists.hpp"

#include <algorithm>

#include "engine/kernels/bounded.hpp"

namespace fairstart::kernels {
namespace {

template <class Change>
void each_open(const Open& open, std::size_t n, const Change& change) {
  if (open.all) {
    for (std::size_t g = 0; g < n; ++g) change(g);
  } else {
    for (const Row row : open.rows) change(row - open.base);
  }
}

}  // namespace

void any(Answers member, Groups groups, const Open& open, Answer* out) {
  with_step(member.step, [&](auto step) {
    for (std::size_t g = 0; g < groups.n; ++g) {
      unsigned together = column::no;
      const std::size_t end = groups.end(g);
      for (std::size_t i = groups.begin(g); i < end; ++i) together |= member.at[i * step];
      out[g] = static_cast<Answer>(together);
    }
  });
  each_open(open, groups.n, [&](std::size_t g) { out[g] = static_cast<Answer>(out[g] | column::unknown); });
}

void every(Answers member, Answers claim, Groups groups, const Open& open, Answer* out) {
  with_step(member.step, [&](auto member_step) {
    with_step(claim.step, [&](auto claim_step) {
      for (std::size_t g = 0; g < groups.n; ++g) {
        unsigned together = column::yes;
        const std::size_t end = groups.end(g);
        for (std::size_t i = groups.begin(g); i < end; ++i) {
          together &= static_cast<unsigned>(column::negated(member.at[i * member_step]) | claim.at[i * claim_step]);
        }
        out[g] = static_cast<Answer>(together);
      }
    });
  });
  each_open(open, groups.n, [&](std::size_t g) { out[g] = static_cast<Answer>(out[g] & column::unknown); });
}

void count(Answers member, Groups groups, const Open& open, IntervalsOut out) {
  with_step(member.step, [&](auto step) {
    for (std::size_t g = 0; g < groups.n; ++g) {
      std::int64_t certain = 0, possible = 0;
      const std::size_t end = groups.end(g);
      for (std::size_t i = groups.begin(g); i < end; ++i) {
        const Answer m = member.at[i * step];
        certain += m & 1;
        possible += m >> 1;
      }
      out.lo[g] = certain * base::million;
      out.hi[g] = possible * base::million;
    }
  });
  each_open(open, groups.n, [&](std::size_t g) { out.hi[g] = column::no_upper; });
}

void mark(Groups groups, Row marked, Answer* out) {
  for (std::size_t g = 0; g < groups.n; ++g) {
    const std::size_t at = groups.begin(g) + marked;
    if (at < groups.end(g)) out[at] = column::yes;
  }
}

void sum(Answers member, Intervals value, bool never_negative, Groups groups, const Open& open, IntervalsOut out) {
  OpenCursor opened(open);
  for (std::size_t g = 0; g < groups.n; ++g) {
    ExactSum total;
    const std::size_t end = groups.end(g);
    for (std::size_t i = groups.begin(g); i < end; ++i) {
      const Answer m = member[i];
      if (m == column::no) continue;
      const Interval v = value[i];
      total.add_lo(m == column::yes ? v.lo : std::min<std::int64_t>(0, v.lo));
      total.add_hi(m == column::yes ? v.hi : std::max<std::int64_t>(0, v.hi));
    }
    if (opened.at(g)) {
      total.open_above();
      if (!never_negative) total.open_below();
    }
    out.set(g, total.value());
  }
}

void summarise(plan::Summary summary, Answers member, Intervals value, Interval unknown_value, Groups groups, const Open& open,
               IntervalsOut out) {
  OpenCursor opened(open);
  for (std::size_t g = 0; g < groups.n; ++g) {
    bool definite = !opened.at(g);
    std::int64_t rows = 0, lowest = column::no_upper, highest = column::no_lower;
    Wide total = 0;
    const std::size_t end = groups.end(g);
    for (std::size_t i = groups.begin(g); i < end && definite; ++i) {
      const Answer m = member[i];
      if (m == column::no) continue;
      const Interval v = value[i];
      definite = m == column::yes && v.known();
      ++rows;
      total += v.lo;
      lowest = std::min(lowest, v.lo);
      highest = std::max(highest, v.lo);
    }
    std::int64_t result = 0;
    if (definite && rows > 0) {
      switch (summary) {
        case plan::Summary::average: result = static_cast<std::int64_t>(divide_half_even(total, rows)); break;
        case plan::Summary::lowest: result = lowest; break;
        case plan::Summary::highest: result = highest; break;
        case plan::Summary::sum: result = static_cast<std::int64_t>(total); break;
      }
    }
    out.set(g, definite && rows > 0 ? Interval{result, result} : unknown_value);
  }
}

}  // namespace fairstart::kernels
