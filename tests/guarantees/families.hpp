// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/harness/harness.hpp"

// Small families with records of their own, to try guarantees on.
namespace fairstart::guarantees {

// What every text of these suites starts with. `low` is the meaning of a parent's definition; `forced` makes it yes.
inline std::string records_text() {
  return R"(framework tried "Tried" { version "1" }
record family, families "Family" {
  key   family-id
  hard  : yes/no
  fair  : yes/no
}
record person, people "Person" {
  key         person-id
  belongs to  family by family-id
  adult       : yes/no
  smokes      : yes/no
  well        : yes/no
  forced      : yes/no
}
role parent, parents "Parent" is person where adult
role child, children "Child" is person where not adult
define low for parent means (smokes and not well) or forced
)";
}

}  // namespace fairstart::guarantees
