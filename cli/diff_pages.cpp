// SPDX-License-Identifier: Apache-2.0
#include "cli/diff_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dsl/base/text.hpp"

namespace fairstart::cli {
namespace {

using difference::Change;
using document::Line;

Line words(std::string text) { return {{.text = std::move(text), .link = {}}}; }

std::string told_count(const impact::Shown& number) { return number ? with_commas(*number) : "hidden"; }
std::string families(std::int64_t number) { return with_commas(number) + (number == 1 ? " family" : " families"); }

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// At most so many by name.
std::string some_of(const std::vector<std::string>& all, std::size_t most = 8) {
  std::vector<std::string> named(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), most)));
  if (all.size() > most) named.push_back(fmt::format("{} more", all.size() - most));
  return base::listed(named);
}

constexpr std::size_t most_groups = 12, most_items = 12;  // in tables by group

class Page {
 public:
  explicit Page(const DiffResult& result) : result_(result) {}

  document::Document write() {
    const plan::Module& after = result_.after->modules[result_.after->main.index()];
    page_.title = fmt::format("What changes: {}", after.title.empty() ? after.name : after.title);
    page_.skip_to = "the differences";
    if (result_.impact) paragraph(diff_headline(*result_.impact));
    paragraph(diff_summary(result_));
    if (!result_.gates.empty()) gates();
    rules();
    wording();
    if (result_.impact) impact();
    return std::move(page_);
  }

 private:
  void heading(int level, const std::string& text) {
    page_.blocks.push_back(document::Heading{.level = level, .text = text, .anchor = fmt::format("s{}", ++anchors_)});
  }
  void paragraph(std::string text) { page_.blocks.push_back(document::Paragraph{words(std::move(text))}); }

  void gates() {
    heading(2, "Conditions");
    document::Bullets list;
    for (const auto& [text, judged] : result_.gates)
      list.items.push_back(words(!judged.holds   ? fmt::format("Fails, as it can't be judged ({}): {}", judged.why, text)
                                 : *judged.holds ? "Fails, as it holds: " + text
                                                 : "Passes, as it does not hold: " + text));
    page_.blocks.push_back(std::move(list));
  }

  void rules() {
    const bool any = std::any_of(result_.difference.changes.begin(), result_.difference.changes.end(),
                                 [](const Change& change) { return !change.wording; });
    if (!any) return;
    heading(2, "Rules");
    for (const Change& change : result_.difference.changes) {
      if (change.wording) continue;
      heading(3, fmt::format("{}{}: {}", change.core ? "Core " : "", change.core ? named(change) : capital(named(change)),
                             difference::word_of(change.what)));
      document::Bullets list;
      for (const difference::Detail& one : change.details) list.items.push_back(words(one.sentence));
      const char* is = change.what == difference::What::removed ? "was" : "is";
      if (!change.used_by.empty()) list.items.push_back(words(fmt::format("It {} used by {}.", is, some_of(change.used_by))));
      std::vector<std::string> further;
      for (const std::string& result : change.affects)
        if (std::find(change.used_by.begin(), change.used_by.end(), result) == change.used_by.end()) further.push_back(result);
      if (!further.empty()) list.items.push_back(words(fmt::format("Through others it reaches {}.", some_of(further))));
      if (!list.items.empty()) page_.blocks.push_back(std::move(list));
    }
  }

  void wording() {
    document::Bullets list;
    for (const Change& change : result_.difference.changes) {
      if (!change.wording) continue;
      std::string text = capital(named(change)) + ": ";
      for (const difference::Detail& one : change.details) text += (text.ends_with(": ") ? "" : " ") + one.sentence;
      list.items.push_back(words(std::move(text)));
    }
    if (list.items.empty()) return;
    heading(2, "Words, sources and examples");
    page_.blocks.push_back(std::move(list));
  }

  static std::vector<std::string> columns(const std::string& first, const std::vector<impact::Move>& moves) {
    std::vector<std::string> out{first, "Families"};
    for (const impact::Move move : moves) out.push_back(capital(std::string(impact::word_of(move))));
    return out;
  }

  // By group; steps between levels are columns beside what they are steps of. Worst first, and no more than a reader takes in.
  void table(const std::string& caption, const std::string& first, const impact::FigureTable& told,
             const std::vector<std::pair<std::string, const impact::FigureTable*>>& steps = {}) {
    if (told.rows.size() < 2) return;
    if (!std::exchange(says_where_, true)) heading(3, "Where they are");
    heading(4, caption);
    document::Table table{.caption = caption, .columns = columns(first, told.moves), .rows = {}};
    for (const auto& [name, step] : steps) table.columns.push_back(name);
    const std::size_t groups = told.rows.size() - 1, left_out = groups > most_groups ? groups - most_groups : 0;
    for (std::size_t i = 0; i < told.rows.size(); ++i) {
      if (i >= most_groups && i < groups) continue;
      const impact::FigureRow& row = told.rows[i];
      document::Row cells;
      cells.cells.push_back({words(row.label)});
      cells.cells.push_back({words(told_count(row.families))});
      for (const impact::Shown& number : row.counts) cells.cells.push_back({words(told_count(number))});
      for (const auto& [name, step] : steps) {
        const auto same =
            std::find_if(step->rows.begin(), step->rows.end(), [&](const auto& each) { return each.group == row.group; });
        cells.cells.push_back({words(told_count(same->counts.front()))});
      }
      table.rows.push_back(std::move(cells));
    }
    page_.blocks.push_back(std::move(table));
    if (left_out > 0) paragraph(fmt::format("And {} more; `--format json` has all.", left_out));
  }

  // One offer, tier … by fifth and by place.
  void where(const impact::ItemFigures& told) {
    std::vector<std::pair<std::string, const impact::FigureTable*>> by_fifth, by_place;
    for (const impact::StepFigures& step : result_.impact->figures.steps) {
      if (step.item != told.item) continue;
      const auto [from, to] = levels(step);
      const std::string name = capital(fmt::format("{} to {}", from, to));
      by_fifth.emplace_back(name, &step.tables.by_fifth);
      by_place.emplace_back(name, &step.tables.by_place);
    }
    const std::string& place = result_.impact->found.place_field;
    const impact::FigureTables& overall = result_.impact->figures.overall;
    // A table that repeats the one of everything together row for row is left out.
    if (!by_fifth.empty() || told.tables.by_fifth != overall.by_fifth)
      table(item(told.item) + ", by deprivation fifth", "Deprivation fifth", told.tables.by_fifth, by_fifth);
    if (!by_place.empty() || told.tables.by_place != overall.by_place)
      table(fmt::format("{}, by {}", item(told.item), place), capital(place), told.tables.by_place, by_place);
  }

  // Whether any item has a column of it.
  bool happens(impact::Move move) const {
    const std::vector<impact::ItemFigures>& items = result_.impact->figures.items;
    return std::any_of(items.begin(), items.end(), [&](const impact::ItemFigures& told) {
      const std::vector<impact::Move>& its = told.tables.by_fifth.moves;
      return std::find(its.begin(), its.end(), move) != its.end();
    });
  }

  // Everyone's rows of all items, with the columns that any of them has.
  void all_items() {
    const impact::Figures& figures = result_.impact->figures;
    std::vector<impact::Move> moves;
    for (std::size_t i = 1; i < impact::moves_count; ++i) {
      if (const auto move = static_cast<impact::Move>(i); happens(move)) moves.push_back(move);
    }
    heading(3, "By offer, tier and list");
    document::Table table{.caption = "Families by offer, tier and list", .columns = columns("What", moves), .rows = {}};
    table.columns.erase(table.columns.begin() + 1);
    for (const impact::ItemFigures& told : figures.items) {
      const impact::FigureTable& of = told.tables.by_fifth;
      document::Row row;
      row.cells.push_back({words(item(told.item))});
      for (const impact::Move move : moves) {
        const auto at = std::find(of.moves.begin(), of.moves.end(), move);
        row.cells.push_back({words(
            at == of.moves.end() ? "0" : told_count(of.rows.back().counts[static_cast<std::size_t>(at - of.moves.begin())]))});
      }
      table.rows.push_back(std::move(row));
    }
    page_.blocks.push_back(std::move(table));
  }

  std::string item(std::size_t i) const {
    const impact::Item& one = result_.impact->found.items[i];
    const std::string kind = one.kind == "allocation" ? "may apply for "
                             : one.kind == "list"     ? "list "
                             : one.core               ? "core "
                                                      : "";
    return one.title + (kind.empty() ? "" : " (" + kind + one.name + ")");
  }

  // By title; where only the name of a level is another, by both names.
  std::pair<std::string, std::string> levels(const impact::StepFigures& step) const {
    std::pair out{level(*result_.before, step.item, step.step.first), level(*result_.after, step.item, step.step.second)};
    if (out.first == out.second) {
      out.first += " (" + step.step.first + ')';
      out.second += " (" + step.step.second + ')';
    }
    return out;
  }

  std::string level(const plan::Plan& plan, std::size_t item, const std::string& name) const {
    if (name.empty()) return "none that is certain";
    for (const plan::Levels& scheme : plan.levels)
      for (const plan::Level& one : scheme.levels)
        if (scheme.name == result_.impact->found.items[item].name && one.name == name && !one.title.empty()) return one.title;
    return name;
  }

  void impact() {
    const Impact& all = *result_.impact;
    heading(2, "Families");
    std::string text = fmt::format("As at {}, {} that both frameworks read.", base::format_long_date(all.as_at),
                                   all.figures.families ? families(*all.figures.families) : "a hidden number of families");
    if (all.found.only_old + all.found.only_new > 0)
      text += fmt::format(" {} could be read by one of them alone and {} left out.",
                          families(static_cast<std::int64_t>(all.found.only_old + all.found.only_new)),
                          all.found.only_old + all.found.only_new == 1 ? "is" : "are");
    text += fmt::format(" Counts from 1 to {} are hidden{}, and others that would give them away.", all.figures.below - 1,
                        all.figures.below_declared ? "" : ", as neither framework says otherwise");
    paragraph(std::move(text));
    if (all.figures.items.empty()) {
      paragraph("No family gains, loses or changes anything.");
    } else {
      std::string counted =
          "A family counts once in each row: what its people lose and gain is taken together. “Now certain” and “no longer "
          "may have” are of what nobody could tell before; “may lose” and “may gain” of what nobody can tell now. "
          "Of tiers, a gain is a higher level and a loss a lower one.";
      if (happens(impact::Move::moves)) counted += " “Moves” are families at another level that is neither.";
      if (happens(impact::Move::changes))
        counted +=
            " “Changes” are families who keep what they have, or still may have it, with another amount or on other days, or "
            "who could now be at other levels than before.";
      paragraph(std::move(counted));
      all_items();
      steps();
      table("Offers, tiers and allocations together, by deprivation fifth", "Deprivation fifth", all.figures.overall.by_fifth);
      table("Offers, tiers and allocations together, by " + all.found.place_field, capital(all.found.place_field),
            all.figures.overall.by_place);
      for (std::size_t i = 0; i < all.figures.items.size() && i < most_items; ++i) where(all.figures.items[i]);
      if (all.figures.items.size() > most_items)
        paragraph(fmt::format("And {} more offers, tiers and lists; `--format json` has all.",
                              all.figures.items.size() - most_items));
    }
    explained();
  }

  void steps() {
    document::Bullets list;
    for (const impact::StepFigures& step : result_.impact->figures.steps) {
      const auto [from, to] = levels(step);
      list.items.push_back(words(fmt::format("{}, from {} to {}: {}", result_.impact->found.items[step.item].title, from, to,
                                             step.families ? families(*step.families) : "hidden")));
    }
    if (!list.items.empty()) page_.blocks.push_back(std::move(list));
  }

  // A definition by its title: "Low mood of P2".
  static std::string condition(const explain::Step& step) {
    return step.title.empty() ? step.condition
                              : step.title + step.condition.substr(std::min(step.condition.find(' '), step.condition.size()));
  }

  static void add_steps(const std::vector<explain::Step>& steps, std::size_t depth, document::Bullets& out) {
    const auto add = [&](std::size_t at, std::string text) {
      out.items.push_back(words(std::move(text)));
      out.depths.push_back(at);
    };
    for (const explain::Step& step : steps) {
      if (!step.condition.empty()) {
        const char* answer = step.answer == column::yes ? "yes" : step.answer == column::no ? "no" : "not known";
        add(depth, condition(step) + ": " + answer);
      }
      const std::size_t inside = step.condition.empty() ? depth : depth + 1;
      for (const std::string& fact : step.facts) add(inside, fact);
      add_steps(step.because, inside, out);
    }
  }

  void told(const char* when, const std::vector<explain::Told>& all) {
    if (all.empty()) paragraph(std::string(when) + ": there is no such thing.");
    for (const explain::Told& one : all) {
      paragraph(fmt::format("{}. {}: {}", when, one.subject, one.result));
      document::Bullets list;
      add_steps(one.because, 0, list);
      if (!one.ask_about.empty()) list.items.push_back(words("Ask about: " + one.ask_about));
      if (!list.items.empty()) page_.blocks.push_back(std::move(list));
    }
  }

  void explained() {
    const Impact& all = *result_.impact;
    if (all.explained.empty()) {
      if (!all.made_up) {
        heading(2, "The family");
        paragraph("Nothing changes for it.");
      } else if (!all.figures.items.empty()) {
        heading(2, "Made-up families that show it");
        paragraph("None was found; `--family ID` explains one of the records.");
      }
      return;
    }
    heading(2, all.made_up ? "Made-up families that show it" : "The family");
    if (all.made_up)
      paragraph(
          "Nobody in them exists: they were made up to show each kind of change, and say nothing of any family in the "
          "records.");
    for (const impact::Explained& one : all.explained) {
      heading(3, fmt::format("{}: {}", item(one.item), impact::word_of(one.move)));
      told("Before", one.before);
      told("After", one.after);
    }
  }

  const DiffResult& result_;
  document::Document page_;
  int anchors_ = 0;
  bool says_where_ = false;
};

}  // namespace

document::Document diff_document(const DiffResult& result) { return Page(result).write(); }

}  // namespace fairstart::cli
