// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/calendar.hpp"
#include "engine/report/html.hpp"
#include "engine/report/quantity.hpp"

// The sections on case-finding lists and on supplies that are shared out.
namespace fairstart::report {
namespace {

std::string counts_table(const std::string& caption, std::string_view first, const std::vector<std::string>& counts,
                         bool quiet) {
  std::vector<Head> heads{{"", std::string(first)}};
  for (const std::string& count : counts) heads.push_back({"n", count});
  return open_table(caption, heads, quiet);
}

std::string in_words(const std::vector<plan::OrderKey>& order) {
  std::string words;
  for (const plan::OrderKey& key : order) words += (words.empty() ? "" : ", then ") + key.text;
  return words;
}

std::string whom(const plan::Plan& plan, plan::RecordId record, plan::RoleId role) {
  return escaped(role.exists() ? plan.roles[role.index()].name : plan.record(record).name);
}

std::string about_list(const plan::Plan& plan, const plan::Register& list) {
  std::string details = "For each " + whom(plan, list.record, list.role);
  if (list.when.exists()) details += " where " + escaped(plan.expr(list.when).text);
  if (const std::string order = in_words(list.order); !order.empty()) details += ". First: " + escaped(order);
  if (list.limit) details += fmt::format(". The first {} of each {}", *list.limit, escaped(list.per_text));
  return fmt::format("<span class=\"offer-title\">{}</span><p class=\"note\">{}.</p>{}", titled(list.title, list.name), details,
                     notes_html(list.notes));
}

std::string cell(const Shown& count) { return fmt::format("<td class=\"n\">{}</td>", number(count)); }

std::string count_cells(const ApplicantRow& row) {
  return cell(row.given) + cell(row.waiting) + cell(row.cannot_tell) + cell(row.received);
}

bool any_hidden(const ApplicantRow& row) { return !row.given || !row.waiting || !row.cannot_tell || !row.received; }

class AllocationPanel {
 public:
  AllocationPanel(const plan::Plan& plan, const AllocationTable& table, const Figures& figures)
      : plan_(plan), table_(table), figures_(figures), allocation_(plan.allocations[table.allocation.index()]) {}

  std::string all() const {
    const plan::Offer& offer = allocation_.offer;
    std::string page = fmt::format("<div class=\"block\">\n<h3>{}</h3>\n<p class=\"note\">{}.</p>{}\n",
                                   titled(offer.title, offer.name), details(), notes_html(offer.notes));
    page += "<p>" + supply() + "</p>\n";
    if (table_.by_need.empty() && table_.by_fifth.empty()) page += rows("Applicants", "", {});
    if (!table_.by_need.empty()) page += rows("Who is reached, by " + need(), "Need", table_.by_need);
    if (!table_.by_fifth.empty())
      page += rows("Who is reached, by deprivation fifth of their place", "Deprivation fifth", table_.by_fifth);
    if (!table_.places.empty()) page += places();
    page +=
        "<p class=\"note\">“Had it before”: within the same stretch of time; they are no applicants again. “Can’t tell”: "
        "something nobody recorded decides it.</p>\n";
    const auto hidden = [](const std::vector<ApplicantRow>& of) { return std::any_of(of.begin(), of.end(), any_hidden); };
    const bool in_places =
        std::any_of(table_.places.begin(), table_.places.end(), [](const ShareRow& row) { return any_hidden(row.applicants); });
    if (any_hidden(table_.all.applicants) || hidden(table_.by_need) || hidden(table_.by_fifth) || in_places)
      page += small_numbers_note(figures_);
    return page + "</div>\n";
  }

 private:
  std::string details() const {
    const plan::Offer& offer = allocation_.offer;
    std::string text = "For each " + whom(plan_, offer.record, offer.role);
    if (offer.when.exists()) text += " where " + escaped(plan_.expr(offer.when).text);
    if (const std::string order = in_words(allocation_.order); !order.empty()) text += ". First: " + escaped(order);
    text += ". Ties are drawn by lot";
    if (allocation_.share_by.exists() && allocation_.share_weight.exists())
      text += fmt::format(". Shared by {} in proportion to {}", escaped(allocation_.share_by_text),
                          escaped(plan_.expr(allocation_.share_weight).text));
    return text;
  }

  std::string amount(const Shown& of) const {
    return of ? escaped(plan::show_value(allocation_.offer.amount_type, *of, plan_)) : "a hidden number";
  }

  std::string supply() const {
    if (!table_.all.share) return "How much there is is not known on this date, so nothing is given.";
    std::string text = fmt::format("<strong>{}</strong>", amount(table_.all.share));
    if (table_.stretch.all_time())
      text += " once";
    else
      text +=
          fmt::format(" from {} to {}", base::format_long_date(table_.stretch.from), base::format_long_date(table_.stretch.to));
    return text + fmt::format(": {} had before, {} given now, {} left.", amount(table_.all.received), amount(table_.all.given),
                              amount(table_.all.left));
  }

  std::string need() const {
    for (const plan::OrderKey& key : allocation_.order)
      if (key.value.exists()) return escaped(plan_.expr(key.value).text);
    return "need";
  }

  std::string rows(const std::string& caption, std::string_view first, const std::vector<ApplicantRow>& of) const {
    std::string page = counts_table(caption, first, {"Given", "Waiting", "Can’t tell", "Had it before"}, false);
    for (const ApplicantRow& row : of)
      page += fmt::format("<tr><th scope=\"row\">{}</th>", escaped(row.label)) + count_cells(row) + "</tr>\n";
    page += "<tr class=\"total\"><th scope=\"row\">Everyone</th>" + count_cells(table_.all.applicants) + "</tr>\n";
    return page + std::string(close_table);
  }

  std::string places() const {
    std::string page =
        counts_table("Shares, by " + escaped(allocation_.share_by_text), escaped(readable(allocation_.share_by_text)),
                     {"Share", "Left", "Given", "Waiting", "Can’t tell", "Had it before"}, false);
    const auto line = [&](const ShareRow& row, std::string_view open) {
      const auto amounts = [&](const Shown& of) {
        return fmt::format("<td class=\"n\">{}</td>", of ? amount_text(allocation_.offer.amount_type, *of) : "–");
      };
      page += fmt::format("{}<th scope=\"row\">{}</th>", open, escaped(row.applicants.label));
      page += amounts(row.share) + amounts(row.left) + count_cells(row.applicants) + "</tr>\n";
    };
    for (const ShareRow& place : table_.places) line(place, "<tr>");
    line(table_.all, "<tr class=\"total\">");
    return page + std::string(close_table);
  }

  const plan::Plan& plan_;
  const AllocationTable& table_;
  const Figures& figures_;
  const plan::Allocation& allocation_;
};

}  // namespace

void add_lists(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (figures.lists.empty()) return;
  page += open_section("lists", "Lists to discuss");
  page += "<p>How many are on each list. Who they are stands in lists.csv.</p>\n<div class=\"block\">\n";
  page += counts_table("Lists to discuss", "List", {"On the list", "Without a name", "Beyond the limit", "Can’t tell"}, true);
  bool hidden = false;
  for (const ListRow& row : figures.lists) {
    page += "<tr><th scope=\"row\" class=\"wide\">" + about_list(plan, plan.registers[row.list.index()]) + "</th>" +
            cell(row.listed) + cell(row.without_name) + cell(row.beyond_limit) + cell(row.cannot_tell) + "</tr>\n";
    hidden = hidden || !row.listed || !row.cannot_tell || !row.beyond_limit || !row.without_name;
  }
  page += close_table;
  page +=
      "<p class=\"note\">“Without a name”: to be discussed anonymously. “Can’t tell”: something "
      "nobody recorded decides it; they are in the file without a rank.</p>\n";
  if (hidden) page += small_numbers_note(figures);
  page += "</div>\n</section>\n";
}

void add_allocations(std::string& page, const plan::Plan& plan, const Figures& figures) {
  if (figures.allocations.empty()) return;
  page += open_section("allocations", "Supplies shared out");
  page += "<p>Who is first in line stands in allocations.csv.</p>\n";
  for (const AllocationTable& table : figures.allocations) page += AllocationPanel(plan, table, figures).all();
  page += "</section>\n";
}

}  // namespace fairstart::report
