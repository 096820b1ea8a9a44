// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "engine/column/evaluated.hpp"

namespace fairstart::exec {

// What one step of a program works out.
struct Worked {
  std::vector<plan::ExprId> exprs;
  plan::ScoreId score;
  plan::LevelsId levels;
};

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
  // What is worked out in every chunk, step by step; and the same with what each step took added to `times`, in nanoseconds.
  const std::vector<Worked>& steps() const;
  void run(const column::Chunk& chunk, column::Evaluated& out, std::vector<std::int64_t>& times) const;

 private:
  void start(const column::Chunk& chunk, column::Evaluated& out) const;
  struct Parts;
  std::shared_ptr<Parts> parts_;  // an Evaluated may outlive the program
};

}  // namespace fairstart::exec
