// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/column_parser.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

#include "dsl/base/decimal.hpp"
#include "engine/readers/plain_values.hpp"

namespace fairstart::readers {

PlainDates::PlainDates() {
  for (unsigned month = 0; month <= years * 12; ++month)
    starts_[month] = *base::day_of(static_cast<int>(first_year + month / 12), static_cast<int>(month % 12) + 1, 1);
}

const PlainDates& PlainDates::table() {
  static const PlainDates dates;
  return dates;
}

namespace {

// What texts of at most 32 bytes were read as, by their bytes. Two places for each text; the one that came first goes.
class Seen {
 public:
  static constexpr std::size_t longest = 32;
  using Key = std::array<std::uint64_t, 4>;

  // Up to 32 bytes after `begin` may be read.
  [[gnu::always_inline]] static Key key(const char* begin, std::size_t size) {
    static constexpr std::array<std::uint64_t, 9> masks{
        0, 0xFF, 0xFFFF, 0xFF'FFFF, 0xFFFF'FFFF, 0xFF'FFFF'FFFF, 0xFFFF'FFFF'FFFF, 0xFF'FFFF'FFFF'FFFF, 0xFFFF'FFFF'FFFF'FFFF};
    Key out;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t left = size > 8 * i ? size - 8 * i : 0;
      out[i] = eight_characters(begin + 8 * i) & masks[left < 8 ? left : 8];
    }
    return out;
  }
  // Null where it was not seen. NUL bytes never come here, so that bytes alone tell lengths apart.
  [[gnu::always_inline]] const std::int64_t* find(const Key& key) const {
    const std::size_t at = place(key);
    if (is_same(entries_[at].key, key)) return &entries_[at].value;
    if (is_same(entries_[at ^ 1U].key, key)) return &entries_[at ^ 1U].value;
    return nullptr;
  }
  void add(const Key& key, std::int64_t value) {
    const std::size_t at = place(key);
    entries_[at ^ 1U] = entries_[at];
    entries_[at] = {key, value};
  }

 private:
  struct Entry {
    Key key{};  // no text is empty
    std::int64_t value = 0;
  };
  static constexpr std::size_t bits = 9;
  static bool is_same(const Key& a, const Key& b) {  // without a call
    return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3])) == 0;
  }
  static std::size_t place(const Key& key) {
    const std::uint64_t mixed =
        key[0] * 0x9E37'79B9'7F4A'7C15U ^ key[1] * 0xC2B2'AE3D'27D4'EB4FU ^ (key[2] + (key[3] << 1U)) * 0x1656'67B1'9E37'79F9U;
    return (mixed ^ (mixed >> 29U)) * 0x9E37'79B9'7F4A'7C15U >> (64 - bits);
  }
  std::vector<Entry> entries_ = std::vector<Entry>(std::size_t{1} << bits);
};

// The same for texts of at most 8 bytes: answers and most codes. One place for each text.
class SeenWords {
 public:
  static constexpr std::size_t longest = 8;
  [[gnu::always_inline]] static std::uint64_t key(const char* begin, std::size_t size) {
    return eight_characters(begin) & (~std::uint64_t{0} >> (64 - 8 * size));
  }
  [[gnu::always_inline]] const std::int64_t* find(std::uint64_t key) const {
    const Entry& entry = entries_[place(key)];
    return entry.key == key ? &entry.value : nullptr;
  }
  void add(std::uint64_t key, std::int64_t value) { entries_[place(key)] = {key, value}; }

 private:
  struct Entry {
    std::uint64_t key = 0;  // no text is empty
    std::int64_t value = 0;
  };
  static constexpr std::size_t bits = 8;
  static std::size_t place(std::uint64_t key) { return key * 0x9E37'79B9'7F4A'7C15U >> (64 - bits); }
  std::vector<Entry> entries_ = std::vector<Entry>(std::size_t{1} << bits);
};

enum class Plainly : std::uint8_t { whole, decimal, date, no };

template <class Cells>
class Parser final : public ColumnParser {
 public:
  using Value = typename decltype(Cells::cells)::value_type;

  Parser(const plan::Plan& plan, plan::FieldId field, const plan::MappedColumn* mapped, const plan::Mapping* mapping,
         const DateReader& dates, column::TextPool& texts)
      : one_{Cells{}, {}},
        reader_(plan, field, mapped, mapping, dates, one_, texts),
        lowest_(plan.field(field).lowest.value_or(INT64_MIN)),
        highest_(plan.field(field).highest.value_or(INT64_MAX)),
        blank_is_none_(!reader_.blank_has_meaning()) {
    if (std::is_same_v<Cells, column::WholeCells> && reader_.takes_plain_numbers()) plainly_ = Plainly::whole;
    if (std::is_same_v<Cells, column::NumberCells> && reader_.takes_plain_numbers()) plainly_ = Plainly::decimal;
    if (std::is_same_v<Cells, column::DateCells> && reader_.takes_iso_dates()) plainly_ = Plainly::date;
  }

  void parse(const Grid::Column& cells, std::uint32_t number, std::vector<CellTrouble>& troubles) override {
    why_.clear();
    values_.resize(cells.rows);
    switch (plainly_) {
      case Plainly::whole:
        return parse_by(cells, number, troubles, [this](const char* begin, std::size_t size, Value& value) {
          std::uint64_t digits = 0;
          if (!plain_digits_8(begin, size, digits)) return false;
          const auto millionths = static_cast<std::int64_t>(digits) * base::million;
          value = static_cast<Value>(digits);
          return millionths >= lowest_ && millionths <= highest_;
        });
      case Plainly::decimal:
        return parse_by(cells, number, troubles, [this](const char* begin, std::size_t size, Value& value) {
          std::int64_t millionths = 0;
          if (!plain_decimal(begin, size, millionths)) return false;
          value = static_cast<Value>(millionths);
          return millionths >= lowest_ && millionths <= highest_;
        });
      case Plainly::date:
        return parse_by(cells, number, troubles,
                        [this, &dates = PlainDates::table()](const char* begin, std::size_t size, Value& value) {
                          base::Day day = 0;
                          if (!dates.parse(begin, size, day)) return false;
                          value = static_cast<Value>(day);
                          return day >= lowest_ && day <= highest_;
                        });
      case Plainly::no: return parse_by(cells, number, troubles, [](const char*, std::size_t, Value&) { return false; });
    }
  }

  void forget(std::uint32_t row) override {
    values_[row] = none();
    if (!why_.empty()) why_[row] = plan::Missing::not_recorded;
  }

  void drop(const std::vector<std::uint32_t>& rows) override {
    drop_rows(values_, rows);
    if (why_.empty()) return;
    drop_rows(why_, rows);
    if (std::all_of(why_.begin(), why_.end(), [](plan::Missing why) { return why == plan::Missing::not_recorded; }))
      why_.clear();
  }

  void append_to(column::Column& column) const override {
    auto& cells = std::get<Cells>(column.cells).cells;
    if (!why_.empty() || !column.why.empty()) {
      column.why.resize(cells.size(), plan::Missing::not_recorded);
      column.why.insert(column.why.end(), why_.begin(), why_.end());
      column.why.resize(cells.size() + values_.size(), plan::Missing::not_recorded);
    }
    cells.insert(cells.end(), values_.begin(), values_.end());
  }

 private:
  static Value none() {
    if constexpr (std::is_same_v<Cells, column::AnswerCells>)
      return column::unknown;
    else
      return Cells::none;
  }

  template <class Plain>
  void parse_by(const Grid::Column& cells, std::uint32_t number, std::vector<CellTrouble>& troubles, Plain plain) {
    const bool by_sight = plainly_ == Plainly::no;
    for (std::size_t row = 0; row < cells.rows; ++row) {
      const char* const begin = cells.begin(row);
      const char* end = cells.end(row);
      end -= end != begin && end[-1] == '\r' ? 1 : 0;
      const auto size = static_cast<std::size_t>(end - begin);
      Value& value = values_[row];
      if (size == 0 && blank_is_none_) {
        value = none();
        continue;
      }
      if (plain(begin, size, value)) continue;
      const bool quoted = cells.quotes && size > 0 && *begin == '"';
      if (by_sight && !quoted && size - 1 < SeenWords::longest) {
        if (const std::int64_t* const seen = seen_words_.find(SeenWords::key(begin, size))) {
          value = static_cast<Value>(*seen);
          continue;
        }
      } else if (by_sight && !quoted && size - 1 < Seen::longest) {
        if (const std::int64_t* const seen = seen_.find(Seen::key(begin, size))) {
          value = static_cast<Value>(*seen);
          continue;
        }
      }
      parse_slowly(cells, row, number, troubles, plain);
    }
  }

  template <class Plain>
  void parse_slowly(const Grid::Column& cells, std::size_t row, std::uint32_t number, std::vector<CellTrouble>& troubles,
                    Plain plain) {
    const std::string_view cell = cells.cell(row, without_doubled_);
    Value& value = values_[row];
    // A copy with room after it, as the cell may stand at the end of a string of its own.
    const bool is_short = !cell.empty() && cell.size() <= Seen::longest;
    std::array<char, Seen::longest + 8> copy{};
    if (is_short) std::copy(cell.begin(), cell.end(), copy.begin());
    if (is_short && plain(copy.data(), cell.size(), value)) return;
    Seen::Key key{};
    if (is_short) {
      key = Seen::key(copy.data(), cell.size());
      if (const std::int64_t* const seen = seen_.find(key)) {
        value = static_cast<Value>(*seen);
        if (cell.size() <= SeenWords::longest) seen_words_.add(SeenWords::key(copy.data(), cell.size()), *seen);
        return;
      }
    }
    auto& one = std::get<Cells>(one_.cells).cells;
    one.clear();
    one_.why.clear();
    const std::string_view reason = reader_.add(cell);
    value = one.front();
    if (!reason.empty()) {
      troubles.push_back({static_cast<std::uint32_t>(row), number, reason});
    } else if (!one_.why.empty() && one_.why.front() != plan::Missing::not_recorded) {
      why_.resize(values_.size(), plan::Missing::not_recorded);
      why_[row] = one_.why.front();
    } else if (is_short) {
      seen_.add(key, static_cast<std::int64_t>(value));
    }
  }

  column::Column one_;
  CellReader reader_;
  std::int64_t lowest_, highest_;
  bool blank_is_none_;
  Plainly plainly_ = Plainly::no;
  Seen seen_;
  SeenWords seen_words_;
  std::vector<Value> values_;
  std::vector<plan::Missing> why_;  // empty: not recorded, everywhere
  std::string without_doubled_;
};

}  // namespace

std::unique_ptr<ColumnParser> ColumnParser::of(const plan::Plan& plan, plan::FieldId field, const plan::MappedColumn* mapped,
                                               const plan::Mapping* mapping, const DateReader& dates, column::TextPool& texts) {
  return std::visit(
      [&](const auto& cells) -> std::unique_ptr<ColumnParser> {
        using Cells = std::decay_t<decltype(cells)>;
        if constexpr (std::is_same_v<Cells, column::NoCells> || std::is_same_v<Cells, column::TextCells> ||
                      std::is_same_v<Cells, column::LinkCells>)
          return nullptr;
        else
          return std::make_unique<Parser<Cells>>(plan, field, mapped, mapping, dates, texts);
      },
      column::column_for(plan.field(field).type).cells);
}

}  // namespace fairstart::readers
