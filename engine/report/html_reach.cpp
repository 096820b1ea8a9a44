// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/report/html.hpp"
#include "engine/report/quantity.hpp"

// The section on proportionate universalism: who is reached, how much each gets, and whether it rises with need.
namespace fairstart::report {
namespace {

bool has_amount(const plan::Offer& offer) { return offer.amount.exists() || !offer.amounts.empty(); }

std::string offer_name(const plan::Plan& plan, plan::OfferId id) {
  const plan::Offer& offer = plan.offers[id.index()];
  return titled(offer.title, offer.name);
}

class ReachSection {
 public:
  ReachSection(std::string& page, const plan::Plan& plan, const Figures& figures)
      : page_(page), plan_(plan), figures_(figures), reach_(figures.reach) {}

  void all() {
    page_ += open_section("reach", "Something for everyone, more for those who need more");
    page_ += fmt::format(
        "<p>Who has an offer now, how much of each offer falls on a family, and whether both rise with need{}.</p>\n",
        reach_.groups > 0 ? " and deprivation" : "");
    answers();
    if (reach_.groups == 0) {
      page_ +=
          "<p class=\"note\">The deprivation of the places where families live is not known, so they are not told apart by "
          "it.</p>\n";
    }
    families(reach_.by_deprivation, "deprivation " + word(), reach_.groups > 0 ? "Deprivation " + word() : "Families");
    matrix(reach_.by_deprivation, false, "deprivation " + word());
    matrix(reach_.by_deprivation, true, "deprivation " + word());
    if (!reach_.by_level.empty()) {
      const std::string by = "level of support";
      families(reach_.by_level, by, "Level");
      matrix(reach_.by_level, false, by);
      matrix(reach_.by_level, true, by);
    }
    page_ +=
        "<p class=\"note\">Counted are offers that are certain on the day of the report; under each number, how many that is "
        "for each "
        "100 families. An amount is the least that the "
        "family is "
        "offered; for each family it is the sum of all amounts divided by all families of the group, with an offer or without.";
    if (!reach_.by_level.empty()) page_ += " A family stands at the level that is certain.";
    page_ += "</p>\n" + (any_hidden() ? small_numbers_note(figures_) : "") + "</section>\n";
  }

 private:
  std::string word() const { return reach_.groups == 5 ? "fifth" : "tenth"; }

  bool any_hidden() const {
    const auto hidden = [](const ReachRow& row) {
      return !row.families || !row.some || !row.nothing || !row.unsure ||
             std::any_of(row.offers.begin(), row.offers.end(), [](const ReachCell& cell) { return !cell.offered; });
    };
    return std::any_of(reach_.by_deprivation.begin(), reach_.by_deprivation.end(), hidden) ||
           std::any_of(reach_.by_level.begin(), reach_.by_level.end(), hidden);
  }

  // In words: whether each offer rises with deprivation and with the level of support.
  void answers() {
    std::string rows;
    for (std::size_t i = 0; i < reach_.offers.size(); ++i) {
      const plan::Offer& offer = plan_.offers[reach_.offers[i].index()];
      const ReachTrend& trend = reach_.trends[i];
      const auto words = [](Rises rises, std::string_view falls) -> std::string_view {
        switch (rises) {
          case Rises::rises: return "yes";
          case Rises::falls: return falls;
          case Rises::level: return "no: the same";
          case Rises::cannot_be_said: break;
        }
        return "cannot be said";
      };
      rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>", offer_name(plan_, reach_.offers[i]),
                          has_amount(offer) ? "amount for each family" : "offers for each family");
      if (reach_.groups > 0)
        rows += fmt::format("<td>{}</td><td class=\"n\">{}</td>", words(trend.with_deprivation, "no: it falls"),
                            ends(offer, trend));
      if (!reach_.by_level.empty()) rows += fmt::format("<td>{}</td>", words(trend.with_level, "not at each level"));
      rows += "</tr>\n";
    }
    std::vector<Head> heads{{"", "Offer"}, {"", "Measured by"}};
    if (reach_.groups > 0) {
      heads.push_back({"", "Rises with deprivation?"});
      heads.push_back({"n", "Most deprived end less least"});
    }
    if (!reach_.by_level.empty()) heads.push_back({"", "Rises with level of support?"});
    page_ += "<h3>Does it rise with need?</h3>\n" + open_table("Does each offer rise with need", heads, true) + rows +
             std::string(close_table);
    page_ += fmt::format(
        "<p class=\"note\">“Rises with deprivation”: by a straight line through the {0}s that are shown, weighted by families, "
        "its "
        "most deprived end stands above the least deprived; by how much is said beside it. “Cannot be said”: fewer than three "
        "are "
        "shown.</p>\n",
        word());
  }

  std::string ends(const plan::Offer& offer, const ReachTrend& trend) const {
    if (!trend.slope || std::abs(*trend.slope) > 9e17) return "–";
    const auto slope = static_cast<std::int64_t>(std::llround(*trend.slope));
    if (!has_amount(offer)) return fmt::format("{:+.2f} offers", static_cast<double>(slope) / 1e6);
    const std::string text = fixed_amount_text(offer.amount_type, slope, 2);
    return escaped((slope > 0 ? "+" : "") + text + ' ' + unit_text(offer.amount_type, plan_));
  }

  void families(const std::vector<ReachRow>& rows, const std::string& by, const std::string& first) {
    page_ += fmt::format("<h3>Families with an offer, by {}</h3>\n", by);
    page_ += open_table("Families with an offer, by " + by,
                        {{"", first},
                         {"n", "Families"},
                         {"n", "With an offer"},
                         {"n", "With none"},
                         {"n", "Can’t tell"},
                         {"chart", "Share with an offer"}},
                        true);
    for (const ReachRow& row : rows) {
      page_ += fmt::format("<tr{}><th scope=\"row\">{}</th><td class=\"n\">{}</td>",
                           row.group == everyone ? " class=\"total\"" : "", escaped(row.label), number(row.families));
      for (const Shown& count : {row.some, row.nothing, row.unsure}) {
        const std::string of = share(count, row.families);
        page_ += fmt::format("<td class=\"n\">{}{}</td>", number(count),
                             of.empty() ? "" : "<span class=\"share\">" + of + "</span>");
      }
      page_ += "<td class=\"chart\">";
      if (row.some && row.families && *row.families > 0)
        page_ += plain_bar(static_cast<double>(*row.some) / static_cast<double>(*row.families), share(row.some, row.families));
      page_ += "</td></tr>\n";
    }
    page_ += std::string(close_table);
  }

  // Offers down, groups across. amounts: what falls on each family; else the share of families reached.
  void matrix(const std::vector<ReachRow>& rows, bool amounts, const std::string& by) {
    std::string body;
    for (std::size_t i = 0; i < reach_.offers.size(); ++i) {
      const plan::Offer& offer = plan_.offers[reach_.offers[i].index()];
      if (amounts && !has_amount(offer)) continue;
      const std::string unit = amounts ? escaped(unit_text(offer.amount_type, plan_)) : "";
      body += fmt::format("<tr><th scope=\"row\">{}{}</th>", offer_name(plan_, reach_.offers[i]),
                          unit.empty() ? "" : "<span class=\"share\">" + unit + "</span>");
      for (const ReachRow& row : rows)
        body += fmt::format("<td class=\"n\">{}</td>", amounts ? amount(offer, row, i) : reached(row, i));
      body += "</tr>\n";
    }
    if (body.empty()) return;
    const std::string title = fmt::format("{}, by {}", amounts ? "Amount for each family" : "How many have each offer", by);
    std::vector<Head> heads{{"", "Offer"}};
    for (const ReachRow& row : rows) heads.push_back({"n", escaped(row.label)});
    page_ += fmt::format("<h3>{}</h3>\n", title) + open_table(title, heads, true) + body + std::string(close_table);
  }

  // How many have it, and how many that is for each 100 families.
  static std::string reached(const ReachRow& row, std::size_t i) {
    const Shown& offered = row.offers[i].offered;
    if (row.families == Shown{0}) return "–";
    if (!offered || !row.families) return number(offered);
    const auto tenths = (2000 * *offered + *row.families) / (2 * *row.families);
    return number(offered) + fmt::format("<span class=\"share\">{}.{}</span>", tenths / 10, tenths % 10);
  }

  static std::string amount(const plan::Offer& offer, const ReachRow& row, std::size_t i) {
    const ReachCell& cell = row.offers[i];
    if (row.families == Shown{0}) return "–";
    return cell.per_family ? escaped(fixed_amount_text(offer.amount_type, *cell.per_family, 2)) : number(Shown{});
  }

  std::string& page_;
  const plan::Plan& plan_;
  const Figures& figures_;
  const ReachFigures& reach_;
};

}  // namespace

void add_reach(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (figures.reach.offers.empty() || figures.reach.by_deprivation.empty()) return;
  ReachSection(page, plan, figures).all();
}

}  // namespace fairstart::report
