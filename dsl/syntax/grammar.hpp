// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "dsl/syntax/builder.hpp"

// The compiled grammar, behind functions: PEGTL is slow to compile, so that only grammar.cpp holds it.
namespace fairstart::syntax::grammar {

enum class Start : std::uint8_t { file, decls, answer, header, use, decl };

// Reads a rule at `at` (the end of the token before it). Gives where it ends, or Builder::missed and adds no nodes.
std::uint32_t read(Start rule, Builder& builder, std::uint32_t at);

}  // namespace fairstart::syntax::grammar
