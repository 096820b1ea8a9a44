// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/column/possible.hpp"
#include "engine/explain/explain.hpp"

namespace fairstart::explain {

// A text with so many bytes more behind it, that whoever copies it may copy too.
struct PaddedText {
  static constexpr std::size_t padding = 128;
  std::string bytes;
  std::size_t size = 0;
  std::string_view view() const { return {bytes.data(), size}; }
};

// The same texts as `reason`, for many rows: a text is put together once for each way in which the conditions can turn out.
// For one thread; reuse it from chunk to chunk with `start`.
class Reasons {
 public:
  // Makes of the reason for the so-manyth answer what is kept, such as a cell. `answer`: of that row.
  using Finish = std::function<void(std::string& into, std::size_t which, column::Answer answer, std::string_view text)>;
  // `answers`: yes/no expressions, by which number they are asked for; one that does not exist is yes, without a reason.
  Reasons(const plan::Plan& plan, const Options& options, std::vector<plan::ExprId> answers, Finish finish)
      : plan_(plan), options_(options), answers_(std::move(answers)), finish_(std::move(finish)), trails_(answers_.size()) {}
  void start(const column::Evaluated& evaluated);

  // Of each of the rows whose answer may be yes, in order. `rows`: of the answer's record in the chunk. Good until the next
  // `start`, as is the other.
  void of_possible(std::size_t which, column::Rows rows, std::vector<const PaddedText*>& texts);
  const PaddedText& of(std::size_t which, column::Row row);

 private:
  // All that `reason` looks at, or may: the answers on its way, side by side. INVARIANT: they fit a word.
  struct Step {
    plan::ExprId expr;
    std::uint32_t bits = 2;  // else of levels
    // In this chunk; the same for all rows where `each` is 0.
    const column::Answer* answers = nullptr;
    const std::uint64_t* levels = nullptr;
    std::size_t each = 0;
  };
  struct Known {
    std::uint64_t seen = 0;
    const PaddedText* text = nullptr;
  };
  struct Trail {
    bool laid = false, fits = false;
    std::uint32_t chunk = 0;  // that the steps are bound to; `there`: all of them have answers in it
    bool there = false;
    std::vector<Step> steps;
    std::vector<Known> known;  // by hash; its size a power of two, under half of it taken
    std::size_t taken = 0;
    Known last;
  };
  void lay(plan::ExprId id, Trail& trail, std::uint32_t& bits) const;
  void bind(Trail& trail) const;
  Trail& ready(std::size_t which);
  void of_places(std::size_t which, std::span<const std::uint32_t> places, std::vector<const PaddedText*>& texts);
  const PaddedText* find(std::size_t which, Trail& trail, std::uint64_t seen, column::Row row);
  const PaddedText* put(std::size_t which, column::Row row);
  static std::size_t place_of(const std::vector<Known>& known, std::uint64_t seen);
  column::Row begin(std::size_t which) const;

  // Beyond so many bytes a new chunk begins anew, however many ways there are.
  static constexpr std::size_t most_bytes = 1U << 20U;

  const plan::Plan& plan_;
  const column::Evaluated* evaluated_ = nullptr;
  Options options_;
  std::vector<plan::ExprId> answers_;
  Finish finish_;
  std::vector<Trail> trails_;  // by which
  std::deque<PaddedText> texts_;
  std::size_t bytes_ = 0;
  std::uint32_t chunk_ = 0;
  std::vector<std::uint64_t> seen_;
  column::PossibleRows possible_;
  std::vector<std::uint32_t> all_;
};

}  // namespace fairstart::explain
