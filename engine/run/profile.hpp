// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/column/evaluated.hpp"
#include "engine/exec/program.hpp"

namespace fairstart::run {

// What a run's time goes to, beside what the framework names.
enum class Phase : std::uint8_t { reading, loading, unnamed, writing, lists, counting, waiting, trends, guarantees, finishing };
inline constexpr std::size_t phases = 10;
std::string_view words(Phase phase);  // "reading the records" …

// One of the framework's names, and what its answers took: the steps that nothing before it in the plan rests on. Rows and those
// unknown are of its own answer; none where it is only worked out for a few.
struct ProfileLine {
  std::string name;  // "definition visited"
  base::Span span;   // where it is declared; none: a phase
  double seconds = 0;
  std::int64_t rows = 0, unknown = 0;
};

// Times of a run. Those of threads are scaled to the time that passed, so that all lines add up to the whole.
class Profile {
 public:
  explicit Profile(const plan::Plan& plan);

  // What one thread measures.
  struct OfThread {
    std::vector<std::int64_t> steps;  // nanoseconds, by step of the program
    std::vector<std::int64_t> rows, unknown;
    std::array<std::int64_t, phases> in{};  // nanoseconds
    std::int64_t all = 0;
  };
  OfThread of_thread() const;
  // Adds up how many rows a chunk's answers have, and how many are not known.
  void count(const column::Evaluated& evaluated, OfThread& thread) const;
  void add(const OfThread& thread, const exec::Program* program);
  // What threads added since the last time took so long by the clock.
  void scale(double seconds);
  void add(Phase phase, double seconds) { in_[static_cast<std::size_t>(phase)] += seconds; }

  // Those that took longest first; what took no time is left out.
  std::vector<ProfileLine> lines() const;

 private:
  struct Named {
    ProfileLine line;
    plan::ExprId answer;
    plan::ScoreId score;
    plan::LevelsId levels;
  };
  void name(const std::string& what, const std::string& name, base::Span span, const std::vector<plan::ExprId>& reads,
            plan::ExprId answer);
  void claim(plan::ExprId expr, std::uint32_t by);

  const plan::Plan& plan_;
  std::vector<Named> named_;
  std::vector<std::uint32_t> of_expr_, of_score_, of_levels_;  // place in named_
  std::vector<double> unscaled_;                               // by named_
  std::array<double, phases> unscaled_in_{}, in_{};
  double unscaled_all_ = 0;
};

// Seconds since it was made, or since it was last asked.
class Stopwatch {
 public:
  std::int64_t nanoseconds() {
    const auto now = std::chrono::steady_clock::now();
    const std::int64_t passed = std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_).count();
    last_ = now;
    return passed;
  }
  double seconds() { return static_cast<double>(nanoseconds()) * 1e-9; }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace fairstart::run
