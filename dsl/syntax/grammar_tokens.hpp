// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "dsl/syntax/builder.hpp"

// The notation of the grammar page in PEGTL: tokens, keywords, blocks and lists, and the control that builds the tree.
namespace fairstart::syntax::grammar {

namespace pegtl = tao::pegtl;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf, const char*>;

inline std::uint32_t offset(const Input& in) { return static_cast<std::uint32_t>(in.current() - in.begin()); }

// Moves to `end`, or fails.
inline bool move_to(Input& in, std::uint32_t end) {
  if (end == Builder::missed) return false;
  in.bump(end - offset(in));
  return true;
}

template <std::size_t N>
struct Phrase {
  char text[N]{};
  constexpr Phrase(const char (&from)[N]) { std::copy_n(from, N, text); }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

// A rule written by hand: `read` gives whether it matched and moves the input. Leaves take no part in backtracking.
template <class Rule>
struct Leaf {
  using rule_t = Rule;
  using subs_t = pegtl::empty_list;
  static constexpr bool is_leaf = true;

  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class, template <class...> class>
  [[nodiscard]] static bool match(Input& in, Builder& builder) {
    return Rule::read(in, builder);
  }
};

template <Phrase Text>
struct word : Leaf<word<Text>> {
  static constexpr Expected expected{NodeKind::word, Text.view()};
  static bool read(Input& in, Builder& builder) { return move_to(in, builder.word(expected, offset(in))); }
};

template <Phrase Text>
struct mark : Leaf<mark<Text>> {
  static constexpr Expected expected{NodeKind::mark, Text.view()};
  static bool read(Input& in, Builder& builder) { return move_to(in, builder.mark(expected, offset(in))); }
};

template <NodeKind Kind>
struct token : Leaf<token<Kind>> {
  static constexpr Expected expected{Kind, {}};
  static bool read(Input& in, Builder& builder) { return move_to(in, builder.token(expected, offset(in))); }
};

using NAME = token<NodeKind::NAME>;
using PATH = token<NodeKind::PATH>;
using TEXT = token<NodeKind::TEXT>;
using DATE = token<NodeKind::DATE>;
using YEARS = token<NodeKind::YEARS>;
using NUM = token<NodeKind::NUM>;
using PCT = token<NodeKind::PCT>;
using MONEY = token<NodeKind::MONEY>;
using CMP = token<NodeKind::CMP>;
using MINUS = token<NodeKind::MINUS>;
using NEG = token<NodeKind::NEG>;
using CANT = token<NodeKind::CANT>;
using DAY = token<NodeKind::DAY>;

struct end_of_clause : Leaf<end_of_clause> {
  static bool read(Input& in, Builder& builder) { return move_to(in, builder.end_of_clause(offset(in))); }
};
struct end_of_line : Leaf<end_of_line> {
  static bool read(Input& in, Builder& builder) { return builder.end_of_line(offset(in)); }
};
struct end_of_text : Leaf<end_of_text> {
  static bool read(Input& in, Builder& builder) { return builder.end_of_text(offset(in)); }
};
struct more_on_line : Leaf<more_on_line> {
  static bool read(Input& in, Builder& builder) { return builder.more_on_line(offset(in)); }
};

// !'text'
template <Phrase Text>
struct not_word : Leaf<not_word<Text>> {
  static bool read(Input& in, Builder& builder) { return !builder.is_word_ahead(Text.view(), offset(in)); }
};

template <class... Rules>
struct same_line : seq<more_on_line, Rules...> {};  // ~x

template <class... Rules>
struct block : seq<mark<"{">, star<Rules..., end_of_clause>, mark<"}">> {};  // x@

template <class Rule, class Separator = mark<",">>
struct listed : seq<Rule, star<Separator, Rule>> {};  // x % ","

template <class Rule, class Separator = mark<",">>
struct listed_to_end : seq<Rule, star<Separator, Rule>, opt<Separator>> {};  // x %% ","

// A rule that comes back to itself: each level counts towards the depth limit.
template <class... Rules>
struct nested : seq<Rules...> {
  static constexpr bool nests = true;
};

// Alternatives that messages call by one name.
template <Phrase Name, class... Rules>
struct called : sor<Rules...> {
  static constexpr Expected name{NodeKind::file, Name.view()};
};

// Opens and closes the nodes of rules with a `kind`, and leaves nothing behind where a rule fails.
template <class Rule>
struct build : pegtl::normal<Rule> {
  static constexpr bool enable = false;  // no actions: `match` below does all

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control>
  [[nodiscard]] static bool match(Input& in, Builder& builder) {
    if constexpr (requires { Rule::is_leaf; }) {
      return Rule::read(in, builder);
    } else if constexpr (requires { Rule::name; }) {
      const Builder::Naming before = builder.name_construct(Rule::name, offset(in));
      const bool matched = at_depth<A, M, Action, Control>(in, builder);
      builder.restore_name(before);
      return matched;
    } else {
      return at_depth<A, M, Action, Control>(in, builder);
    }
  }

 private:
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control>
  [[nodiscard]] static bool at_depth(Input& in, Builder& builder) {
    if constexpr (requires { Rule::nests; }) {
      builder.go_deeper(offset(in));
      const bool matched = node<A, M, Action, Control>(in, builder);
      builder.come_back();
      return matched;
    } else {
      return node<A, M, Action, Control>(in, builder);
    }
  }

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action, template <class...> class Control>
  [[nodiscard]] static bool node(Input& in, Builder& builder) {
    const std::uint32_t size = builder.size();
    if constexpr (requires { Rule::kind; }) builder.open(Rule::kind);
    if (pegtl::match<Rule, A, M, Action, Control>(in, builder)) {
      if constexpr (requires { Rule::kind; }) builder.close(size);
      return true;
    }
    builder.cut_back(size);
    return false;
  }
};

}  // namespace fairstart::syntax::grammar

// For analyze: what each hand-written rule consumes.
namespace tao::pegtl {
template <class Name, fairstart::syntax::grammar::Phrase Text>
struct analyze_traits<Name, fairstart::syntax::grammar::word<Text>> : analyze_any_traits<> {};
template <class Name, fairstart::syntax::grammar::Phrase Text>
struct analyze_traits<Name, fairstart::syntax::grammar::mark<Text>> : analyze_any_traits<> {};
template <class Name, fairstart::syntax::NodeKind Kind>
struct analyze_traits<Name, fairstart::syntax::grammar::token<Kind>> : analyze_any_traits<> {};
template <class Name, fairstart::syntax::grammar::Phrase Text>
struct analyze_traits<Name, fairstart::syntax::grammar::not_word<Text>> : analyze_opt_traits<> {};
template <class Name>
struct analyze_traits<Name, fairstart::syntax::grammar::end_of_clause> : analyze_opt_traits<> {};
template <class Name>
struct analyze_traits<Name, fairstart::syntax::grammar::end_of_line> : analyze_opt_traits<> {};
template <class Name>
struct analyze_traits<Name, fairstart::syntax::grammar::end_of_text> : analyze_opt_traits<> {};
template <class Name>
struct analyze_traits<Name, fairstart::syntax::grammar::more_on_line> : analyze_opt_traits<> {};
}  // namespace tao::pegtl
