// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cli/diff_pages.hpp"
#include "dsl/base/text.hpp"

namespace fairstart::cli {
namespace {

using Json = nlohmann::ordered_json;

Json module(const plan::Plan& plan) {
  const plan::Module& main = plan.modules[plan.main.index()];
  return {{"name", main.name}, {"title", main.title}, {"version", main.version}};
}

Json json_count(const impact::Shown& number) { return number ? Json(*number) : Json(nullptr); }

std::string key(impact::Move move) {
  std::string out = base::underscored(impact::word_of(move));
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

Json table(const impact::FigureTable& told) {
  Json rows = Json::array();
  for (const impact::FigureRow& row : told.rows) {
    Json one{{"group", row.label}, {"everyone", row.everyone}, {"families", json_count(row.families)}};
    for (std::size_t i = 0; i < told.moves.size(); ++i) one["counts"][key(told.moves[i])] = json_count(row.counts[i]);
    if (!one.contains("counts")) one["counts"] = Json::object();
    rows.push_back(std::move(one));
  }
  return rows;
}

Json told(const std::vector<explain::Told>& all) { return Json::parse(explain::as_json(all)); }

Json impact_of(const Impact& all) {
  Json out{{"as_at", base::format_iso_date(all.as_at)}, {"families", json_count(all.figures.families)},
           {"read_by_old_alone", all.found.only_old},   {"read_by_new_alone", all.found.only_new},
           {"hide_counts_below", all.figures.below},    {"hide_counts_below_is_declared", all.figures.below_declared}};
  const auto add_groups = [&](const impact::FigureTables& told, Json& to) {
    to["by_fifth"] = table(told.by_fifth);
    to["by_place"] = all.found.place_field.empty() ? Json::array() : table(told.by_place);
  };
  add_groups(all.figures.overall, out);
  out["place_field"] = all.found.place_field;
  out["items"] = Json::array();
  const auto item = [&](std::size_t i) {
    const impact::Item& one = all.found.items[i];
    return Json{{"kind", one.kind}, {"name", one.name}, {"title", one.title}, {"core", one.core}};
  };
  for (const impact::ItemFigures& figures : all.figures.items) {
    Json one = item(figures.item);
    add_groups(figures.tables, one);
    out["items"].push_back(std::move(one));
  }
  out["steps"] = Json::array();
  for (const impact::StepFigures& step : all.figures.steps) {
    const impact::Item& of = all.found.items[step.item];
    Json one{{"kind", of.kind},
             {"name", of.name},
             {"from", step.step.first.empty() ? Json(nullptr) : Json(step.step.first)},
             {"to", step.step.second.empty() ? Json(nullptr) : Json(step.step.second)},
             {"families", json_count(step.families)}};
    add_groups(step.tables, one);
    out["steps"].push_back(std::move(one));
  }
  out["explained_are_made_up"] = all.made_up;
  out["explained"] = Json::array();
  for (const impact::Explained& each : all.explained) {
    Json one = item(each.item);
    one["change"] = key(each.move);
    one["family"] = each.family;
    one["before"] = told(each.before);
    one["after"] = told(each.after);
    out["explained"].push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::string diff_json(const DiffResult& result) {
  Json out{{"format", 1}, {"old", module(*result.before)}, {"new", module(*result.after)}};
  out["changes"] = Json::array();
  for (const difference::Change& change : result.difference.changes) {
    Json one{{"what", difference::word_of(change.what)},
             {"kind", change.kind},
             {"name", change.name},
             {"title", change.title},
             {"core", change.core},
             {"wording", change.wording}};
    one["details"] = Json::array();
    for (const difference::Detail& detail : change.details)
      one["details"].push_back({{"part", detail.part},
                                {"what", difference::word_of(detail.what)},
                                {"before", detail.before},
                                {"after", detail.after},
                                {"wording", detail.wording},
                                {"sentence", detail.sentence}});
    one["used_by"] = change.used_by;
    one["affects"] = change.affects;
    out["changes"].push_back(std::move(one));
  }
  out["conditions"] = Json::array();
  for (const JudgedGate& gate : result.gates)
    out["conditions"].push_back({{"condition", gate.text},
                                 {"holds", gate.judged.holds ? Json(*gate.judged.holds) : Json(nullptr)},
                                 {"why_not_judged", gate.judged.why}});
  out["impact"] = result.impact ? impact_of(*result.impact) : Json(nullptr);
  // A place or key of a record may hold bytes that are no UTF-8: those are replaced, not a reason to fail.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace fairstart::cli
