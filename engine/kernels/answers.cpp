// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/answers.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "engine/kernels/clones.hpp"

namespace fairstart::kernels {

namespace {

FAIRSTART_CLONES void and_each(const Answer* with, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] &= with[i];
}
FAIRSTART_CLONES void or_each(const Answer* with, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] |= with[i];
}
FAIRSTART_CLONES void negate_each(const Answer* of, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = column::negated(of[i]);
}
FAIRSTART_CLONES void known_each(const Answer* of, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = of[i] == column::unknown ? column::no : column::yes;
}
FAIRSTART_CLONES void and_two(const Answer* a, const Answer* b, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] & b[i];
}
FAIRSTART_CLONES void or_two(const Answer* a, const Answer* b, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = a[i] | b[i];
}

}  // namespace

void fill(Answer value, Answer* out, std::size_t n) { std::fill_n(out, n, value); }

void copy(Answers from, Answer* out, std::size_t n) {
  if (from.step == 0) {
    std::fill_n(out, n, n == 0 ? column::no : from.at[0]);
  } else {
    std::copy_n(from.at, n, out);
  }
}

void negate(Answers of, Answer* out, std::size_t n) {
  if (of.step == 1) return negate_each(of.at, out, n);
  fill(n == 0 ? column::no : column::negated(of.at[0]), out, n);
}

void and_into(Answers with, Answer* out, std::size_t n) {
  if (with.step == 1) return and_each(with.at, out, n);
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>(out[i] & with.at[0]);
}

void or_into(Answers with, Answer* out, std::size_t n) {
  if (with.step == 1) return or_each(with.at, out, n);
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>(out[i] | with.at[0]);
}

void both(Answers a, Answers b, Answer* out, std::size_t n) {
  if (a.step == 1 && b.step == 1) return and_two(a.at, b.at, out, n);
  copy(a, out, n);
  and_into(b, out, n);
}

void either(Answers a, Answers b, Answer* out, std::size_t n) {
  if (a.step == 1 && b.step == 1) return or_two(a.at, b.at, out, n);
  copy(a, out, n);
  or_into(b, out, n);
}

void counts_as(Answers of, bool yes, Answer* out, std::size_t n) {
  const unsigned bit = yes ? 1U : 0U;
  with_step(of.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) { out[i] = static_cast<Answer>(((of.at[i * step] >> bit) & 1U) * 3U); }
  });
}

void is_known(Answers of, Answer* out, std::size_t n) {
  if (of.step == 1) return known_each(of.at, out, n);
  fill(n == 0 || of.at[0] == column::unknown ? column::no : column::yes, out, n);
}

void same(Answers left, Answers right, bool negated, Answer* out, std::size_t n) {
  const Answer alike = negated ? column::no : column::yes;
  const Answer unlike = negated ? column::yes : column::no;
  with_step(left.step, [&](auto left_step) {
    with_step(right.step, [&](auto right_step) {
      for (std::size_t i = 0; i < n; ++i) {
        const Answer a = left.at[i * left_step];
        const Answer b = right.at[i * right_step];
        const Answer definite = a == b ? alike : unlike;
        out[i] = a == column::unknown || b == column::unknown ? column::unknown : definite;
      }
    });
  });
}

void or_else(Answers value, Answers otherwise, Answer* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = value[i] == column::unknown ? otherwise[i] : value[i];
}

void count_into(Answers of, IntervalsOut out, std::size_t n) {
  with_step(of.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) {
      const Answer a = of.at[i * step];
      out.lo[i] += (a & 1) * base::million;
      out.hi[i] += (a >> 1) * base::million;
    }
  });
}

}  // namespace fairstart::kernels
