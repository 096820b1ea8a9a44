// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/syntax/grammar_declarations.hpp"

// The compiled grammar as data: what the page docs/grammar.md and the tests of coverage are made from.
namespace fairstart::syntax::grammar {

// What a rule reads. `text` is the word, mark, token or rule's name; `parts` are what it is made of. Of a list, the first part
// is the item and the second the separator.
struct Form {
  enum class Kind {
    word,
    mark,
    token,
    rule,
    sequence,
    choice,
    optional,
    star,
    plus,
    block,
    list,
    list_to_end,
    same_line,
    not_word,
    clause_end,
    line_end,
    text_end
  };
  Kind kind;
  std::string text;
  std::vector<Form> parts;
};

struct NamedRule {
  std::string name;
  std::optional<NodeKind> kind;  // none where the rule gives no node of its own
  Form form;
};

// All rules that `file` comes to, each once, in the order met; and every keyword of the grammar.
struct Walk {
  std::vector<NamedRule> rules;
  std::vector<std::string> words;

  bool has(std::string_view name) const {
    return std::any_of(rules.begin(), rules.end(), [&](const NamedRule& rule) { return rule.name == name; });
  }
  void add_word(std::string_view word) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.emplace_back(word);
  }
};

template <class Rule>
std::string name_of_rule() {
  std::string_view name = pegtl::demangle<Rule>();
  if (const std::size_t colons = name.rfind("::"); colons != std::string_view::npos) name.remove_prefix(colons + 2);
  while (name.ends_with('_')) name.remove_suffix(1);
  return std::string(name);
}

template <class Rule>
struct Shape;

template <class... Rules>
std::vector<Form> shapes(Walk& walk) {
  std::vector<Form> all;
  (all.push_back(Shape<Rules>::of(walk)), ...);
  return all;
}

template <class... Rules>
Form in_sequence(Walk& walk) {
  std::vector<Form> parts = shapes<Rules...>(walk);
  if (parts.size() == 1) return std::move(parts.front());
  return {Form::Kind::sequence, {}, std::move(parts)};
}

// What a rule's own struct derives from: the nearest of these is how the page writes it.
template <class... Rules>
Form definition(const seq<Rules...>*, Walk& walk) {
  return in_sequence<Rules...>(walk);
}
template <class... Rules>
Form definition(const sor<Rules...>*, Walk& walk) {
  return Shape<sor<Rules...>>::of(walk);
}
template <class... Rules>
Form definition(const plus<Rules...>*, Walk& walk) {
  return Shape<plus<Rules...>>::of(walk);
}
template <class Rule, class Separator>
Form definition(const listed<Rule, Separator>*, Walk& walk) {
  return Shape<listed<Rule, Separator>>::of(walk);
}
template <class Rule, class Separator>
Form definition(const listed_to_end<Rule, Separator>*, Walk& walk) {
  return Shape<listed_to_end<Rule, Separator>>::of(walk);
}
template <class... Rules>
Form definition(const block<Rules...>*, Walk& walk) {
  return Shape<block<Rules...>>::of(walk);
}

template <class Rule>
struct Shape {
  static Form of(Walk& walk) {
    std::string name = name_of_rule<Rule>();
    if (!walk.has(name)) {
      std::optional<NodeKind> kind;
      if constexpr (requires { Rule::kind; }) kind = Rule::kind;
      const std::size_t place = walk.rules.size();
      walk.rules.push_back({name, kind, {}});
      Form form = definition(static_cast<const Rule*>(nullptr), walk);
      walk.rules[place].form = std::move(form);
    }
    return {Form::Kind::rule, std::move(name), {}};
  }
};

template <Phrase Text>
struct Shape<word<Text>> {
  static Form of(Walk& walk) {
    walk.add_word(Text.view());
    return {Form::Kind::word, std::string(Text.view()), {}};
  }
};
template <Phrase Text>
struct Shape<mark<Text>> {
  static Form of(Walk&) { return {Form::Kind::mark, std::string(Text.view()), {}}; }
};
template <NodeKind Token>
struct Shape<token<Token>> {
  static Form of(Walk&) { return {Form::Kind::token, std::string(name_of(Token)), {}}; }
};
template <Phrase Text>
struct Shape<not_word<Text>> {
  static Form of(Walk&) { return {Form::Kind::not_word, std::string(Text.view()), {}}; }
};
template <>
struct Shape<end_of_clause> {
  static Form of(Walk&) { return {Form::Kind::clause_end, {}, {}}; }
};
template <>
struct Shape<end_of_line> {
  static Form of(Walk&) { return {Form::Kind::line_end, {}, {}}; }
};
template <>
struct Shape<end_of_text> {
  static Form of(Walk&) { return {Form::Kind::text_end, {}, {}}; }
};
template <class... Rules>
struct Shape<seq<Rules...>> {
  static Form of(Walk& walk) { return in_sequence<Rules...>(walk); }
};
template <class... Rules>
struct Shape<nested<Rules...>> {
  static Form of(Walk& walk) { return in_sequence<Rules...>(walk); }
};
template <class... Rules>
struct Shape<sor<Rules...>> {
  static Form of(Walk& walk) { return {Form::Kind::choice, {}, shapes<Rules...>(walk)}; }
};
template <Phrase Name, class... Rules>
struct Shape<called<Name, Rules...>> {
  static Form of(Walk& walk) { return {Form::Kind::choice, {}, shapes<Rules...>(walk)}; }
};
template <class... Rules>
struct Shape<opt<Rules...>> {
  static Form of(Walk& walk) { return {Form::Kind::optional, {}, {in_sequence<Rules...>(walk)}}; }
};
template <class... Rules>
struct Shape<star<Rules...>> {
  static Form of(Walk& walk) { return {Form::Kind::star, {}, {in_sequence<Rules...>(walk)}}; }
};
template <class... Rules>
struct Shape<plus<Rules...>> {
  static Form of(Walk& walk) { return {Form::Kind::plus, {}, {in_sequence<Rules...>(walk)}}; }
};
template <class... Rules>
struct Shape<block<Rules...>> {
  static Form of(Walk& walk) { return {Form::Kind::block, {}, {in_sequence<Rules...>(walk)}}; }
};
template <class... Rules>
struct Shape<same_line<Rules...>> {
  static Form of(Walk& walk) { return {Form::Kind::same_line, {}, {in_sequence<Rules...>(walk)}}; }
};
template <class Rule, class Separator>
struct Shape<listed<Rule, Separator>> {
  static Form of(Walk& walk) { return {Form::Kind::list, {}, shapes<Rule, Separator>(walk)}; }
};
template <class Rule, class Separator>
struct Shape<listed_to_end<Rule, Separator>> {
  static Form of(Walk& walk) { return {Form::Kind::list_to_end, {}, shapes<Rule, Separator>(walk)}; }
};

inline Walk walk_grammar() {
  Walk walk;
  Shape<file>::of(walk);
  return walk;
}

}  // namespace fairstart::syntax::grammar
