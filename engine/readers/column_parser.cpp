// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/column_parser.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <type_traits>

#include "dsl/base/decimal.hpp"
#include "engine/kernels/cells.hpp"
#include "engine/readers/plain_values.hpp"
#include "engine/readers/short_cells.hpp"

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

// What texts of at most 32 bytes were read as, by their bytes: the last thousand. Few of the many places are taken, so that two
// of the usual texts seldom want the same one.
class Seen {
 public:
  static constexpr std::size_t longest = 32;
  // As two vectors, which every usual processor has.
  using Half = std::uint64_t __attribute__((vector_size(16)));
  struct Key {
    Half low, high;
  };

  // NUL bytes never come here, so that bytes alone tell lengths apart. `blank`: what a blank text means, if that is nothing else.
  explicit Seen(std::optional<std::int64_t> blank) {
    entries_.push_back(blank ? Entry{{}, *blank} : Entry{{~std::uint64_t{0}}, 0});  // no text of UTF-8
  }

  // Up to 32 bytes after `begin` may be read.
  [[gnu::always_inline]] static Key key(const char* begin, std::size_t size) {
    static constexpr auto masks = [] {
      std::array<unsigned char, 2 * longest> out{};
      for (std::size_t i = 0; i < longest; ++i) out[i] = 0xFF;
      return out;
    }();
    const unsigned char* const mask = masks.data() + (longest - size);
    return {half(begin) & half(mask), half(begin + 16) & half(mask + 16)};
  }
  // Null where it was not seen.
  [[gnu::always_inline]] const std::int64_t* find(const Key& key) const {
    const std::size_t at = place(key);
    const Entry& first = entries_[places_[at]];
    if (first.is(key)) return &first.value;
    const Entry& second = entries_[places_[at ^ 1U]];
    return second.is(key) ? &second.value : nullptr;
  }
  void add(const Key& key, std::int64_t value) {
    // The first place is the blank text's, and those that nothing has lead to its entry too.
    std::size_t at = place(key);
    if (places_[at] != 0 || at == 0) at = std::max<std::size_t>(at ^ 1U, 1);
    if (next_ == entries_.size()) entries_.emplace_back();
    std::memcpy(entries_[next_].key.data(), &key, sizeof(key));
    entries_[next_].value = value;
    places_[at] = static_cast<std::uint16_t>(next_);
    next_ = next_ == most ? 1 : next_ + 1;
  }

 private:
  struct Entry {
    std::array<std::uint64_t, 4> key{};
    std::int64_t value = 0;
    [[gnu::always_inline]] bool is(const Key& other) const {
      const Half differ = (half(key.data()) ^ other.low) | (half(key.data() + 2) ^ other.high);
      return (differ[0] | differ[1]) == 0;
    }
  };
  [[gnu::always_inline]] static Half half(const void* from) {
    Half out;
    std::memcpy(&out, from, sizeof(out));
    return out;
  }
  static constexpr std::size_t bits = 12, most = 1024;
  [[gnu::always_inline]] static std::size_t place(const Key& key) {
    return (((key.low[0] ^ key.high[1]) * 0x9E37'79B9'7F4A'7C15U) ^ ((key.low[1] ^ key.high[0]) * 0xC2B2'AE3D'27D4'EB4FU)) >>
           (64 - bits);
  }
  std::vector<std::uint16_t> places_ = std::vector<std::uint16_t>(std::size_t{1} << bits);  // of entries
  std::vector<Entry> entries_;
  std::size_t next_ = 1;
};

enum class Plainly : std::uint8_t { whole, decimal, date, known, no };

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
        blank_is_none_(!reader_.blank_has_meaning()),
        seen_(blank_is_none_ ? std::optional(static_cast<std::int64_t>(none())) : std::nullopt) {
    if (std::is_same_v<Cells, column::WholeCells> && reader_.takes_plain_numbers()) plainly_ = Plainly::whole;
    if (std::is_same_v<Cells, column::NumberCells> && reader_.takes_plain_numbers()) plainly_ = Plainly::decimal;
    if (std::is_same_v<Cells, column::DateCells> && reader_.takes_iso_dates()) plainly_ = Plainly::date;
    if (std::is_same_v<Cells, column::AnswerCells>) {
      plainly_ = Plainly::known;
      if (blank_is_none_) known_.add(0, static_cast<std::uint8_t>(none()));
    }
    constexpr std::int64_t too_large = 100'000'000;  // for eight digits
    whole_limits_.least = static_cast<std::uint32_t>(
        std::clamp(-base::floor_divide(-std::max(lowest_, -base::million), base::million), std::int64_t{0}, too_large));
    whole_limits_.highest =
        static_cast<std::uint32_t>(std::clamp(base::floor_divide(highest_, base::million), std::int64_t{0}, too_large - 1));
    if (highest_ < 0) whole_limits_.least = too_large;
  }

  void parse(const Grid::Column& cells, std::uint32_t number, std::vector<CellTrouble>& troubles) override {
    why_.clear();
    values_.resize(cells.rows);
    for (std::size_t from = 0; from < cells.rows; from += kernels::ShortTexts::most) {
      const std::size_t count = std::min(cells.rows - from, kernels::ShortTexts::most);
      if (plainly_ == Plainly::no) {
        parse_by_sight(cells, from, count, number, troubles);
      } else if (!parse_plainly(cells, from, count)) {
        for (std::size_t i = 0; i < count; ++i)
          if (read_[i] == 0) parse_one(cells, from + i, number, troubles);
      }
    }
    if constexpr (are_numbers) {
      narrow_.resize(cells.rows);
      is_narrow_ = kernels::to_units(values_.data(), cells.rows, column::WholeCells::hundredths, narrow_.data());
    }
  }

  void forget(std::uint32_t row) override {
    values_[row] = none();
    if (are_numbers) narrow_[row] = column::WholeCells::none;
    if (!why_.empty()) why_[row] = plan::Missing::not_recorded;
  }

  void drop(const std::vector<std::uint32_t>& rows) override {
    drop_rows(values_, rows);
    if (are_numbers) drop_rows(narrow_, rows);
    if (why_.empty()) return;
    drop_rows(why_, rows);
    if (std::all_of(why_.begin(), why_.end(), [](plan::Missing why) { return why == plan::Missing::not_recorded; }))
      why_.clear();
  }

  void append_to(column::Column& column) const override {
    if constexpr (are_numbers) {
      if (auto* const whole = std::get_if<column::WholeCells>(&column.cells)) {
        if (is_narrow_) return append(narrow_, whole->cells, column.why);
        column::widen(column);
      }
    }
    append(values_, std::get<Cells>(column.cells).cells, column.why);
  }

 private:
  static constexpr bool are_numbers = std::is_same_v<Cells, column::NumberCells>;

  template <class T>
  void append(const std::vector<T>& values, std::vector<T>& cells, std::vector<plan::Missing>& why) const {
    if (!why_.empty() || !why.empty()) {
      why.resize(cells.size(), plan::Missing::not_recorded);
      why.insert(why.end(), why_.begin(), why_.end());
      why.resize(cells.size() + values.size(), plan::Missing::not_recorded);
    }
    cells.insert(cells.end(), values.begin(), values.end());
  }

  static Value none() {
    if constexpr (std::is_same_v<Cells, column::AnswerCells>)
      return column::unknown;
    else
      return Cells::none;
  }

  // What is written in the commonest way, a few hundred rows at a time; false where not all were, and read_ says which.
  bool parse_plainly(const Grid::Column& cells, std::size_t from, std::size_t count) {
    Value* const to = values_.data() + from;
    if constexpr (std::is_same_v<Cells, column::DateCells>)
      take_dates(cells, from, count, texts_);
    else
      take_cells(cells, from, count, texts_);
    if constexpr (std::is_same_v<Cells, column::DateCells>) {
      const auto limit = [](std::int64_t day) {
        return static_cast<base::Day>(std::clamp<std::int64_t>(day, INT32_MIN, INT32_MAX));
      };
      return kernels::read_dates(texts_, {limit(lowest_), limit(highest_)}, blank_is_none_, none(), to, read_.data());
    } else if constexpr (std::is_same_v<Cells, column::WholeCells>) {
      return kernels::read_whole(texts_, whole_limits_, blank_is_none_, none(), to, read_.data());
    } else if constexpr (std::is_same_v<Cells, column::NumberCells>) {
      return kernels::read_numbers(texts_, {lowest_, highest_}, blank_is_none_, none(), to, read_.data());
    } else if constexpr (std::is_same_v<Cells, column::AnswerCells>) {
      return kernels::read_known(texts_, known_, to, read_.data());
    } else {
      return false;
    }
  }

  // One cell, in any way that is quicker than with care.
  bool read_plainly(const char* begin, std::size_t size, Value& value) const {
    if (plainly_ == Plainly::whole) {
      std::uint64_t digits = 0;
      if (!plain_digits_8(begin, size, digits)) return false;
      value = static_cast<Value>(digits);
      return digits >= whole_limits_.least && digits <= whole_limits_.highest;
    }
    if (plainly_ == Plainly::decimal) {
      std::int64_t millionths = 0;
      if (!plain_decimal(begin, size, millionths)) return false;
      value = static_cast<Value>(millionths);
      return millionths >= lowest_ && millionths <= highest_;
    }
    base::Day day = 0;
    if (plainly_ != Plainly::date || !PlainDates::table().parse(begin, size, day)) return false;
    value = static_cast<Value>(day);
    return day >= lowest_ && day <= highest_;
  }

  void parse_by_sight(const Grid::Column& cells, std::size_t from, std::size_t count, std::uint32_t number,
                      std::vector<CellTrouble>& troubles) {
    Value* const to = values_.data() + from;
    each_cell(cells, from, count, [&](std::size_t i, const char* begin, std::uint32_t size) {
      if (size <= Seen::longest && !(cells.quotes && *begin == '"')) {
        if (const std::int64_t* const seen = seen_.find(Seen::key(begin, size))) {
          to[i] = static_cast<Value>(*seen);
          return;
        }
      }
      parse_slowly(cells, from + i, number, troubles);
    });
  }

  void parse_one(const Grid::Column& cells, std::size_t row, std::uint32_t number, std::vector<CellTrouble>& troubles) {
    const char* const begin = cells.begin(row);
    const char* end = cells.end(row);
    end -= end != begin && end[-1] == '\r' ? 1 : 0;
    const auto size = static_cast<std::size_t>(end - begin);
    if (plainly_ == Plainly::known) return parse_by_sight(cells, row, 1, number, troubles);
    if (size == 0 && blank_is_none_)
      values_[row] = none();
    else if (!read_plainly(begin, size, values_[row]))
      parse_slowly(cells, row, number, troubles);
  }

  void parse_slowly(const Grid::Column& cells, std::size_t row, std::uint32_t number, std::vector<CellTrouble>& troubles) {
    const std::string_view cell = cells.cell(row, without_doubled_);
    Value& value = values_[row];
    // A copy with room after it, as the cell may stand at the end of a string of its own.
    const bool is_short = !cell.empty() && cell.size() <= Seen::longest;
    std::array<char, Seen::longest + 8> copy{};
    if (is_short) std::copy(cell.begin(), cell.end(), copy.begin());
    if (is_short && read_plainly(copy.data(), cell.size(), value)) return;
    Seen::Key key{};
    if (is_short) {
      key = Seen::key(copy.data(), cell.size());
      if (const std::int64_t* const seen = seen_.find(key)) {
        value = static_cast<Value>(*seen);
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
      if (plainly_ == Plainly::known && cell.size() <= 8 && cell.front() != '"' && known_.count < kernels::KnownTexts::most)
        known_.add(eight_characters(copy.data()), static_cast<std::uint8_t>(value));
    }
  }

  column::Column one_;
  CellReader reader_;
  std::int64_t lowest_, highest_;
  bool blank_is_none_;
  Plainly plainly_ = Plainly::no;
  kernels::WholeLimits whole_limits_;
  kernels::KnownTexts known_;
  kernels::ShortTexts texts_;
  std::array<std::uint8_t, kernels::ShortTexts::most> read_{};
  Seen seen_;
  std::vector<Value> values_;
  std::vector<std::int32_t> narrow_;  // the same in hundredths, of numbers that are all so many
  bool is_narrow_ = false;
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
