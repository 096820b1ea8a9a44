// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::exec {

// A plan made ready to run over chunks at one date: constants folded to the date, nodes in order, one kernel each.
// Const and shareable between threads; each thread brings its own Evaluated, whose buffers are reused from chunk to chunk.
class Program {
 public:
  // Works out `wanted` and all they rest on, every score, and every levels scheme.
  Program(const column::Database& database, const column::Clock& clock, std::vector<plan::ExprId> wanted);
  ~Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;

  void run(const column::Chunk& chunk, column::Evaluated& out) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fairstart::exec
