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

void AskTally::add(const explain::Ask& ask) {
  for (const explain::Fact& fact : ask.facts) {
    if (fact.field.exists()) count(fields_[fact.field.index()]);
    if (fact.list.exists()) count(lists_[fact.list.index()]);
    if (fact.parameter.exists()) {
      count(parameters_[fact.parameter.index()]);
      ++answers_without_parameter_[fact.parameter.index()];
    }
  }
  if (!ask.facts.empty()) count(any_);
}

void AskTally::into(Totals& totals) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].families > 0) totals.asked[asked_field(*plan_, plan::FieldId(i))] += fields_[i].families;
  }
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    if (lists_[i].families > 0) totals.asked[asked_list(*plan_, plan::RecordId(i))] += lists_[i].families;
  }
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (parameters_[i].families == 0) continue;
    totals.asked[asked_parameter(*plan_, plan::ParameterId(i))] += parameters_[i].families;
    totals.parameter_missing[plan::ParameterId(i)] += answers_without_parameter_[i];
  }
  totals.families_to_ask += any_.families;
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
