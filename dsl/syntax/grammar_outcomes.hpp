// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/syntax/grammar_expressions.hpp"

// Outcomes and money: objectives, outcomes, indicators, gaps, cases, incentives.
namespace fairstart::syntax::grammar {

struct omitted;
struct outcome;
struct indicator;
struct spread;
struct iclause;
struct show;
struct period;
struct target;
struct side;
struct flow;
struct range;

struct wave : seq<word<"wave">, NAME, TEXT, opt<word<"from">, DATE>> {
  static constexpr NodeKind kind = NodeKind::wave;
};

struct objective
    : seq<word<"objective">, NAME, TEXT,
          block<called<"a clause of an objective", note, seq<word<"wave">, NAME>, omitted, outcome, indicator, spread>>> {
  static constexpr NodeKind kind = NodeKind::objective;
};

struct outcome : seq<word<"outcome">, NAME, TEXT,
                     block<called<"a clause of an outcome", note, seq<word<"wave">, NAME>, omitted,
                                  seq<word<"serves">, listed<NAME>>, indicator, spread>>> {
  static constexpr NodeKind kind = NodeKind::outcome;
};

struct indicator : seq<word<"indicator">, NAME, opt<TEXT>, block<iclause>> {
  static constexpr NodeKind kind = NodeKind::indicator;
};

struct iclause
    : sor<note, seq<word<"among">, list>, seq<word<"count">, answer>,
          seq<sor<word<"average">, word<"total">, word<"median">, seq<word<"percentile">, NUM, word<"of">>>, sum>,
          word<"published">, seq<word<"show">, show>, seq<word<"better">, sor<word<"higher">, word<"lower">>>,
          seq<word<"by">, listed<seq<NAME, opt<word<"grouped">>, star<word<"and">, NAME>>>>, target,
          seq<sor<word<"baseline">, word<"reading">>, literal, period>, seq<word<"compare">, TEXT, literal>,
          seq<word<"interval">, NAME, PCT>, seq<word<"identifier">, TEXT>,
          seq<word<"hide counts below">, NUM, opt<word<"and round to">, NUM>>,
          seq<word<"bands">, block<NAME, sor<seq<CMP, literal>, word<"otherwise">>>>, seq<word<"serves">, listed<NAME>>> {
  static constexpr NodeKind kind = NodeKind::iclause;
  static constexpr Expected name{NodeKind::file, "a clause of an indicator"};
};

struct show : sor<word<"percentage points">, seq<word<"rate per">, NUM>, word<"count">, NAME> {
  static constexpr NodeKind kind = NodeKind::show;
  static constexpr Expected name{NodeKind::file, "a way to show it"};
};

struct period : sor<seq<word<"in">, sor<word<"school year">, word<"financial year">>, YEARS>,
                    seq<word<"in calendar year">, NUM>, seq<word<"on">, DATE>, seq<word<"from">, DATE, word<"to">, DATE>> {
  static constexpr NodeKind kind = NodeKind::period;
  static constexpr Expected name{NodeKind::file, "a period"};
};

struct target
    : seq<word<"target">,
          sor<word<"halve">, seq<word<"match">, TEXT>, seq<sor<word<"reduce by">, word<"raise by">>, literal>, literal>,
          word<"by">, DATE, opt<word<"from">, literal>> {
  static constexpr NodeKind kind = NodeKind::target;
};

struct spread : seq<sor<word<"gap">, word<"slope">, word<"concentration">, word<"trend">>, NAME, opt<TEXT>,
                    block<called<"a clause of a gap, slope, concentration or trend", note, seq<word<"of">, NAME>,
                                 seq<word<"over">, NAME>, seq<word<"between">, side, word<"and">, side>,
                                 seq<word<"show">, show>, target, seq<sor<word<"baseline">, word<"reading">>, literal, period>,
                                 seq<word<"rules">, TEXT>, seq<word<"rebased on">, DATE, word<"because">, plus<TEXT>>>>> {
  static constexpr NodeKind kind = NodeKind::spread;
};

struct side : sor<word<"everyone">, seq<NAME, literal>> {
  static constexpr NodeKind kind = NodeKind::side;
};

struct case_ : seq<word<"case">, NAME, opt<TEXT>,
                   block<called<"a clause of a case", note, seq<word<"horizon">, span, opt<word<"from">, DATE>>,
                                seq<word<"discount">, sor<PCT, NAME>>, seq<word<"prices">, period>,
                                seq<word<"volume">, NAME, word<"is">, sum>, flow,
                                seq<word<"expect">, NAME, opt<word<"per">, NAME>, literal, opt<word<"to">, literal>,
                                    opt<word<"within">, literal>>,
                                seq<word<"serves">, listed<NAME>>>>> {
  static constexpr NodeKind kind = NodeKind::case_;
};

struct flow : seq<sor<word<"cost">, word<"saving">>, NAME, opt<TEXT>, word<"is">, sor<range, seq<sum, opt<mark<",">, range>>>,
                  opt<word<"to">, NAME>, opt<sor<word<"once">, word<"each year">, seq<word<"over">, span>>>,
                  opt<sor<word<"not cashable">, word<"cashable">>>> {
  static constexpr NodeKind kind = NodeKind::flow;
};

struct range : seq<word<"between">, sum, word<"and">, sum> {
  static constexpr NodeKind kind = NodeKind::range;
};

struct incentive
    : seq<word<"incentive">, NAME, opt<TEXT>,
          block<called<
              "a clause of an incentive", note,
              seq<word<"pays">, sum,
                  sor<seq<word<"for each">, list>, seq<word<"for">, NAME, word<"between">, literal, word<"and">, literal>>>,
              seq<word<"to">, NAME>, seq<word<"serves">, listed<NAME>>>>> {
  static constexpr NodeKind kind = NodeKind::incentive;
};

}  // namespace fairstart::syntax::grammar
