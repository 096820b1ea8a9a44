// SPDX-License-Identifier: Apache-2.0
#include "dsl/sharing/conform.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace fairstart::sharing {
namespace {

// Everything that a plan declares by name, and whether it shows where a framework uses the library that declares it.
struct Named {
  Declared declared;
  bool shows = false;
};

class Collector {
 public:
  explicit Collector(const plan::Plan& plan) : plan_(plan) {}

  std::vector<Named> all() {
    for (const plan::Parameter& one : plan_.parameters) add("parameter", one);
    std::set<std::size_t> tables;
    for (const plan::Table& one : plan_.decision_tables) tables.insert(one.definition.index());
    for (std::size_t i = 0; i < plan_.definitions.size(); ++i)
      add(tables.contains(i) ? "table" : "define", plan_.definitions[i]);
    for (const plan::Score& one : plan_.scores) add("score", one);
    for (const plan::Window& one : plan_.windows) add("window", one);
    for (const plan::Levels& one : plan_.levels) {
      const bool core = std::any_of(one.levels.begin(), one.levels.end(), [](const plan::Level& each) { return each.core; });
      add(plan::word_of(one.kind), one, core);
    }
    for (const plan::Offer& one : plan_.offers)
      if (!one.schedule.exists()) add("offer", one, one.core, one.shown);
    for (const plan::Schedule& one : plan_.schedules) {
      const bool shown = std::any_of(one.offers.begin(), one.offers.end(),
                                     [&](plan::OfferId offer) { return plan_.offers[offer.index()].shown; });
      add("schedule", one, one.core, shown);
    }
    for (const plan::Allocation& one : plan_.allocations) add("allocate", one.offer, one.offer.core, one.offer.shown);
    for (const plan::Register& one : plan_.registers) add("list", one, one.core, one.shown);
    for (const plan::Objective& one : plan_.objectives) add("objective", one, true);
    for (const plan::Outcome& one : plan_.outcomes) add("outcome", one, true);
    for (const plan::Indicator& one : plan_.indicators) add("indicator", one, true, one.shown);
    for (const plan::Spread& one : plan_.spreads) add(plan::word_of(one.kind), one, true, one.shown);
    for (const plan::Case& one : plan_.cases) add("case", one, false, one.shown);
    for (const plan::Incentive& one : plan_.incentives) add("incentive", one, false, one.shown);
    for (const plan::Guarantee& one : plan_.guarantees) add("guarantee", one, true);
    // In the order of the files, then of their text: what a reader of them meets.
    std::stable_sort(found_.begin(), found_.end(), [](const Named& a, const Named& b) {
      const base::Span &x = a.declared.span, &y = b.declared.span;
      return x.file != y.file ? x.file < y.file : x.begin < y.begin;
    });
    return std::move(found_);
  }

 private:
  template <class One>
  void add(std::string_view kind, const One& one, bool core = false, bool shows = false) {
    if (!one.span.exists() || one.name.empty()) return;
    found_.push_back(
        {{.kind = std::string(kind), .name = one.name, .title = one.title, .is_core = core, .span = one.span}, shows});
  }

  const plan::Plan& plan_;
  std::vector<Named> found_;
};

// How far a change of this kind may go (docs/decisions: what adapting a core means).
std::string limit_of(const plan::Plan& plan, const plan::Adaptation& change, bool core) {
  if (change.change == plan::Change::retired) return "only what is not core may go";
  if (change.kind == "parameter") {
    for (const plan::Parameter& parameter : plan.parameters)
      if (parameter.name == change.name && parameter.may_choose_from) return "what the core lets places choose from";
    return "none, as nothing core rests on it";
  }
  if (change.kind == "indicator") return "more breakdowns, and a target that asks for as much or more";
  if (change.kind == "outcome" || change.kind == "objective") return "more may be added to it, and nothing taken away";
  if (change.kind == "tiers" || change.kind == "groups") return "to more families, and new levels above those of the core";
  if (!core) return "none, as it is not core";
  return "to more families, due inside the core's window, no amount less, no tier higher";
}

// Of what is retired, which the plan has no more: the text on the line after its name.
std::string title_after(base::Span name, const source::Sources& sources) {
  if (!name.exists()) return {};
  std::string_view rest = std::string_view(sources.file(name.file).text).substr(name.end);
  rest = rest.substr(0, rest.find_first_of("\n{#"));
  const std::size_t open = rest.find('"'), close = open == std::string_view::npos ? open : rest.find('"', open + 1);
  return close == std::string_view::npos ? std::string() : std::string(rest.substr(open + 1, close - open - 1));
}

const Declared* find(const std::vector<Named>& all, std::string_view kind, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Named& each) { return each.declared.kind == kind && each.declared.name == name; });
  return found == all.end() ? nullptr : &found->declared;
}

}  // namespace

Statement statement_of(const plan::Plan& plan, const Contents& contents, const source::Sources& sources) {
  const plan::Module& main = plan.modules[plan.main.index()];
  Statement statement{.framework = main.name, .title = main.title, .version = main.version};
  const auto brought = [&](plan::ModuleId id, std::string_view how, const std::string& by) {
    const plan::Module& module = plan.modules[id.index()];
    const Module* from = contents.find(module.name);
    Brought one{.module = module.name,
                .title = module.title,
                .version = module.version,
                .sha256 = from == nullptr ? "" : from->sha256,
                .brought_by = std::string(how),
                .by = by};
    if (const Module* asking = contents.find(by); asking != nullptr) {
      const auto without = asking->without.find(module.name);
      if (without != asking->without.end()) one.without = without->second;
    }
    return one;
  };
  // The core, the core's core, and so on; of each of them the libraries that it uses directly.
  std::set<base::FileId> cores, libraries;
  base::FileId own;
  const auto file_of = [&](const std::string& module) {
    const Module* from = contents.find(module);
    return from == nullptr ? base::FileId{} : from->file;
  };
  for (plan::ModuleId at = plan.main; at.exists(); at = plan.modules[at.index()].builds_on) {
    const plan::Module& module = plan.modules[at.index()];
    if (at == plan.main)
      own = file_of(module.name);
    else
      cores.insert(file_of(module.name));
    if (module.builds_on.exists()) statement.cores.push_back(brought(module.builds_on, "builds on", module.name));
    for (const plan::ModuleId use : module.uses) {
      if (!libraries.insert(file_of(plan.modules[use.index()].name)).second) continue;
      statement.libraries.push_back(brought(use, "use", module.name));
    }
  }
  std::map<base::FileId, std::string> names;
  for (const Module& module : contents.modules) names.emplace(module.file, module.name);
  std::vector<Named> all = Collector(plan).all();
  for (Named& each : all) each.declared.module = names[each.declared.span.file];
  std::set<std::pair<std::string, std::string>> changed;
  for (const plan::Adaptation& each : plan.adaptations) {
    if (each.change == plan::Change::added) continue;
    const plan::Module& by = plan.modules[each.module.index()];
    Changed change{.by = by.name,
                   .of = by.builds_on.exists() ? plan.modules[by.builds_on.index()].name : "",
                   .what = each.what,
                   .because = each.because,
                   .span = each.span};
    if (const Declared* declared = find(all, each.kind, each.name))
      change.declared = *declared;
    else
      change.declared = {.kind = each.kind,
                         .name = each.name,
                         .title = title_after(each.core_span, sources),
                         .module = names[each.core_span.file],
                         .span = each.core_span};
    change.limit = limit_of(plan, each, change.declared.is_core);
    changed.emplace(each.kind, each.name);
    (each.change == plan::Change::retired ? statement.retired : statement.adapted).push_back(std::move(change));
  }
  for (Named& each : all) {
    const base::FileId file = each.declared.span.file;
    if (file == own)
      statement.added.push_back(each.declared);
    else if (changed.contains({each.declared.kind, each.declared.name}))
      continue;
    else if (cores.contains(file))
      statement.taken.push_back(each.declared);
    else if (libraries.contains(file) && each.shows) {
      each.declared.is_core = each.declared.is_core && each.declared.kind != "indicator";
      statement.taken.push_back(each.declared);
    }
  }
  return statement;
}

}  // namespace fairstart::sharing
