// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/hot/explained.hpp"

#include <bit>
#include <stdexcept>
#include <string_view>

#include "engine/report/csv.hpp"

namespace fairstart::bench {

using column::Row;
using explain::AnswerCodes;

Explained::Explained(const column::Database& database, const column::Clock& clock)
    : database_(database), plan_(*database.plan), questions_(database, clock) {
  bool others = false;
  for (std::size_t i = 0; i < plan_.levels.size(); ++i) {
    const plan::Levels& scheme = plan_.levels[i];
    others = others || scheme.record != plan_.family || scheme.role.exists();
    (scheme.kind == plan::LevelsKind::groups ? results_.groups : results_.schemes).emplace_back(i);
  }
  for (const plan::Score& score : plan_.scores) others = others || score.record != plan_.family || score.role.exists();
  results_.record = plan_.family;
  for (std::size_t i = 0; i < plan_.scores.size(); ++i) results_.scores.emplace_back(i);
  for (const plan::Offer& offer : plan_.offers) {
    others = others || offer.record != plan_.family || !offer.shown || !offer.eligible.exists();
    eligible_.push_back(offer.eligible);
  }
  for (const plan::Field& field : plan_.fields) labels_.emplace_back(field.name + " of ");
  if (others) throw std::runtime_error("the plan has results for others than families");
}

Explained::Work::Work(const Explained& all)
    : asking(all.questions_),
      reasons(all.plan_, {}, all.eligible_,
              [](std::string& into, std::size_t /*which*/, column::Answer answer, std::string_view text) {
                report::append_text_cell(into, text);
                into += answer == column::yes ? ",\n" : ",";
              }),
      asked(all.questions_, all.results_),
      texts(all.eligible_.size()),
      next_text(all.eligible_.size()) {}

// As the report puts them: fields of rows whose keys are numbers, which is all that W's rules ask for.
void Explained::put_asked(std::span<const explain::Fact> facts, report::Line& line) const {
  bool first = true;
  for (const explain::Fact& fact : facts) {
    const column::Keys* keys = fact.field.exists() ? &database_.table(fact.record).keys : nullptr;
    if (keys == nullptr || keys->as_text()) throw std::runtime_error("a fact that is no field of a row with a number");
    const report::ShortText& label = labels_[fact.field.index()];
    line.room(2 + label.size() + report::ShortText::most + report::Line::longest_number);
    if (!first) line.put("; ");
    first = false;
    line.put(label);
    line.put_whole(keys->number(fact.row));
  }
  line.room(1);
  line.put('\n');
}

std::span<const explain::Fact> Explained::about(plan::ExprId open, Row row, Work& work) const {
  if (const explain::Asking::Span all = work.asking.facts(open, row); all.found())
    return {work.asking.pool() + all.from, all.count};
  work.ask.facts.clear();
  work.asking.about(open, row, work.ask);
  explain::Asking::tidy(work.ask);
  if (work.ask.may_include_more_than_needed) throw std::runtime_error("a row whose facts are not exact");
  return work.ask.facts;
}

void Explained::explain(const column::Evaluated& evaluated, Work& work) const {
  work.families.start(0);
  work.offers.start(0);
  work.asking.start(evaluated);
  work.reasons.start(evaluated);
  const column::Rows families = evaluated.chunk.rows[plan_.family.index()];
  work.asked.fill(evaluated, work.asking);
  for (std::size_t offer = 0; offer < eligible_.size(); ++offer) {
    work.reasons.of_possible(offer, families, work.texts[offer]);
    work.next_text[offer] = work.texts[offer].data();
  }
  work.offered.fill(evaluated, plan_, eligible_, families);
  for (Row row = families.begin; row < families.end; ++row) {
    const explain::AskedRows::Facts asked = work.asked.of(row, work.asking);
    if (asked.may_include_more_than_needed) throw std::runtime_error("a row whose facts are not exact");
    put_asked(asked.facts, work.families);
    for (std::size_t byte = 0; byte < work.offered.bytes(); ++byte) {
      const std::uint32_t code = work.offered.at(byte, row);
      for (std::uint32_t open = AnswerCodes::possible(code); open != 0; open &= open - 1) {
        const auto at = static_cast<unsigned>(std::countr_zero(open));
        const std::size_t offer = 4 * byte + at / 2;
        const explain::PaddedText& reason = **work.next_text[offer]++;
        work.offers.room(reason.size + explain::PaddedText::padding);
        work.offers.put_padded<explain::PaddedText::padding>(reason.bytes.data(), reason.size);
        if ((code >> at & 1U) == 0) put_asked(about(eligible_[offer], row, work), work.offers);
      }
    }
  }
}

void Explained::expect_same(const Work& work, const report::ChunkText& rows) {
  const auto compare = [](std::string_view cells, std::string_view whole) {
    while (!cells.empty() && !whole.empty()) {
      const std::size_t end = cells.find('\n'), end_of_row = whole.find('\n');
      if (!whole.substr(0, end_of_row).ends_with(',' + std::string(cells.substr(0, end))))
        throw std::runtime_error("a row does not end as it was explained: " + std::string(whole.substr(0, end_of_row)));
      cells.remove_prefix(end + 1);
      whole.remove_prefix(end_of_row + 1);
    }
    if (!cells.empty() || !whole.empty()) throw std::runtime_error("not as many rows as were explained");
  };
  compare(work.families.text(), rows.families);
  compare(work.offers.text(), rows.offers);
}

}  // namespace fairstart::bench
