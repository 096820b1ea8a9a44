// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/explain/explain.hpp"

namespace fairstart::explain {

// The same texts as `reason`, for many rows of one chunk: a text is put together once for each way in which the conditions
// can turn out, as far as few ways are met (what it keeps has a fixed size). For one thread.
class Reasons {
 public:
  // `finish`: makes of a text what is kept, such as a cell.
  using Finish = void (*)(std::string& into, std::string_view text);
  Reasons(const plan::Plan& plan, const column::Evaluated& evaluated, const Options& options, Finish finish)
      : plan_(plan), evaluated_(evaluated), options_(options), finish_(finish), kept_(slots) {}
  // Good until the next call.
  const std::string& of(plan::ExprId yes_no, column::Row row);

 private:
  static constexpr std::size_t slots = 128, most_words = 4;
  // All that `reason` looks at: the answers on its way.
  struct Seen {
    plan::ExprId id;
    std::uint32_t bits = 0;
    std::array<std::uint64_t, most_words> words{};
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  struct Kept {
    Seen seen;
    std::string text;
  };
  bool look(plan::ExprId id, column::Row row, column::Answer answer);
  bool join(const std::vector<plan::ExprId>& parts, column::Row row, column::Answer answer);
  bool note(std::uint64_t value, std::uint32_t bits);

  const plan::Plan& plan_;
  const column::Evaluated& evaluated_;
  Options options_;
  Finish finish_;
  std::vector<Kept> kept_;
  Seen seen_;
  std::string text_;
};

}  // namespace fairstart::explain
