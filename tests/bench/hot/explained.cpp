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
    : database_(database), plan_(*database.plan), questions_(database, clock), of_groups_(plan_.levels.size()) {
  bool others = false;
  for (std::size_t i = 0; i < plan_.levels.size(); ++i) {
    const plan::Levels& scheme = plan_.levels[i];
    others = others || scheme.record != plan_.family || scheme.role.exists();
    if (scheme.kind != plan::LevelsKind::groups) schemes_.emplace_back(i);
    for (const plan::Level& member : scheme.levels)
      if (scheme.kind == plan::LevelsKind::groups) of_groups_[i].push_back(member.when);
  }
  for (const plan::Score& score : plan_.scores) others = others || score.record != plan_.family || score.role.exists();
  for (const plan::Offer& offer : plan_.offers) {
    others = others || offer.record != plan_.family || !offer.shown || !offer.eligible.exists();
    eligible_.push_back(offer.eligible);
  }
  for (const plan::Field& field : plan_.fields) labels_.emplace_back(field.name + " of ");
  if (others) throw std::runtime_error("the plan has results for others than families");
}

Explained::Work::Work(const Explained& all)
    : asking(all.questions_), reasons(all.plan_, {}, report::append_text_cell), members(all.of_groups_.size()) {}

// As the report puts them: fields of rows whose keys are numbers, which is all that W's rules ask for.
void Explained::put_asked(Work& work, report::Line& line) const {
  explain::Asking::tidy(work.ask);
  bool first = true;
  for (const explain::Fact& fact : work.ask.facts) {
    const column::Keys* keys = fact.field.exists() ? &database_.table(fact.record).keys : nullptr;
    if (keys == nullptr || keys->as_text() || work.ask.may_include_more_than_needed)
      throw std::runtime_error("a fact that is no field of a row with a number");
    const report::ShortText& label = labels_[fact.field.index()];
    line.room(2 + label.size() + report::ShortText::most + report::Line::longest_number);
    if (!first) line.put("; ");
    first = false;
    line.put(label);
    line.put_whole(keys->number(fact.row));
  }
  line.room(1);
  line.put('\n');
  work.ask.facts.clear();
}

void Explained::about_results(const column::Evaluated& evaluated, Row row, Work& work) const {
  for (const plan::LevelsId id : schemes_) {
    const std::uint64_t could_be = evaluated.possible_levels(plan_, id, row);
    if ((could_be & (could_be - 1)) != 0) work.asking.about_levels(id, row, work.ask);
  }
  for (std::size_t id = 0; id < of_groups_.size(); ++id) {
    if (of_groups_[id].empty()) continue;
    for (std::size_t byte = 0; byte < work.members[id].bytes(); ++byte) {
      for (std::uint32_t open = AnswerCodes::unknown(work.members[id].at(byte, row)); open != 0; open &= open - 1)
        work.asking.about(of_groups_[id][4 * byte + static_cast<std::size_t>(std::countr_zero(open)) / 2], row, work.ask);
    }
  }
  const std::size_t at = row - evaluated.chunk.rows[plan_.family.index()].begin;
  for (std::size_t id = 0; id < evaluated.scores.size(); ++id)
    if (evaluated.scores[id].lo[at] != evaluated.scores[id].hi[at]) work.asking.about_score(plan::ScoreId(id), row, work.ask);
}

void Explained::explain(const column::Evaluated& evaluated, Work& work) const {
  work.families.start(0);
  work.offers.start(0);
  work.asking.start(evaluated);
  work.reasons.start(evaluated);
  const column::Rows families = evaluated.chunk.rows[plan_.family.index()];
  for (std::size_t id = 0; id < of_groups_.size(); ++id)
    if (!of_groups_[id].empty()) work.members[id].fill(evaluated, plan_, of_groups_[id], families);
  work.offered.fill(evaluated, plan_, eligible_, families);
  for (Row row = families.begin; row < families.end; ++row) {
    about_results(evaluated, row, work);
    put_asked(work, work.families);
    for (std::size_t byte = 0; byte < work.offered.bytes(); ++byte) {
      const std::uint32_t code = work.offered.at(byte, row);
      for (std::uint32_t open = AnswerCodes::possible(code); open != 0; open &= open - 1) {
        const auto at = static_cast<unsigned>(std::countr_zero(open));
        const plan::ExprId eligible = eligible_[4 * byte + at / 2];
        const std::string& reason = work.reasons.of(eligible, row);
        work.offers.room(reason.size() + 1);
        work.offers.put(std::string_view(reason));
        work.offers.put(',');
        if ((code >> at & 1U) == 0) work.asking.about(eligible, row, work.ask);
        put_asked(work, work.offers);
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
