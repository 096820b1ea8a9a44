// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/syntax/grammar_expressions.hpp"

// Records and data: codes, units, records, roles, mappings, parameters, calendars, windows.
namespace fairstart::syntax::grammar {

struct column;
struct trait;
struct pclause;

struct codes : seq<word<"codes">, NAME, opt<TEXT>, opt<word<"in order">>,
                   block<called<"a code", note, seq<word<"group">, NAME, opt<TEXT>, mark<"{">, listed_to_end<NAME>, mark<"}">>,
                                seq<NAME, opt<TEXT>, opt<word<"also">, listed<TEXT>>>>>> {
  static constexpr NodeKind kind = NodeKind::codes;
};

struct unit : seq<word<"unit">, NAME, opt<mark<",">, NAME>> {
  static constexpr NodeKind kind = NodeKind::unit;
};

struct record : seq<word<"record">, NAME, mark<",">, NAME, opt<TEXT>,
                    block<called<"a field or clause of a record", note, seq<word<"key">, NAME>,
                                 seq<word<"belongs to">, NAME, word<"by">, NAME>, seq<word<"happens on">, NAME>,
                                 seq<NAME, opt<TEXT>, mark<":">, type, star<mark<",">, trait>>>>> {
  static constexpr NodeKind kind = NodeKind::record;
};

struct trait : sor<seq<word<"from">, literal, word<"to">, literal>, seq<word<"by">, NAME>, word<"personal">, word<"special">,
                   word<"restricted">, seq<word<"snapshot">, opt<word<"good for">, span>>, word<"an nhs number">> {
  static constexpr NodeKind kind = NodeKind::trait;
  static constexpr Expected name{NodeKind::file, "a trait such as `personal`"};
};

struct role : seq<word<"role">, NAME, mark<",">, NAME, opt<TEXT>, word<"is">, NAME, opt<where>> {
  static constexpr NodeKind kind = NodeKind::role;
};

struct mapping
    : seq<word<"mapping">, NAME, word<"for">, PATH, opt<TEXT>,
          block<called<
              "a clause of a mapping", note, seq<word<"dates">, TEXT>,
              seq<sor<word<"unknown">, word<"declined">, word<"not asked">>, listed<TEXT>>, seq<word<"extracted on">, DATE>,
              seq<word<"covers">, NAME, word<"from">, DATE, opt<word<"to">, DATE>>, seq<word<"partial">, list, TEXT>,
              seq<word<"file">, TEXT, word<"gives">, NAME,
                  opt<word<"for each column">, TEXT, word<"to">, TEXT, word<"that says">, listed<TEXT>>, block<column>>>>> {
  static constexpr NodeKind kind = NodeKind::mapping;
};

struct column
    : seq<NAME, sor<seq<word<"from">, sor<word<"column name">, TEXT>, opt<word<"as">, type>>, seq<word<"is">, literal>>,
          opt<block<listed<TEXT>, word<"is">, literal>>> {
  static constexpr NodeKind kind = NodeKind::column;
  static constexpr Expected name{NodeKind::file, "a column"};
};

struct parameter : seq<word<"parameter">, NAME, opt<TEXT>, mark<":">, type, block<pclause>> {
  static constexpr NodeKind kind = NodeKind::parameter;
};

struct pclause : sor<note, seq<word<"value">, literal>, seq<word<"from">, DATE, opt<word<"to">, DATE>, literal>,
                     seq<word<"places may choose from">, literal, word<"to">, literal>> {
  static constexpr NodeKind kind = NodeKind::pclause;
  static constexpr Expected name{NodeKind::file, "a clause of a parameter"};
};

struct calendar : seq<word<"calendar">, NAME, opt<TEXT>, mark<"{">, listed_to_end<DAY>, mark<"}">> {
  static constexpr NodeKind kind = NodeKind::calendar;
};

struct window : seq<word<"window">, id, word<"from">, operand, word<"to">, operand, star<end_of_line, note>> {
  static constexpr NodeKind kind = NodeKind::window;
};

}  // namespace fairstart::syntax::grammar
