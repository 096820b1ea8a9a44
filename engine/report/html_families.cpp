// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "engine/report/html.hpp"

// The sections on families: support, offers, what to ask.
namespace fairstart::report {
namespace {

std::string level_class(const plan::Levels& scheme, std::size_t level) {
  // Few levels take the ends of the ramp, so that the highest stands out.
  const std::size_t spread = scheme.levels.size() <= 2 ? level * 2 : level;
  return fmt::format("l{}", spread % 8);
}

std::string counted_rows(const plan::Plan& plan, const plan::Levels& scheme) {
  const plan::Record& record = plan.record(scheme.record);
  return scheme.role.exists() ? plan.roles[scheme.role.index()].plural : record.plural;
}

std::string bar_of(const plan::Levels& scheme, const SchemeRow& row) {
  if (!row.total || *row.total == 0) return "";
  std::vector<BarPart> parts;
  std::string label;
  std::int64_t rest = *row.total;
  const auto add = [&](const Shown& count, const std::string& css_class, const std::string& title) {
    if (!count) return;
    parts.push_back({*count, css_class});
    rest -= *count;
    label += label.empty() ? "" : ", ";
    label += title + ' ' + share(count, row.total);
  };
  for (std::size_t level = 0; level < scheme.levels.size(); ++level) {
    add(row.at_level[level], level_class(scheme, level), scheme.levels[level].title);
  }
  if (scheme.kind == plan::LevelsKind::segments) add(row.cannot_tell, "unsure", "can’t tell");
  if (rest > 0) label += ", the rest hidden";
  parts.push_back({rest, "veil"});
  return stacked_bar(parts, *row.total, label);
}

std::string cell_with_share(const Shown& count, const Shown& total) {
  const std::string of = share(count, total);
  return fmt::format("<td class=\"n\">{}{}</td>", number(count), of.empty() ? "" : "<span class=\"share\">" + of + "</span>");
}

void add_scheme(std::string& page, const plan::Plan& plan, const SchemeTable& table, const Figures& figures) {
  const plan::Levels& scheme = plan.levels[table.scheme.index()];
  const bool tiers = scheme.kind == plan::LevelsKind::tiers, segments = scheme.kind == plan::LevelsKind::segments;
  const bool bars = scheme.kind != plan::LevelsKind::groups;
  const std::string rows = counted_rows(plan, scheme);
  const std::string title = titled(scheme.title, scheme.name);
  std::vector<Head> heads{{"", table.rows.size() > 1 ? "Deprivation fifth" : readable(rows)}};
  if (bars) heads.push_back({"chart", "Share"});
  for (const plan::Level& level : scheme.levels) heads.push_back({"n", titled(level.title, level.name)});
  if (segments) heads.push_back({"n", "Can’t tell"});
  heads.push_back({"n", "All"});
  heads.push_back({"n", tiers ? "Could be higher" : "Not fully known"});
  page += fmt::format("<div class=\"block\">\n<h3>{}</h3>\n", title);
  page += open_table(
      fmt::format("{}: {}{}", title, escaped(rows), table.rows.size() > 1 ? " by deprivation fifth of their place" : ""),
      heads);
  for (const SchemeRow& row : table.rows) {
    page +=
        fmt::format("<tr{}><th scope=\"row\">{}</th>", row.fifth == everyone ? " class=\"total\"" : "", fifth_label(row.fifth));
    if (bars) page += "<td class=\"chart\">" + bar_of(scheme, row) + "</td>";
    for (const Shown& count : row.at_level) page += cell_with_share(count, row.total);
    if (segments) page += cell_with_share(row.cannot_tell, row.total);
    page += fmt::format("<td class=\"n\">{}</td>", number(row.total)) + cell_with_share(row.could_be, row.total) + "</tr>\n";
  }
  page += close_table;
  if (bars) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (std::size_t level = 0; level < scheme.levels.size(); ++level) {
      entries.emplace_back(level_class(scheme, level), titled(scheme.levels[level].title, scheme.levels[level].name));
    }
    if (segments) entries.emplace_back("unsure", "Can’t tell");
    page += legend(entries);
  }
  if (tiers) {
    page +=
        "<p class=\"note\">Each is counted at the level that is certain. “Could be higher”: something nobody recorded could "
        "raise the level.</p>\n";
  }
  const bool any_hidden = std::any_of(table.rows.begin(), table.rows.end(), [](const SchemeRow& row) {
    return !row.total || !row.could_be ||
           !std::all_of(row.at_level.begin(), row.at_level.end(), [](const Shown& count) { return count.has_value(); });
  });
  if (any_hidden) page += small_numbers_note(figures);
  std::string meanings;
  for (const plan::Level& level : scheme.levels) {
    const std::string text = level.when.exists() ? plan.expr(level.when).text : "";
    const std::string_view otherwise = tiers ? "everyone" : "everyone else";
    meanings += fmt::format("<dt>{}</dt><dd>{}</dd>", titled(level.title, level.name),
                            level.when.exists() ? "when " + escaped(text) : std::string(otherwise));
  }
  page += fmt::format("<h4>Who is in which</h4>\n<dl class=\"levels\">{}</dl>\n{}</div>\n", meanings, notes_html(scheme.notes));
}

std::string amount_of(const plan::Plan& plan, const plan::Offer& offer) {
  if (offer.amount.exists()) return escaped(plan.expr(offer.amount).text);
  std::string text;
  for (const plan::LevelAmount& amount : offer.amounts) {
    const plan::Level& level = plan.levels[offer.levels.index()].levels[amount.level];
    text += text.empty() ? "" : "; ";
    text += titled(level.title, level.name) + ": " + escaped(plan.expr(amount.amount).text);
  }
  return text;
}

std::string about_offer(const plan::Plan& plan, const plan::Offer& offer) {
  std::string text = fmt::format("<span class=\"offer-title\">{}</span>", titled(offer.title, offer.name));
  if (offer.levels.exists()) {
    const plan::Level& level = plan.levels[offer.levels.index()].levels[offer.tier];
    text +=
        fmt::format(" <span class=\"chip\">{}{}</span>", titled(level.title, level.name), offer.tier == 0 ? "" : " and above");
  }
  const std::string& whom = offer.role.exists() ? plan.roles[offer.role.index()].name : plan.record(offer.record).name;
  std::string details = "For each " + escaped(whom);
  if (offer.when.exists() && !plan.expr(offer.when).text.empty()) details += " where " + escaped(plan.expr(offer.when).text);
  if (const std::string amount = amount_of(plan, offer); !amount.empty()) details += ". Amount: " + amount;
  if (!offer.provider.empty()) details += ". By: " + escaped(offer.provider);
  return text + "<p class=\"note\">" + details + ".</p>" + notes_html(offer.notes);
}

}  // namespace

void add_levels(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (figures.schemes.empty()) return;
  page += open_section("support", "Support by deprivation");
  page += "<p>How many are at each level, from the most deprived fifth of places to the least.</p>\n";
  for (const SchemeTable& table : figures.schemes) add_scheme(page, plan, table, figures);
  page += "</section>\n";
}

void add_offers(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (figures.offers.empty()) return;
  page += open_section("offers", "Who is due what");
  page += "<p>Each offer, how many have it, and where they stand on the day of the report.</p>\n<div class=\"block\">\n";
  std::vector<Head> heads{{"wide", "Offer"}};
  for (const char* head : {"Offered", "Not yet due", "Open", "Missed", "Done", "Overdue", "Can’t tell"})
    heads.push_back({"n", head});
  heads.push_back({"chart", "Where the offered stand"});
  page += open_table("Offers", heads, true);
  for (const OfferRow& row : figures.offers) {
    const plan::Offer& offer = plan.offers[row.offer.index()];
    page += "<tr><th scope=\"row\" class=\"wide\">" + about_offer(plan, offer) + "</th>";
    const bool windowed = offer.due_from.exists() || offer.due_by.exists();
    const auto cell = [&](const Shown& count, bool applies) {
      page += fmt::format("<td class=\"n\">{}</td>", applies ? number(count) : "–");
    };
    cell(row.offered, true);
    cell(row.not_yet_due, windowed);
    cell(row.open, windowed);
    cell(row.missed, windowed);
    cell(row.done, windowed || offer.received.exists());
    cell(row.overdue, offer.due_by.exists());
    cell(row.cannot_tell, true);
    page += "<td class=\"chart\">";
    if (windowed && row.offered && *row.offered > 0 && row.not_yet_due && row.open && row.missed && row.done) {
      page += stacked_bar(
          {{*row.done, "done"}, {*row.open, "open"}, {*row.missed, "missed"}, {*row.not_yet_due, "waiting"}}, *row.offered,
          fmt::format("done {}, open {}, missed {}, not yet due {}", *row.done, *row.open, *row.missed, *row.not_yet_due));
    }
    page += "</td></tr>\n";
  }
  page += close_table;
  page += legend(
      {{"done", "Done"}, {"open", "Open: due now"}, {"missed", "Missed: the window has closed"}, {"waiting", "Not yet due"}});
  page +=
      "<p class=\"note\">“–”: does not apply. “Can’t tell”: something nobody recorded decides it. “Overdue”: due by a day "
      "before the report’s, and "
      "not "
      "received.</p>\n";
  const bool any_hidden = std::any_of(figures.offers.begin(), figures.offers.end(), [](const OfferRow& row) {
    return !row.offered || !row.cannot_tell || !row.not_yet_due || !row.open || !row.missed || !row.done || !row.overdue;
  });
  if (any_hidden) page += small_numbers_note(figures);
  page += "</div>\n</section>\n";
}

void add_asks(std::string& page, const Figures& figures) {
  page += open_section("ask", "What to ask");
  if (figures.asked.empty()) {
    page += "<p>Every level and every offer could be told from the records.</p>\n</section>\n";
    return;
  }
  page += fmt::format(
      "<p>For {} something that nobody recorded could change a level, or decide an offer, a list or who has a share. These "
      "facts would settle the most.</p>\n<div class=\"block\">\n",
      plural(figures.families_to_ask, "family", "families"));
  page += open_table("Facts to ask for, by the number of families in which they would settle something",
                     {{"", "Fact"}, {"", "In the records"}, {"n", "Families"}, {"chart", "Of those to ask"}});
  constexpr std::size_t most = 15;
  for (std::size_t i = 0; i < figures.asked.size() && i < most; ++i) {
    const AskedRow& row = figures.asked[i];
    page += fmt::format("<tr><th scope=\"row\">{}</th><td><code>{}</code></td><td class=\"n\">{}</td><td class=\"chart\">",
                        row.title.empty() ? escaped(readable(row.fact)) : escaped(row.title), escaped(row.fact),
                        number(row.families));
    if (row.families && figures.families_to_ask) {
      page += stacked_bar({{*row.families, "ask"}}, *figures.families_to_ask, share(row.families, figures.families_to_ask));
    }
    page += "</td></tr>\n";
  }
  page += close_table;
  if (figures.asked.size() > most)
    page += fmt::format("<p class=\"note\">And {} more: see report.json.</p>\n", figures.asked.size() - most);
  page += "<p class=\"note\">Which family to ask what stands in families.csv and offers.csv, column ask_about.</p>\n";
  const bool any_hidden =
      std::any_of(figures.asked.begin(), figures.asked.end(), [](const AskedRow& row) { return !row.families; });
  if (any_hidden) page += small_numbers_note(figures);
  page += "</div>\n</section>\n";
}

}  // namespace fairstart::report
