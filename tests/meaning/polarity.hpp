// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <set>
#include <vector>

#include "tests/meaning/rules.hpp"

// Where an answer is promised to be exact: each unknown fact counts one way only (grammar.md, section 5, Exactness).
namespace fairstart::meaning {

class Polarity {
 public:
  explicit Polarity(const RuleSet& set) : set_(set) {}

  // `open`: the fields that have an unknown value.
  bool one_way(const Node& answer, const std::set<std::size_t>& open) {
    uses_ = {};
    visit(answer, 1);
    for (const std::size_t field : open) {
      const Uses& uses = uses_[field];
      if (uses.both || (uses.up && uses.down) || (uses.tests > 0 && uses.tests + (uses.up || uses.down ? 1 : 0) > 1))
        return false;
    }
    return true;
  }

 private:
  struct Uses {
    bool up = false, down = false, both = false;
    std::size_t tests = 0;  // of a code, a day: a fact of its own each, so more than one of a field are not independent
  };

  void use(std::size_t field, int way) { (way > 0 ? uses_[field].up : uses_[field].down) = true; }

  // Everything below counts both ways.
  void blur(const Node& node) {
    const std::array<Uses, std::size(fact_fields)> before = uses_;
    uses_ = {};
    visit(node, 1);
    for (std::size_t i = 0; i < uses_.size(); ++i) {
      const bool used = uses_[i].up || uses_[i].down || uses_[i].both || uses_[i].tests > 0;
      uses_[i] = before[i];
      uses_[i].both = uses_[i].both || used;
    }
  }

  void list(const Node& node, int way) {
    if (node.list == At::event) ++uses_[fact::date].tests;  // on or before as at
    visit(node.parts[0], way);
  }

  void visit(const Node& node, int way) {
    const auto parts = [&](int sign) {
      for (const Node& part : node.parts) visit(part, sign);
    };
    const auto blurred = [&] {
      for (const Node& part : node.parts) blur(part);
      if (node.form == Form::every || node.form == Form::different || node.form == Form::latest || node.form == Form::of_list ||
          node.form == Form::count || node.form == Form::sum)
        uses_[fact::date].both = uses_[fact::date].both || node.list == At::event;
    };
    switch (node.form) {
      case Form::fact:
      case Form::number: return use(node.a, way);
      case Form::of_viewer: return use(fact::n, way);
      case Form::code_is:
      case Form::code_from:
      case Form::day_before: ++uses_[node.a].tests; return;
      case Form::compare:
        if (node.a >= 4) return blurred();
        visit(node.parts[0], node.a == 1 || node.a == 2 ? way : -way);
        return visit(node.parts[1], node.a == 1 || node.a == 2 ? -way : way);
      case Form::negation: return parts(-way);
      case Form::all:
      case Form::some:
      case Form::add:
      case Form::greater:
      case Form::lesser: return parts(way);
      case Form::subtract: visit(node.parts[0], way); return visit(node.parts[1], -way);
      case Form::of_set: return node.a == 2 ? blurred() : parts(node.a == 0 ? way : -way);
      case Form::any: return list(node, way);
      case Form::none: return list(node, -way);
      case Form::of_list: return node.a == 2 ? blurred() : list(node, node.a == 0 ? way : -way);
      case Form::every:
        if (node.ranked > 0) return blurred();
        list(node, -way);
        return visit(node.parts[1], way);
      case Form::count: return list(node, way);
      case Form::sum:
        if (node.ranked > 0) {
          uses_[node.a].both = true;
          return blurred();
        }
        list(node, way);
        return use(node.a, way);
      case Form::different:
      case Form::latest: uses_[node.a].both = true; return blurred();
      case Form::rule: return visit(set_.rules[node.a], way);
      case Form::person_rule: return visit(set_.person_rule, way);
      case Form::from_level:
        for (std::size_t i = node.a - 1; i < 2; ++i) visit(set_.tiers[i], way);
        return;
      case Form::in_segment:
        if (node.a == 0) return visit(set_.segments[0], way);
        for (const Node& segment : set_.segments) blur(segment);
        return;
      case Form::in_group: return visit(set_.groups[node.a], way);
      case Form::score:
        for (std::size_t i = 0; i < set_.items.size(); ++i) visit(set_.items[i], set_.points[i] > 0 ? way : -way);
        return;
      case Form::table: uses_[fact::fa].both = uses_[fact::grade].both = true; return;
      case Form::literal: return;
    }
  }

  const RuleSet& set_;
  std::array<Uses, std::size(fact_fields)> uses_ = {};
};

}  // namespace fairstart::meaning
