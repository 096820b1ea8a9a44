// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/grid.hpp"

#include <cstring>

#include "dsl/base/text.hpp"
#include "engine/readers/cell_reader.hpp"
#include "engine/readers/scan.hpp"

namespace fairstart::readers {

static_assert(Block::margin >= scan_margin);

bool Grid::take(Block& block, std::size_t from, std::size_t columns, std::size_t max_bytes) {
  text_ = block.text() + from;
  std::size_t size = block.size - from;
  columns_ = columns;
  rows_ = 0;
  row_lines_.clear();
  if (size == 0 || block.failed || size >= 0xFFFF'FFF0U) return false;
  // A last line without its end reads like one with it.
  char* const end = block.text() + block.size;
  std::memset(end, '\n', Block::margin / 2);
  if (end[-1] != '\n') ++size;
  if (ends_.size() < size + scan_margin + 2) ends_.resize(size + scan_margin + 2);
  ends_[0] = 0xFFFF'FFFFU;
  const Scanned found = scan(text_, size, ends_.data() + 1);
  if (found.nul || (found.beyond_ascii && !base::is_valid_utf8({text_, size}))) return false;
  cells_ = found.marks;
  newlines_ = lines_ = found.newlines;
  quotes_ = found.quotes;
  if (quotes_ && !close_quotes(found.marks)) return false;
  rows_ = newlines_;
  if (cells_ != rows_ * columns_) return false;
  const std::uint32_t* const ends = ends_.data();
  for (std::size_t row = 0; row < rows_; ++row) {
    const std::uint32_t before = ends[row * columns_] + 1U, last = ends[(row + 1) * columns_];
    if (text_[last] != '\n' || last - before >= max_bytes) return false;
    // Lines with nothing on them are no records.
    if (columns_ == 1 && (last == before || (last == before + 1 && text_[before] == '\r'))) return false;
  }
  return true;
}

// Leaves the marks that end cells. False where a cell says something after its closing quote, or has none.
bool Grid::close_quotes(std::size_t marks) {
  std::uint32_t* const at = ends_.data() + 1;
  std::size_t kept = 0, newlines = 0;
  std::uint32_t line = 0, cell = 0;
  row_lines_.push_back(0);
  for (std::size_t i = 0; i < marks; ++i) {
    if (text_[at[i]] == '"') {
      if (at[i] != cell) continue;  // within a cell that no quote opened
      for (++i; i < marks; ++i) {
        const char c = text_[at[i]];
        if (c == '\n') ++line;
        if (c != '"') continue;
        if (i + 1 == marks || at[i + 1] != at[i] + 1 || text_[at[i + 1]] != '"') break;
        ++i;
      }
      if (i + 1 >= marks || text_[at[i + 1]] == '"') return false;
      for (std::uint32_t rest = at[i] + 1; rest < at[i + 1]; ++rest) {
        const char c = text_[rest];
        const bool line_end = c == '\r' && rest + 1 == at[i + 1] && text_[rest + 1] == '\n';
        if (c != ' ' && c != '\t' && !line_end) return false;
      }
      ++i;
    }
    const std::uint32_t end = at[i];
    at[kept++] = end;
    cell = end + 1;
    if (text_[end] != '\n') continue;
    ++newlines;
    row_lines_.push_back(++line);
  }
  cells_ = kept;
  newlines_ = newlines;
  return true;
}

std::string_view Grid::Column::any_cell(std::size_t row, std::string& without_doubled) const {
  const char* const from = begin(row);
  const std::string_view raw(from, static_cast<std::size_t>(end(row) - from));
  if (!quotes || raw.empty() || raw.front() != '"') return trimmed(raw);
  const std::string_view inner = raw.substr(1, raw.rfind('"') - 1);
  if (inner.find('"') == std::string_view::npos) return trimmed(inner);
  without_doubled.clear();
  for (std::size_t i = 0; i < inner.size(); ++i) {
    without_doubled += inner[i];
    if (inner[i] == '"') ++i;
  }
  return trimmed(without_doubled);
}

}  // namespace fairstart::readers
