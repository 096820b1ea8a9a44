// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dsl/plan/plan.hpp"
#include "dsl/source/source.hpp"

namespace fairstart::document {

// One document twice: as Markdown and as one self-contained HTML page. Same plan and sources, same bytes.
struct Pages {
  std::string markdown, html;
};

// `sources`: the files that the plan was made of. Names in rules link to where they are told.
Pages pages(const plan::Plan& plan, const source::Sources& sources);

}  // namespace fairstart::document
