// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "tests/meaning/rules.hpp"

// What a rule set says of one family of which everything is known, in the plainest way: no bounds, no columns. What there is
// no telling (the latest of no rows, or of two of one day that differ) is still unknown.
namespace fairstart::meaning {

using Told = std::optional<bool>;
using Number = std::optional<std::int64_t>;

// By field, the values of its rows; a value that is not there is unknown.
struct Facts {
  std::array<std::vector<Number>, std::size(fact_fields)> of;
};

inline Told negated(Told a) { return a ? Told{!*a} : Told{}; }
inline Told all_of(const std::vector<Told>& parts) {
  Told out = true;
  for (const Told part : parts) {
    if (part == Told{false}) return false;
    if (!part) out = Told{};
  }
  return out;
}
inline Told some_of(const std::vector<Told>& parts) {
  Told out = false;
  for (const Told part : parts) {
    if (part == Told{true}) return true;
    if (!part) out = Told{};
  }
  return out;
}

struct OneRow {
  At at = At::family;
  std::size_t row = 0;
  std::optional<std::size_t> viewer = {};  // the person's row around
};

class Oracle {
 public:
  Oracle(const RuleSet& set, const Facts& facts, std::int64_t as_at) : set_(set), facts_(facts), as_at_(as_at) {}

  Told answer(const Node& node, const OneRow& row = {}) const {
    const auto part = [&](std::size_t i) { return answer(node.parts[i], row); };
    switch (node.form) {
      case Form::fact: {
        const Number value = read(node.a, row);
        return value ? Told{*value != 0} : Told{};
      }
      case Form::code_is: {
        const Number value = read(node.a, row);
        if (!value) return {};
        return node.b == 3 ? *value <= 1 : *value == static_cast<std::int64_t>(node.b);
      }
      case Form::code_from: {
        const Number value = read(node.a, row);
        return value ? Told{*value >= static_cast<std::int64_t>(node.b)} : Told{};
      }
      case Form::day_before: {
        const Number value = read(node.a, row);
        return value ? Told{*value < days_written[node.b]} : Told{};
      }
      case Form::compare: return compared(node, row);
      case Form::negation: return negated(part(0));
      case Form::all:
      case Form::some: {
        std::vector<Told> parts;
        for (std::size_t i = 0; i < node.parts.size(); ++i) parts.push_back(part(i));
        return node.form == Form::all ? all_of(parts) : some_of(parts);
      }
      case Form::of_set: {
        std::vector<Told> parts;
        for (std::size_t i = 0; i < node.parts.size(); ++i) parts.push_back(part(i));
        return counted(node, parts);
      }
      case Form::any: return some_of(there(node, row));
      case Form::none: return negated(some_of(there(node, row)));
      case Form::of_list: return counted(node, there(node, row));
      case Form::every: {
        std::vector<Told> claims;
        for (const auto& [member, belongs] : members(node, row))
          claims.push_back(some_of({negated(belongs), answer(node.parts[1], member)}));
        return all_of(claims);
      }
      case Form::rule: return answer(set_.rules[node.a], {});
      case Form::from_level: {
        std::vector<Told> above;
        for (std::size_t i = node.a - 1; i < 2; ++i) above.push_back(answer(set_.tiers[i], {}));
        return some_of(above);
      }
      case Form::in_segment: {
        const auto part_of = segments();
        if (!part_of.contains(node.a)) return false;
        return part_of.size() == 1 ? Told{true} : Told{};
      }
      case Form::in_group: return answer(set_.groups[node.a], {});
      case Form::person_rule: return answer(set_.person_rule, row);
      default: return {};
    }
  }

  Number number(const Node& node, const OneRow& row = {}) const {
    const auto part = [&](std::size_t i) { return number(node.parts[i], row); };
    const auto both = [&](auto joined) {
      const Number a = part(0), b = part(1);
      return a && b ? Number{joined(*a, *b)} : Number{};
    };
    switch (node.form) {
      case Form::literal: return static_cast<std::int64_t>(node.a);
      case Form::number: return read(node.a, row);
      case Form::of_viewer: return facts_.of[fact::n][*row.viewer];
      case Form::add: return both([](auto a, auto b) { return a + b; });
      case Form::subtract: return both([](auto a, auto b) { return a - b; });
      case Form::greater: return both([](auto a, auto b) { return std::max(a, b); });
      case Form::lesser: return both([](auto a, auto b) { return std::min(a, b); });
      case Form::count: {
        std::int64_t count = 0;
        for (const Told each : there(node, row)) {
          if (!each) return {};
          count += *each ? 1 : 0;
        }
        return count;
      }
      case Form::sum: {
        std::int64_t total = 0;
        for (const auto& [member, belongs] : members(node, row)) {
          if (belongs == Told{false}) continue;
          const Number value = read(node.a, member);
          if (!value || (!belongs && *value != 0)) return {};
          total += *value;
        }
        return total;
      }
      case Form::different: {
        std::set<std::int64_t> values;
        for (const auto& [member, belongs] : members(node, row)) {
          if (!belongs) return {};
          if (*belongs) values.insert(*read(node.a, member));
        }
        return static_cast<std::int64_t>(values.size());
      }
      case Form::latest: return latest(node, row);
      case Form::score: return score();
      case Form::table: {
        const Number first = facts_.of[fact::fa][0], second = facts_.of[fact::grade][0];
        if (!first || !second) return {};
        return set_.table[static_cast<std::size_t>((*first != 0 ? 0 : 3) + *second)];
      }
      default: return {};
    }
  }

  Number score() const {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < set_.items.size(); ++i) {
      const Told holds = answer(set_.items[i], {});
      if (!holds) return {};
      total += *holds ? set_.points[i] : 0;
    }
    return total;
  }

  // The tiers and segments that are possible; one where all that they rest on can be told.
  std::set<std::size_t> tiers() const {
    std::size_t level = 0;
    std::set<std::size_t> out;
    for (std::size_t i = 0; i < 2; ++i)
      if (answer(set_.tiers[i], {}) == Told{true}) level = i + 1;
    out.insert(level);
    for (std::size_t i = level; i < 2; ++i)
      if (answer(set_.tiers[i], {}) != Told{false}) out.insert(i + 1);
    return out;
  }
  std::set<std::size_t> segments() const {
    std::set<std::size_t> out;
    for (std::size_t i = 0; i < 2; ++i) {
      const Told holds = answer(set_.segments[i], {});
      if (holds != Told{false}) out.insert(i);
      if (holds == Told{true}) return out;
    }
    out.insert(2);
    return out;
  }

 private:
  Number read(std::size_t field, const OneRow& row) const {
    return facts_.of[field][fact_fields[field].at == At::family ? 0 : row.row];
  }

  Told compared(const Node& node, const OneRow& row) const {
    const Number a = number(node.parts[0], row), b = number(node.parts[1], row);
    if (!a || !b) return {};
    switch (node.a) {
      case 0: return *a < *b;
      case 1: return *a > *b;
      case 2: return *a >= *b;
      case 3: return *a <= *b;
      case 4: return *a == *b;
      default: return *a != *b;
    }
  }

  Told counted(const Node& node, const std::vector<Told>& parts) const {
    std::size_t lo = 0, hi = 0;
    for (const Told part : parts) {
      lo += part == Told{true} ? 1 : 0;
      hi += part != Told{false} ? 1 : 0;
    }
    const auto within = [](bool always, bool never) { return always ? Told{true} : never ? Told{false} : Told{}; };
    switch (node.a) {
      case 0: return within(lo >= node.b, hi < node.b);
      case 1: return within(hi <= node.b, lo > node.b);
      default: return within(lo == node.b && hi == node.b, hi < node.b || lo > node.b);
    }
  }

  // The rows of a list and whether each belongs: its condition; of events, on or before as at; then the latest of these.
  std::vector<std::pair<OneRow, Told>> members(const Node& node, const OneRow& row) const {
    std::vector<std::pair<OneRow, Told>> out;
    const std::size_t rows = facts_.of[node.list == At::person ? fact::pa : fact::seen].size();
    for (std::size_t i = 0; i < rows; ++i) {
      if (node.other && i == row.row) continue;
      OneRow member{node.list, i, row.viewer};
      if (row.at == At::person) member.viewer = row.row;
      Told belongs = answer(node.parts[0], member);
      if (node.list == At::event) {
        const Number on = facts_.of[fact::date][i];
        belongs = all_of({on ? Told{*on <= as_at_} : Told{}, belongs});
      }
      out.emplace_back(member, belongs);
    }
    if (node.ranked > 0) keep_latest(out, node.ranked);
    return out;
  }

  // Which of several rows of one day are among the latest can't be told.
  void keep_latest(std::vector<std::pair<OneRow, Told>>& rows, std::size_t count) const {
    auto kept = rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].second == Told{false}) continue;
      std::size_t surely = 0, perhaps = 0;
      for (std::size_t j = 0; j < rows.size(); ++j) {
        if (j == i || rows[j].second == Told{false}) continue;
        const Number own = facts_.of[fact::date][rows[i].first.row], other = facts_.of[fact::date][rows[j].first.row];
        surely += rows[j].second && own && other && *other > *own ? 1 : 0;
        perhaps += !own || !other || *other >= *own ? 1 : 0;
      }
      kept[i].second = surely >= count ? Told{false} : rows[i].second && perhaps < count ? Told{true} : Told{};
    }
    rows = std::move(kept);
  }

  std::vector<Told> there(const Node& node, const OneRow& row) const {
    std::vector<Told> out;
    for (const auto& [member, belongs] : members(node, row)) out.push_back(belongs);
    return out;
  }

  // The value of the last day's rows, where they agree. A row that may be there makes it unknown, unless it would agree.
  Number latest(const Node& node, const OneRow& row) const {
    std::optional<std::int64_t> last;
    const auto all = members(node, row);
    for (const auto& [member, belongs] : all)
      if (belongs == Told{true}) last = std::max(last.value_or(INT64_MIN), *facts_.of[fact::date][member.row]);
    if (!last) return {};
    std::set<std::int64_t> values;
    for (const auto& [member, belongs] : all) {
      const std::int64_t on = *facts_.of[fact::date][member.row];
      if (belongs == Told{true} ? on == *last : !belongs && on >= *last) values.insert(*read(node.a, member));
    }
    return values.size() == 1 ? Number{*values.begin()} : Number{};
  }

  const RuleSet& set_;
  const Facts& facts_;
  std::int64_t as_at_;
};

}  // namespace fairstart::meaning
