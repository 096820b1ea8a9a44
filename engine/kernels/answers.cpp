// SPDX-License-Identifier: Apache-2.0
#include "engine/kernels/answers.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"

namespace fairstart::kernels {

void fill(Answer value, Answer* out, std::size_t n) { std::fill_n(out, n, value); }

void copy(Answers from, Answer* out, std::size_t n) {
  if (from.step == 0) {
    std::fill_n(out, n, n == 0 ? column::no : from.at[0]);
  } else {
    std::copy_n(from.at, n, out);
  }
}

void negate(Answers of, Answer* out, std::size_t n) {
  with_step(of.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) out[i] = column::negated(of.at[i * step]);
  });
}

void and_into(Answers with, Answer* out, std::size_t n) {
  with_step(with.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>(out[i] & with.at[i * step]);
  });
}

void or_into(Answers with, Answer* out, std::size_t n) {
  with_step(with.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Answer>(out[i] | with.at[i * step]);
  });
}

void counts_as(Answers of, bool yes, Answer* out, std::size_t n) {
  const unsigned bit = yes ? 1U : 0U;
  with_step(of.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) { out[i] = static_cast<Answer>(((of.at[i * step] >> bit) & 1U) * 3U); }
  });
}

void is_known(Answers of, Answer* out, std::size_t n) {
  with_step(of.step, [&](auto step) {
    for (std::size_t i = 0; i < n; ++i) out[i] = of.at[i * step] == column::unknown ? column::no : column::yes;
  });
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
