// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::exec {

// A plan made ready to run over chunks at one date: constants folded to the date, what is the same worked out once, nodes
// in order, one kernel each.
// Const and shareable between threads; each thread brings its own Evaluated, whose buffers are reused from chunk to chunk.
class Program {
 public:
  // Works out `wanted` (and of values brought down from owners, the owners' too), every score, and every levels scheme. Of what they rest on, at once only what those steps read; the
  // rest when the Evaluated is asked for it.
  Program(const column::Database& database, const column::Clock& clock, std::vector<plan::ExprId> wanted);
  ~Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;

  void run(const column::Chunk& chunk, column::Evaluated& out) const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;  // an Evaluated may outlive the program
};

}  // namespace fairstart::exec
