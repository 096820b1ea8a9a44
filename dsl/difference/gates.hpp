// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/plan/gate.hpp"
#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::difference {

// Reads a condition of `--fail-if`. Nothing, and FS0710 at its place in the text, where it is none, or names what neither plan has.
std::optional<plan::Gate> read_gate(const std::string& text, const plan::Plan& old_plan, const plan::Plan& new_plan,
                                    source::Sources& sources, diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::difference
