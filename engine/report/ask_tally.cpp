// SPDX-License-Identifier: Apache-2.0
#include "engine/report/ask_tally.hpp"

namespace fairstart::report {

AskTally::AskTally(const plan::Plan& plan)
    : plan_(&plan),
      fields_(plan.fields.size()),
      lists_(plan.records.size()),
      parameters_(plan.parameters.size()),
      answers_without_parameter_(plan.parameters.size()) {}

void AskTally::next_family() { ++family_; }

void AskTally::count(Count& count) {
  if (count.last_family == family_) return;
  count.last_family = family_;
  ++count.families;
}

void AskTally::add(std::span<const explain::Fact> facts) {
  for (const explain::Fact& fact : facts) {
    if (fact.field.exists()) count(fields_[fact.field.index()]);
    if (fact.list.exists()) count(lists_[fact.list.index()]);
    if (fact.parameter.exists()) {
      count(parameters_[fact.parameter.index()]);
      ++answers_without_parameter_[fact.parameter.index()];
    }
  }
  if (!facts.empty()) count(any_);
}

void AskTally::add_up(std::vector<Count>& counts, std::vector<std::string>& names, Totals& totals,
                      std::string (*name)(std::size_t, const plan::Plan&)) {
  names.resize(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].families == 0) continue;
    if (names[i].empty()) names[i] = name(i, *plan_);
    totals.asked[names[i]] += counts[i].families;
    counts[i].families = 0;
  }
}

void AskTally::into(Totals& totals) {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].families == 0) continue;
    totals.parameter_missing[plan::ParameterId(i)] += answers_without_parameter_[i];
    answers_without_parameter_[i] = 0;
  }
  add_up(fields_, field_names_, totals,
         [](std::size_t i, const plan::Plan& plan) { return asked_field(plan, plan::FieldId(i)); });
  add_up(lists_, list_names_, totals,
         [](std::size_t i, const plan::Plan& plan) { return asked_list(plan, plan::RecordId(i)); });
  add_up(parameters_, parameter_names_, totals,
         [](std::size_t i, const plan::Plan& plan) { return asked_parameter(plan, plan::ParameterId(i)); });
  totals.families_to_ask += any_.families;
  any_.families = 0;
}

std::string asked_field(const plan::Plan& plan, plan::FieldId field) {
  return plan.field(field).name + " of " + plan.record(plan.field(field).record).name;
}

std::string asked_list(const plan::Plan& plan, plan::RecordId list) {
  const plan::Record& record = plan.record(list);
  return record.owner.exists() ? record.plural + " of " + plan.record(record.owner).name : record.plural;
}

std::string asked_parameter(const plan::Plan& plan, plan::ParameterId parameter) {
  return "parameter " + plan.parameters[parameter.index()].name;
}

}  // namespace fairstart::report
