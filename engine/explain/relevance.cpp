// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/explain/regions.hpp"

namespace fairstart::explain {
namespace {

using Node = std::uint32_t;

// Numbers from 0 on, found again by what the caller keeps of each.
class Found {
 public:
  // The number for which `same` holds; else `next`, which is taken up.
  template <class Same>
  std::uint32_t find_or_add(std::uint64_t hash, std::uint32_t next, const Same& same) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    const auto short_hash = static_cast<std::uint32_t>(hash >> 32U);
    for (std::size_t at = short_hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.round != round_) {
        slot = {short_hash, next, round_};
        ++used_;
        return next;
      }
      if (slot.hash == short_hash && same(slot.number)) return slot.number;
    }
  }
  void clear() {
    ++round_;
    used_ = 0;
  }

 private:
  struct Slot {
    std::uint32_t hash = 0, number = 0, round = 0;  // those of other rounds are free
  };
  void grow() {
    std::vector<Slot> before(std::max<std::size_t>(256, 2 * slots_.size()));
    before.swap(slots_);
    for (const Slot& slot : before) {
      if (slot.round != round_) continue;
      std::size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].round == round_) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }
  std::vector<Slot> slots_;  // a power of two
  std::size_t used_ = 0;
  std::uint32_t round_ = 1;
};

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
      const std::uint32_t variable = nodes_[node].variable;
      if (variable == leaf) continue;
      found[variable] = true;
      for (std::size_t choice = 0; choice < choices(variable); ++choice) open.push_back(next_[nodes_[node].first + choice]);
    }
    return found;
  }

 private:
  static constexpr std::uint32_t leaf = 0xFFFF'FFFFU;
  static constexpr std::size_t most_nodes = 20'000, most_steps = 60'000;
  // A leaf's value stands in values_, a decision's nodes in next_, one for each region of its variable: from `first` on.
  struct Decision {
    std::uint32_t variable = leaf, first = 0;
  };

  std::size_t choices(std::uint32_t variable) const { return regions_.values[variable].size(); }

  static std::uint64_t hash_of(const Node* nodes, std::size_t count) {
    std::uint64_t hash = count;
    for (std::size_t i = 0; i < count; ++i) hash = mixed(hash, nodes[i]);
    return hash;
  }

  Node leaf_of(Interval value) {
    const auto next = static_cast<Node>(nodes_.size());
    const std::uint64_t hash = mixed(mixed(0, static_cast<std::uint64_t>(value.lo)), static_cast<std::uint64_t>(value.hi));
    const Node node = leaves_.find_or_add(hash, next, [&](Node at) { return values_[nodes_[at].first] == value; });
    if (node == next) {
      nodes_.push_back({leaf, static_cast<std::uint32_t>(values_.size())});
      values_.push_back(value);
    }
    return node;
  }

  // Its nodes are the last of the stack, and are taken off.
  Node decision(std::uint32_t variable) {
    const std::size_t count = choices(variable);
    const Node* nodes = stack_.data() + stack_.size() - count;
    Node node = nodes[0];
    if (!std::all_of(nodes, nodes + count, [&](Node each) { return each == node; })) {
      const auto next = static_cast<Node>(nodes_.size());
      node = decisions_.find_or_add(mixed(hash_of(nodes, count), variable), next, [&](Node at) {
        return nodes_[at].variable == variable && std::equal(nodes, nodes + count, next_.data() + nodes_[at].first);
      });
      if (node == next) {
        nodes_.push_back({variable, static_cast<std::uint32_t>(next_.size())});
        next_.insert(next_.end(), nodes, nodes + count);
      }
      too_large_ = too_large_ || nodes_.size() > most_nodes;
    }
    stack_.resize(stack_.size() - count);
    return node;
  }

  Node of(Ref ref, const std::vector<Node>& of_item) {
    const Item& item = residual_.items[ref];
    if (item.op == Op::constant) return leaf_of({item.a, item.b});
    if (item.op == Op::variable) {
      for (const Interval& value : regions_.values[static_cast<std::size_t>(item.a)]) {
        const Node node = leaf_of(value);
        stack_.push_back(node);
      }
      return decision(static_cast<std::uint32_t>(item.a));
    }
    const Ref* operands = residual_.links.data() + item.first;
    const std::int64_t* numbers = residual_.numbers.data() + item.first_number;
    if (item.op == Op::all || item.op == Op::some || item.op == Op::sum) return one_by_one(item, operands, numbers, of_item);
    for (std::uint32_t i = 0; i < item.count; ++i) stack_.push_back(of_item[operands[i]]);
    return combined_alone(item, item.count, numbers);
  }

  // Two at a time: small diagrams between, where all at once would visit every combination of operands.
  Node one_by_one(const Item& item, const Ref* operands, const std::int64_t* numbers, const std::vector<Node>& of_item) {
    Item pair = item;
    pair.count = 2;
    pair.a = 0;
    Node total = leaf_of(item.op == Op::sum ? Interval{item.a, item.a} : item.op == Op::all ? Interval{1, 1} : Interval{0, 0});
    for (std::size_t i = 0; i < item.count; ++i) {
      const std::int64_t factors[2] = {1, item.op == Op::sum ? numbers[i] : 0};
      stack_.push_back(total);
      stack_.push_back(of_item[operands[i]]);
      total = combined_alone(pair, 2, factors);
    }
    return total;
  }

  Node combined_alone(const Item& item, std::size_t count, const std::int64_t* numbers) {
    done_.clear();
    done_operands_.clear();
    done_nodes_.clear();
    return combined(item, count, numbers);
  }

  // Its operands are the last of the stack, and are taken off.
  Node combined(const Item& item, std::size_t count, const std::int64_t* numbers) {
    const std::size_t at = stack_.size() - count;
    std::uint32_t top = leaf;
    for (std::size_t i = at; i < stack_.size(); ++i) top = std::min(top, nodes_[stack_[i]].variable);
    if (top == leaf) {
      operands_.clear();
      for (std::size_t i = at; i < stack_.size(); ++i) operands_.push_back(values_[nodes_[stack_[i]].first]);
      stack_.resize(at);
      return leaf_of(apply(item, operands_.data(), numbers));
    }
    const auto next = static_cast<std::uint32_t>(done_nodes_.size());
    const std::uint32_t done = done_.find_or_add(hash_of(stack_.data() + at, count), next, [&](std::uint32_t earlier) {
      return std::equal(stack_.begin() + static_cast<std::ptrdiff_t>(at), stack_.end(),
                        done_operands_.begin() + static_cast<std::ptrdiff_t>(earlier * count));
    });
    if (done != next) {
      stack_.resize(at);
      return done_nodes_[done];
    }
    // None meets the same operands below: each choice decides one variable more.
    done_operands_.insert(done_operands_.end(), stack_.begin() + static_cast<std::ptrdiff_t>(at), stack_.end());
    done_nodes_.push_back(0);
    if (too_large_ || ++steps_ > most_steps) {
      too_large_ = true;
      const Node first = stack_[at];
      stack_.resize(at);
      return first;
    }
    for (std::size_t choice = 0; choice < choices(top); ++choice) {
      for (std::size_t i = 0; i < count; ++i) {
        const Decision& of = nodes_[stack_[at + i]];
        stack_.push_back(of.variable == top ? next_[of.first + choice] : stack_[at + i]);
      }
      const Node node = combined(item, count, numbers);
      stack_.push_back(node);
    }
    const Node out = decision(top);
    stack_.resize(at);
    done_nodes_[done] = out;
    return out;
  }

  const Residual& residual_;
  const Regions& regions_;
  std::vector<Decision> nodes_;
  std::vector<Node> next_;
  std::vector<Interval> values_;
  Found leaves_, decisions_;
  // Within one operation: its operands, all in a row, and what they came to.
  Found done_;
  std::vector<Node> done_operands_, done_nodes_;
  std::vector<Node> stack_;
  std::vector<Interval> operands_;
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
