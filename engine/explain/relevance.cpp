// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "engine/explain/regions.hpp"

namespace fairstart::explain {
namespace {

using Node = std::uint32_t;

// A decision diagram of the formula over its variables' regions: ordered, reduced and shared, so that a variable is in it
// if and only if the answer depends on it. Its size follows the formula's shape, not the number of completions.
class Diagram {
 public:
  Diagram(const Residual& residual, const Regions& regions) : residual_(residual), regions_(regions) {}

  // Variables that the root depends on; nothing where the diagram would grow too large.
  std::optional<std::vector<bool>> depends_on(Ref root) {
    const std::vector<bool> used = reached(residual_, root);
    std::vector<Node> of_item(root + 1, 0);
    for (Ref ref = 0; ref <= root; ++ref) {
      if (!used[ref]) continue;
      of_item[ref] = of(ref, of_item);
      if (too_large_) return {};
    }
    std::vector<bool> found(regions_.values.size(), false), seen(nodes_.size(), false);
    std::vector<Node> open{of_item[root]};
    while (!open.empty()) {
      const Node node = open.back();
      open.pop_back();
      if (seen[node]) continue;
      seen[node] = true;
      if (nodes_[node].variable == leaf) continue;
      found[nodes_[node].variable] = true;
      for (const Node next : nodes_[node].next) open.push_back(next);
    }
    return found;
  }

 private:
  static constexpr std::uint32_t leaf = 0xFFFF'FFFFU;
  static constexpr std::size_t most_nodes = 20'000, most_steps = 60'000;
  struct Decision {
    std::uint32_t variable = leaf;
    std::vector<Node> next;
    Interval value;
  };

  Node leaf_of(Interval value) {
    const auto [at, is_new] = leaves_.try_emplace({value.lo, value.hi}, static_cast<Node>(nodes_.size()));
    if (is_new) nodes_.push_back({leaf, {}, value});
    return at->second;
  }
  Node decision(std::uint32_t variable, std::vector<Node> next) {
    if (std::all_of(next.begin(), next.end(), [&](Node node) { return node == next.front(); })) return next.front();
    const auto [at, is_new] = decisions_.try_emplace({variable, next}, static_cast<Node>(nodes_.size()));
    if (is_new) nodes_.push_back({variable, std::move(next), {}});
    too_large_ = too_large_ || nodes_.size() > most_nodes;
    return at->second;
  }

  Node of(Ref ref, const std::vector<Node>& of_item) {
    const Item& item = residual_.items[ref];
    if (item.op == Op::constant) return leaf_of({item.a, item.b});
    if (item.op == Op::variable) {
      std::vector<Node> next;
      for (const Interval& value : regions_.values[static_cast<std::size_t>(item.a)]) next.push_back(leaf_of(value));
      return decision(static_cast<std::uint32_t>(item.a), std::move(next));
    }
    std::vector<Node> operands;
    for (std::uint32_t i = 0; i < item.count; ++i) operands.push_back(of_item[residual_.links[item.first + i]]);
    const std::int64_t* numbers = residual_.numbers.data() + item.first_number;
    if (item.op == Op::all || item.op == Op::some || item.op == Op::sum) return one_by_one(item, operands, numbers);
    done_.clear();
    return combined(item, operands, numbers);
  }

  // Two at a time: small diagrams between, where all at once would visit every combination of operands.
  Node one_by_one(const Item& item, const std::vector<Node>& operands, const std::int64_t* numbers) {
    Item pair = item;
    pair.count = 2;
    pair.a = 0;
    Node total = leaf_of(item.op == Op::sum ? Interval{item.a, item.a} : item.op == Op::all ? Interval{1, 1} : Interval{0, 0});
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const std::int64_t factors[2] = {1, item.op == Op::sum ? numbers[i] : 0};
      done_.clear();
      total = combined(pair, {total, operands[i]}, factors);
    }
    return total;
  }

  Node combined(const Item& item, const std::vector<Node>& operands, const std::int64_t* numbers) {
    std::uint32_t top = leaf;
    for (const Node node : operands) top = std::min(top, nodes_[node].variable);
    if (top == leaf) {
      std::vector<Interval> values;
      for (const Node node : operands) values.push_back(nodes_[node].value);
      return leaf_of(apply(item, values.data(), numbers));
    }
    if (const auto known = done_.find(operands); known != done_.end()) return known->second;
    if (too_large_ || ++steps_ > most_steps) {
      too_large_ = true;
      return operands.front();
    }
    std::vector<Node> next;
    for (std::size_t choice = 0; choice < regions_.values[top].size(); ++choice) {
      std::vector<Node> chosen = operands;
      for (Node& node : chosen)
        if (nodes_[node].variable == top) node = nodes_[node].next[choice];
      next.push_back(combined(item, chosen, numbers));
    }
    const Node out = decision(top, std::move(next));
    done_.emplace(operands, out);
    return out;
  }

  const Residual& residual_;
  const Regions& regions_;
  std::vector<Decision> nodes_;
  std::map<std::pair<std::int64_t, std::int64_t>, Node> leaves_;
  std::map<std::pair<std::uint32_t, std::vector<Node>>, Node> decisions_;
  std::map<std::vector<Node>, Node> done_;  // within one operation
  std::size_t steps_ = 0;
  bool too_large_ = false;
};

}  // namespace

Relevant relevant_facts(Residual& residual, Ref root) {
  const Regions regions = regions_of(residual, root);
  std::optional<std::vector<bool>> found = Diagram(residual, regions).depends_on(root);
  Relevant out{.facts = {}, .may_include_more_than_needed = !regions.exact || !found};
  if (!found) {
    found.emplace(residual.variables.size(), false);
    const std::vector<bool> used = reached(residual, root);
    for (Ref ref = 0; ref <= root; ++ref)
      if (used[ref] && residual.items[ref].op == Op::variable) (*found)[static_cast<std::size_t>(residual.items[ref].a)] = true;
  }
  for (std::size_t i = 0; i < found->size(); ++i)
    if ((*found)[i]) out.facts.insert(out.facts.end(), residual.variables[i].facts.begin(), residual.variables[i].facts.end());
  std::sort(out.facts.begin(), out.facts.end());
  out.facts.erase(std::unique(out.facts.begin(), out.facts.end()), out.facts.end());
  if (out.facts.empty()) out.may_include_more_than_needed = false;
  return out;
}

}  // namespace fairstart::explain
