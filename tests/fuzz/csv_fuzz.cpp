// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine/readers/csv.hpp"
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
  parse(text);
  for (std::size_t at = 0; at < whole.cells.size();) {
    const std::size_t end = std::min(whole.cells.find('\x1F', at), whole.cells.size());
    parse(std::string_view(whole.cells).substr(at, end - at));
    at = end + 1;
  }
  return 0;
}
