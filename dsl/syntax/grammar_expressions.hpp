// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/syntax/grammar_tokens.hpp"

// Conditions and values, and what declarations share: notes, names, types.
namespace fairstart::syntax::grammar {

struct answer;
struct test;
struct sum;
struct operand;
struct item;
struct list;
struct where;
struct pick;
struct span;
struct quantity;
struct set;
struct standing;
struct compare;
struct state;
struct cond;
struct term;
struct factor;
struct atom;
struct aggregate;
struct literal;

struct note : sor<seq<word<"source">, plus<TEXT>, opt<word<"read">, DATE>>, seq<word<"review by">, DATE>,
                  seq<word<"note">, plus<TEXT>>, seq<word<"because">, plus<TEXT>>> {
  static constexpr NodeKind kind = NodeKind::note;
};

struct id : seq<NAME, opt<word<"for">, NAME>, opt<TEXT>> {
  static constexpr NodeKind kind = NodeKind::id;
};

struct ref : seq<NAME, opt<same_line<mark<".">>, same_line<NAME>>> {
  static constexpr NodeKind kind = NodeKind::ref;
};

struct type : sor<word<"yes/no">, word<"percentage points">, seq<sor<word<"one of">, word<"many of">, word<"link to">>, NAME>,
                  seq<word<"whole number">, opt<word<"of">, NAME>>, seq<NAME, opt<word<"per">, NAME>>> {
  static constexpr NodeKind kind = NodeKind::type;
  static constexpr Expected name{NodeKind::file, "a type"};
};

struct answer : seq<cond, opt<word<"unknown counts as">, sor<word<"yes">, word<"no">>>> {
  static constexpr NodeKind kind = NodeKind::answer;
  static constexpr Expected name{NodeKind::file, "a condition"};
};

struct cond : seq<test, opt<sor<plus<word<"and">, test>, plus<word<"or">, not_word<"else">, test>>>> {
  static constexpr NodeKind kind = NodeKind::cond;
};

struct test
    : sor<seq<word<"not">, test>, seq<sor<word<"any of">, word<"all of">, word<"none of">>, set>,
          seq<sor<word<"at least">, word<"at most">, word<"exactly">>, sor<NUM, NAME>, sor<seq<word<"of">, set>, list>>,
          seq<word<"every">, list, sor<word<"is">, word<"has">>, sor<standing, NAME, seq<mark<"(">, answer, mark<")">>>>,
          seq<sor<word<"any">, word<"no">>, same_line<list>>, standing, compare> {
  static constexpr NodeKind kind = NodeKind::test;
  static constexpr bool nests = true;
};

struct standing : seq<sor<word<"offered">, word<"received">, word<"overdue for">>, same_line<ref>> {
  static constexpr NodeKind kind = NodeKind::standing;
};

struct compare : seq<sum, opt<sor<seq<word<"is">, state>, seq<word<"includes">, NAME>, seq<CMP, sum>>>> {
  static constexpr NodeKind kind = NodeKind::compare;
};

struct state : sor<word<"not asked">, word<"not recorded">,
                   seq<sor<word<"under">, word<"over">, word<"at least">, word<"at most">, word<"on or before">,
                           word<"on or after">, word<"before">, word<"after">>,
                       sum>,
                   seq<opt<word<"not">>, sor<word<"known">, word<"unknown">, word<"declined">, seq<word<"one of">, set>,
                                             seq<word<"between">, sum, word<"and">, sum>, seq<word<"in">, NAME>, sum>>> {
  static constexpr NodeKind kind = NodeKind::state;
};

struct set : seq<mark<"{">, listed_to_end<answer>, mark<"}">> {
  static constexpr NodeKind kind = NodeKind::set;
};

struct sum : seq<term, star<sor<mark<"+">, MINUS>, term>> {
  static constexpr NodeKind kind = NodeKind::sum;
  static constexpr Expected name{NodeKind::file, "a value"};
};

struct term : seq<factor, star<sor<mark<"×">, mark<"*">, mark<"÷">, mark<"/">>, factor>> {
  static constexpr NodeKind kind = NodeKind::term;
};

struct factor : seq<opt<NEG>, operand, opt<word<"or else">, operand>> {
  static constexpr NodeKind kind = NodeKind::factor;
};

struct operand
    : seq<atom,
          opt<sor<seq<word<"as">, type>, seq<word<"in">, sor<word<"days">, word<"weeks">, word<"months">, word<"years">>>>>,
          opt<sor<word<"before">, word<"after">>, nested<operand>, opt<word<"rounded">, sor<word<"up">, word<"down">>>>> {
  static constexpr NodeKind kind = NodeKind::operand;
  static constexpr Expected name{NodeKind::file, "a value"};
};

struct atom : sor<seq<mark<"(">, answer, mark<")">>, aggregate, DATE, quantity, TEXT, word<"yes">, word<"no">, word<"as at">,
                  seq<word<"turning">, span>, seq<word<"next">, NAME, word<"after">, nested<operand>>, pick, item> {
  static constexpr NodeKind kind = NodeKind::atom;
};

struct aggregate : sor<seq<sor<word<"later of">, word<"earlier of">, word<"highest of">, word<"lowest of">>, set>,
                       seq<word<"count of">, sor<set, seq<opt<word<"different">, NAME, word<"of">>, list>>>,
                       seq<sor<word<"sum of">, word<"average">, word<"lowest">, word<"highest">>, NAME, word<"of">, list>> {
  static constexpr NodeKind kind = NodeKind::aggregate;
};

struct pick
    : seq<sor<word<"latest recorded">, word<"latest">, word<"earliest">, word<"youngest">, word<"oldest">>, nested<list>> {
  static constexpr NodeKind kind = NodeKind::pick;
};

struct item : seq<NAME, opt<word<"at">, nested<operand>>, opt<word<"of">, sor<pick, seq<word<"the">, NAME>, nested<item>>>> {
  static constexpr NodeKind kind = NodeKind::item;
};

struct list : seq<opt<sor<seq<sor<word<"latest">, word<"earliest">>, NUM>, word<"other">>>, NAME,
                  opt<word<"of">, sor<pick, seq<word<"the">, NAME>, nested<item>>>, opt<where>,
                  opt<sor<seq<word<"within">, span, opt<sor<word<"after">, word<"before">>, nested<operand>>>,
                          seq<word<"in">, NAME>>>> {
  static constexpr NodeKind kind = NodeKind::list;
  static constexpr Expected name{NodeKind::file, "a list of rows"};
};

struct where : seq<word<"where">, sor<seq<opt<word<"not">>, NAME>, seq<mark<"(">, answer, mark<")">>>> {
  static constexpr NodeKind kind = NodeKind::where;
};

struct span : sor<quantity, NAME> {
  static constexpr NodeKind kind = NodeKind::span;
  static constexpr Expected name{NodeKind::file, "a length of time"};
};

struct quantity : sor<seq<MONEY, opt<same_line<word<"per">>, NAME>>, PCT, seq<NUM, same_line<word<"percentage points">>>,
                      seq<NUM, opt<same_line<not_word<"on">, NAME>, opt<same_line<NUM>, same_line<NAME>>>,
                          opt<same_line<word<"per">>, NAME>>> {
  static constexpr NodeKind kind = NodeKind::quantity;
};

struct literal : sor<DATE, seq<opt<NEG>, quantity>, TEXT, word<"yes">, word<"no">, word<"unknown">, word<"declined">,
                     word<"not asked">, NAME> {
  static constexpr NodeKind kind = NodeKind::literal;
  static constexpr Expected name{NodeKind::file, "a value"};
};

}  // namespace fairstart::syntax::grammar
