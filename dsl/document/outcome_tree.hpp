// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/document/blocks.hpp"
#include "dsl/plan/plan.hpp"

namespace fairstart::document {

// Who an offer is for: "Parent or carer: Universal +".
std::string who(const plan::Plan& plan, const plan::Offer& offer);
std::string titled(const std::string& title, const std::string& name);

// Framework → (objective →) outcome → indicators and offers that serve it → who. Only what the framework shows.
Tree outcome_tree(const plan::Plan& plan);

}  // namespace fairstart::document
