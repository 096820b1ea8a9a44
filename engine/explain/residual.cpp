// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/residual.hpp"

#include <algorithm>
#include <type_traits>

namespace fairstart::explain {

void Residual::clear(std::size_t most_facts) {
  most_facts_ = most_facts;
  full_ = false;
  items.clear();
  links.clear();
  yes_no_ = {none, none};
  numbers.clear();
  variables.clear();
  facts.clear();
  index_.clear();
}

Ref Residual::answer(bool value) {
  Ref& kept = yes_no_[value ? 1 : 0];
  if (kept == none) kept = constant({value ? 1 : 0, value ? 1 : 0});
  return kept;
}

Ref Residual::constant(Interval value) {
  items.push_back({.op = Op::constant, .a = value.lo, .b = value.hi});
  return static_cast<Ref>(items.size() - 1);
}

Ref Residual::variable(Variable variable) {
  variables.push_back(std::move(variable));
  items.push_back({.op = Op::variable, .a = static_cast<std::int64_t>(variables.size() - 1)});
  return static_cast<Ref>(items.size() - 1);
}

Ref Residual::add(Item item, const Ref* children, std::size_t count, const std::int64_t* own_numbers,
                  std::size_t number_count) {
  const bool folds = std::all_of(children, children + count, [&](Ref child) { return is_constant(child); });
  if (folds) {
    values_.clear();
    for (std::size_t i = 0; i < count; ++i) values_.push_back(value(children[i]));
    item.count = static_cast<std::uint32_t>(count);
    item.number_count = static_cast<std::uint32_t>(number_count);
    return constant(apply(item, values_.data(), own_numbers));
  }
  item.first = static_cast<std::uint32_t>(links.size());
  item.count = static_cast<std::uint32_t>(count);
  links.insert(links.end(), children, children + count);
  item.first_number = static_cast<std::uint32_t>(numbers.size());
  item.number_count = static_cast<std::uint32_t>(number_count);
  numbers.insert(numbers.end(), own_numbers, own_numbers + number_count);
  items.push_back(item);
  return static_cast<Ref>(items.size() - 1);
}

Ref Residual::negation(Ref child) { return add({.op = Op::negation}, &child, 1); }

Ref Residual::junction(Op op, const std::vector<Ref>& children) {
  const Interval neutral = op == Op::all ? Interval{1, 1} : Interval{0, 0};
  const Interval absorbing = op == Op::all ? Interval{0, 0} : Interval{1, 1};
  kept_.clear();
  for (const Ref child : children) {
    if (is_constant(child) && value(child) == absorbing) return child;
    if (!is_constant(child) || value(child) != neutral) kept_.push_back(child);
  }
  if (kept_.empty()) return constant(neutral);
  if (kept_.size() == 1) return kept_.front();
  return add({.op = op}, kept_.data(), kept_.size());
}

std::size_t Residual::FactHash::operator()(const Fact& fact) const {
  std::uint64_t hash = fact.row;
  for (const std::uint32_t part : {fact.record.value, fact.field.value, fact.list.value, fact.parameter.value})
    hash = mixed(hash, part);
  return hash;
}

std::uint32_t Residual::fact(const Fact& fact) {
  constexpr std::size_t few = 16;
  const auto next = static_cast<std::uint32_t>(facts.size());
  if (facts.size() <= few) {
    const auto found = std::find(facts.begin(), facts.end(), fact);
    if (found != facts.end()) return static_cast<std::uint32_t>(found - facts.begin());
  } else {
    for (std::uint32_t at = static_cast<std::uint32_t>(index_.size()); at < next; ++at) index_.emplace(facts[at], at);
    if (const auto found = index_.find(fact); found != index_.end()) return found->second;
  }
  if (facts.size() >= most_facts_) {
    full_ = true;
    return 0;
  }
  facts.push_back(fact);
  return next;
}

Interval Residual::now(Ref ref) const {
  const Item& item = items[ref];
  if (item.op == Op::constant) return value(ref);
  if (item.op == Op::variable) {
    const Variable& variable = variables[static_cast<std::size_t>(item.a)];
    return variable.domain == Domain::answer ? Interval{0, 1} : Interval{variable.lo, variable.hi};
  }
  std::vector<Interval> values;
  for (std::uint32_t i = 0; i < item.count; ++i) values.push_back(now(links[item.first + i]));
  return apply(item, values.data(), numbers.data() + item.first_number);
}

static_assert(std::has_unique_object_representations_v<Item>);

void Residual::shape(Ref root, std::string& text) const {
  text.clear();
  const auto put = [&](const auto* first, std::size_t count) {
    text.append(reinterpret_cast<const char*>(first), count * sizeof *first);
  };
  const std::uint32_t sizes[4] = {root, static_cast<std::uint32_t>(items.size()), static_cast<std::uint32_t>(links.size()),
                                  static_cast<std::uint32_t>(numbers.size())};
  put(sizes, 4);
  put(items.data(), items.size());
  put(links.data(), links.size());
  put(numbers.data(), numbers.size());
  for (const Variable& variable : variables) {
    const std::int64_t range[3] = {variable.lo, variable.hi, variable.step};
    const std::uint32_t rest[3] = {static_cast<std::uint32_t>(variable.domain), variable.may_stay_open ? 1U : 0U,
                                   static_cast<std::uint32_t>(variable.facts.size())};
    put(range, 3);
    put(rest, 3);
    put(variable.facts.data(), variable.facts.size());
  }
}

}  // namespace fairstart::explain
