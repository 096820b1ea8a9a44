// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/values.hpp"

#include <algorithm>
#include <array>
#include <boost/fusion/include/std_tuple.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/spirit/home/x3.hpp>
#include <limits>
#include <string>
#include <tuple>

#include "dsl/base/decimal.hpp"

namespace fairstart::readers {
namespace {

namespace x3 = boost::spirit::x3;
using Characters = boost::iterator_range<const char*>;

template <int least, int most>
constexpr x3::uint_parser<unsigned, 10, least, most> digits{};

// x3::digit and x3::blank ask the C library about the character, which is undefined for bytes above 127.
const auto digit = x3::char_('0', '9');
const auto blank = x3::char_(" \t");

const auto time_of_day =
    x3::omit[(x3::char_("Tt") | +blank) >> digits<1, 2> >> ':' >> digits<2, 2> >>
             -(':' >> digits<2, 2> >> -(x3::char_(".,") >> +digit)) >>
             -(*blank >> x3::no_case[x3::lit("am") | x3::lit("pm")]) >>
             -(*blank >> (x3::char_("Zz") | (x3::char_("+-") >> digits<2, 2> >> -x3::lit(':') >> -digits<2, 2>)))];

// One piece of a text, from `at` on.
class Reading {
 public:
  explicit Reading(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}
  template <class Parser>
  bool take(const Parser& parser) {
    return x3::parse(at_, end_, parser);
  }
  template <class Parser, class Attribute>
  bool take(const Parser& parser, Attribute& attribute) {
    return x3::parse(at_, end_, parser, attribute);
  }
  bool at_end() const { return at_ == end_; }

 private:
  const char* at_;
  const char* end_;
};

struct MonthNames : x3::symbols<int> {
  explicit MonthNames(bool short_names) {
    static constexpr std::array<const char*, 12> names{"january", "february", "march",     "april",   "may",      "june",
                                                       "july",    "august",   "september", "october", "november", "december"};
    for (std::size_t i = 0; i < names.size(); ++i)
      add(short_names ? std::string(names[i], 3) : std::string(names[i]), static_cast<int>(i) + 1);
  }
};

struct DayUnits : x3::symbols<types::TimeUnit> {
  DayUnits() {
    add("day", types::TimeUnit::day)("days", types::TimeUnit::day)("week", types::TimeUnit::week)("weeks",
                                                                                                  types::TimeUnit::week);
  }
};
struct MonthUnits : x3::symbols<types::TimeUnit> {
  MonthUnits() {
    add("month", types::TimeUnit::month)("months", types::TimeUnit::month)("quarter", types::TimeUnit::quarter)(
        "quarters", types::TimeUnit::quarter)("year", types::TimeUnit::year)("years", types::TimeUnit::year);
  }
};

struct YesNo : x3::symbols<column::Answer> {
  YesNo() { add("yes", column::yes)("true", column::yes)("no", column::no)("false", column::no); }
};

// The digits of a whole number, with commas between groups of three or none at all. Below 2^63 millionths.
std::optional<std::int64_t> whole_part(const Characters& characters) {
  constexpr std::int64_t most = 9'223'372'036'853;
  std::int64_t value = 0;
  int since_comma = 0;
  bool comma = false;
  for (const char c : characters) {
    if (c == ',') {
      if (since_comma > 3 || (comma && since_comma != 3)) return {};
      comma = true;
      since_comma = 0;
      continue;
    }
    ++since_comma;
    value = value * 10 + (c - '0');
    if (value > most) return {};
  }
  if (comma && since_comma != 3) return {};
  return value;
}

std::optional<std::int64_t> millionths(const Characters& decimals) {
  std::int64_t value = 0, place = base::million;
  for (const char c : decimals) {
    if (place == 1 && c != '0') return {};
    if (place == 1) continue;
    place /= 10;
    value += place * (c - '0');
  }
  return value;
}

std::optional<std::int64_t> take_number(Reading& reading) {
  bool negative = false;
  Characters whole, decimals;
  reading.take(x3::matches[x3::lit('-')], negative);
  if (!negative) reading.take(-x3::lit('+'));
  reading.take(-x3::lit("£"));
  if (!reading.take(x3::raw[digit >> *(digit | x3::char_(','))], whole)) return {};
  reading.take('.' >> x3::raw[+digit], decimals);
  const auto units = whole_part(whole), part = millionths(decimals);
  if (!units || !part) return {};
  const std::int64_t value = *units * base::million + *part;
  return negative ? -value : value;
}

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr std::uint32_t ambiguous = 0xFFFF'FFFFU;
constexpr std::size_t longest_word = 256;

}  // namespace

std::optional<base::Day> parse_iso_date(std::string_view text) {
  std::tuple<unsigned, unsigned, unsigned> date;
  Reading reading(text);
  if (!reading.take(digits<4, 4> >> '-' >> digits<2, 2> >> '-' >> digits<2, 2>, date)) return {};
  if (!reading.at_end() && !(reading.take(time_of_day) && reading.at_end())) return {};
  const auto [year, month, day] = date;
  return base::day_of(static_cast<int>(year), static_cast<int>(month), static_cast<int>(day));
}

std::optional<DateFormat> DateFormat::from(std::string_view pattern) {
  auto steps = base::date_pattern(pattern);
  if (!steps) return {};
  DateFormat format;
  format.steps_ = std::move(*steps);
  return format;
}

std::optional<base::Day> DateFormat::parse(std::string_view text) const {
  static const MonthNames short_names(true), long_names(false);
  Reading reading(text);
  unsigned day = 0, month_number = 0, year = 0;
  int named = 0;
  for (const base::DateStep& step : steps_) {
    bool taken = false;
    switch (step.part) {
      case base::DatePart::day: taken = reading.take(digits<1, 2>, day); break;
      case base::DatePart::day_2: taken = reading.take(digits<2, 2>, day); break;
      case base::DatePart::month: taken = reading.take(digits<1, 2>, month_number); break;
      case base::DatePart::month_2: taken = reading.take(digits<2, 2>, month_number); break;
      case base::DatePart::month_short: taken = reading.take(x3::no_case[short_names], named); break;
      case base::DatePart::month_long: taken = reading.take(x3::no_case[long_names], named); break;
      case base::DatePart::year_4: taken = reading.take(digits<4, 4>, year); break;
      case base::DatePart::year_2:
        taken = reading.take(digits<2, 2>, year);
        year += year < 50 ? 2000 : 1900;
        break;
      case base::DatePart::literal: taken = reading.take(x3::lit(step.literal)); break;
    }
    if (!taken) return {};
  }
  if (!reading.at_end() && !(reading.take(time_of_day) && reading.at_end())) return {};
  return base::day_of(static_cast<int>(year), named != 0 ? named : static_cast<int>(month_number), static_cast<int>(day));
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  Reading reading(text);
  const auto value = take_number(reading);
  return reading.at_end() ? value : std::nullopt;
}

std::optional<std::int64_t> parse_percent(std::string_view text) {
  Reading reading(text);
  const auto value = take_number(reading);
  // Six places of the fraction: what does not fit them exactly is refused, as for any number.
  if (!value || *value % 100 != 0 || !reading.take(*blank >> '%') || !reading.at_end()) return {};
  return *value / 100;
}

std::optional<std::int64_t> scaled(std::int64_t number, std::int64_t multiply, std::int64_t divide) {
  __extension__ using Wide = __int128;
  const Wide product = Wide{number} * multiply;
  Wide quotient = product / divide;
  const Wide rest = product % divide, twice = (rest < 0 ? -rest : rest) * 2;
  if (twice > divide || (twice == divide && quotient % 2 != 0)) quotient += product < 0 ? -1 : 1;
  if (quotient <= std::numeric_limits<std::int64_t>::min() || quotient >= std::numeric_limits<std::int64_t>::max()) return {};
  return static_cast<std::int64_t>(quotient);
}

std::optional<std::int64_t> parse_span(std::string_view text, types::Measure measure, std::int64_t multiply,
                                       std::int64_t divide) {
  static const DayUnits day_units;
  static const MonthUnits month_units;
  Reading reading(text);
  const auto value = take_number(reading);
  if (!value) return {};
  if (reading.at_end()) return scaled(*value, multiply, divide);
  const auto take_unit = [&](types::TimeUnit& taken) {
    reading.take(*blank);
    return measure == types::Measure::days ? reading.take(x3::no_case[day_units], taken)
                                           : reading.take(x3::no_case[month_units], taken);
  };
  types::TimeUnit large{};
  if (!take_unit(large)) return {};
  const auto first = scaled(*value, types::days_or_months_in(large), 1);
  if (reading.at_end() || !first) return first;
  types::TimeUnit small{};
  unsigned rest = 0;
  if (*value < 0 || !reading.take(x3::omit[+blank] >> digits<1, 4>, rest) || !take_unit(small) || !reading.at_end()) return {};
  if (types::days_or_months_in(small) >= types::days_or_months_in(large)) return {};
  const auto second = scaled(rest * base::million, types::days_or_months_in(small), 1);
  return second ? base::add(*first, *second) : std::nullopt;
}

std::optional<column::Answer> parse_yes_no(std::string_view text) {
  static const YesNo words;
  Reading reading(text);
  column::Answer answer{};
  if (!reading.take(x3::no_case[words], answer) || !reading.at_end()) return {};
  return answer;
}

struct Words::Tables {
  x3::symbols<std::uint32_t> exact, any_case;
  bool empty = true;
};

Words::Words() : tables_(std::make_unique<Tables>()) {}
Words::~Words() = default;
Words::Words(Words&&) noexcept = default;
Words& Words::operator=(Words&&) noexcept = default;
bool Words::empty() const { return tables_->empty; }

void Words::add(std::string_view word, std::uint32_t meaning) {
  if (word.size() > longest_word) return;
  // The tables can't hold an empty word: whoever asks keeps that one apart.
  if (word.empty() || tables_->exact.find(word) != nullptr) return;
  tables_->empty = false;
  tables_->exact.add(word, meaning);
  std::string lower(word);
  for (char& c : lower) c = folded(c);
  if (std::uint32_t* const held = tables_->any_case.find(lower); held == nullptr)
    tables_->any_case.add(lower, meaning);
  else if (*held != meaning)
    *held = ambiguous;
}

std::optional<std::uint32_t> Words::find(std::string_view word) const {
  if (word.size() > longest_word) return {};
  std::uint32_t meaning = 0;
  if (Reading reading(word); reading.take(tables_->exact, meaning) && reading.at_end()) return meaning;
  std::array<char, longest_word> lower{};
  for (std::size_t i = 0; i < word.size(); ++i) lower[i] = folded(word[i]);
  Reading reading(std::string_view(lower.data(), word.size()));
  if (!reading.take(tables_->any_case, meaning) || !reading.at_end() || meaning == ambiguous) return {};
  return meaning;
}

}  // namespace fairstart::readers
