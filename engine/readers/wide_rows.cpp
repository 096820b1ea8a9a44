// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "engine/readers/table_reader.hpp"

// Files whose columns make rows: a row for each column that says so.
namespace fairstart::readers {
namespace {

using column::no_row;
using diagnostics::Code;

constexpr std::size_t most_columns = 1000;
constexpr std::size_t most_sources = 0xFFFF;  // what the top 16 bits of a line can tell apart

enum Says : std::uint32_t { yes, unknown, declined, not_asked };

plan::Missing why_of(std::uint32_t says) {
  return says == declined    ? plan::Missing::declined
         : says == not_asked ? plan::Missing::not_asked
                             : plan::Missing::not_recorded;
}

}  // namespace

bool TableReader::bind_each_column(const RecordFile& file, const Header& header, Binding& binding) {
  const plan::MappedFile& mapped = *file.mapped;
  const auto learn = [&](const std::vector<std::string>& words, Says says) {
    for (const std::string& word : words) {
      if (!trimmed(word).empty())
        binding.says.add(trimmed(word), says);
      else if (!binding.blank_says)
        binding.blank_says = says;
    }
  };
  learn(mapped.says, yes);
  if (mapping_ != nullptr) {
    learn(mapping_->unknown, unknown);
    learn(mapping_->declined, declined);
    learn(mapping_->not_asked, not_asked);
  }
  std::vector<std::size_t> columns;
  bool bound = true;
  for (const std::string& name : mapped.each_column) {
    std::optional<std::size_t> column;
    bound &= bind_column(file, header, name, column);
    if (column) columns.push_back(*column);
  }
  if (!bound) return false;
  std::string wrong;
  if (mapped.up_to_last && columns.front() > columns.back()) {
    wrong = fmt::format("`{}` has `{}` after `{}`", file.name, header.name(columns.front()), header.name(columns.back()));
  } else if (mapped.up_to_last) {
    const std::size_t first = columns.front(), last = columns.back();
    columns.clear();
    for (std::size_t column = first; column <= last && columns.size() <= most_columns; ++column) columns.push_back(column);
  }
  if (columns.size() > most_columns)
    wrong = fmt::format("more than {} columns of `{}` would make rows", most_columns, file.name);
  if (table_.files.size() + columns.size() > most_sources)
    wrong = fmt::format("the files that give {} have too many columns that make rows", record_.plural);
  for (const std::size_t column : columns)
    if (wrong.empty() && header.is_twice(column))
      wrong = fmt::format("`{}` has the column `{}` twice", file.name, header.name(column));
  if (!wrong.empty()) {
    run_.diagnostics.add({.code = Code::mapping_wrong, .message = wrong, .span = mapped.span, .place = {.file = file.name}});
    return false;
  }
  // Rows without key are told by file, column and line.
  table_.files.pop_back();
  for (const std::size_t column : columns) {
    binding.each.push_back({column, std::uint64_t{table_.files.size()} << 48U, header.name(column)});
    table_.files.push_back(fmt::format("{}:{}", file.name, header.name(column)));
  }
  return true;
}

TableReader::Row TableReader::take_wide(const std::vector<Cell>& cells, std::uint64_t number, const Header& header,
                                        Binding& binding) {
  Line line{.number = number, .shifted = is_shifted(cells, header)};
  // Where columns can't be trusted, or are not there, how many rows there are can't be told.
  bool open = line.shifted;
  std::vector<std::pair<std::size_t, std::uint32_t>> made;
  for (std::size_t i = 0; i < binding.each.size() && !line.shifted; ++i) {
    if (binding.each[i].column >= cells.size()) {
      open = true;
      continue;
    }
    const Cell& cell = cells[binding.each[i].column];
    if (const std::string_view trouble = trouble_with(cell); !trouble.empty()) {
      ++counts_->cells_rejected;
      reject(line.number, header.name(binding.each[i].column), cell, trouble);
      made.emplace_back(i, unknown);
      continue;
    }
    const std::string_view text = trimmed(cell.text);
    if (const auto says = text.empty() ? binding.blank_says : binding.says.find(text)) made.emplace_back(i, *says);
  }
  if (cells.size() < header.size() || line.shifted) {
    ++counts_->cells_rejected;
    add_reject(line.number, {}, line.shifted ? "text" : "blank",
               line.shifted ? "more cells than columns: none of its facts is used" : "fewer cells than columns");
  }
  if (made.empty() && !open) return Row::used;
  if (!find_line(cells, header, binding, line)) return Row::lost;
  if (open) {
    if (line.owner != no_row) open_owners_.add(line.owner);
    table_.lost = true;
  }
  bool lost = false;
  const std::string stem = binding.key ? std::string(trimmed(cell_at(cells, *binding.key).text)) : std::string{};
  for (const auto& [i, says] : made) {
    const Each& each = binding.each[i];
    std::string key;
    if (binding.key) {
      key = fmt::format("{}:{}", stem, each.name);
      if (!is_new_key(key)) {
        reject(line.number, each.name, cell_at(cells, each.column), "the key is repeated: the first row stays");
        if (line.owner != no_row) open_owners_.add(line.owner);
        table_.lost = lost = true;
        continue;
      }
    }
    file_bits_ = each.bits;
    for (CellReader& reader : binding.named)
      if (const std::string_view trouble = reader.add(each.name); !trouble.empty() && says == yes) {
        ++counts_->cells_rejected;
        add_reject(line.number, each.name, "code", fmt::format("its name is {}", trouble));
      }
    add_row(cells, header, binding, line, key);
    add_existence(says == yes, why_of(says));
    line.told = true;
  }
  return lost ? Row::lost : Row::used;
}

void TableReader::add_existence(bool certain, plan::Missing why) {
  if (existence_ == nullptr) return;
  auto& cells = std::get<column::AnswerCells>(existence_->cells).cells;
  cells.push_back(certain ? column::yes : column::unknown);
  if (why == plan::Missing::not_recorded && existence_->why.empty()) return;
  existence_->why.resize(cells.size(), plan::Missing::not_recorded);
  existence_->why.back() = why;
}

}  // namespace fairstart::readers
