// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "dsl/syntax/tree.hpp"

// The tokens of the grammar, one function each way: no state, no PEGTL.
namespace fairstart::syntax::lexer {

bool is_name_byte(char c);  // A-Z a-z 0-9 _
bool is_digit(char c);

// Where the blanks and # comments that start at `at` end.
std::size_t skip_blanks(std::string_view text, std::size_t at);

// Where the token that starts at `at` ends; `at` itself where there is none. `kind` is one of NAME … DAY.
std::size_t token_end(NodeKind kind, std::string_view text, std::size_t at);

// Where the keyword phrase that starts at `at` ends (any blanks between its words, then the end of a name); else `at`.
std::size_t phrase_end(std::string_view phrase, std::string_view text, std::size_t at);

// Whether these letters are shut out of NAME.
bool is_reserved(std::string_view word);

}  // namespace fairstart::syntax::lexer
