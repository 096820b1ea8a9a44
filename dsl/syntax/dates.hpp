// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dsl/diagnostics/diagnostic.hpp"
#include "dsl/syntax/builder.hpp"

namespace fairstart::syntax {

// One diagnostic for each DATE, YEARS and DAY leaf from node `first` on that the calendar does not have, and for `01/04/2026`.
void report_dates_that_do_not_exist(const Builder& builder, std::uint32_t first, base::FileId file,
                                    diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::syntax
