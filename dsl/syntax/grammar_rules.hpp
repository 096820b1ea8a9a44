// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/syntax/grammar_expressions.hpp"

// Rules: definitions, tables, scores, levels, offers, schedules, allocations, lists.
namespace fairstart::syntax::grammar {

struct cell;
struct level;
struct oclause;
struct aclause;
struct lclause;
struct due;
struct amount;
struct order;

struct define : seq<word<"define">, id, word<"means">, answer, star<end_of_line, note>> {
  static constexpr NodeKind kind = NodeKind::define;
};

struct table
    : seq<word<"table">, id, mark<":">, type, mark<"{">, star<note>, operand, star<mark<"|">, not_word<"gives">, operand>,
          mark<"|">, word<"gives">, NAME, end_of_line, plus<cell, plus<mark<"|">, cell>, end_of_line>, mark<"}">> {
  static constexpr NodeKind kind = NodeKind::table;
};

struct cell : sor<word<"any">, seq<CMP, literal>, seq<literal, word<"to">, literal>, listed<literal>> {
  static constexpr NodeKind kind = NodeKind::cell;
  static constexpr Expected name{NodeKind::file, "a cell"};
};

struct score
    : seq<word<"score">, id,
          block<called<"a line of points", note,
                       seq<opt<word<"minus">>, NUM, same_line<sor<word<"points">, word<"point">>>,
                           sor<seq<word<"when">, answer>, seq<word<"for each">, list>>, opt<mark<",">, word<"up to">, NUM>>>>> {
  static constexpr NodeKind kind = NodeKind::score;
};

struct levels : seq<sor<word<"tiers">, word<"groups">, word<"segments">>, id, block<level>> {
  static constexpr NodeKind kind = NodeKind::levels;
};

struct level : sor<note, seq<opt<word<"core">>, NAME, TEXT, opt<sor<seq<word<"when">, answer>, word<"otherwise">>>>> {
  static constexpr NodeKind kind = NodeKind::level;
  static constexpr Expected name{NodeKind::file, "a level"};
};

struct offer : seq<word<"offer">, id, block<oclause>> {
  static constexpr NodeKind kind = NodeKind::offer;
};

struct oclause : sor<note, seq<word<"tier">, NAME, opt<word<"of">, NAME>>, seq<word<"when">, answer>, due,
                     seq<word<"met by">, list>, seq<word<"amount">, amount>, seq<word<"provider">, TEXT>,
                     seq<word<"cost">, sum, word<"to">, NAME>, seq<word<"serves">, listed<NAME>>> {
  static constexpr NodeKind kind = NodeKind::oclause;
  static constexpr Expected name{NodeKind::file, "a clause of an offer"};
};

struct due : seq<word<"due">, sor<seq<word<"from">, span, word<"to">, span, sor<word<"after">, word<"before">>, operand>,
                                  seq<word<"from">, operand, word<"to">, operand>,
                                  seq<word<"within">, span, word<"of">, operand>, seq<word<"by">, operand>>> {
  static constexpr NodeKind kind = NodeKind::due;
};

struct amount : sor<block<NAME, sum>, sum> {
  static constexpr NodeKind kind = NodeKind::amount;
};

struct schedule : seq<word<"schedule">, id,
                      block<called<"a clause of a schedule", note, seq<word<"gives">, NAME, word<"by">, listed<NAME>>,
                                   seq<word<"late after">, span>, seq<word<"serves">, listed<NAME>>,
                                   seq<word<"on turning">, span, listed<seq<NAME, opt<NUM>>>, opt<word<"when">, answer>>>>> {
  static constexpr NodeKind kind = NodeKind::schedule;
};

struct allocate : seq<word<"allocate">, id, block<aclause>> {
  static constexpr NodeKind kind = NodeKind::allocate;
};

struct aclause : sor<seq<word<"supply">, sum>, seq<word<"waiting since">, operand>,
                     seq<word<"share by">, NAME, word<"in proportion to">, sum>, seq<word<"first">, order>,
                     seq<word<"ties by lottery">, TEXT>, oclause> {
  static constexpr NodeKind kind = NodeKind::aclause;
  static constexpr Expected name{NodeKind::file, "a clause of an allocation"};
};

struct order
    : listed<sor<word<"waiting longest">, seq<sum, sor<word<"highest">, word<"lowest">>>>, seq<mark<",">, word<"then">>> {
  static constexpr NodeKind kind = NodeKind::order;
  static constexpr Expected name{NodeKind::file, "an order"};
};

struct registry : seq<word<"list">, id, block<lclause>> {
  static constexpr NodeKind kind = NodeKind::registry;
};

struct lclause : sor<note, seq<word<"when">, answer>, seq<word<"first">, order>, seq<word<"show names when">, answer>,
                     seq<word<"show">, listed<operand>>, seq<word<"limit">, NUM, word<"per">, NAME>> {
  static constexpr NodeKind kind = NodeKind::lclause;
  static constexpr Expected name{NodeKind::file, "a clause of a list"};
};

}  // namespace fairstart::syntax::grammar
