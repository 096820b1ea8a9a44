// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine/readers/cell_reader.hpp"
#include "engine/readers/csv.hpp"
#include "engine/readers/grid.hpp"
#include "engine/readers/rejects.hpp"
#include "engine/readers/values.hpp"

namespace {

using fairstart::readers::CsvReader;

struct Outcome {
  std::string cells;
  CsvReader::Next last{};
  std::uint64_t line = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// All that is read, in pieces of at most `piece` bytes: where pieces end must not matter.
Outcome read(const char* text, std::size_t size, std::size_t piece) {
  CsvReader csv(
      [&](char* to, std::size_t room) {
        const std::size_t got = std::min({piece, room, size});
        if (got > 0) std::memcpy(to, text, got);
        text += got;
        size -= got;
        return static_cast<std::ptrdiff_t>(got);
      },
      1U << 24U);
  Outcome out;
  while ((out.last = csv.next()) == CsvReader::Next::record) {
    for (const auto& cell : csv.cells()) {
      out.cells += cell.malformed ? '!' : ' ';
      out.cells += cell.text;
      out.cells += '\x1F';
    }
    out.cells += '\x1E';
  }
  out.line = csv.line();
  return out;
}

// A block that is plain holds the cells that the reader of single records finds, row by row and at the same lines.
void read_as_block(const std::string& text) {
  using namespace fairstart::readers;
  const auto reader = [&] {
    return CsvReader(
        [&, at = std::size_t{0}](char* to, std::size_t room) mutable {
          const std::size_t got = std::min(room, text.size() - at);
          if (got > 0) std::memcpy(to, text.data() + at, got);
          at += got;
          return static_cast<std::ptrdiff_t>(got);
        },
        1U << 24U, 1);
  };
  CsvReader first = reader();
  if (first.next() != CsvReader::Next::record) return;
  const std::size_t columns = first.cells().size();
  Block block;
  block.enlarge(text.size() + 1, 0);
  std::memcpy(block.text(), text.data(), text.size());
  block.size = text.size();
  Grid grid;
  if (!grid.take(block, 0, columns, 1U << 24U)) return;
  CsvReader csv = reader();
  std::string without_doubled;
  for (std::size_t row = 0; row < grid.rows(); ++row) {
    if (csv.next() != CsvReader::Next::record || csv.cells().size() != columns) std::abort();
    if (csv.line() != grid.line(row) + 1) std::abort();
    for (std::size_t column = 0; column < columns; ++column)
      if (csv.cells()[column].malformed || grid.column(column).cell(row, without_doubled) != trimmed(csv.cells()[column].text))
        std::abort();
  }
  if (csv.next() != CsvReader::Next::end) std::abort();
}

void parse(std::string_view cell) {
  using namespace fairstart;
  static const auto uk = readers::DateFormat::from("D/M/YYYY"), named = readers::DateFormat::from("DD MMM YY");
  const auto one = readers::parse_iso_date(cell), two = uk->parse(cell), three = named->parse(cell);
  for (const auto& day : {one, two, three})
    if (day && (*day < base::first_day || *day > base::last_day)) std::abort();
  readers::parse_number(cell);
  readers::parse_percent(cell);
  readers::parse_span(cell, types::Measure::days, 7, 1);
  readers::parse_span(cell, types::Measure::months, 12, 7);
  readers::parse_yes_no(cell);
  if (readers::value_class(cell).empty()) std::abort();
  readers::Words words;
  words.add(cell.substr(0, cell.size() / 2), 1);
  words.add(cell, 2);
  words.find(cell);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of just this size, so that reading past the end is seen.
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Outcome whole = read(text.data(), size, size + 1);
  if (!(whole == read(text.data(), size, 1)) || !(whole == read(text.data(), size, 7))) std::abort();
  read_as_block(text);
  parse(text);
  for (std::size_t at = 0; at < whole.cells.size();) {
    const std::size_t end = std::min(whole.cells.find('\x1F', at), whole.cells.size());
    parse(std::string_view(whole.cells).substr(at, end - at));
    at = end + 1;
  }
  return 0;
}
