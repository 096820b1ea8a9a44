// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <random>

#include "tests/harness/harness.hpp"

// What the rules about conditions say, against going through all values of three facts.
namespace fairstart::lint::conditions_property_test {
namespace {

// lone-parent, temporary-accommodation: 0 or 1; a school year: 0 to 13. Unknown: -1.
using Values = std::array<int, 3>;
constexpr std::array<int, 3> most = {1, 1, 13};

enum class Kind { fact, under, at_least, is_year, negation, all, any };
struct Condition {
  Kind kind = Kind::fact;
  int fact = 0, number = 0;
  std::vector<Condition> parts;
};

struct Pair {
  bool certainly, possibly;
};

std::string text_of(const Condition& at) {
  static const std::array<std::string, 2> facts = {"lone-parent", "temporary-accommodation"};
  switch (at.kind) {
    case Kind::fact: return facts[static_cast<std::size_t>(at.fact)];
    case Kind::under: return "in-school-year is under " + std::to_string(at.number);
    case Kind::at_least: return "in-school-year is at least " + std::to_string(at.number);
    case Kind::is_year: return "in-school-year is " + std::to_string(at.number);
    case Kind::negation: return "not (" + text_of(at.parts[0]) + ")";
    case Kind::all:
    case Kind::any: break;
  }
  std::string out;
  for (const Condition& part : at.parts)
    out += (out.empty() ? "(" : at.kind == Kind::all ? " and (" : " or (") + text_of(part) + ")";
  return out;
}

// As the language works it out: pairs, and an unknown number as its range.
Pair worked_out(const Condition& at, const Values& values) {
  const int year = values[2], lo = year < 0 ? 0 : year, hi = year < 0 ? most[2] : year;
  switch (at.kind) {
    case Kind::fact: {
      const int value = values[static_cast<std::size_t>(at.fact)];
      return {value == 1, value != 0};
    }
    case Kind::under: return {hi < at.number, lo < at.number};
    case Kind::at_least: return {lo >= at.number, hi >= at.number};
    case Kind::is_year: return {lo == hi && lo == at.number, lo <= at.number && at.number <= hi};
    case Kind::negation: {
      const Pair inner = worked_out(at.parts[0], values);
      return {!inner.possibly, !inner.certainly};
    }
    case Kind::all:
    case Kind::any: break;
  }
  Pair out{at.kind == Kind::all, at.kind == Kind::all};
  for (const Condition& part : at.parts) {
    const Pair pair = worked_out(part, values);
    out = at.kind == Kind::all ? Pair{out.certainly && pair.certainly, out.possibly && pair.possibly}
                               : Pair{out.certainly || pair.certainly, out.possibly || pair.possibly};
  }
  return out;
}

// Over all values that unknown facts could have.
Pair exact(const Condition& at, const Values& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= 0) continue;
    Pair out{true, false};
    for (int value = 0; value <= most[i]; ++value) {
      Values fuller = values;
      fuller[i] = value;
      const Pair pair = exact(at, fuller);
      out = {out.certainly && pair.certainly, out.possibly || pair.possibly};
    }
    return out;
  }
  return worked_out(at, values);
}

bool some_part_is_constant(const Condition& at) {
  if (at.kind != Kind::fact) {
    const Pair pair = exact(at, {-1, -1, -1});
    if (pair.certainly || !pair.possibly) return true;
  }
  return std::any_of(at.parts.begin(), at.parts.end(), some_part_is_constant);
}

using Random = std::mt19937;
Condition random_condition(Random& random, int depth) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const int choice = depth == 0 ? below(4) : below(10);
  if (choice < 2) return {Kind::fact, below(2), 0, {}};
  if (choice == 2) return {below(2) == 0 ? Kind::under : Kind::at_least, 0, below(15), {}};
  if (choice == 3) return {Kind::is_year, 0, below(14), {}};
  if (choice == 4) return {Kind::negation, 0, 0, {random_condition(random, depth - 1)}};
  Condition out{choice % 2 == 0 ? Kind::all : Kind::any, 0, 0, {}};
  for (int i = 0, n = 2 + below(2); i < n; ++i) out.parts.push_back(random_condition(random, depth - 1));
  return out;
}

TEST(Conditions, AreToldWhereAPartIsAlwaysTheSameAndExactWhereNothingIsTold) {
  Random random(7);
  int constant = 0, exactly = 0, both = 0;
  for (int i = 0; i < 400; ++i) {
    const Condition condition = random_condition(random, 2);
    harness::Checked checked =
        harness::check_text("library local.case \"Case\" { version \"1\" }\nuse uk.family-record\ndefine d for child means " +
                            text_of(condition) + "\n");
    ASSERT_TRUE(checked.plan.has_value()) << checked.text();
    harness::lint(checked);
    const std::vector<std::string> codes = checked.codes();
    const auto has = [&](const char* code) { return std::find(codes.begin(), codes.end(), code) != codes.end(); };
    ASSERT_EQ(has("FS1502"), some_part_is_constant(condition)) << text_of(condition) << "\n" << checked.text();
    constant += has("FS1502") ? 1 : 0;
    both += has("FS1508") ? 1 : 0;
    if (!codes.empty()) continue;
    ++exactly;
    for (int a = -1; a <= 1; ++a) {
      for (int b = -1; b <= 1; ++b) {
        for (int year = -1; year <= most[2]; ++year) {
          const Pair got = worked_out(condition, {a, b, year}), wanted = exact(condition, {a, b, year});
          ASSERT_TRUE(got.certainly == wanted.certainly && got.possibly == wanted.possibly)
              << text_of(condition) << " at " << a << ", " << b << ", " << year;
        }
      }
    }
  }
  EXPECT_GT(constant, 30);
  EXPECT_GT(both, 10);
  EXPECT_GT(exactly, 100);
}

}  // namespace
}  // namespace fairstart::lint::conditions_property_test
