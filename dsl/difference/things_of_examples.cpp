// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/overloaded.hpp"
#include "dsl/difference/things.hpp"

namespace fairstart::difference {
namespace {

std::string show_answer(const std::optional<bool>& answer) { return !answer ? "unknown" : *answer ? "yes" : "no"; }

// What an expectation asks for, by names: how it is laid out is no part of it.
class ExpectationWriter {
 public:
  explicit ExpectationWriter(const plan::Plan& plan) : plan_(plan) {}

  std::string meaning(const plan::Expectation& expectation) const {
    std::string out = std::visit([&](const auto& what) { return of(what); }, expectation.what) + " for " + expectation.row;
    if (expectation.asks) out += " asks";
    if (expectation.asks)
      for (const plan::AskedFact& fact : *expectation.asks) out += fmt::format(" {} of {},", fact.field, fact.row);
    return out + fmt::format(" because {}", fmt::join(expectation.because, ", "));
  }

 private:
  const plan::Levels& scheme(plan::LevelsId id) const { return plan_.levels[id.index()]; }

  std::string of(const plan::ExpectLevel& what) const {
    std::string out =
        scheme(what.levels).name + (what.unknown ? " unknown" : ' ' + scheme(what.levels).levels[what.level].name);
    for (const std::size_t level : what.could_be) out += " or " + scheme(what.levels).levels[level].name;
    return out;
  }
  std::string of(const plan::ExpectGroup& what) const {
    return fmt::format("{} {} {}", scheme(what.levels).name, scheme(what.levels).levels[what.group].name,
                       show_answer(what.answer));
  }
  std::string of(const plan::ExpectScore& what) const {
    return fmt::format("{} {} {}", plan_.scores[what.score.index()].name, what.lowest, what.highest);
  }
  std::string of(const plan::ExpectAnswer& what) const {
    const plan::Definition& definition = plan_.definitions[what.definition.index()];
    const plan::Type& type = plan_.expr(definition.meaning).type;
    const auto end = [&](const std::optional<plan::Constant>& value) { return value ? in_words(plan_, type, *value) : "-"; };
    return fmt::format("{} {} {} {}", definition.name, show_answer(what.answer), end(what.lowest), end(what.highest));
  }
  std::string of(const plan::ExpectOffer& what) const {
    std::string out = fmt::format("offer {} {}", plan_.offers[what.offer.index()].name, static_cast<int>(what.status));
    for (const auto& number : {what.amount_lowest, what.amount_highest}) out += number ? fmt::format(" {}", *number) : " -";
    for (const auto& date : {what.due_from, what.due_by}) out += ' ' + (date ? base::format_iso_date(*date) : "-");
    return out + (what.window ? fmt::format(" {}", static_cast<int>(*what.window)) : " -") + (what.early ? " early" : "");
  }
  std::string of(const plan::ExpectListed& what) const {
    return fmt::format("list {} {}", plan_.registers[what.list.index()].name, show_answer(what.listed));
  }

  const plan::Plan& plan_;
};

// A made-up row and those under it, each as its facts.
void add_rows(Builder& one, const plan::Plan& plan, const std::vector<plan::MadeRow>& rows, const std::string& above) {
  for (const plan::MadeRow& row : rows) {
    const std::string kind = row.role.exists() ? plan.roles[row.role.index()].name : plan.record(row.record).name;
    const std::string who = kind + (row.name.empty() ? "" : ' ' + row.name) + (above.empty() ? "" : " of " + above);
    std::string facts;
    for (const plan::MadeFact& fact : row.facts) {
      const plan::Field& field = plan.field(fact.field);
      facts += (facts.empty() ? "" : ", ") + field.name + ' ';
      if (!fact.value)
        facts += fact.why == plan::Missing::declined    ? "declined"
                 : fact.why == plan::Missing::not_asked ? "not asked"
                                                        : "unknown";
      else
        facts += fact.value->text.empty() ? in_words(plan, field.type, *fact.value) : fact.value->text;
    }
    if (row.others_no) facts += (facts.empty() ? "" : ", ") + std::string("others no");
    one.wording("what is made up of " + who, facts.empty() ? "nothing" : facts);
    add_rows(one, plan, row.rows, who);
  }
}

}  // namespace

void add_examples(Canonical& canonical, std::vector<Thing>& out) {
  const plan::Plan& plan = canonical.plan();
  const ExpectationWriter writer(plan);
  for (const plan::Example& each : plan.examples) {
    Builder one(canonical, "example", each.title.empty() ? "without a title" : each.title, "");
    one.wording("the day", base::format_long_date(each.as_at));
    add_rows(one, plan, each.rows, "");
    for (const plan::Expectation& expectation : each.expectations) {
      std::string text;
      for (const char c : expectation.text)
        if (const char plain = c == '\n' || c == '\t' ? ' ' : c; plain != ' ' || !text.ends_with(' ')) text += plain;
      one.said("the expectation `" + text + "`", writer.meaning(expectation));
    }
    out.push_back(one.done());
  }
}

}  // namespace fairstart::difference
