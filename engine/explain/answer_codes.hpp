// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::explain {

// Yes/no answers of the same rows side by side: four to a byte, so that a row's answers are read, and those that are no are
// passed over, together. An answer that is not there counts as no.
class AnswerCodes {
 public:
  // `answers`: of rows of `rows`, or the same for all; one that does not exist is yes.
  void fill(const column::Evaluated& evaluated, const plan::Plan& plan, const std::vector<plan::ExprId>& answers,
            column::Rows rows);
  std::size_t bytes() const { return bytes_; }  // of a row
  // Answers 4 · byte, 4 · byte + 1, … from the lowest bits on.
  std::uint8_t at(std::size_t byte, column::Row row) const { return codes_[byte * rows_.size() + (row - rows_.begin)]; }

  // Of a code: the lower bit of each answer that is not known, or may be yes.
  static constexpr std::uint32_t unknown(std::uint32_t code) { return (code >> 1U) & ~code & 0x55U; }
  static constexpr std::uint32_t possible(std::uint32_t code) { return (code >> 1U) & 0x55U; }

 private:
  std::vector<std::uint8_t> codes_;  // of all rows, byte by byte
  std::size_t bytes_ = 0;
  column::Rows rows_;
};

}  // namespace fairstart::explain
