// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/explain/explain.hpp"

namespace fairstart::explain {

// A few sentences for each of a family's people, and for the family, in the file's titles: what they are offered, what cannot
// be told yet and what would settle it. A reason is given only where it rests on that person's own facts, or the family's
// own, and on none that is restricted: never another person's, whatever the options say.
std::string as_letter(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
                      column::Row family);

}  // namespace fairstart::explain
