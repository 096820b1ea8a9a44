// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "engine/exec/program.hpp"
#include "engine/reference/reference.hpp"
#include "engine/run/run.hpp"

namespace fairstart::run {

// One clock's expressions, by either evaluator.
class Worker {
 public:
  Worker(const column::Database& database, const column::Clock& clock, std::vector<plan::ExprId> wanted, Evaluator evaluator)
      : database_(database), clock_(clock), wanted_(std::move(wanted)) {
    if (evaluator == Evaluator::columns) program_.emplace(database, clock, wanted_);
  }
  // Null: the reference evaluator is at work.
  const exec::Program* program() const { return program_ ? &*program_ : nullptr; }
  // `times`: as exec::Program::run has them, where asked for.
  void run(const column::Chunk& chunk, column::Evaluated& out, std::vector<std::int64_t>* times = nullptr) const {
    if (program_ && times != nullptr) {
      program_->run(chunk, out, *times);
    } else if (program_) {
      program_->run(chunk, out);
    } else {
      reference::evaluate(database_, clock_, wanted_, chunk, out);
    }
  }

 private:
  const column::Database& database_;
  column::Clock clock_;
  std::vector<plan::ExprId> wanted_;
  std::optional<exec::Program> program_;
};

}  // namespace fairstart::run
