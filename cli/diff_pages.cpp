// SPDX-License-Identifier: Apache-2.0
#include "cli/diff_pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"

namespace fairstart::cli {
namespace {

using difference::Change;
using document::Line;

Line words(std::string text) { return {{.text = std::move(text), .link = {}}}; }

std::string count(std::int64_t number) { return base::format_decimal(number * base::million, true); }
std::string told_count(const impact::Shown& number) { return number ? count(*number) : "hidden"; }
std::string families(std::int64_t number) { return count(number) + (number == 1 ? " family" : " families"); }

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
    const plan::Module& before = result_.before->modules[result_.before->main.index()];
    const plan::Module& after = result_.after->modules[result_.after->main.index()];
    page_.title = fmt::format("What changes: {}", after.title.empty() ? after.name : after.title);
    const auto called = [](const plan::Module& module) {
      return module.name + (module.version.empty() ? "" : " " + module.version);
    };
    paragraph(fmt::format("From {} to {}. {}", called(before), called(after), summary()));
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

  std::string summary() const {
    const std::vector<Change>& changes = result_.difference.changes;
    if (changes.empty()) return "No difference in meaning.";
    std::size_t counts[3] = {}, wording = 0;
    for (const Change& change : changes) change.wording ? ++wording : ++counts[static_cast<std::size_t>(change.what)];
    std::vector<std::string> parts;
    static constexpr std::string_view verbs[3] = {"added", "removed", "changed"};
    for (std::size_t i = 0; i < 3; ++i)
      if (counts[i] > 0) parts.push_back(fmt::format("{} {}", counts[i], verbs[i]));
    if (wording > 0) parts.push_back(fmt::format("{} changed in words or sources alone", wording));
    return capital(base::listed(parts)) + '.';
  }

  void gates() {
    heading(2, "Conditions");
    document::Bullets list;
    for (const JudgedGate& gate : result_.gates)
      list.items.push_back(words((gate.holds ? "Fails, as it holds: " : "Passes, as it does not hold: ") + gate.text));
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
    heading(2, "Words and sources");
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
      const std::string name =
          capital(fmt::format("{} to {}", level(step.item, step.step.first), level(step.item, step.step.second)));
      by_fifth.emplace_back(name, &step.tables.by_fifth);
      by_place.emplace_back(name, &step.tables.by_place);
    }
    const std::string& place = result_.impact->found.place_field;
    table(item(told.item) + ", by deprivation fifth", "Deprivation fifth", told.tables.by_fifth, by_fifth);
    table(fmt::format("{}, by {}", item(told.item), place), capital(place), told.tables.by_place, by_place);
  }

  // Everyone's rows of all items, with the columns that any of them has.
  void all_items() {
    const impact::Figures& figures = result_.impact->figures;
    std::vector<impact::Move> moves;
    for (std::size_t i = 1; i < impact::moves_count; ++i) {
      const auto move = static_cast<impact::Move>(i);
      if (std::any_of(figures.items.begin(), figures.items.end(), [&](const impact::ItemFigures& told) {
            const std::vector<impact::Move>& its = told.tables.by_fifth.moves;
            return std::find(its.begin(), its.end(), move) != its.end();
          }))
        moves.push_back(move);
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

  std::string level(std::size_t item, const std::string& name) const {
    if (name.empty()) return "none that is certain";
    for (const plan::Plan* plan : {result_.after, result_.before})
      for (const plan::Levels& scheme : plan->levels)
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
      paragraph(
          "A family counts once in each row: what its people lose and gain is taken together. “Now certain” and “no longer "
          "may have” are of what nobody could tell before; “may lose” and “may gain” of what nobody can tell now. "
          "Of tiers, a gain is a higher level and a loss a lower one.");
      all_items();
      steps();
      heading(3, "Where they are");
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
    for (const impact::StepFigures& step : result_.impact->figures.steps)
      list.items.push_back(words(fmt::format("{}, from {} to {}: {}", result_.impact->found.items[step.item].title,
                                             level(step.item, step.step.first), level(step.item, step.step.second),
                                             step.families ? families(*step.families) : "hidden")));
    if (!list.items.empty()) page_.blocks.push_back(std::move(list));
  }

  static void add_steps(const std::vector<explain::Step>& steps, const std::string& indent, std::vector<Line>& out) {
    for (const explain::Step& step : steps) {
      if (!step.condition.empty()) {
        const char* answer = step.answer == column::yes ? "yes" : step.answer == column::no ? "no" : "not known";
        out.push_back(words(indent + step.condition + ": " + answer));
      }
      const std::string inside = step.condition.empty() ? indent : indent + "→ ";
      for (const std::string& fact : step.facts) out.push_back(words(inside + fact));
      add_steps(step.because, inside, out);
    }
  }

  void told(const char* when, const std::vector<explain::Told>& all) {
    if (all.empty()) paragraph(std::string(when) + ": there is no such thing.");
    for (const explain::Told& one : all) {
      paragraph(fmt::format("{}. {}: {}", when, one.subject, one.result));
      document::Bullets list;
      add_steps(one.because, "", list.items);
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
};

}  // namespace

document::Document diff_document(const DiffResult& result) { return Page(result).write(); }

}  // namespace fairstart::cli
