// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

std::string_view word_for(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::unit: return "unit";
    case SymbolKind::codes: return "code list";
    case SymbolKind::record: return "record";
    case SymbolKind::role: return "role";
    case SymbolKind::parameter: return "parameter";
    case SymbolKind::definition: return "definition";
    case SymbolKind::score: return "score";
    case SymbolKind::levels: return "tiers";
    case SymbolKind::offer: return "offer";
    case SymbolKind::outcome: return "outcome";
    case SymbolKind::indicator: return "indicator";
    case SymbolKind::mapping: return "mapping";
    case SymbolKind::calendar: return "calendar";
    case SymbolKind::window: return "window";
    case SymbolKind::schedule: return "schedule";
    case SymbolKind::registry: return "list";
    case SymbolKind::allocation: return "allocation";
    case SymbolKind::wave: return "wave";
    case SymbolKind::objective: return "objective";
    case SymbolKind::spread: return "gap";
    case SymbolKind::money_case: return "case";
    case SymbolKind::incentive: return "incentive";
    case SymbolKind::guarantee: return "guarantee";
    case SymbolKind::other: return "declaration";
  }
  return "";
}

namespace {

// Two things of one name clash unless they are facts of different rows.
bool clash(const Symbol& a, const Symbol& b) {
  if (a.record != b.record) return false;
  return a.role == b.role || !a.role.exists() || !b.role.exists();
}

}  // namespace

void Scope::add(const std::pair<Space, std::string>& key, const Symbol& symbol) {
  const auto entry = names.try_emplace(key).first;
  entry->second.push_back(symbol);
  kinds[symbol.kind].insert(&*entry);
}

void Checker::declare(plan::ModuleId module, Space space, std::string name, Symbol symbol) {
  symbol.module = module;
  const auto key = std::pair{space, name};
  for (const Symbol& other : visible_[module.index()].names[key]) {
    // What the core names stays the core's, on whatever row.
    if (!clash(symbol, other) && !cores_of(module).contains(other.module)) continue;
    const bool same_module = other.module == module;
    report(same_module ? Code::declared_twice : Code::two_libraries_one_name, symbol.span,
           same_module ? fmt::format("`{}` is declared twice", name)
                       : fmt::format("`{}` is also declared by `{}`, which this file brings in", name,
                                     modules_.modules[other.module.index()].name),
           same_module ? "give one of them another name"
           : cores_of(module).contains(other.module)
               ? "to change the core's, say `adapt`; to add one, choose another name"
               : fmt::format("choose another name, or leave theirs out: `use {} without {}`",
                             modules_.modules[other.module.index()].name, name),
           {{other.span, "the other is here"}});
    return;
  }
  own_[module.index()].add(key, symbol);
  visible_[module.index()].add(key, symbol);
}

void Checker::build_scope(plan::ModuleId module) {
  const LoadedModule& loaded = modules_.modules[module.index()];
  if (loaded.builds_on) bring_in(module, loaded.builds_on->module, {}, loaded.builds_on->span, true);
  for (const Use& use : loaded.uses) bring_in(module, use.module, use.without, use.span, false);
}

void Checker::bring_in(plan::ModuleId module, plan::ModuleId from, const std::vector<std::string>& without, base::Span span,
                       bool core) {
  if (!from.exists()) return;
  if (core) {
    const auto& deeper = modules_.modules[from.index()].builds_on;
    if (deeper) bring_in(module, deeper->module, {}, span, true);
  }
  std::set<std::string> left_out(without.begin(), without.end());
  for (const auto& [key, symbols] : own_[from.index()].names) {
    // A schedule's offers go with it.
    const std::string whole = key.second.substr(0, key.second.find('.'));
    if (std::find(without.begin(), without.end(), whole) != without.end()) {
      left_out.erase(whole);
      continue;
    }
    for (const Symbol& symbol : symbols) {
      const auto& here = visible_[module.index()].names[key];
      const auto other = std::find_if(here.begin(), here.end(), [&](const Symbol& o) { return clash(o, symbol); });
      if (other == here.end()) {
        visible_[module.index()].add(key, symbol);
        continue;
      }
      if (other->module == symbol.module) continue;  // by two ways, the same thing
      report(Code::two_libraries_one_name, span,
             fmt::format("`{}` is in both `{}` and `{}`", key.second, modules_.modules[other->module.index()].name,
                         modules_.modules[from.index()].name),
             fmt::format("leave one out: `use {} without {}`", modules_.modules[from.index()].name, key.second),
             {{other->span, "one is here"}, {symbol.span, "the other is here"}});
    }
  }
  for (const std::string& name : left_out) {
    std::vector<std::string_view> candidates;
    for (const auto& [key, symbols] : own_[from.index()].names) candidates.push_back(key.second);
    const std::string_view near = base::nearest(name, candidates);
    report(Code::unknown_name, span, fmt::format("`{}` has no `{}` to leave out", modules_.modules[from.index()].name, name),
           near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }
}

const Symbol* Checker::find(Space space, std::string_view name) const {
  const auto& names = visible_[module_.index()].names;
  const auto found = names.find({space, std::string(name)});
  return found == names.end() || found->second.empty() ? nullptr : &found->second.front();
}

std::vector<const Symbol*> Checker::find_all(Space space, std::string_view name) const {
  std::vector<const Symbol*> all;
  const auto& names = visible_[module_.index()].names;
  const auto found = names.find({space, std::string(name)});
  if (found == names.end()) return all;
  for (const Symbol& symbol : found->second) all.push_back(&symbol);
  return all;
}

std::vector<std::string_view> Checker::names_in(Space space) const {
  std::vector<std::string_view> names;
  for (const auto& [key, symbols] : visible_[module_.index()].names)
    if (key.first == space && !symbols.empty()) names.push_back(key.second);
  return names;
}

std::vector<std::pair<std::string_view, const Symbol*>> Checker::all_of(SymbolKind kind) const {
  std::vector<std::pair<std::string_view, const Symbol*>> all;
  const auto& kinds = visible_[module_.index()].kinds;
  const auto found = kinds.find(kind);
  if (found == kinds.end()) return all;
  for (const auto* entry : found->second)
    for (const Symbol& symbol : entry->second)
      if (symbol.kind == kind) all.emplace_back(entry->first.second, &symbol);
  return all;
}

const Symbol* Checker::need(Space space, Cursor name, std::string_view what) {
  if (const Symbol* symbol = find(space, name.text())) return symbol;
  unknown_name(name, what, names_in(space));
  return nullptr;
}

namespace {

// What English words are where the language says it otherwise.
std::string in_its_words(std::string_view name) {
  if (name == "true") return "write `yes`";
  if (name == "false") return "write `no`";
  if (name == "today" || name == "now") return "the day that a run is for is `as at`";
  if (name == "birth" || name == "dob" || name == "birthday")
    return "the day of birth is `date-of-birth`; a birthday is `turning 2 years`";
  for (const std::string_view word : {"blank", "empty", "missing", "null", "none", "recorded", "na"})
    if (name == word) return "for what nobody has recorded write `is unknown`";
  for (const std::string_view word : {"more", "less", "fewer", "greater", "above", "below"})
    if (name == word) return "numbers are compared with `is at least`, `is at most`, `is over` and `is under`";
  constexpr std::pair<std::string_view, int> numbers[] = {{"two", 2},   {"three", 3}, {"four", 4}, {"five", 5},   {"six", 6},
                                                          {"seven", 7}, {"eight", 8}, {"ten", 10}, {"twelve", 12}};
  for (const auto& [word, number] : numbers)
    if (name == word) return fmt::format("write `{}`", number);
  return {};
}

}  // namespace

// A code where rows are named: those whose field it is. A library's name: the rows that it declares.
std::string Checker::rows_for(std::string_view name, bool list) const {
  for (const plan::Field& field : plan_.fields) {
    if (!list || field.type.kind != types::Kind::code) continue;
    for (const plan::CodeItem& item : plan_.code_lists[field.type.codes.index()].items)
      if (item.name == name)
        return fmt::format("`{}` is a code: write `{} where ({} is {})`", name, plan_.record(field.record).name, field.name,
                           name);
  }
  for (std::size_t i = 0; i < modules_.modules.size(); ++i) {
    const std::string& module = modules_.modules[i].name;
    if (!module.ends_with("." + std::string(name)) || !own_[i].kinds.contains(SymbolKind::record)) continue;
    if (find(Space::rows, "family") != nullptr)
      return fmt::format("`{}` is a file; rows are named by their record, as in `family` or `person`", module);
  }
  return {};
}

void Checker::unknown_name(Cursor name, std::string_view what, const std::vector<std::string_view>& candidates,
                           std::string extra_help) {
  if (broken_names_.contains(name.text())) return;
  for (auto& [key, gone] : retired_) {
    if (key.second != name.text() || !gone.found) continue;
    if (!gone.from.contains(module_) && gone.module != module_) continue;
    if (std::exchange(gone.said, true)) return;
    report(Code::retired_but_read, gone.span, fmt::format("`{}` can't be retired: it is still needed", name.text()),
           "retire what needs it too, or keep it", {{name.span(), "needed here"}});
    return;
  }
  std::string help = std::move(extra_help);
  std::vector<diagnostics::Label> labels;
  if (help.empty()) {
    const std::string_view near = base::nearest(name.text(), candidates);
    if (!near.empty()) help = fmt::format("did you mean `{}`?", near);
  }
  if (help.empty()) help = in_its_words(name.text());
  if (help.empty() && (what == "list" || what == "record or role")) help = rows_for(name.text(), what == "list");
  // A name of another kind of thing, or of a module that is not used, is worth saying.
  if (help.empty()) {
    for (const auto& [key, symbols] : visible_[module_.index()].names) {
      if (key.second != name.text() || symbols.empty()) continue;
      const std::string_view word = word_for(symbols.front().kind);
      const bool vowel = !word.empty() && std::string_view("aeio").find(word.front()) != std::string_view::npos;
      labels.push_back({symbols.front().span, fmt::format("this is {} {}", vowel ? "an" : "a", word)});
      break;
    }
    if (labels.empty()) {
      for (std::size_t i = 0; i < modules_.modules.size() && help.empty(); ++i) {
        for (const auto& [key, symbols] : own_[i].names)
          if (key.second == name.text() && plan::ModuleId{i} != module_)
            help = fmt::format("`{}` declares it: add `use {}`", modules_.modules[i].name, modules_.modules[i].name);
      }
    }
  }
  const Code code = labels.empty() ? Code::unknown_name : Code::wrong_namespace;
  report(code, name.span(), fmt::format("there {} no {} `{}`", what == "tiers" ? "are" : "is", what, name.text()),
         std::move(help), std::move(labels));
}

bool Checker::row_named(Cursor name, RecordId& record, RoleId& role, base::Span declared) {
  const Symbol* symbol = name ? need(Space::rows, name, "record or role") : find(Space::rows, "family");
  if (symbol == nullptr) {
    if (!name)
      report(Code::unknown_name, declared, "this does not say whom it is for, and there is no record `family`",
             "say `for` and a record or role, or `use` a library that declares `family`");
    return false;
  }
  if (symbol->kind == SymbolKind::role) {
    role = RoleId{symbol->index};
    record = plan_.roles[symbol->index].record;
  } else {
    record = RecordId{symbol->index};
  }
  return record.exists();
}

bool Checker::once(Cursor clause, std::map<std::string, base::Span>& seen, std::string_view word) {
  const auto [found, fresh] = seen.emplace(std::string(word), clause.span());
  if (fresh) return true;
  report(Code::clause_twice, clause.span(), fmt::format("`{}` is given twice", word), "keep one of them",
         {{found->second, "the first is here"}});
  return false;
}

void Checker::add_note(plan::Notes& notes, Cursor note) {
  const Cursor word = note.first();
  bool going_on = false;
  for (const Cursor child : note) {
    if (child.is(NodeKind::DATE)) {
      const auto day = date(child);
      if (word.is_word("review by"))
        notes.review_by = day;
      else if (day && !notes.sources.empty())
        notes.sources.back() += ", read " + base::format_long_date(*day);
    }
    if (!child.is(NodeKind::TEXT)) continue;
    if (word.is_word("source")) {
      notes.sources.push_back(text_of(child));
    } else {
      // A note goes on from line to line.
      if (!going_on) notes.notes.emplace_back();
      notes.notes.back() += (going_on ? " " : "") + text_of(child);
      going_on = true;
    }
  }
}

void Checker::add_notes(plan::Notes& notes, Cursor parent) {
  for (const Cursor child : parent)
    if (child.is(NodeKind::note)) add_note(notes, child);
}

}  // namespace fairstart::check
