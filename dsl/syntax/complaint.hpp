// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/syntax/builder.hpp"

namespace fairstart::syntax {

// What could not be read, from `begin`. `context` is where the declaration starts that it may be a part of: the one before,
// where that one was read only so far.
struct Unread {
  base::FileId file;
  std::uint32_t begin = 0;
  std::uint32_t context = 0;
};

// The one diagnostic for it: what is at the furthest place reached, what was expected there, and what to do.
diagnostics::Diagnostic complaint(const Builder& builder, Unread unread);

// The file starts with something other than `framework` or `library`.
diagnostics::Diagnostic no_header(const Builder& builder, Unread unread);

}  // namespace fairstart::syntax
