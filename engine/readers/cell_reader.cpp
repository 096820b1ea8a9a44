// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/cell_reader.hpp"

#include <algorithm>
#include <limits>

#include "dsl/base/decimal.hpp"
#include "dsl/base/nhs_number.hpp"
#include "dsl/base/overloaded.hpp"
#include "dsl/base/text.hpp"

namespace fairstart::readers {
namespace {

using plan::Missing;
using types::Kind;
using types::Measure;

using base::overloaded;

bool is_span(const plan::Type& type) {
  return !type.per && (type.base.measure == Measure::days || type.base.measure == Measure::months);
}

std::string_view what_it_is_not(const plan::Type& type) {
  switch (type.kind) {
    case Kind::yes_no: return "not a yes or no";
    case Kind::date: return "not a date as the records write them";
    case Kind::code: return "not a code of its list";
    case Kind::number:
      if (type.base.measure == Measure::percent && !type.per) return "not a percent such as 95%";
      if (is_span(type)) return type.base.measure == Measure::days ? "not a number of days" : "not a number of months";
      if (type.base.measure == Measure::money) return "not an amount of money in at most six decimal places";
      return "not a number in at most six decimal places";
    case Kind::codes: return "not codes of its list, with ; or , between them";
    case Kind::unknown:
    case Kind::text:
    case Kind::link:
    case Kind::levels:
    case Kind::groups: return "not a value of its type";
  }
  return "not a value of its type";
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<std::string> DateReader::set(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    auto format = DateFormat::from(pattern);
    if (!format) return pattern;
    formats_.push_back(std::move(*format));
  }
  return {};
}

std::optional<base::Day> DateReader::parse(std::string_view text) const {
  if (formats_.empty()) return parse_iso_date(text);
  for (const DateFormat& format : formats_)
    if (const auto day = format.parse(text)) return day;
  return {};
}

CellReader::CellReader(const plan::Plan& plan, plan::FieldId field, const plan::MappedColumn* mapped,
                       const plan::Mapping* mapping, const DateReader& dates, column::Column& column, column::TextPool& texts,
                       PendingLinks* links)
    : field_(field),
      declared_(plan.field(field)),
      dates_(dates),
      column_(column),
      texts_(texts),
      links_(links),
      may_widen_(std::holds_alternative<column::NumberCells>(column::column_for(declared_.type).cells)),
      unreadable_(what_it_is_not(declared_.type)) {
  if (mapped != nullptr) {
    multiply_ = mapped->multiply;
    divide_ = mapped->divide;
    if (mapped->always) always_ = meaning_of(mapped->always, Missing::not_recorded);
    for (const plan::CellMeaning& cell : mapped->cells)
      for (const std::string& word : cell.spelt) learn(word, meaning_of(cell.value, cell.why));
  }
  if (mapping != nullptr) {
    const auto marks = [&](const std::vector<std::string>& words, Missing why) {
      for (const std::string& word : words) learn(word, Meaning{.why = why});
    };
    marks(mapping->unknown, Missing::not_recorded);
    marks(mapping->declined, Missing::declined);
    marks(mapping->not_asked, Missing::not_asked);
  }
  const bool set = declared_.type.kind == Kind::codes;
  if (declared_.type.kind != Kind::code && !set) return;
  const auto& items = plan.code_lists[declared_.type.codes.index()].items;
  const auto code = [&](std::size_t i) { return set ? std::int64_t{1} << i : static_cast<std::int64_t>(i); };
  const std::size_t count = set ? std::min<std::size_t>(items.size(), 63) : items.size();
  for (std::size_t i = 0; i < count; ++i) learn_code(items[i].name, code(i));
  for (std::size_t i = 0; i < count; ++i) learn_code(base::underscored(items[i].name), code(i));
  for (std::size_t i = 0; i < count; ++i)
    for (const std::string& word : items[i].also) learn_code(word, code(i));
  if (set) learn_code("none", 0);
}

void CellReader::learn(std::string_view word, Meaning meaning) {
  word = trimmed(word);
  if (word.empty()) {
    if (!blank_) blank_ = meaning;
    return;
  }
  words_.add(word, static_cast<std::uint32_t>(meanings_.size()));
  numbers_are_words_ |= word.front() >= '0' && word.front() <= '9';
  meanings_.push_back(meaning);
}

bool CellReader::takes_plain_numbers() const {
  const plan::Type& type = declared_.type;
  if (type.kind != Kind::number || numbers_are_words_ || multiply_ != 1 || divide_ != 1) return false;
  if (is_span(type)) return types::days_or_months_in(type.shown_in) == 1;
  return type.per || (type.base.measure != Measure::percent && type.base.measure != Measure::points);
}

bool CellReader::takes_iso_dates() const { return declared_.type.kind == Kind::date && dates_.is_iso() && !numbers_are_words_; }

// The codes of a list come after what the mapping says. A code keeps one meaning however it is spelt, so that spellings
// that differ only in case don't count as ambiguous.
void CellReader::learn_code(std::string_view word, std::int64_t number) {
  for (std::size_t i = meanings_.size(); i-- > 0;)
    if (meanings_[i].number == number) return words_.add(trimmed(word), static_cast<std::uint32_t>(i));
  learn(word, Meaning{.number = number});
}

CellReader::Meaning CellReader::meaning_of(const std::optional<plan::Constant>& value, Missing why) {
  if (!value) return {.why = why};
  Meaning meaning{.number = value->number};
  const Kind kind = declared_.type.kind;
  if (kind == Kind::text || kind == Kind::link) meaning.text = texts_.intern(value->text);
  return meaning;
}

void CellReader::note_why(Missing why) {
  if (why == Missing::not_recorded && column_.why.empty()) return;
  const std::size_t rows = std::visit(
      overloaded{[](const column::NoCells&) { return std::size_t{1}; }, [](const auto& c) { return c.cells.size(); }},
      column_.cells);
  column_.why.resize(rows, Missing::not_recorded);
  column_.why.back() = why;
}

void CellReader::put_missing(Missing why) {
  std::visit(overloaded{
                 [](column::NoCells&) {},
                 [](column::AnswerCells& c) { c.cells.push_back(column::unknown); },
                 [](auto& c) { c.cells.push_back(c.none); },
             },
             column_.cells);
  note_why(why);
}

void CellReader::put(const Meaning& meaning) {
  if (!meaning.number) return put_missing(meaning.why);
  if (auto* texts = std::get_if<column::TextCells>(&column_.cells)) {
    texts->cells.push_back(meaning.text);
    note_why(Missing::not_recorded);
  } else if (auto* links = std::get_if<column::LinkCells>(&column_.cells)) {
    links->cells.push_back(links_ == nullptr ? column::LinkCells::none : links_->add(texts_.text(meaning.text)));
    note_why(Missing::not_recorded);
  } else if (!put_number(*meaning.number).empty()) {
    add_unknown();
  }
}

std::string_view CellReader::put_number(std::int64_t number) {
  if (declared_.lowest && number < *declared_.lowest) return "outside the field's range";
  if (declared_.highest && number > *declared_.highest) return "outside the field's range";
  const auto* const whole = may_widen_ ? std::get_if<column::WholeCells>(&column_.cells) : nullptr;
  if (whole != nullptr && !whole->can_hold(number)) column::widen(column_);
  const auto append = overloaded{
      [](column::NoCells&) -> std::string_view { return {}; },
      [&](column::AnswerCells& c) -> std::string_view {
        c.cells.push_back(column::answer_of(number != 0));
        return {};
      },
      [&](column::CodeCells& c) -> std::string_view {
        c.cells.push_back(static_cast<std::uint16_t>(number));
        return {};
      },
      [&](column::DateCells& c) -> std::string_view {
        c.cells.push_back(static_cast<std::int32_t>(number));
        return {};
      },
      [&](column::WholeCells& c) -> std::string_view {
        if (number % c.unit != 0) return "not a whole number";
        if (!c.can_hold(number)) return "too large";
        c.cells.push_back(static_cast<std::int32_t>(number / c.unit));
        return {};
      },
      [&](column::NumberCells& c) -> std::string_view {
        c.cells.push_back(number);
        return {};
      },
      [&](column::SetCells& c) -> std::string_view {
        c.cells.push_back(static_cast<std::uint64_t>(number));
        return {};
      },
      [](column::TextCells&) -> std::string_view { return "not a text"; },
      [](column::LinkCells&) -> std::string_view { return "not a key"; },
  };
  const std::string_view trouble = std::visit(append, column_.cells);
  if (trouble.empty()) note_why(Missing::not_recorded);
  return trouble;
}

std::string_view CellReader::add(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.empty()) {
    if (blank_)
      put(*blank_);
    else
      put_missing(Missing::not_recorded);
    return {};
  }
  if (!words_.empty()) {
    if (const auto meaning = words_.find(cell)) {
      put(meanings_[*meaning]);
      return {};
    }
  }
  const std::string_view trouble = read(cell);
  if (!trouble.empty()) add_unknown();
  return trouble;
}

void CellReader::add_unknown() { put_missing(Missing::not_recorded); }

void CellReader::add_always() {
  if (always_)
    put(*always_);
  else
    add_unknown();
}

std::string_view CellReader::read(std::string_view cell) {
  switch (declared_.type.kind) {
    case Kind::yes_no: {
      const auto answer = parse_yes_no(cell);
      return answer ? put_number(*answer == column::yes ? 1 : 0) : unreadable_;
    }
    case Kind::date: {
      const auto day = dates_.parse(cell);
      return day ? put_number(*day) : unreadable_;
    }
    case Kind::number: return read_number(cell);
    case Kind::text: return read_text(cell);
    case Kind::link:
      if (auto* links = std::get_if<column::LinkCells>(&column_.cells); links != nullptr && links_ != nullptr) {
        links->cells.push_back(links_->add(cell));
        note_why(Missing::not_recorded);
        return {};
      }
      return unreadable_;
    case Kind::codes: return read_codes(cell);
    case Kind::code:
    case Kind::unknown:
    case Kind::levels:
    case Kind::groups: return unreadable_;
  }
  return unreadable_;
}

std::string_view CellReader::read_text(std::string_view cell) {
  if (!declared_.nhs_number) {
    put({.number = 0, .text = texts_.intern(cell)});
    return {};
  }
  const std::string_view why_not = base::not_an_nhs_number(cell);
  if (why_not.empty()) put({.number = 0, .text = texts_.intern(*base::nhs_number(cell))});
  return why_not;
}

// Codes with ; or , between them. A mark for a missing value among them: the set is not known.
std::string_view CellReader::read_codes(std::string_view cell) {
  std::int64_t set = 0;
  std::optional<Missing> missing;
  for (std::size_t at = 0; at <= cell.size();) {
    const std::size_t end = std::min(cell.find_first_of(";,", at), cell.size());
    const std::string_view word = trimmed(cell.substr(at, end - at));
    at = end + 1;
    if (word.empty()) continue;
    const auto found = words_.find(word);
    if (!found) return unreadable_;
    const Meaning& meaning = meanings_[*found];
    if (!meaning.number)
      missing = meaning.why;
    else if (*meaning.number == 0 && word.size() != cell.size())
      return unreadable_;  // `none`, and something
    else
      set |= *meaning.number;
  }
  if (missing) {
    put_missing(*missing);
    return {};
  }
  return set == 0 ? unreadable_ : put_number(set);
}

std::string_view CellReader::read_number(std::string_view cell) {
  const plan::Type& type = declared_.type;
  const Measure measure = type.base.measure;
  std::optional<std::int64_t> number;
  if (is_span(type)) {
    number = parse_span(cell, measure, multiply_ * types::days_or_months_in(type.shown_in), divide_);
  } else {
    number = measure == Measure::percent && !type.per ? parse_percent(cell) : parse_number(cell);
    const std::int64_t parts = measure == Measure::points && !type.per ? 100 : 1;
    if (number && (multiply_ != 1 || divide_ * parts != 1)) number = scaled(*number, multiply_, divide_ * parts);
  }
  return number ? put_number(*number) : unreadable_;
}

}  // namespace fairstart::readers
