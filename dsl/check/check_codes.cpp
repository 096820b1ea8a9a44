// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "dsl/check/checker.hpp"

namespace fairstart::check {

void Checker::declare_unit(Cursor decl) {
  const Cursor one = decl.child(NodeKind::NAME), many = decl.child(NodeKind::NAME, 1);
  const auto index = static_cast<std::uint32_t>(plan_.units.size());
  static constexpr std::string_view known[] = {"day",     "days",     "week", "weeks",     "month",  "months",
                                               "quarter", "quarters", "year", "years",     "number", "percent",
                                               "money",   "date",     "text", "identifier"};
  for (const Cursor name : {one, many})
    if (name && std::find(std::begin(known), std::end(known), name.text()) != std::end(known))
      report(Code::declared_twice, name.span(), fmt::format("`{}` is built in", name.text()),
             "choose another name for the unit");
  plan_.units.push_back({std::string(one.text()), std::string(many ? many.text() : one.text())});
  declare(module_, Space::units, std::string(one.text()), {.kind = SymbolKind::unit, .index = index, .span = one.span()});
  if (many && many.text() != one.text())
    declare(module_, Space::units, std::string(many.text()), {.kind = SymbolKind::unit, .index = index, .span = many.span()});
}

// It reads as one until a word is added or left out, and then is the other.
void Checker::member_named(Cursor name, std::string_view block, std::initializer_list<std::string_view> clauses) {
  constexpr std::array<std::string_view, 2> notes = {"source", "note"};
  const auto is = [&](std::string_view clause) { return clause == name.text(); };
  if (std::none_of(notes.begin(), notes.end(), is) && std::none_of(clauses.begin(), clauses.end(), is)) return;
  report(Code::reserved_word, name.span(),
         fmt::format("`{}` starts a clause of {}, so that nothing there can be called that", name.text(), block),
         fmt::format("choose another name; it may hold the word: `{}-…`", name.text()));
}

void Checker::declare_codes(Cursor decl) {
  const Cursor name = decl.child(NodeKind::NAME);
  const auto index = static_cast<std::uint32_t>(plan_.code_lists.size());
  plan_.code_lists.push_back({.name = std::string(name.text()), .in_order = decl.has_word("in order")});
  codes_.push_back({decl, module_});
  declare(module_, Space::codes, std::string(name.text()), {.kind = SymbolKind::codes, .index = index, .span = name.span()});
}

// Children lie flat: after `{`, each code is NAME TEXT? (also TEXT, …)?, each group `group` NAME TEXT? { NAME, … }.
void Checker::fill_codes(Cursor decl, plan::CodeList& list) {
  enum class In { head, codes, group_head, group } in = In::head;
  bool also = false;
  std::map<std::string, base::Span, std::less<>> seen;
  std::map<std::string, std::pair<std::size_t, base::Span>> spellings;  // under `also`: of which code
  std::vector<std::pair<std::size_t, Cursor>> members;
  const auto fresh = [&](Cursor name) {
    member_named(name, "a list of codes", {"group", "also"});
    const auto [found, is_new] = seen.emplace(std::string(name.text()), name.span());
    if (!is_new)
      report(Code::declared_twice, name.span(), fmt::format("`{}` is in {} twice", name.text(), list.name),
             "leave one of them out", {{found->second, "the first is here"}});
  };
  for (const Cursor child : decl) {
    const bool open = child.is(NodeKind::mark) && child.text() == "{", close = child.is(NodeKind::mark) && child.text() == "}";
    if (child.is(NodeKind::note)) add_note(list.notes, child);
    if (child.is_word("also")) also = true;
    if (child.is_word("group")) in = In::group_head;
    switch (in) {
      case In::head:
        if (child.is(NodeKind::TEXT)) list.title = text_of(child);
        if (open) in = In::codes;
        break;
      case In::codes:
        if (child.is(NodeKind::NAME)) {
          fresh(child);
          also = false;
          list.items.push_back({.name = std::string(child.text()), .title = std::string(child.text())});
        }
        if (child.is(NodeKind::TEXT) && !list.items.empty()) {
          if (also) {
            list.items.back().also.push_back(text_of(child));
            const auto [other, is_new] = spellings.emplace(text_of(child), std::pair{list.items.size(), child.span()});
            if (!is_new && other->second.first != list.items.size())
              report(Code::declared_twice, child.span(), fmt::format("{} stands for two codes of {}", child.text(), list.name),
                     "leave it at the one that it means", {{other->second.second, "the other is here"}});
          } else {
            list.items.back().title = text_of(child);
          }
        }
        break;
      case In::group_head:
        if (child.is(NodeKind::NAME)) {
          fresh(child);
          list.groups.push_back({.name = std::string(child.text()), .title = std::string(child.text())});
        }
        if (child.is(NodeKind::TEXT)) list.groups.back().title = text_of(child);
        if (open) in = In::group;
        break;
      case In::group:
        if (child.is(NodeKind::NAME)) members.emplace_back(list.groups.size() - 1, child);
        if (close) in = In::codes;
        break;
    }
  }
  const types::CodeListId id{static_cast<std::size_t>(&list - plan_.code_lists.data())};
  for (const auto& [group, name] : members) {
    if (const auto codes = codes_named(name, id, true))
      list.groups[group].members.insert(list.groups[group].members.end(), codes->begin(), codes->end());
  }
  if (list.items.size() > 60'000) report(Code::wrong_type, decl.span(), "a code list holds at most 60,000 codes");
}

}  // namespace fairstart::check
