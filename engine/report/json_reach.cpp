// SPDX-License-Identifier: Apache-2.0
#include "engine/report/json_allocations.hpp"
#include "engine/report/quantity.hpp"

namespace fairstart::report {
namespace {

Json shown_or_null(const Shown& count) { return count ? Json(*count) : Json(nullptr); }

std::string_view rises_word(Rises rises, std::string_view falls) {
  switch (rises) {
    case Rises::rises: return "rises";
    case Rises::falls: return falls;
    case Rises::level: return "the same";
    case Rises::cannot_be_said: break;
  }
  return "cannot be said";
}

bool gives_amounts(const plan::Offer& offer) { return offer.amount.exists() || !offer.amounts.empty(); }

Json row_of(const plan::Plan& plan, const ReachFigures& reach, const ReachRow& row, Json group) {
  Json json{{"group", std::move(group)}, {"label", row.label}};
  json["families"] = shown_or_null(row.families);
  json["with_an_offer"] = shown_or_null(row.some);
  json["with_none"] = shown_or_null(row.nothing);
  json["cannot_tell"] = shown_or_null(row.unsure);
  json["offers"] = Json::array();
  for (std::size_t i = 0; i < reach.offers.size(); ++i) {
    const plan::Offer& offer = plan.offers[reach.offers[i].index()];
    Json told{{"offer", offer.name}, {"offered", shown_or_null(row.offers[i].offered)}};
    // A plain decimal as text, in the offer's unit.
    const auto& each = row.offers[i].per_family;
    if (gives_amounts(offer))
      told["amount_for_each_family"] = each ? Json(fixed_amount_text(offer.amount_type, *each, 2)) : Json(nullptr);
    json["offers"].push_back(std::move(told));
  }
  return json;
}

}  // namespace

void add_reach(Json& json, const plan::Plan& plan, const Figures& figures) {
  const ReachFigures& reach = figures.reach;
  Json told;
  told["deprivation_groups"] = reach.groups;
  told["by_deprivation"] = Json::array();
  for (const ReachRow& row : reach.by_deprivation) {
    Json group = row.group > 0 ? Json(row.group) : Json(row.group == everyone ? "everyone" : "not known");
    told["by_deprivation"].push_back(row_of(plan, reach, row, std::move(group)));
  }
  told["by_level"] = Json::array();
  const plan::LevelsId support = levels_of_support(plan);
  for (const ReachRow& row : reach.by_level) {
    const bool all = row.group == everyone || !support.exists();
    Json group = all ? Json("everyone") : Json(plan.levels[support.index()].levels[static_cast<std::size_t>(row.group)].name);
    told["by_level"].push_back(row_of(plan, reach, row, std::move(group)));
  }
  told["rises"] = Json::array();
  for (std::size_t i = 0; i < reach.trends.size(); ++i) {
    const plan::Offer& offer = plan.offers[reach.offers[i].index()];
    told["rises"].push_back({{"offer", offer.name},
                             {"measured_by", gives_amounts(offer) ? "amount for each family" : "offers for each family"},
                             {"with_deprivation", rises_word(reach.trends[i].with_deprivation, "falls")},
                             {"with_level", rises_word(reach.trends[i].with_level, "not at each level")}});
  }
  json["reach"] = std::move(told);
}

}  // namespace fairstart::report
