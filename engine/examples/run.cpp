// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "dsl/base/overloaded.hpp"
#include "engine/examples/examples.hpp"
#include "engine/examples/judge.hpp"
#include "engine/examples/words.hpp"
#include "engine/exec/program.hpp"
#include "engine/explain/explain.hpp"

namespace fairstart::examples {
namespace {

using plan::ExprId;

using base::overloaded;

std::vector<ExprId> wanted(const plan::Plan& plan, const plan::Example& example) {
  std::vector<ExprId> out = explain::expressions(plan);
  for (const plan::Offer& offer : plan.offers)
    for (const ExprId id : offers::expressions(plan, offer)) out.push_back(id);
  for (const plan::Register& list : plan.registers)
    if (list.eligible.exists()) out.push_back(list.eligible);
  for (const plan::Expectation& expectation : example.expectations)
    if (const auto* answer = std::get_if<plan::ExpectAnswer>(&expectation.what))
      out.push_back(plan.definitions[answer->definition.index()].meaning);
  return out;
}

// What the expectation's subject is called in explanations: its title, else its name.
std::string titled(const plan::Plan& plan, const plan::Expectation& expectation) {
  const auto title = [](const auto& thing) { return thing.title.empty() ? thing.name : thing.title; };
  return std::visit(overloaded{
                        [&](const plan::ExpectLevel& e) { return title(plan.levels[e.levels.index()]); },
                        [&](const plan::ExpectGroup& e) { return title(plan.levels[e.levels.index()]); },
                        [&](const plan::ExpectScore& e) { return title(plan.scores[e.score.index()]); },
                        [&](const plan::ExpectAnswer& e) { return title(plan.definitions[e.definition.index()]); },
                        [&](const plan::ExpectOffer& e) { return title(plan.offers[e.offer.index()]); },
                        [&](const plan::ExpectListed& e) { return title(plan.registers[e.list.index()]); },
                    },
                    expectation.what);
}

class Example {
 public:
  Example(const plan::Plan& plan, const plan::Example& example)
      : plan_(plan),
        example_(example),
        database_(records_of(plan, example)),
        clock_{example.as_at, example.as_at, example.as_at} {
    const auto families = static_cast<column::Row>(plan.family.exists() ? database_.table(plan.family).rows : 0);
    const exec::Program program(database_, clock_, wanted(plan, example));
    program.run(column::chunk_of_families(database_, 0, families), evaluated_);
  }

  std::vector<Failed> failures() const {
    std::vector<Failed> out;
    const Judge judge(database_, clock_, evaluated_);
    for (const plan::Expectation& expectation : example_.expectations) {
      const Judged judged = judge.judge(expectation);
      if (!judged.holds) out.push_back({expectation.span, expectation.text, judged.got, why(expectation, judged)});
    }
    return out;
  }

 private:
  std::string why(const plan::Expectation& expectation, const Judged& judged) const {
    if (judged.row == column::no_row || !plan_.family.exists()) return "";
    const column::Row family = column::owner_row(database_, judged.record, judged.row, plan_.family);
    const explain::Options options{.show_restricted = true};
    if (const auto* answer = std::get_if<plan::ExpectAnswer>(&expectation.what)) {
      const ExprId meaning = plan_.definitions[answer->definition.index()].meaning;
      if (plan_.expr(meaning).type.kind != types::Kind::yes_no) return "";
      return explain::reason(plan_, evaluated_, meaning, judged.row, options);
    }
    if (family == column::no_row) return "";
    const std::string title = titled(plan_, expectation), key = database_.table(judged.record).keys.text(judged.row);
    std::vector<explain::Told> ours;
    for (explain::Told& told : explain::explain_family(database_, clock_, evaluated_, family, options)) {
      const bool about_row = judged.record == plan_.family || told.subject.ends_with(' ' + key);
      if (about_row && told.subject.starts_with(title)) ours.push_back(std::move(told));
    }
    return explain::as_text(ours, false);
  }

  const plan::Plan& plan_;
  const plan::Example& example_;
  column::Database database_;
  column::Clock clock_;
  column::Evaluated evaluated_;
};

}  // namespace

Outcome run(const plan::Plan& plan, const plan::Example& example) {
  const auto start = std::chrono::steady_clock::now();
  Outcome out{.example = &example, .failures = Example(plan, example).failures()};
  out.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return out;
}

}  // namespace fairstart::examples
