// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/grammar.hpp"

#include "dsl/syntax/grammar_declarations.hpp"

namespace fairstart::syntax::grammar {
namespace {

template <class Rule>
std::uint32_t read_rule(Builder& builder, std::uint32_t at) {
  Input in(builder.text().data(), builder.text().data() + builder.text().size(), "");
  in.bump(at);
  const bool matched =
      build<Rule>::template match<pegtl::apply_mode::nothing, pegtl::rewind_mode::dontcare, pegtl::nothing, build>(in, builder);
  return matched ? offset(in) : Builder::missed;
}

}  // namespace

std::uint32_t read(Start rule, Builder& builder, std::uint32_t at) {
  switch (rule) {
    case Start::file: return read_rule<file>(builder, at);
    case Start::decls: return read_rule<seq<decls, end_of_text>>(builder, at);
    case Start::answer: return read_rule<seq<answer, end_of_text>>(builder, at);
    case Start::header: return read_rule<header>(builder, at);
    case Start::use: return read_rule<use_clause>(builder, at);
    case Start::decl: return read_rule<decl>(builder, at);
  }
  return Builder::missed;
}

}  // namespace fairstart::syntax::grammar
