// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "engine/exec/program.hpp"
#include "engine/explain/explain.hpp"
#include "engine/report/report.hpp"
#include "tests/harness/harness.hpp"

namespace {
std::atomic<std::size_t> allocations{0};
}  // namespace

// Inlined, these look to g++ 12 like new beside free (GCC bug 103993).
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

// Counts what the whole test program asks for.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*nothrow*/) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory, const std::nothrow_t& /*nothrow*/) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace fairstart::report::row_allocations_test {
namespace {

constexpr const char* framework = R"(framework test.rows "Rows" {
  version "1"
}
proportionate off because "A test of memory"
record family, families "Family" {
  key family-id
  alone  : yes/no
  damp   : yes/no
  income : money per year
}
record person, people "Person" {
  key person-id,  belongs to family by family-id
  date-of-birth : date
  smoker : yes/no
}
define smoke for family means any person where smoker
groups facts for family "Facts" {
  single "Single" when alone,  smoky "Smoke" when smoke,  poor "Poor" when income is under £20,000 per year
}
score need for family "Need" {
  1 point when alone,  2 points when damp,  3 points when smoke
}
tiers support for family "Support" {
  basic "Basic"
  more-help "More help" when alone
}
offer help for family "Help" { when alone and smoke }
offer visit for family "Visit" { when damp or income is under £20,000 per year }
)";

// Each fact stands in one place of a rule, so that no formula is needed. A few ways in which answers are known, in turn.
std::string rows(std::size_t families, bool people) {
  static constexpr const char* words[] = {"yes", "no", ""};
  std::string text = people ? "person_id,family_id,date_of_birth,smoker\n" : "family_id,alone,damp,income\n";
  for (std::size_t i = 0; i < families; ++i) {
    const std::string id = "F" + std::to_string(i);
    if (!people) {
      text += id + ',' + words[i % 3] + ',' + words[i / 3 % 3] + ',' + (i % 4 == 0 ? "" : "18000.50") + '\n';
      continue;
    }
    for (std::size_t j = 0; j < 1 + i % 4; ++j)
      text += "P" + std::to_string(10 * i + j) + ',' + id + ",2024-01-02," + words[(i + j) % 3] + '\n';
  }
  return text;
}

TEST(RowWriter, nothing_is_allocated_for_a_row) {
  const harness::Checked checked = harness::check_text(framework);
  ASSERT_TRUE(checked.plan) << checked.text();
  const harness::TemporaryFolder folder;
  constexpr column::Row families = 600;
  folder.write("families.csv", rows(families, false));
  folder.write("people.csv", rows(families, true));
  diagnostics::Diagnostics diagnostics;
  readers::Options options;
  options.rejects_path = folder.path() / "rejects.csv";
  const auto records = readers::read_folder(folder.path(), *checked.plan, options, diagnostics);
  ASSERT_TRUE(records);
  const column::Clock clock{*base::day_of(2026, 4, 1), *base::day_of(2025, 4, 2), *base::day_of(2026, 4, 1)};
  const RowWriter writer(records->database, clock, {});
  const exec::Program program(records->database, clock, RowWriter::expressions(*checked.plan));
  column::Evaluated evaluated;
  ChunkText text;
  Totals totals;
  const auto allocated_for = [&](column::Row begin, column::Row end) {
    text.families.clear(), text.offers.clear(), text.people.clear();
    const std::size_t before = allocations;
    program.run(column::chunk_of_families(records->database, begin, end), evaluated);
    writer.write(evaluated, text, totals);
    return allocations - before;
  };
  allocated_for(0, families);  // what grows to the largest chunk has grown; reasons and formulas have been met
  const std::size_t of_few = allocated_for(100, 150), of_many = allocated_for(100, 500);
  EXPECT_NE(text.families.find("unknown"), std::string::npos);
  EXPECT_NE(text.offers.find(" of F"), std::string::npos) << "nothing to ask about";
  EXPECT_LT(of_many, of_few + 40) << "something is allocated for each of 350 families more";
}

}  // namespace
}  // namespace fairstart::report::row_allocations_test
