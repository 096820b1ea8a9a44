// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/bound/columns.hpp"

namespace fairstart::bound {

// Task A, family by family. Bit i: fact i + 1 (true; not known) or offer i + 1.
struct Results {
  Array<std::uint16_t> facts, unknown_facts, offers;
  Array<std::uint8_t> score, factors, unknowns, tier;
  void resize(std::size_t families);
};

// Task B: one cell a deprivation fifth, first letter of ethnicity (A B M O W) and tier.
struct Cell {
  // Numerator and denominator of indicators 1 to 7, then the rows of the eighth.
  static constexpr std::size_t figures = 15;
  static constexpr std::size_t most_days = 127;
  std::array<std::int64_t, figures> counts{};
  std::array<std::uint32_t, most_days + 1> days{};  // rows of the eighth by days from birth to the first visit
};
using Cells = std::array<Cell, 100>;
inline std::size_t cell_of(unsigned imd_decile, unsigned tier) { return (imd_decile + 1) / 2 * 20 - 20 + tier; }  // of letter A

// For families [begin, end). Plain: one family after the other, as one writes it first. Wide: the limit of a processor with
// AVX-512; elsewhere the plain way.
void a_plain(const Columns& columns, Results& results, std::size_t begin, std::size_t end);
void a_wide(const Columns& columns, Results& results, std::size_t begin, std::size_t end);
void b_plain(const Columns& columns, const Results& results, Cells& cells, std::size_t begin, std::size_t end);
void b_wide(const Columns& columns, const Results& results, Cells& cells, std::size_t begin, std::size_t end);

enum class Way { plain, wide };
bool is_wide();  // whether `wide` is what it says here
void run_a(Way way, const Columns& columns, Results& results, unsigned threads);
// Cells of one thread each; all added up in the first.
void run_b(Way way, const Columns& columns, const Results& results, std::vector<Cells>& of_threads);

// results.csv: id, twelve facts (true, false, blank), score, factors, unknown, tier, ten offers.
void write_results(const Columns& columns, const Results& results, const std::string& path, unsigned threads);
// cells.csv: fifth, letter, tier, then n1,d1,…,n7,d7, the median's double, d8; without a header; cells with people only.
void write_cells(const Cells& cells, const std::string& path);

}  // namespace fairstart::bound
