// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dsl/difference/canonical.hpp"
#include "dsl/difference/difference.hpp"

namespace fairstart::difference {

// How one condition became another: which parts came, went or changed, each as a detail of `part`.
std::vector<Detail> condition_changes(Canonical& old_canonical, plan::ExprId before, Canonical& new_canonical,
                                      plan::ExprId after, const std::string& part);

}  // namespace fairstart::difference
