// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"

// What a framework changes of the core that it builds on (grammar.md, section 6): which of the core's declarations each `adapt`
// and `retire` means, and their clauses together. What may change, and how far: never_weaker.cpp.
namespace fairstart::check {

namespace {

struct Word {
  std::string_view word;
  Space space;
  SymbolKind kind;
};
constexpr Word words[] = {
    {"parameter", Space::values, SymbolKind::parameter},  {"define", Space::values, SymbolKind::definition},
    {"table", Space::values, SymbolKind::definition},     {"score", Space::values, SymbolKind::score},
    {"tiers", Space::values, SymbolKind::levels},         {"groups", Space::values, SymbolKind::levels},
    {"segments", Space::values, SymbolKind::levels},      {"offer", Space::offers, SymbolKind::offer},
    {"schedule", Space::schedules, SymbolKind::schedule}, {"allocate", Space::allocations, SymbolKind::allocation},
    {"list", Space::registers, SymbolKind::registry},     {"objective", Space::objectives, SymbolKind::objective},
    {"outcome", Space::outcomes, SymbolKind::outcome},    {"indicator", Space::indicators, SymbolKind::indicator},
    {"case", Space::cases, SymbolKind::money_case},       {"incentive", Space::incentives, SymbolKind::incentive}};

// Whether a clause of an adaptation, read as an offer's, an allocation's or a list's, is one that a declaration of the other
// kind has too.
bool belongs(Cursor clause, NodeKind kind) {
  if (clause.is(kind) || (clause.is(NodeKind::oclause) && kind == NodeKind::aclause)) return true;
  const Cursor first = clause.first();
  return kind == NodeKind::lclause && (first.is(NodeKind::note) || first.is_word("when") || first.is_word("first"));
}

const Word* word_of(Cursor decl) {
  int at = 0;
  for (const Cursor child : decl) {
    if (++at == 2)
      for (const Word& word : words)
        if (child.is_word(word.word)) return &word;
  }
  return nullptr;
}

}  // namespace

std::string Checker::because_of(Cursor adapt) const {
  std::string because;
  bool reason = false;
  for (const Cursor child : adapt) {
    if (child.is(NodeKind::word)) reason = child.is_word("because");
    if (reason && child.is(NodeKind::TEXT)) because += (because.empty() ? "" : " ") + text_of(child);
  }
  return because;
}

std::set<plan::ModuleId> Checker::cores_of(plan::ModuleId module) const {
  std::set<plan::ModuleId> cores;
  while (module.exists()) {
    const auto& use = modules_.modules[module.index()].builds_on;
    module = use ? use->module : plan::ModuleId{};
    if (module.exists() && !cores.insert(module).second) break;
  }
  return cores;
}

// Whether a core uses the library, itself or through another library.
bool Checker::used_by(const std::set<plan::ModuleId>& cores, plan::ModuleId library) const {
  std::vector<plan::ModuleId> todo(cores.begin(), cores.end());
  std::set<plan::ModuleId> seen;
  while (!todo.empty()) {
    const plan::ModuleId module = todo.back();
    todo.pop_back();
    if (!module.exists() || !seen.insert(module).second) continue;
    for (const Use& use : modules_.modules[module.index()].uses) {
      if (use.module == library) return true;
      todo.push_back(use.module);
    }
  }
  return false;
}

const Symbol* Checker::of_a_library(const std::set<plan::ModuleId>& cores, Space space, std::string_view name) const {
  for (std::size_t i = 0; i < modules_.modules.size(); ++i) {
    const plan::ModuleId library{i};
    if (cores.contains(library) || !used_by(cores, library)) continue;
    const auto found = own_[i].names.find({space, std::string(name)});
    if (found != own_[i].names.end() && !found->second.empty()) return &found->second.front();
  }
  return nullptr;
}

const Symbol* Checker::choice_of_a_library(const std::set<plan::ModuleId>& cores, std::string_view name) const {
  const Symbol* symbol = of_a_library(cores, Space::values, name);
  return symbol != nullptr && symbol->kind == SymbolKind::parameter && leaves_a_choice(symbol->index) ? symbol : nullptr;
}

// Values are not worked out yet where adaptations are gathered.
bool Checker::leaves_a_choice(std::uint32_t parameter) const {
  for (const Cursor clause : parameters_[parameter].decl)
    if (clause.is(NodeKind::pclause) && clause.first().is_word("places may choose from")) return true;
  return false;
}

void Checker::find_retired() {
  for (std::size_t i = 0; i < modules_.modules.size(); ++i) {
    const plan::ModuleId module{i};
    for (const Cursor child : Cursor(*modules_.modules[i].tree, 0)) {
      const Cursor decl = child.is(NodeKind::decl) ? child.child(NodeKind::retire) : Cursor{};
      if (!decl || did_not_parse(decl)) continue;
      const Word* word = word_of(decl);
      const Cursor name = decl.child(NodeKind::NAME);
      if (word == nullptr) continue;
      retired_.emplace(std::pair{std::string(word->word), std::string(name.text())},
                       Retired{name.span(), {}, module, cores_of(module)});
    }
  }
}

bool Checker::retired(std::string_view kind, Cursor decl, bool core) {
  const Cursor id = decl.child(NodeKind::id), name = (id ? id : decl).child(NodeKind::NAME);
  const auto found = retired_.find({std::string(kind), std::string(name.text())});
  if (found == retired_.end() || !found->second.from.contains(module_)) return false;
  found->second.found = true;
  found->second.declared = name.span();
  if (!core) return true;
  report(Code::core_retired, found->second.span, fmt::format("`{}` is core, so it can't be retired", name.text()),
         "adapt it within its limits, or leave it", {{name.span(), "core here"}});
  return false;
}

// An objective goes with its outcomes and indicators: what still needs one of these is told where the objective is retired.
void Checker::retire_members(Cursor objective) {
  const Cursor id = objective.child(NodeKind::id);
  const auto gone = retired_.find({"objective", std::string((id ? id : objective).child(NodeKind::NAME).text())});
  if (gone == retired_.end()) return;
  const Retired whole = gone->second;
  const auto add = [&](std::string_view word, Cursor part) {
    const Cursor name = (part.child(NodeKind::id) ? part.child(NodeKind::id) : part).child(NodeKind::NAME);
    retired_.emplace(std::pair{std::string(word), std::string(name.text())}, whole);
  };
  for (const Cursor part : objective) {
    if (part.is(NodeKind::indicator)) add("indicator", part);
    if (!part.is(NodeKind::outcome)) continue;
    add("outcome", part);
    for (const Cursor inner : part)
      if (inner.is(NodeKind::indicator)) add("indicator", inner);
  }
}

bool Checker::declaration_retired(Cursor decl) {
  bool core = false;
  for (const Cursor part : decl) {
    core = core || part.is_word("core");
    static constexpr std::pair<NodeKind, std::string_view> kinds[] = {
        {NodeKind::parameter, "parameter"}, {NodeKind::define, "define"},       {NodeKind::table, "table"},
        {NodeKind::score, "score"},         {NodeKind::offer, "offer"},         {NodeKind::schedule, "schedule"},
        {NodeKind::allocate, "allocate"},   {NodeKind::registry, "list"},       {NodeKind::objective, "objective"},
        {NodeKind::outcome, "outcome"},     {NodeKind::indicator, "indicator"}, {NodeKind::case_, "case"},
        {NodeKind::incentive, "incentive"}};
    for (const auto& [kind, word] : kinds) {
      if (!part.is(kind)) continue;
      const bool gone = retired(word, part, core);
      if (gone && kind == NodeKind::objective) retire_members(part);
      return gone;
    }
    if (!part.is(NodeKind::levels)) continue;
    // Levels that the core marks are core.
    for (const Cursor level : part) core = core || (level.is(NodeKind::level) && level.has_word("core"));
    return retired(part.first().text(), part, core);
  }
  return false;
}

void Checker::declare_adaptation(Cursor decl) {
  const Word* word = word_of(decl);
  const Cursor name = decl.child(NodeKind::NAME);
  if (word == nullptr) return;
  if (!did_not_parse(decl)) {
    const std::string because = because_of(decl);
    if (because.find_first_not_of(" \t") == std::string::npos)
      report(Code::clause_missing, name.span(), fmt::format("it is not said why `{}` is changed", name.text()),
             "say so after `because`: the reason stands in what `fairstart conform` tells");
  }
  const bool retires = decl.is(NodeKind::retire);
  const auto cores = cores_of(module_);
  if (cores.empty()) {
    // `builds on` that stands outside the header has been reported.
    const auto builds = [&](const base::Span& span) {
      return span.file == decl.span().file && sources_.text(span).starts_with("builds");
    };
    if (std::any_of(syntax_errors_.begin(), syntax_errors_.end(), builds)) return;
    report(Code::nothing_to_adapt, decl.first().span(),
           fmt::format("this file builds on no core, so there is nothing to {}", retires ? "retire" : "adapt"),
           retires ? "leave a library's declaration out with `use … without …`" : "say `builds on …` in the header");
    return;
  }
  if (retires) {
    const auto found = retired_.find({std::string(word->word), std::string(name.text())});
    if (found != retired_.end() && found->second.found) {
      plan_.adaptations.push_back({.change = plan::Change::retired,
                                   .module = module_,
                                   .kind = std::string(word->word),
                                   .name = std::string(name.text()),
                                   .because = because_of(decl),
                                   .span = name.span(),
                                   .core_span = found->second.declared});
      return;
    }
  }
  const Symbol* target = nullptr;
  std::vector<std::string_view> names;
  for (const auto& [each, symbol] : all_of(word->kind)) {
    if (!cores.contains(symbol->module)) continue;
    if (word->kind == SymbolKind::levels && plan::word_of(plan_.levels[symbol->index].kind) != word->word) continue;
    names.push_back(each);
    if (each == name.text()) target = symbol;
  }
  // A library that the core uses leaves places a choice where it says so itself.
  if (target == nullptr && !retires && word->kind == SymbolKind::parameter) target = choice_of_a_library(cores, name.text());
  if (target == nullptr) {
    const Symbol* other = find(word->space, name.text());
    if (other == nullptr) other = of_a_library(cores, word->space, name.text());
    if (other != nullptr && other->kind == word->kind && cores.contains(other->module)) {
      const plan::LevelsKind kind = plan_.levels[other->index].kind;
      report(Code::nothing_to_adapt, name.span(),
             fmt::format("`{}` is {}, not {}", name.text(), plan::word_of(kind), word->word),
             kind == plan::LevelsKind::segments ? "segments take no edits: who is in one decides who is in the next"
                                                : fmt::format("say `adapt {} {}`", plan::word_of(kind), name.text()),
             {{other->span, "the core's is here"}});
    } else if (other != nullptr && other->kind == word->kind)
      report(Code::nothing_to_adapt, name.span(),
             fmt::format("`{}` is not the core's: `{}` declares it", name.text(), modules_.modules[other->module.index()].name),
             other->module == module_ ? "change it where it is declared"
             : !retires && other->kind == SymbolKind::parameter && used_by(cores, other->module)
                 ? "a library's parameter is adapted where the library says `places may choose from … to …`"
                 : "leave it out with `use … without …`, and declare your own",
             {{other->span, "declared here"}});
    else
      unknown_name(name, fmt::format("core {}", word->word), names);
    return;
  }
  if (retires) {
    // Declared by the core, and still there: it was said already why it may not go.
    return;
  }
  check_adapted_clauses(decl, word->kind, *target);
  std::vector<Edit>& edits = edits_[{word->space, target->index}];
  if (word->kind == SymbolKind::parameter) {
    const auto before = std::find_if(edits.begin(), edits.end(), [&](const Edit& edit) {
      return edit.module == module_ && edit.decl.has_word("parameter");
    });
    if (before != edits.end())
      report(Code::clause_twice, name.span(), fmt::format("`{}` is adapted twice in this file", name.text()),
             "say all its values in one `adapt`", {{before->decl.child(NodeKind::NAME).span(), "the first is here"}});
  }
  edits.push_back({decl, module_});
  if (word->kind == SymbolKind::outcome) declare_members(decl, {}, plan::OutcomeId{target->index});
  if (word->kind == SymbolKind::objective) declare_members(decl, plan::ObjectiveId{target->index}, {});
  if (word->kind == SymbolKind::outcome || word->kind == SymbolKind::objective) {
    plan::Adaptation& note = adapted({decl, module_}, word->word, name.text(), target->span);
    for (const Cursor child : decl)
      if (child.is(NodeKind::outcome) || child.is(NodeKind::indicator) || child.is(NodeKind::spread))
        note.what.push_back(fmt::format("{} {} added", child.first().text(), child.child(NodeKind::NAME).text()));
  }
  if (word->kind != SymbolKind::levels) return;
  // New levels go on top, so that the core's keep their order; their conditions are filled with the core's.
  plan::Levels& scheme = plan_.levels[target->index];
  for (const Cursor child : decl) {
    if (!child.is(NodeKind::level) || child.child(NodeKind::note)) continue;
    const Cursor level = child.child(NodeKind::NAME);
    const auto same = std::find_if(scheme.levels.begin(), scheme.levels.end(),
                                   [&](const plan::Level& each) { return each.name == level.text(); });
    if (same != scheme.levels.end()) {
      report(Code::declared_twice, level.span(), fmt::format("`{}` is already in {}", level.text(), scheme.name),
             fmt::format("to add to who gets it, say `{} also when …`", level.text()), {{same->span, "the core's is here"}});
      continue;
    }
    scheme.levels.push_back({.name = std::string(level.text()),
                             .title = text_of(child.child(NodeKind::TEXT)),
                             .core = child.has_word("core"),
                             .span = level.span()});
  }
  if (scheme.levels.size() > 64)
    report(Code::clause_missing, decl.span(), fmt::format("`{}` has {} levels", scheme.name, scheme.levels.size()),
           "it takes from 1 to 64");
}

// One grammar reads what is changed of an offer, an allocation and a list.
void Checker::check_adapted_clauses(Cursor decl, SymbolKind kind, const Symbol& target) {
  const NodeKind clauses = kind == SymbolKind::offer        ? NodeKind::oclause
                           : kind == SymbolKind::allocation ? NodeKind::aclause
                           : kind == SymbolKind::registry   ? NodeKind::lclause
                                                            : NodeKind::decl;
  if (clauses == NodeKind::decl) return;
  for (const Cursor child : decl) {
    if (!child.is(NodeKind::oclause) && !child.is(NodeKind::aclause) && !child.is(NodeKind::lclause)) continue;
    const Cursor offers = child.child(NodeKind::oclause), clause = offers ? offers : child;
    if (belongs(clause, clauses)) continue;
    const Cursor first = clause.first();
    report(Code::adapted_clause, clause.span(),
           fmt::format("{} `{}` has no `{}`",
                       kind == SymbolKind::offer      ? "the offer"
                       : kind == SymbolKind::registry ? "the list"
                                                      : "the allocation",
                       decl.child(NodeKind::NAME).text(), first.is(NodeKind::due) ? "due" : first.text()),
           "leave this clause out", {{target.span, "the core's is here"}});
  }
}

const std::vector<Checker::Edit>& Checker::edits_of(Space space, std::uint32_t index) const {
  static const std::vector<Edit> none;
  const auto found = edits_.find({space, index});
  return found == edits_.end() ? none : found->second;
}

std::vector<Checker::Clause> Checker::edited_clauses(Cursor decl, NodeKind kind, const std::vector<Edit>& edits) const {
  std::vector<Clause> clauses;
  const plan::ModuleId own = module_;
  for (const Cursor child : decl)
    if (child.is(kind)) clauses.push_back({child, own});
  const auto word = [](Cursor clause) {
    const Cursor inner = clause.first(), first = inner.is(NodeKind::oclause) ? inner.first() : inner;
    return first.is(NodeKind::due) ? std::string("due") : first.is(NodeKind::note) ? std::string() : std::string(first.text());
  };
  for (const Edit& edit : edits) {
    std::set<std::string> replaced;
    for (Cursor child : edit.decl) {
      // An adaptation's clauses are read as an allocation's first, which may hold an offer's; a list shares some of them.
      if (child.is(NodeKind::aclause) && kind != NodeKind::aclause) {
        if (const Cursor offers = child.child(NodeKind::oclause)) child = offers;
        if (!belongs(child, kind)) continue;
      } else if (!child.is(kind)) {
        continue;
      }
      const std::string which = word(child);
      if (!which.empty() && replaced.insert(which).second)
        std::erase_if(clauses, [&](const Clause& clause) { return word(clause.at) == which && clause.module != edit.module; });
      clauses.push_back({child, edit.module});
    }
  }
  return clauses;
}

ExprId Checker::also_when(ExprId when, const std::vector<Edit>& edits, const RowContext& row) {
  for (const Edit& edit : edits) {
    const InModule in(*this, edit.module);
    bool also = false;
    for (const Cursor child : edit.decl) {
      if (child.is(NodeKind::word)) also = child.is_word("also when");
      if (!also || !child.is(NodeKind::answer)) continue;
      const ExprId more = condition(child, row);
      // Without a condition it is for everyone already.
      if (is_poison(more) || !when.exists()) continue;
      when = add(plan::Or{{when, more}}, types::yes_no(), row_of({when, more}), child.span(),
                 fmt::format("{} or {}", plan_.expr(when).text, plan_.expr(more).text));
    }
  }
  return when;
}

plan::Adaptation& Checker::adapted(const Edit& edit, std::string_view kind, std::string_view name, base::Span core_span) {
  plan_.adaptations.push_back({.change = plan::Change::adapted,
                               .module = edit.module,
                               .kind = std::string(kind),
                               .name = std::string(name),
                               .because = because_of(edit.decl),
                               .span = edit.decl.child(NodeKind::NAME).span(),
                               .core_span = core_span});
  return plan_.adaptations.back();
}

// `targeted also when C`, and the conditions of levels that were added.
void Checker::adapt_levels(types::LevelsId id, const RowContext& row) {
  for (const Edit& edit : edits_of(Space::values, id.value)) {
    if (edit.decl.has_word("parameter")) continue;  // of the parameter with that number
    const InModule in(*this, edit.module);
    const std::string name = plan_.levels[id.index()].name;
    plan::Adaptation note{.change = plan::Change::adapted,
                          .module = edit.module,
                          .kind = std::string(word_of(edit.decl)->word),
                          .name = name,
                          .because = because_of(edit.decl),
                          .span = edit.decl.child(NodeKind::NAME).span(),
                          .core_span = plan_.levels[id.index()].span};
    Widened widened{.levels = id, .at = note.span, .conditions = {}};
    Cursor level_at;
    bool first_name = true, also = false;
    const auto level_named = [&](Cursor at) -> std::optional<std::size_t> {
      std::vector<std::string_view> names;
      const auto& levels = plan_.levels[id.index()].levels;
      for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i].name == at.text()) return i;
        names.push_back(levels[i].name);
      }
      unknown_name(at, fmt::format("level of {}", name), names);
      return {};
    };
    for (const Cursor child : edit.decl) {
      if (child.is(NodeKind::word)) also = child.is_word("also when");
      if (child.is(NodeKind::NAME)) {
        if (!first_name) level_at = child;
        first_name = false;
      }
      if (also && child.is(NodeKind::answer) && level_at) {
        const auto which = level_named(level_at);
        const ExprId more = condition(child, row);
        if (!which || is_poison(more)) continue;
        const ExprId when = plan_.levels[id.index()].levels[*which].when;
        if (!when.exists()) {
          report(Code::first_tier_condition, child.span(), fmt::format("`{}` is for everyone already", level_at.text()),
                 "leave this out");
          continue;
        }
        plan_.levels[id.index()].levels[*which].when =
            add(plan::Or{{when, more}}, types::yes_no(), row_of({when, more}), child.span(),
                fmt::format("{} or {}", plan_.expr(when).text, plan_.expr(more).text));
        widened.conditions.insert(plan_.levels[id.index()].levels[*which].when.value);
        note.what.push_back(fmt::format("{} also when {}", level_at.text(), text_at(child.span())));
      }
      if (!child.is(NodeKind::level) || child.child(NodeKind::note)) continue;
      const Cursor level = child.child(NodeKind::NAME), when_at = child.child(NodeKind::answer);
      const auto which = level_named(level);
      if (!which) continue;
      if (!when_at) {
        report(Code::tier_without_condition, child.span(), fmt::format("`{}` does not say who gets it", level.text()),
               "add `when …`");
        continue;
      }
      const ExprId when = condition(when_at, row);
      if (!is_poison(when)) plan_.levels[id.index()].levels[*which].when = when;
      note.what.push_back(fmt::format("level {} added, when {}", level.text(), text_at(when_at.span())));
    }
    if (!note.what.empty()) widened_levels_.push_back(std::move(widened));
    plan_.adaptations.push_back(std::move(note));
  }
}

// What a framework that builds on a core adds under new names.
void Checker::keep_added() {
  const plan::ModuleId main = modules_.asked_for.front();
  const std::set<plan::ModuleId> cores = cores_of(main);
  if (cores.empty()) return;
  static constexpr Space told[] = {Space::offers,   Space::schedules,  Space::registers, Space::allocations, Space::objectives,
                                   Space::outcomes, Space::indicators, Space::cases,     Space::incentives,  Space::guarantees};
  for (const auto& [key, symbols] : own_[main.index()].names) {
    if (std::find(std::begin(told), std::end(told), key.first) == std::end(told)) continue;
    // Results tell of both by that name.
    const Symbol* other = of_a_library(cores, key.first, key.second);
    if (other != nullptr && find_all(key.first, key.second).size() < 2)
      report(Code::two_libraries_one_name, symbols.front().span,
             fmt::format("`{}` is also declared by `{}`, which the core uses", key.second,
                         modules_.modules[other->module.index()].name),
             "choose another name: results would tell of two by this one", {{other->span, "the other is here"}});
    for (const Symbol& symbol : symbols)
      plan_.adaptations.push_back({.change = plan::Change::added,
                                   .module = main,
                                   .kind = std::string(word_for(symbol.kind)),
                                   .name = key.second,
                                   .span = symbol.span});
  }
}

}  // namespace fairstart::check
