// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "dsl/base/calendar.hpp"
#include "engine/report/figures.hpp"
#include "engine/report/html.hpp"
#include "engine/report/json_allocations.hpp"
#include "engine/report/json_indicators.hpp"
#include "engine/report/json_money.hpp"

namespace fairstart::report {
namespace {

template <class Number>
Json maybe(const std::optional<Number>& number) {
  return number ? Json(*number) : Json(nullptr);
}

std::string text_of(const Json& json) {
  // A cell of the records that is not UTF-8 must not stop a report.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json period_of(const RunFacts& run) {
  return {{"from", base::format_iso_date(run.clock.period_from)}, {"to", base::format_iso_date(run.clock.period_to)}};
}

Json manifest_of(const RunFacts& run) {
  const plan::Plan& plan = *run.plan;
  Json json;
  json["program"] = {{"name", "fairstart"}, {"version", run.program_version}};
  if (plan.main.exists()) {
    const plan::Module& main = plan.modules[plan.main.index()];
    json["framework"] = {{"name", main.name}, {"version", main.version}};
  }
  json["as_at"] = base::format_iso_date(run.clock.as_at);
  json["period"] = period_of(run);
  json["modules"] = Json::array();
  for (const plan::Module& module : plan.modules) {
    json["modules"].push_back({{"name", module.name}, {"version", module.version}, {"sha256", module.sha256}});
  }
  json["inputs"] = Json::array();
  for (const readers::FileRead& file : run.records->files) {
    Json input = {{"file", file.file},
                  {"record", file.record.exists() ? plan.record(file.record).name : ""},
                  {"xxh128", file.fingerprint.xxh128}};
    if (!file.fingerprint.sha256.empty()) input["sha256"] = file.fingerprint.sha256;
    input["rows_read"] = file.rows_read;
    input["rows_used"] = file.rows_used;
    input["rows_rejected"] = file.rows_rejected;
    input["cells_rejected"] = file.cells_rejected;
    json["inputs"].push_back(std::move(input));
  }
  json["rejects"] = run.records->rejects;
  return json;
}

Json framework_of(const RunFacts& run) {
  Json json;
  if (!run.plan->main.exists()) return json;
  const plan::Module& main = run.plan->modules[run.plan->main.index()];
  json["name"] = main.name;
  json["title"] = main.title;
  json["version"] = main.version;
  json["publisher"] = main.publisher;
  json["licence"] = main.licence;
  json["jurisdiction"] = main.jurisdiction;
  add_notes(json, main.notes);
  return json;
}

Json scheme_of(const plan::Plan& plan, const SchemeTable& table) {
  const plan::Levels& scheme = plan.levels[table.scheme.index()];
  Json json{{"name", scheme.name},
            {"title", scheme.title},
            {"kind", plan::word_of(scheme.kind)},
            {"for", plan.record(scheme.record).name}};
  json["levels"] = Json::array();
  for (const plan::Level& level : scheme.levels) json["levels"].push_back({{"name", level.name}, {"title", level.title}});
  json["rows"] = Json::array();
  for (const SchemeRow& row : table.rows) {
    Json line;
    line["deprivation_fifth"] = row.fifth > 0 ? Json(row.fifth) : Json(row.fifth == everyone ? "everyone" : "not known");
    line["at_level"] = Json::array();
    for (const Shown& count : row.at_level) line["at_level"].push_back(maybe(count));
    if (scheme.kind == plan::LevelsKind::segments) line["cannot_tell"] = maybe(row.cannot_tell);
    line[scheme.kind == plan::LevelsKind::tiers ? "could_be_higher" : "not_fully_known"] = maybe(row.could_be);
    line["total"] = maybe(row.total);
    json["rows"].push_back(std::move(line));
  }
  add_notes(json, scheme.notes);
  return json;
}

Json offer_of(const plan::Plan& plan, const OfferRow& row) {
  const plan::Offer& offer = plan.offers[row.offer.index()];
  Json json{{"name", offer.name},
            {"title", offer.title},
            {"for", plan.record(offer.record).name},
            {"core", offer.core},
            {"provider", offer.provider}};
  if (offer.levels.exists()) json["tier"] = plan.levels[offer.levels.index()].levels[offer.tier].name;
  json["offered"] = maybe(row.offered);
  json["cannot_tell"] = maybe(row.cannot_tell);
  json["not_yet_due"] = maybe(row.not_yet_due);
  json["open"] = maybe(row.open);
  json["missed"] = maybe(row.missed);
  json["done"] = maybe(row.done);
  json["no_window"] = maybe(row.no_window);
  json["overdue"] = maybe(row.overdue);
  json["serves"] = Json::array();
  for (const plan::OutcomeId outcome : offer.serves) json["serves"].push_back(plan.outcomes[outcome.index()].name);
  add_notes(json, offer.notes);
  return json;
}

Json guarantees_of(const RunFacts& run, const Figures& figures) {
  Json guarantees = Json::array();
  for (const GuaranteeRow& row : guarantee_rows(run, figures.below)) {
    const plan::Guarantee& guarantee = run.plan->guarantees[row.guarantee];
    Json json{{"name", guarantee.name},
              {"title", guarantee.title},
              {"for", run.plan->record(guarantee.record).name},
              {"result", row.failed                                  ? "fails"
                         : run.guarantees[row.guarantee].unknown > 0 ? "can't tell"
                                                                     : "holds"},
              {"holds", maybe(row.holds)},
              {"fails", maybe(row.fails)},
              {"cannot_tell", maybe(row.unknown)}};
    json["when_becomes_yes"] = Json::array();
    for (const plan::Flip& flip : guarantee.flips) json["when_becomes_yes"].push_back(flip.name);
    add_notes(json, guarantee.notes);
    guarantees.push_back(std::move(json));
  }
  return guarantees;
}

Json parameters_of(const plan::Plan& plan, const Figures& figures) {
  Json parameters = Json::array();
  for (const ParameterRow& row : figures.parameters) {
    const plan::Parameter& parameter = plan.parameters[row.parameter.index()];
    Json json{{"name", parameter.name}, {"title", parameter.title}};
    json["value"] = nullptr;
    if (row.period) {
      const plan::ParameterPeriod& period = parameter.values[*row.period];
      json["value"] = parameter.type.kind == types::Kind::text ? period.value.text
                                                               : plan::show_value(parameter.type, period.value.number, plan);
    }
    json["answers_without_value"] = maybe(row.answers_without);
    add_notes(json, parameter.notes);
    parameters.push_back(std::move(json));
  }
  return parameters;
}

}  // namespace

std::string manifest_json(const RunFacts& run) { return text_of(manifest_of(run)); }

std::string report_json(const RunFacts& run, const Figures& figures) {
  const plan::Plan& plan = *run.plan;
  Json json;
  json["framework"] = framework_of(run);
  json["as_at"] = base::format_iso_date(run.clock.as_at);
  json["period"] = period_of(run);
  json["hidden_below"] = figures.below > 0 ? Json(figures.below) : Json(nullptr);
  json["families"] = maybe(figures.families);
  json["levels"] = Json::array();
  for (const SchemeTable& table : figures.schemes) json["levels"].push_back(scheme_of(plan, table));
  json["offers"] = Json::array();
  for (const OfferRow& row : figures.offers) json["offers"].push_back(offer_of(plan, row));
  add_reach(json, plan, figures);
  add_lists_and_allocations(json, plan, figures);
  json["ask"] = {{"families", maybe(figures.families_to_ask)}, {"facts", Json::array()}};
  for (const AskedRow& row : figures.asked) {
    json["ask"]["facts"].push_back({{"fact", row.fact}, {"title", row.title}, {"families", maybe(row.families)}});
  }
  add_outcomes(json, plan, figures);
  add_money(json, plan, figures);
  json["guarantees"] = guarantees_of(run, figures);
  json["parameters"] = parameters_of(plan, figures);
  json["not_encoded"] = Json::array();
  for (const plan::NotEncoded& omitted : plan.not_encoded) {
    json["not_encoded"].push_back({{"texts", omitted.texts}, {"sources", omitted.sources}});
  }
  json["changes"] = Json::array();
  for (const plan::Adaptation& each : plan.adaptations) {
    if (each.change == plan::Change::added) continue;
    json["changes"].push_back({{"kind", each.kind},
                               {"name", each.name},
                               {"change", each.change == plan::Change::retired ? "retired" : "adapted"},
                               {"what", each.what},
                               {"because", each.because}});
  }
  json["said_once"] = run.said_once;
  json["not_used"] = Json::array();
  for (const RejectReason& each : run.reject_reasons) {
    json["not_used"].push_back({{"file", each.file}, {"column", each.column}, {"reason", each.reason}, {"count", each.count}});
  }
  json["manifest"] = manifest_of(run);
  return text_of(json);
}

}  // namespace fairstart::report
