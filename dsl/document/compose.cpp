// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "dsl/base/calendar.hpp"
#include "dsl/document/blocks.hpp"
#include "dsl/document/document.hpp"
#include "dsl/document/outcome_tree.hpp"
#include "dsl/document/written.hpp"

namespace fairstart::document {
namespace {

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

std::string sentence_case(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : std::string(between)) + text;
  return out;
}

std::vector<Line> cell(std::string text) { return {Line{Piece{.text = std::move(text)}}}; }

// A text that is all there is stands without its quotation marks.
Words unquoted(Words words) {
  if (words.size() != 1) return words;
  std::string& text = words.front().text;
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>("\"", "\""), {"“", "”"}})
    if (text.size() >= open.size() + close.size() && text.starts_with(open) && text.ends_with(close))
      text = text.substr(open.size(), text.size() - open.size() - close.size());
  return words;
}

class Composer {
 public:
  Composer(const plan::Plan& plan, const source::Sources& sources) : plan_(plan), written_(sources) { find_names(); }

  Document compose() {
    const plan::Module& main = plan_.modules[plan_.main.index()];
    out_.title = titled(main.title, main.name);
    front(main);
    outcomes();
    other_measures();
    levels();
    offers();
    lists();
    money();
    guarantees();
    changes();
    words();
    parameters();
    not_encoded();
    examples();
    sources();
    return std::move(out_);
  }

 private:
  // What a name in a rule leads to. Told in a section of its own once something names it.
  struct Named {
    std::string anchor;
    plan::DefinitionId definition;
    plan::ParameterId parameter;
    plan::ScoreId score;
    const plan::Window* window = nullptr;
    const plan::Calendar* calendar = nullptr;
  };

  void find_names() {
    const auto name = [&](const std::string& key, Named named) { names_[key] = std::move(named); };
    for (std::size_t i = 0; i < plan_.parameters.size(); ++i)
      name(plan_.parameters[i].name, {.anchor = "parameter-" + plan_.parameters[i].name, .parameter = plan::ParameterId(i)});
    for (std::size_t i = 0; i < plan_.definitions.size(); ++i)
      name(plan_.definitions[i].name, {.anchor = "word-" + plan_.definitions[i].name, .definition = plan::DefinitionId(i)});
    for (std::size_t i = 0; i < plan_.scores.size(); ++i)
      name(plan_.scores[i].name, {.anchor = "word-" + plan_.scores[i].name, .score = plan::ScoreId(i)});
    for (const plan::Window& one : plan_.windows) name(one.name, {.anchor = "word-" + one.name, .window = &one});
    for (const plan::Calendar& one : plan_.calendars) name(one.name, {.anchor = "word-" + one.name, .calendar = &one});
    for (const plan::Offer& one : plan_.offers)
      if (one.shown) offer_anchors_[one.name] = "offer-" + one.name;
    for (const plan::Levels& one : plan_.levels) name(one.name, {.anchor = "levels-" + one.name});
  }

  // Words of a rule, with links; what they name is wanted from now on.
  Line line(const Words& words) {
    Line out;
    std::string before;  // the last word but blanks
    for (const Word& word : words) {
      Piece piece{.text = word.text, .rule = true};
      if (word.name) {
        if (is_standing(before)) {
          const auto offer = offer_anchors_.find(word.text);
          if (offer != offer_anchors_.end()) piece.link = offer->second;
        } else if (const auto found = names_.find(word.text); found != names_.end()) {
          piece.link = found->second.anchor;
          if (wanted_.insert(word.text).second) to_tell_.push_back(word.text);
        }
      }
      if (word.text != " ") before = word.text;
      out.push_back(std::move(piece));
    }
    return out;
  }
  // What an offer's name follows; anywhere else it is the name of something else, often of a code.
  static bool is_standing(std::string_view word) { return word == "received" || word == "offered" || word == "overdue for"; }

  void heading(int level, std::string text, std::string anchor) {
    out_.blocks.push_back(Heading{level, std::move(text), std::move(anchor)});
  }
  void paragraph(std::string text) { out_.blocks.push_back(Paragraph{{Piece{.text = std::move(text)}}}); }
  void facts(Table table) {
    if (!table.rows.empty()) out_.blocks.push_back(std::move(table));
  }
  static void fact(Table& table, std::string what, std::vector<Line> says) {
    if (says.empty() || (says.size() == 1 && says.front().empty())) return;
    table.rows.push_back({"", {cell(std::move(what)), std::move(says)}});
  }
  static void fact(Table& table, std::string what, std::string says) {
    if (!says.empty()) fact(table, std::move(what), cell(std::move(says)));
  }

  void clauses(Table& table, base::Span name, std::initializer_list<std::string_view> but = {}) {
    for (const Clause& clause : written_.clauses(name))
      if (std::find(but.begin(), but.end(), clause.keyword) == but.end())
        fact(table, sentence_case(clause.keyword), {line(unquoted(clause.words))});
  }

  void notes(Table& table, const plan::Notes& notes, const std::string& what, const std::string& anchor) {
    for (const std::string& note : notes.notes) fact(table, "Note", note);
    fact(table, "Source", joined(notes.sources, "; "));
    if (notes.review_by) fact(table, "Review by", base::format_long_date(*notes.review_by));
    remember(notes, what, anchor);
  }
  // What this framework changed of a thing of its core is told in one place: the thing itself leads there.
  void changed(Table& table, std::string_view kind, const std::string& name) const {
    for (const plan::Adaptation& one : plan_.adaptations)
      if (one.kind == kind && one.name == name && one.change == plan::Change::adapted) {
        fact(table, "Changed here", {{Piece{.text = "see what was changed of the core", .link = "changes"}}});
        return;
      }
  }
  void remember(const plan::Notes& notes, const std::string& what, const std::string& anchor) {
    for (const std::string& source : notes.sources) {
      const auto [found, fresh] = source_at_.try_emplace(source, sources_.size());
      if (fresh) sources_.push_back({source, {}});
      sources_[found->second].second.push_back(Piece{.text = what, .link = anchor});
    }
  }
  std::vector<Line> serves(const std::vector<plan::OutcomeId>& ids) const {
    std::vector<Line> out;
    for (const plan::OutcomeId id : ids) {
      const plan::Outcome& outcome = plan_.outcomes[id.index()];
      out.push_back({Piece{.text = titled(outcome.title, outcome.name), .link = "outcome-" + outcome.name}});
    }
    return out;
  }

  void front(const plan::Module& main) {
    Table table{.caption = "About this framework"};
    fact(table, "Version", main.version);
    fact(table, "Publisher", main.publisher);
    fact(table, "Jurisdiction", main.jurisdiction);
    fact(table, "Licence", main.licence);
    if (main.in_force_from) {
      std::string force = "from " + base::format_long_date(*main.in_force_from);
      if (main.in_force_to) force += " to " + base::format_long_date(*main.in_force_to);
      fact(table, "In force", force);
    }
    const auto module_line = [&](plan::ModuleId id) {
      const plan::Module& module = plan_.modules[id.index()];
      return Line{Piece{.text = titled(module.title, module.name)}, Piece{.text = " (" + module.name + ")", .quiet = true}};
    };
    if (main.builds_on.exists()) fact(table, "Builds on", {module_line(main.builds_on)});
    std::vector<Line> uses;
    for (const plan::ModuleId id : main.uses)
      if (id != main.builds_on) uses.push_back(module_line(id));
    fact(table, "Uses", std::move(uses));
    notes(table, main.notes, out_.title, "top");
    facts(std::move(table));
    std::size_t shown_offers = 0, shown_indicators = 0;
    for (const plan::Offer& one : plan_.offers) shown_offers += one.shown ? 1 : 0;
    for (const plan::Indicator& one : plan_.indicators) shown_indicators += one.shown ? 1 : 0;
    paragraph(
        fmt::format("{}, {}, {}. What is not recorded about a family is never taken as no: an answer then says what it could "
                    "be, and what to ask.",
                    counted(plan_.outcomes.size(), "outcome", "outcomes"), counted(shown_indicators, "indicator", "indicators"),
                    counted(shown_offers, "offer", "offers")));
    if (!plan_.outcomes.empty()) {
      heading(2, "From outcome to offer", "tree");
      out_.blocks.push_back(outcome_tree(plan_));
    }
  }

  void outcomes() {
    if (plan_.outcomes.empty()) return;
    heading(2, "Outcomes and how they are measured", "outcomes");
    for (const plan::Objective& one : plan_.objectives) {
      Table table{.caption = "Objective: " + titled(one.title, one.name)};
      if (one.wave.exists())
        fact(table, "Wave", titled(plan_.waves[one.wave.index()].title, plan_.waves[one.wave.index()].name));
      std::vector<plan::OutcomeId> within = one.outcomes;
      fact(table, "Outcomes", serves(within));
      for (const std::string& text : one.not_encoded) fact(table, "Not encoded", text);
      notes(table, one.notes, titled(one.title, one.name), "objective-" + one.name);
      heading(3, titled(one.title, one.name), "objective-" + one.name);
      facts(std::move(table));
      for (const plan::IndicatorId id : one.indicators) indicator(plan_.indicators[id.index()]);
      for (const plan::SpreadId id : one.spreads) spread(plan_.spreads[id.index()]);
    }
    for (std::size_t i = 0; i < plan_.outcomes.size(); ++i) {
      const plan::Outcome& one = plan_.outcomes[i];
      heading(3, titled(one.title, one.name), "outcome-" + one.name);
      Table table{.caption = "About this outcome"};
      if (one.wave.exists())
        fact(table, "Wave", titled(plan_.waves[one.wave.index()].title, plan_.waves[one.wave.index()].name));
      fact(table, "Serves", serves(one.serves));
      std::vector<Line> serving;
      const auto add = [&](const plan::Offer& offer) {
        for (const plan::OutcomeId id : offer.serves)
          if (id.index() == i && offer.shown)
            serving.push_back({Piece{.text = titled(offer.title, offer.name), .link = "offer-" + offer.name}});
      };
      for (const plan::Offer& offer : plan_.offers) add(offer);
      for (const plan::Allocation& each : plan_.allocations) add(each.offer);
      fact(table, "Offers that serve it", std::move(serving));
      for (const std::string& text : one.not_encoded) fact(table, "Not encoded", text);
      notes(table, one.notes, titled(one.title, one.name), "outcome-" + one.name);
      facts(std::move(table));
      for (const plan::IndicatorId id : one.indicators) indicator(plan_.indicators[id.index()]);
      for (const plan::SpreadId id : one.spreads) spread(plan_.spreads[id.index()]);
    }
  }

  // Indicators, gaps and the like that stand in no outcome and no objective.
  void other_measures() {
    std::set<std::uint32_t> indicators, spreads;
    const auto nested = [&](const auto& one) {
      for (const plan::IndicatorId id : one.indicators) indicators.insert(id.value);
      for (const plan::SpreadId id : one.spreads) spreads.insert(id.value);
    };
    for (const plan::Objective& one : plan_.objectives) nested(one);
    for (const plan::Outcome& one : plan_.outcomes) nested(one);
    bool any = false;
    const auto first = [&] {
      if (!any) heading(2, "Other measures", "measures");
      any = true;
    };
    for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
      if (!plan_.indicators[i].shown || indicators.contains(plan::IndicatorId{i}.value)) continue;
      first();
      indicator(plan_.indicators[i]);
    }
    for (std::size_t i = 0; i < plan_.spreads.size(); ++i) {
      if (!plan_.spreads[i].shown || spreads.contains(plan::SpreadId{i}.value)) continue;
      first();
      spread(plan_.spreads[i]);
    }
  }

  void spread(const plan::Spread& one) {
    if (one.shown) told("", one, "spread-" + one.name, 4);
  }

  void indicator(const plan::Indicator& one) {
    if (!one.shown) return;
    told("", one, "indicator-" + one.name, 4);
  }

  // Heading, clauses as written, notes.
  template <class Thing>
  void told(const std::string& lead, const Thing& one, const std::string& anchor, int level) {
    const std::string title = titled(one.title, one.name);
    heading(level, title, anchor);
    Table table{.caption = title};
    fact(table, "For", lead);
    clauses(table, one.span, {"serves"});
    if constexpr (requires { one.serves; }) fact(table, "Serves", serves(one.serves));
    notes(table, one.notes, title, anchor);
    facts(std::move(table));
  }

  std::string whose(plan::RoleId role, plan::RecordId record) const {
    if (role.exists()) return titled(plan_.roles[role.index()].title, plan_.roles[role.index()].name);
    return record.exists() ? titled(plan_.record(record).title, plan_.record(record).name) : "";
  }

  void levels() {
    if (plan_.levels.empty()) return;
    heading(2, "Who is at which level", "levels");
    for (const plan::Levels& scheme : plan_.levels) {
      heading(3, titled(scheme.title, scheme.name), "levels-" + scheme.name);
      Table table{.caption = fmt::format("{}, for {}", titled(scheme.title, scheme.name), whose(scheme.role, scheme.record)),
                  .columns = {"Level", "Who is in it"}};
      for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
        const plan::Level& level = scheme.levels[i];
        std::vector<Line> when;
        if (level.when.exists()) {
          Line condition = line(written_.after(level.span, "when"));
          if (condition.empty()) condition = {Piece{.text = plan_.expr(level.when).text, .rule = true}};
          when.push_back(std::move(condition));
        } else {
          when = cell(i == 0 && scheme.kind == plan::LevelsKind::tiers ? "everyone" : "everyone else");
        }
        table.rows.push_back(
            {"level-" + scheme.name + "-" + level.name, {cell(titled(level.title, level.name)), std::move(when)}});
      }
      Table about{.caption = "About " + titled(scheme.title, scheme.name)};
      for (const std::string_view kind : {"tiers", "groups", "segments"}) changed(about, kind, scheme.name);
      notes(about, scheme.notes, titled(scheme.title, scheme.name), "levels-" + scheme.name);
      out_.blocks.push_back(std::move(table));
      facts(std::move(about));
    }
  }

  void offers() {
    const bool any = std::any_of(plan_.offers.begin(), plan_.offers.end(), [](const plan::Offer& one) { return one.shown; });
    if (!any && plan_.allocations.empty()) return;
    heading(2, "What is offered, and to whom", "offers");
    for (const plan::Offer& one : plan_.offers) {
      if (!one.shown) continue;
      offer(one);
    }
    for (const plan::Allocation& one : plan_.allocations) offer(one.offer);
  }

  void offer(const plan::Offer& one) {
    const std::string title = titled(one.title, one.name), anchor = "offer-" + one.name;
    heading(3, title, anchor);
    Table table{.caption = title};
    fact(table, "For", who(plan_, one));
    if (one.core) fact(table, "Core", "part of the core: an area may add to it, and take nothing away");
    if (one.schedule.exists()) {
      const plan::Schedule& schedule = plan_.schedules[one.schedule.index()];
      fact(table, "Timetable", titled(schedule.title, schedule.name));
    }
    clauses(table, one.span, {"tier", "serves"});
    fact(table, "Serves", serves(one.serves));
    changed(table, "offer", one.name);
    notes(table, one.notes, title, anchor);
    facts(std::move(table));
  }

  void lists() {
    const bool any =
        std::any_of(plan_.registers.begin(), plan_.registers.end(), [](const plan::Register& one) { return one.shown; });
    if (!any) return;
    heading(2, "Lists for finding families", "lists");
    for (const plan::Register& one : plan_.registers)
      if (one.shown) told(whose(one.role, one.record), one, "list-" + one.name, 3);
  }

  void money() {
    bool any = false;
    for (const plan::Case& one : plan_.cases) any = any || one.shown;
    for (const plan::Incentive& one : plan_.incentives) any = any || one.shown;
    if (!any) return;
    heading(2, "Costs, savings and payments", "money");
    for (const plan::Case& one : plan_.cases)
      if (one.shown) told("", one, "case-" + one.name, 3);
    for (const plan::Incentive& one : plan_.incentives)
      if (one.shown) told("", one, "incentive-" + one.name, 3);
  }

  void guarantees() {
    if (plan_.guarantees.empty()) return;
    heading(2, "What is guaranteed", "guarantees");
    Table table{.caption = "Guarantees", .columns = {"Guarantee", "What must hold"}};
    for (const plan::Guarantee& one : plan_.guarantees) {
      remember(one.notes, titled(one.title, one.name), "guarantee-" + one.name);
      table.rows.push_back(
          {"guarantee-" + one.name, {cell(titled(one.title, one.name)), {line(written_.after(one.span, "that"))}}});
    }
    out_.blocks.push_back(std::move(table));
  }

  void changes() {
    if (plan_.adaptations.empty()) return;
    heading(2, "What was changed of the core, and why", "changes");
    Table table{.caption = "Changes", .columns = {"What", "Change", "Why"}};
    for (const plan::Adaptation& one : plan_.adaptations) {
      std::vector<Line> what;
      if (one.change != plan::Change::adapted)
        what.push_back({Piece{.text = one.change == plan::Change::retired ? "retired" : "added"}});
      for (const std::string& text : one.what) what.push_back({Piece{.text = text}});
      table.rows.push_back({"", {cell(one.kind + ' ' + one.name), std::move(what), cell(one.because)}});
    }
    out_.blocks.push_back(std::move(table));
  }

  std::vector<Line> block(base::Span name) {
    std::vector<Line> out;
    for (const Words& words : written_.lines(name)) out.push_back(line(words));
    return out;
  }

  // Definitions, scores, windows and calendars that rules name, and those that these name in turn.
  void words() {
    Table table{.caption = "Words that the rules use", .columns = {"Word", "Means", "Source"}};
    const auto row = [&](const std::string& title, const std::string& name, std::vector<Line> means, const plan::Notes& notes) {
      remember(notes, title, "word-" + name);
      std::vector<Line> heading{{Piece{.text = title}}};
      if (title != name) heading.push_back({Piece{.text = name, .rule = true, .quiet = true}});
      table.rows.push_back({"word-" + name, {std::move(heading), std::move(means), cell(joined(notes.sources, "; "))}});
    };
    for (std::size_t i = 0; i < to_tell_.size(); ++i) {
      const Named named = names_.at(to_tell_[i]);
      if (named.definition.exists()) {
        const plan::Definition& one = plan_.definitions[named.definition.index()];
        Line means = line(written_.after(one.span, "means"));
        row(titled(one.title, one.name), one.name, means.empty() ? block(one.span) : std::vector<Line>{std::move(means)},
            one.notes);
      } else if (named.score.exists()) {
        const plan::Score& one = plan_.scores[named.score.index()];
        row(titled(one.title, one.name), one.name, block(one.span), one.notes);
      } else if (named.window != nullptr) {
        Line from{{.text = "from ", .rule = true}};
        for (Piece& piece : line(written_.after(named.window->span, "from"))) from.push_back(std::move(piece));
        row(titled(named.window->title, named.window->name), named.window->name, {std::move(from)}, named.window->notes);
      } else if (named.calendar != nullptr) {
        row(titled(named.calendar->title, named.calendar->name), named.calendar->name, block(named.calendar->span), {});
      }
    }
    if (table.rows.empty()) return;
    std::sort(table.rows.begin(), table.rows.end(), [](const Row& a, const Row& b) { return a.anchor < b.anchor; });
    heading(2, "Words that the rules use", "words");
    out_.blocks.push_back(std::move(table));
  }

  void parameters() {
    Table table{.caption = "Numbers that are set", .columns = {"Number", "Value", "Source"}};
    for (const plan::Parameter& one : plan_.parameters) {
      if (!wanted_.contains(one.name)) continue;
      remember(one.notes, titled(one.title, one.name), "parameter-" + one.name);
      std::vector<Line> values;
      for (const plan::ParameterPeriod& period : one.values) {
        std::string text =
            one.type.kind == types::Kind::text ? period.value.text : plan::show_value(one.type, period.value.number, plan_);
        if (period.from) text += ", from " + base::format_long_date(*period.from);
        if (period.to) text += ", to " + base::format_long_date(*period.to);
        values.push_back({Piece{.text = text}});
      }
      if (one.may_choose_from && one.may_choose_to)
        values.push_back({Piece{
            .text = fmt::format("places may choose from {} to {}", plan::show_value(one.type, *one.may_choose_from, plan_),
                                plan::show_value(one.type, *one.may_choose_to, plan_)),
            .quiet = true}});
      std::vector<Line> grounds = cell(joined(one.notes.sources, "; "));
      if (one.notes.review_by)
        grounds.push_back({Piece{.text = "Review by " + base::format_long_date(*one.notes.review_by), .quiet = true}});
      table.rows.push_back(
          {"parameter-" + one.name, {cell(titled(one.title, one.name)), std::move(values), std::move(grounds)}});
    }
    if (table.rows.empty()) return;
    heading(2, "Numbers that are set", "parameters");
    out_.blocks.push_back(std::move(table));
  }

  void not_encoded() {
    if (plan_.not_encoded.empty()) return;
    heading(2, "What is not encoded", "not-encoded");
    paragraph("The source documents say this too; the rules here do not.");
    Bullets bullets;
    for (const plan::NotEncoded& one : plan_.not_encoded) {
      Line item{Piece{.text = joined(one.texts, " ")}};
      if (!one.sources.empty()) item.push_back({.text = " (" + joined(one.sources, "; ") + ")", .quiet = true});
      bullets.items.push_back(std::move(item));
    }
    out_.blocks.push_back(std::move(bullets));
  }

  void examples() {
    if (plan_.examples.empty()) return;
    heading(2, "Examples that it is held to", "examples");
    Bullets bullets;
    for (const plan::Example& one : plan_.examples)
      bullets.items.push_back(
          {Piece{.text = one.title}, Piece{.text = ", as at " + base::format_long_date(one.as_at), .quiet = true}});
    out_.blocks.push_back(std::move(bullets));
  }

  void sources() {
    if (sources_.empty()) return;
    heading(2, "Sources", "sources");
    Table table{.caption = "Sources, and what rests on each", .columns = {"Source", "What rests on it"}};
    for (const auto& [source, rests] : sources_) {
      Line line;
      for (const Piece& piece : rests) {
        if (!line.empty()) line.push_back({.text = "; "});
        line.push_back(piece);
      }
      table.rows.push_back({"", {cell(source), {std::move(line)}}});
    }
    out_.blocks.push_back(std::move(table));
  }

  const plan::Plan& plan_;
  Written written_;
  Document out_;
  std::map<std::string, Named> names_;
  std::map<std::string, std::string> offer_anchors_;
  std::set<std::string> wanted_;
  std::vector<std::string> to_tell_;
  std::map<std::string, std::size_t> source_at_;
  std::vector<std::pair<std::string, std::vector<Piece>>> sources_;
};

}  // namespace

Pages pages(const plan::Plan& plan, const source::Sources& sources) {
  const Document document = Composer(plan, sources).compose();
  return {as_markdown(document), as_html(document)};
}

}  // namespace fairstart::document
