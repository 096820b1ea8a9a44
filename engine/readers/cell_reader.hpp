// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "engine/column/database.hpp"
#include "engine/readers/links.hpp"
#include "engine/readers/values.hpp"

namespace fairstart::readers {

// A cell without the blanks around it.
std::string_view trimmed(std::string_view text);

// How a mapping writes dates; ISO 8601 where it does not say. Good for every column of a run.
class DateReader {
 public:
  // The first pattern that is no date format, if any.
  std::optional<std::string> set(const std::vector<std::string>& patterns);
  std::optional<base::Day> parse(std::string_view text) const;
  bool is_iso() const { return formats_.empty(); }

 private:
  std::vector<DateFormat> formats_;
};

// Turns the cells of one column of a file into one field's cells, a row at a time.
class CellReader {
 public:
  // `mapped` and `mapping` may be null, `links` is for link fields. All must outlive the reader, and `column` be of the
  // field's storage; WholeCells of numbers are widened where one needs it.
  CellReader(const plan::Plan& plan, plan::FieldId field, const plan::MappedColumn* mapped, const plan::Mapping* mapping,
             const DateReader& dates, column::Column& column, column::TextPool& texts, PendingLinks* links = nullptr);

  // Appends a row. Empty, or why the cell could not be used (its row is unknown then): words for people, no value in them.
  std::string_view add(std::string_view cell);
  void add_unknown();
  void add_always();  // the mapping's constant
  plan::FieldId field() const { return field_; }

  // Whether a cell of digits alone (or with a point between, or an ISO date) says just what it does without a mapping, so that
  // only the declared range is left to look at.
  bool takes_plain_numbers() const;
  bool takes_iso_dates() const;
  bool blank_has_meaning() const { return blank_.has_value(); }

 private:
  struct Meaning {
    std::optional<std::int64_t> number;
    std::uint32_t text = 0;
    plan::Missing why{};
  };

  void learn(std::string_view word, Meaning meaning);
  void learn_code(std::string_view word, std::int64_t number);
  Meaning meaning_of(const std::optional<plan::Constant>& value, plan::Missing why);
  void put(const Meaning& meaning);
  void put_missing(plan::Missing why);
  std::string_view put_number(std::int64_t number);  // as constants have it
  std::string_view read(std::string_view cell);      // not blank, no word with a meaning
  std::string_view read_number(std::string_view cell);
  std::string_view read_text(std::string_view cell);
  std::string_view read_codes(std::string_view cell);
  void note_why(plan::Missing why);

  plan::FieldId field_;
  const plan::Field& declared_;
  const DateReader& dates_;
  column::Column& column_;
  column::TextPool& texts_;
  PendingLinks* links_;
  std::vector<Meaning> meanings_;
  Words words_;
  bool numbers_are_words_ = false;  // a word starts with a digit
  bool may_widen_;                  // the column may hold other numbers than WholeCells have
  std::optional<Meaning> blank_, always_;
  std::int64_t multiply_ = 1, divide_ = 1;
  std::string_view unreadable_;  // what to say of a cell that is no value of the type
};

}  // namespace fairstart::readers
