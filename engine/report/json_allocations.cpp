// SPDX-License-Identifier: Apache-2.0
#include "engine/report/json_allocations.hpp"

#include "dsl/base/calendar.hpp"
#include "engine/report/quantity.hpp"

namespace fairstart::report {
namespace {

Json maybe(const Shown& number) { return number ? Json(*number) : Json(nullptr); }

// A plain decimal as text, as in the CSV files; the unit is said once.
Json amount(const plan::Allocation& allocation, const Shown& number) {
  return number ? Json(amount_text(allocation.offer.amount_type, *number)) : Json(nullptr);
}

Json list_of(const plan::Plan& plan, const ListRow& row) {
  const plan::Register& list = plan.registers[row.list.index()];
  Json json{{"name", list.name},
            {"title", list.title},
            {"for", list.role.exists() ? plan.roles[list.role.index()].name : plan.record(list.record).name},
            {"core", list.core}};
  json["limit"] = list.limit ? Json(*list.limit) : Json(nullptr);
  json["per"] = list.per.exists() ? Json(list.per_text) : Json(nullptr);
  json["first"] = Json::array();
  for (const plan::OrderKey& key : list.order) json["first"].push_back(key.text);
  json["listed"] = maybe(row.listed);
  json["cannot_tell"] = maybe(row.cannot_tell);
  json["beyond_limit"] = maybe(row.beyond_limit);
  json["without_name"] = maybe(row.without_name);
  add_notes(json, list.notes);
  return json;
}

void add_applicants(Json& json, const ApplicantRow& row) {
  json["given"] = maybe(row.given);
  json["waiting"] = maybe(row.waiting);
  json["cannot_tell"] = maybe(row.cannot_tell);
  json["received_before"] = maybe(row.received);
}

Json rows_of(const std::vector<ApplicantRow>& rows, bool by_fifth) {
  Json all = Json::array();
  for (const ApplicantRow& row : rows) {
    Json json;
    if (by_fifth)
      json["deprivation_fifth"] = row.fifth > 0 ? Json(row.fifth) : Json("not known");
    else
      json["need"] = row.label;
    add_applicants(json, row);
    all.push_back(std::move(json));
  }
  return all;
}

Json allocation_of(const plan::Plan& plan, const AllocationTable& table) {
  const plan::Allocation& allocation = plan.allocations[table.allocation.index()];
  const plan::Offer& offer = allocation.offer;
  Json json{{"name", offer.name},
            {"title", offer.title},
            {"for", offer.role.exists() ? plan.roles[offer.role.index()].name : plan.record(offer.record).name},
            {"core", offer.core},
            {"provider", offer.provider}};
  const auto amounts = [&](Json& into, const ShareRow& row, const char* share) {
    into[share] = amount(allocation, row.share);
    into["amount_received_before"] = amount(allocation, row.received);
    into["amount_given"] = amount(allocation, row.given);
    into["amount_left"] = amount(allocation, row.left);
  };
  json["unit"] = unit_text(offer.amount_type, plan);
  json["from"] = table.stretch.all_time() ? Json(nullptr) : Json(base::format_iso_date(table.stretch.from));
  json["to"] = table.stretch.all_time() ? Json(nullptr) : Json(base::format_iso_date(table.stretch.to));
  json["first"] = Json::array();
  for (const plan::OrderKey& key : allocation.order) json["first"].push_back(key.text);
  amounts(json, table.all, "supply");
  add_applicants(json, table.all.applicants);
  json["by_need"] = rows_of(table.by_need, false);
  json["by_deprivation_fifth"] = rows_of(table.by_fifth, true);
  json["share_by"] = allocation.share_by.exists() ? Json(allocation.share_by_text) : Json(nullptr);
  json["places"] = Json::array();
  for (const ShareRow& place : table.places) {
    Json line{{"place", place.applicants.label}};
    amounts(line, place, "share");
    add_applicants(line, place.applicants);
    json["places"].push_back(std::move(line));
  }
  json["serves"] = Json::array();
  for (const plan::OutcomeId outcome : offer.serves) json["serves"].push_back(plan.outcomes[outcome.index()].name);
  add_notes(json, offer.notes);
  return json;
}

}  // namespace

void add_notes(Json& json, const plan::Notes& notes) {
  json["sources"] = notes.sources;
  json["notes"] = notes.notes;
  if (notes.review_by) json["review_by"] = base::format_iso_date(*notes.review_by);
}

void add_lists_and_allocations(Json& json, const plan::Plan& plan, const Figures& figures) {
  json["lists"] = Json::array();
  for (const ListRow& row : figures.lists) json["lists"].push_back(list_of(plan, row));
  json["allocations"] = Json::array();
  for (const AllocationTable& table : figures.allocations) json["allocations"].push_back(allocation_of(plan, table));
}

}  // namespace fairstart::report
