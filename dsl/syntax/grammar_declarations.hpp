// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/syntax/grammar_outcomes.hpp"
#include "dsl/syntax/grammar_records.hpp"
#include "dsl/syntax/grammar_rules.hpp"

// Tests and sharing, and whole files.
namespace fairstart::syntax::grammar {

struct made;
struct expect;
struct detail;

struct guarantee
    : seq<word<"guarantee">, NAME, opt<TEXT>, word<"that">,
          sor<seq<sum, word<"never falls when">, sor<seq<word<"any of">, set>, NAME>, word<"becomes yes">>, answer>,
          star<end_of_line, note>> {
  static constexpr NodeKind kind = NodeKind::guarantee;
};

struct example : sor<seq<word<"examples from">, TEXT>,
                     seq<word<"example">, TEXT, mark<"{">, word<"as at">, DATE, star<sor<expect, made>>, mark<"}">>> {
  static constexpr NodeKind kind = NodeKind::example;
};

struct made : seq<NAME, opt<NAME>, block<sor<nested<made>, word<"others no">, seq<NAME, literal>>>> {
  static constexpr NodeKind kind = NodeKind::made;
};

struct expect : seq<word<"expect">,
                    sor<seq<sor<word<"no offer">, seq<CANT, sor<word<"offer">, word<"on list">>>, word<"offer">,
                                word<"not on list">, word<"on list">>,
                            ref>,
                        seq<NAME, literal, opt<word<"to">, literal>>>,
                    opt<word<"for">, NAME>, star<mark<",">, detail>> {
  static constexpr NodeKind kind = NodeKind::expect;
};

struct detail
    : sor<seq<word<"could be">, NAME, star<word<"or">, NAME>>,
          seq<word<"asks">, listed<seq<NAME, opt<word<"of">, NAME>>, word<"and">>>,
          seq<word<"amount">, literal, opt<word<"to">, literal>>, seq<word<"because">, NAME>, seq<word<"due from">, DATE>,
          seq<word<"due by">, DATE>, word<"early">, word<"not yet due">, word<"open">, word<"missed">, word<"done">> {
  static constexpr NodeKind kind = NodeKind::detail;
  static constexpr Expected name{NodeKind::file, "a detail to expect"};
};

struct adapt : seq<word<"adapt">,
                   sor<seq<word<"parameter">, NAME, sor<seq<word<"to">, literal>, block<pclause>>>,
                       seq<sor<word<"tiers">, word<"groups">>, NAME,
                           block<called<"an adaptation", seq<NAME, word<"also when">, answer>, level>>>,
                       seq<sor<word<"offer">, word<"allocate">, word<"list">>, NAME,
                           block<called<"an adaptation", seq<word<"also when">, answer>, aclause, lclause>>>,
                       seq<word<"indicator">, NAME, block<iclause>>,
                       seq<sor<word<"objective">, word<"outcome">>, NAME,
                           block<called<"an adaptation", note, omitted, outcome, indicator, spread>>>>,
                   word<"because">, plus<TEXT>> {
  static constexpr NodeKind kind = NodeKind::adapt;
};

struct retire : seq<word<"retire">,
                    sor<word<"parameter">, word<"define">, word<"score">, word<"table">, word<"tiers">, word<"groups">,
                        word<"segments">, word<"offer">, word<"schedule">, word<"allocate">, word<"list">, word<"objective">,
                        word<"outcome">, word<"indicator">, word<"case">, word<"incentive">>,
                    NAME, word<"because">, plus<TEXT>> {
  static constexpr NodeKind kind = NodeKind::retire;
};

struct omitted : seq<word<"not encoded">, plus<TEXT>, star<same_line<note>>> {
  static constexpr NodeKind kind = NodeKind::omitted;
};

struct decl : sor<adapt, retire, omitted, seq<word<"proportionate off because">, TEXT>,
                  seq<opt<word<"core">>, sor<offer, schedule, allocate, registry>>, codes, unit, record, role, mapping,
                  parameter, calendar, window, define, table, score, levels, wave, objective, outcome, indicator, spread, case_,
                  incentive, guarantee, example> {
  static constexpr NodeKind kind = NodeKind::decl;
  static constexpr Expected name{NodeKind::file, "a declaration"};
};

struct meta : sor<note, seq<sor<word<"version">, word<"publisher">, word<"licence">, word<"jurisdiction">>, TEXT>,
                  seq<word<"builds on">, PATH, opt<same_line<word<"version">>, TEXT>>,
                  seq<word<"in force from">, DATE, opt<word<"to">, DATE>>> {
  static constexpr NodeKind kind = NodeKind::meta;
  static constexpr Expected name{NodeKind::file, "a line of the header"};
};

struct decls : plus<decl> {};

struct header : seq<sor<word<"framework">, word<"library">>, PATH, TEXT, block<meta>> {};

struct use_clause : seq<word<"use">, PATH, opt<same_line<word<"version">>, TEXT>, opt<word<"without">, listed<NAME>>> {};

struct file : seq<header, star<use_clause>, opt<decls>, end_of_text> {
  static constexpr NodeKind kind = NodeKind::file;
};

}  // namespace fairstart::syntax::grammar
