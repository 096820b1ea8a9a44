// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/column/evaluated.hpp"
#include "engine/explain/ask.hpp"
#include "engine/offers/offers.hpp"

namespace fairstart::examples {

struct Judged {
  bool holds = false;
  std::string got;  // the whole expectation as it would have to be written to hold
  plan::RecordId record;
  column::Row row = column::no_row;  // whom it was about; no_row where there is nobody of that name
};

// Holds one example's expectations against its results, exactly as grammar.md, section 7, says.
class Judge {
 public:
  Judge(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated);
  Judged judge(const plan::Expectation& expectation) const;

 private:
  // What an expectation came to: its parts in the form of the language, and whether each agrees.
  struct Answer {
    std::string head;                  // "support universal-plus"
    std::vector<std::string> details;  // "could be targeted"
    bool holds = true;
    bool settled = true;  // nothing left to ask
    explain::Ask ask;
  };
  using Asked = std::set<std::pair<std::string, std::string>>;

  Answer got(const plan::ExpectLevel& expected, column::Row row, bool asks) const;
  Answer got(const plan::ExpectGroup& expected, column::Row row, bool asks) const;
  Answer got(const plan::ExpectScore& expected, column::Row row, bool asks) const;
  Answer got(const plan::ExpectAnswer& expected, column::Row row, bool asks) const;
  Answer got(const plan::ExpectOffer& expected, column::Row row, bool asks) const;
  Answer got(const plan::ExpectListed& expected, column::Row row, bool asks) const;
  void value(const plan::ExpectAnswer& expected, const plan::Definition& definition, column::Interval found, Answer& out) const;
  void details(const plan::ExpectOffer& expected, const plan::Offer& offer, const offers::OfferResult& result,
               Answer& out) const;

  std::optional<column::Row> row_of(plan::RecordId record, const std::string& name) const;
  std::string text_of(std::int64_t number) const;
  std::string name_of(plan::RecordId record, column::Row row) const;  // empty for the family
  Asked asked(const explain::Ask& ask) const;
  std::set<std::string> names_behind(const plan::Expectation& expectation, column::Row row) const;
  Judged compose(const plan::Expectation& expectation, const Answer& answer, column::Row about) const;

  const column::Database& database_;
  const plan::Plan& plan_;
  const column::Clock& clock_;
  const column::Evaluated& evaluated_;
  explain::Asker asker_;
};

// The record that an expectation is about.
plan::RecordId record_of(const plan::Plan& plan, const plan::Expectation& expectation);

}  // namespace fairstart::examples
