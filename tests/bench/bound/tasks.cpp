// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bound/tasks.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>

#include "tests/bench/bound/lines.hpp"

namespace fairstart::bound {
namespace {

// Ranges of whole blocks, so that no thread has a short one in the middle.
template <class Work>
void over_families(std::size_t families, unsigned threads, const Work& work) {
  const std::size_t share = (families / threads + 1023) / 1024 * 1024;
  on_threads(threads, [&](unsigned thread) {
    const std::size_t begin = std::min(families, share * thread);
    work(thread, begin, thread + 1 == threads ? families : std::min(families, begin + share));
  });
}

char* append_number(char* to, std::uint32_t number) {
  char digits[12];
  int at = 12;
  do {
    digits[--at] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  std::memcpy(to, digits + at, static_cast<std::size_t>(12 - at));
  return to + 12 - at;
}

// `,true`, `,false`, or `,` where not known.
char* append_answer(char* to, std::uint32_t yes, std::uint32_t unknown) {
  std::memcpy(to, yes != 0 ? ",true " : ",false", 6);
  return to + (unknown != 0 ? 1 : yes != 0 ? 5 : 6);
}

char* append_line(char* to, const Columns& columns, const Results& results, std::size_t family) {
  to = append_number(to, static_cast<std::uint32_t>(columns.family.id[family]));
  for (unsigned fact = 0; fact < 12; ++fact)
    to = append_answer(to, results.facts[family] >> fact & 1U, results.unknown_facts[family] >> fact & 1U);
  for (const auto* number : {&results.score, &results.factors, &results.unknowns, &results.tier}) {
    *to++ = ',';
    to = append_number(to, (*number)[family]);
  }
  for (unsigned offer = 0; offer < 10; ++offer) to = append_answer(to, results.offers[family] >> offer & 1U, 0);
  *to++ = '\n';
  return to;
}

// Twice the median of the days: the middle one's double, or the sum of the two in the middle.
std::int64_t doubled_median(const Cell& cell) {
  const std::int64_t rows = cell.counts[14];
  const auto at = [&](std::int64_t rank) {
    std::int64_t days = 0;
    for (std::int64_t seen = cell.days[0]; seen <= rank; seen += cell.days[static_cast<std::size_t>(++days)]) continue;
    return days;
  };
  return at((rows - 1) / 2) + at(rows / 2);
}

}  // namespace

void Results::resize(std::size_t families) {
  for (auto* words : {&facts, &unknown_facts, &offers}) words->resize(families);
  for (auto* bytes : {&score, &factors, &unknowns, &tier}) bytes->resize(families);
}

void run_a(Way way, const Columns& columns, Results& results, unsigned threads) {
  over_families(columns.families(), threads, [&](unsigned, std::size_t begin, std::size_t end) {
    (way == Way::wide ? a_wide : a_plain)(columns, results, begin, end);
  });
}

void run_b(Way way, const Columns& columns, const Results& results, std::vector<Cells>& of_threads) {
  for (Cells& cells : of_threads) cells = {};
  over_families(columns.families(), static_cast<unsigned>(of_threads.size()),
                [&](unsigned thread, std::size_t begin, std::size_t end) {
                  (way == Way::wide ? b_wide : b_plain)(columns, results, of_threads[thread], begin, end);
                });
  for (std::size_t thread = 1; thread < of_threads.size(); ++thread) {
    for (std::size_t cell = 0; cell < of_threads[0].size(); ++cell) {
      Cell& sum = of_threads[0][cell];
      const Cell& more = of_threads[thread][cell];
      for (std::size_t i = 0; i < sum.counts.size(); ++i) sum.counts[i] += more.counts[i];
      for (std::size_t i = 0; i < sum.days.size(); ++i) sum.days[i] += more.days[i];
    }
  }
}

void write_results(const Columns& columns, const Results& results, const std::string& path, unsigned threads) {
  constexpr std::size_t block = 65'536, longest_line = 200;
  std::ofstream file(path, std::ios::binary);
  file << "family_id,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12,score,factors,unknown,tier,o1,o2,o3,o4,o5,o6,o7,o8,o9,o10\n";
  std::vector<std::string> texts(threads);
  for (std::size_t first = 0; first < columns.families(); first += block * threads) {
    on_threads(threads, [&](unsigned thread) {
      const std::size_t begin = std::min(columns.families(), first + block * thread);
      const std::size_t end = std::min(columns.families(), begin + block);
      std::string& text = texts[thread];
      text.resize((end - begin) * longest_line + 64);
      char* at = text.data();
      for (std::size_t family = begin; family < end; ++family) at = append_line(at, columns, results, family);
      text.resize(static_cast<std::size_t>(at - text.data()));
    });
    for (const std::string& text : texts) file.write(text.data(), static_cast<std::streamsize>(text.size()));
  }
  if (!file.flush()) fail(path);
}

void write_cells(const Cells& cells, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    if (cell.counts[11] == 0) continue;
    file << i / 20 + 1 << ',' << "ABMOW"[i / 4 % 5] << ',' << i % 4;
    for (std::size_t figure = 0; figure < 14; ++figure) file << ',' << cell.counts[figure];
    file << ',';
    if (cell.counts[14] != 0) file << doubled_median(cell);
    file << ',' << cell.counts[14] << '\n';
  }
  if (!file.flush()) fail(path);
}

}  // namespace fairstart::bound
