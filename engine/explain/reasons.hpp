// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/explain/explain.hpp"

namespace fairstart::explain {

// The same texts as `reason`, for many rows: a text is put together once for each way in which the conditions can turn out,
// as far as few ways are met (what it keeps has a fixed size). For one thread; reuse it from chunk to chunk with `start`.
class Reasons {
 public:
  // `finish`: makes of a text what is kept, such as a cell.
  using Finish = void (*)(std::string& into, std::string_view text);
  Reasons(const plan::Plan& plan, const Options& options, Finish finish)
      : plan_(plan), options_(options), finish_(finish), trails_(plan.exprs.size()), kept_(slots) {}
  void start(const column::Evaluated& evaluated);
  // Good until the next call.
  const std::string& of(plan::ExprId yes_no, column::Row row);

 private:
  static constexpr std::size_t slots = 256;
  // All that `reason` looks at, or may: the answers on its way, side by side. INVARIANT: they fit a word.
  struct Step {
    plan::ExprId expr;
    std::uint32_t bits = 2;  // else of levels
    // In this chunk; the same for all rows where `each` is 0.
    const column::Answer* answers = nullptr;
    const std::uint64_t* levels = nullptr;
    column::Row begin = 0, each = 0;
  };
  struct Trail {
    bool laid = false, fits = false;
    std::uint32_t chunk = 0;  // that the steps are bound to; `there`: all of them have answers in it
    bool there = false;
    std::vector<Step> steps;
  };
  struct Kept {
    plan::ExprId expr;
    std::uint64_t seen = 0;
    std::string text;
  };
  void lay(plan::ExprId id, Trail& trail, std::uint32_t& bits) const;
  void bind(Trail& trail) const;

  const plan::Plan& plan_;
  const column::Evaluated* evaluated_ = nullptr;
  Options options_;
  Finish finish_;
  std::vector<Trail> trails_;  // by ExprId
  std::vector<Kept> kept_;
  std::uint32_t chunk_ = 0;
  std::string text_;
};

}  // namespace fairstart::explain
