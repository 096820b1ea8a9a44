// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsl/difference/difference.hpp"
#include "dsl/document/blocks.hpp"
#include "engine/impact/explained.hpp"
#include "engine/impact/figures.hpp"

namespace fairstart::cli {

// What `diff` found with records.
struct Impact {
  base::Day as_at = 0;
  impact::Found found;
  impact::Figures figures;
  std::vector<impact::Explained> explained;
  bool made_up = true;  // the families that are explained
};
struct JudgedGate {
  std::string text;
  impact::Judged judged;
};
struct DiffResult {
  const plan::Plan* before = nullptr;
  const plan::Plan* after = nullptr;
  difference::Difference difference;
  std::optional<Impact> impact;
  std::vector<JudgedGate> gates;
};

std::string with_commas(std::int64_t number);  // "1,240"
// What comes of it in a sentence: "197 of 3,001 families gain something; none loses." And how many rules changed.
std::string diff_headline(const Impact& impact);
std::string diff_summary(const DiffResult& result);

// For as_text, as_markdown and as_html; and the JSON of docs/formats.md.
document::Document diff_document(const DiffResult& result);
std::string diff_json(const DiffResult& result);

}  // namespace fairstart::cli
