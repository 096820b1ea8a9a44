// SPDX-License-Identifier: Apache-2.0
#include "dsl/plan/cycles.hpp"

#include <algorithm>
#include <utility>

namespace fairstart::plan {
namespace {

// Depth first, without recursion: plans come from files of any size. Calls `left` with each expression after all that it rests on;
// gives the one where a round closes.
std::optional<ExprId> each_after_its_reads(const Plan& plan, const std::vector<std::vector<std::size_t>>& reads,
                                           const std::function<void(std::size_t)>& left) {
  enum class State : std::uint8_t { fresh, open, done };
  std::vector<State> states(plan.exprs.size(), State::fresh);
  for (std::size_t start = 0; start < plan.exprs.size(); ++start) {
    std::vector<std::pair<std::size_t, std::size_t>> stack;
    if (states[start] == State::fresh) stack.emplace_back(start, 0);
    while (!stack.empty()) {
      auto& [at, next] = stack.back();
      states[at] = State::open;
      if (next == reads[at].size()) {
        states[at] = State::done;
        left(at);
        stack.pop_back();
        continue;
      }
      const std::size_t to = reads[at][next++];
      if (states[to] == State::open) return ExprId(to);
      if (states[to] == State::fresh) stack.emplace_back(to, 0);
    }
  }
  return {};
}

std::vector<std::vector<std::size_t>> reads_of(const Plan& plan) {
  std::vector<std::vector<std::size_t>> reads(plan.exprs.size());
  for (std::size_t i = 0; i < reads.size(); ++i)
    for_each_read(plan, ExprId(i), [&](ExprId read) { reads[i].push_back(read.index()); });
  return reads;
}

}  // namespace

std::optional<ExprId> rests_on_itself(const Plan& plan) {
  return each_after_its_reads(plan, reads_of(plan), [](std::size_t) {});
}

std::optional<ExprId> deeper_than(const Plan& plan, std::size_t most) {
  const auto reads = reads_of(plan);
  std::vector<std::size_t> depths(reads.size());
  std::optional<ExprId> found;
  each_after_its_reads(plan, reads, [&](std::size_t at) {
    for (const std::size_t read : reads[at]) depths[at] = std::max(depths[at], depths[read]);
    if (++depths[at] > most && !found) found = ExprId(at);
  });
  return found;
}

}  // namespace fairstart::plan
