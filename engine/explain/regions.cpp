// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/regions.hpp"

#include <algorithm>
#include <optional>

#include "dsl/base/calendar.hpp"
#include "dsl/base/decimal.hpp"
#include "dsl/plan/expression.hpp"

namespace fairstart::explain {
namespace {

using column::no_lower;
using column::no_upper;
using Numbers = std::vector<std::int64_t>;

constexpr std::size_t most_values = 64, most_sets = 6;
constexpr std::int64_t far = 1'000'000'000 * base::million;  // beyond any value in a record

// Finds where each variable's values are told apart. A cut c tells values under c from those at or over it.
class Cutter {
 public:
  explicit Cutter(Residual& residual)
      : residual_(residual), cuts_(residual.variables.size()), sets_(residual.variables.size()) {}

  bool exact = true;

  void cut(Ref root) {
    const std::vector<bool> used = reached(residual_, root);
    has_number_.assign(residual_.items.size(), false);
    for (Ref ref = 0; ref <= root; ++ref) {
      if (!used[ref]) continue;
      if (!separate(ref)) free_answer(ref);
      has_number_[ref] = number_at(ref);
    }
    if (!has_number_[root]) return;
    // The value itself is the answer: two values are enough to tell that it depends on a variable.
    for (std::size_t i = 0; i < residual_.variables.size(); ++i) {
      const Variable& variable = residual_.variables[i];
      if (variable.domain == Domain::number) cuts_[i].push_back(variable.lo == no_lower ? 0 : variable.lo + variable.step);
      if (variable.domain == Domain::code || variable.domain == Domain::set) sets_[i].push_back({0});
    }
  }

  std::vector<Interval> values_of(std::size_t index) {
    const Variable& variable = residual_.variables[index];
    std::vector<Interval> out;
    if (variable.may_stay_open) out.push_back(variable.domain == Domain::answer ? Interval{0, 1} : Interval{});
    if (index >= cuts_.size() || variable.domain == Domain::answer) {
      out.push_back({0, 0});
      out.push_back({1, 1});
    } else if (variable.domain == Domain::set) {
      sets_of_codes(index, out);
    } else if (variable.domain == Domain::code) {
      codes(index, out);
    } else {
      numbers(index, out);
    }
    return out;
  }

 private:
  const Ref* children(Ref ref) const { return residual_.links.data() + residual_.items[ref].first; }

  // Whether numbers without bounds reach this item's own value (an answer has taken them in).
  bool number_at(Ref ref) const {
    const Item& item = residual_.items[ref];
    switch (item.op) {
      case Op::variable: return residual_.variables[static_cast<std::size_t>(item.a)].domain != Domain::answer;
      case Op::constant:
      case Op::negation:
      case Op::all:
      case Op::some:
      case Op::compare:
      case Op::one_of:
      case Op::includes:
      case Op::level_in:
      case Op::tiers:
      case Op::segments:
      case Op::different:
      case Op::ranked: return false;
      case Op::pick: return any_number(ref, 2, 3);
      case Op::sum:
      case Op::capped:
      case Op::choose:
      case Op::settled:
      case Op::supplied:
      case Op::or_else:
      case Op::average:
      case Op::lowest:
      case Op::highest:
      case Op::arithmetic:
      case Op::shift:
      case Op::elapsed:
      case Op::extreme_high:
      case Op::extreme_low:
      case Op::rescale:
      case Op::next_day: return any_number(ref, 0, 1);
    }
    return true;
  }
  bool any_number(Ref ref, std::uint32_t start, std::uint32_t step) const {
    for (std::uint32_t i = start; i < residual_.items[ref].count; i += step)
      if (has_number_[children(ref)[i]]) return true;
    return false;
  }

  // Makes the cuts that this item's own comparisons need. False where no cuts can tell.
  bool separate(Ref ref) {
    const Item& item = residual_.items[ref];
    if (item.op == Op::compare) {
      const Ref left = children(ref)[0], right = children(ref)[1];
      if (has_number_[left] == has_number_[right]) return !has_number_[left];
      return has_number_[left] ? compared(left, right) : compared(right, left);
    }
    if (item.op == Op::one_of) {
      const Ref child = children(ref)[0];
      if (!has_number_[child]) return true;
      const std::int64_t* codes = residual_.numbers.data() + item.first_number;
      return push_set(child, Numbers(codes, codes + item.number_count));
    }
    if (item.op == Op::includes) {
      const Ref child = children(ref)[0];
      const std::int64_t* codes = residual_.numbers.data() + item.first_number;
      return !has_number_[child] || push_codes(child, Numbers(codes, codes + item.number_count));
    }
    if (item.op == Op::pick) return separate_orders(ref);
    if (item.op == Op::ranked) return separate_rank(ref);
    if (item.op == Op::different) return separate_values(ref);
    return true;
  }

  bool compared(Ref number, Ref other) {
    const std::optional<Numbers> values = values_at(other);
    if (!values) return false;
    for (const std::int64_t value : *values)
      if (!push_set(number, {value})) return false;
    return true;
  }

  bool separate_orders(Ref ref) {
    const std::uint32_t rows = residual_.items[ref].count / 3;
    std::optional<Ref> number;
    for (std::uint32_t i = 0; i < rows; ++i) {
      if (!has_number_[children(ref)[3 * i + 1]]) continue;
      if (number) return false;
      number = children(ref)[3 * i + 1];
    }
    if (!number) return true;
    for (std::uint32_t i = 0; i < rows; ++i) {
      const Ref other = children(ref)[3 * i + 1];
      if (other != *number && !compared(*number, other)) return false;
    }
    return true;
  }

  // The row's own order against each other's.
  bool separate_rank(Ref ref) {
    const Ref own = children(ref)[1];
    const std::uint32_t rows = residual_.items[ref].count / 2;
    for (std::uint32_t i = 1; i < rows; ++i) {
      const Ref other = children(ref)[2 * i + 1];
      if (has_number_[own] && has_number_[other]) return false;
      if (has_number_[own] && !compared(own, other)) return false;
      if (has_number_[other] && !compared(other, own)) return false;
    }
    return true;
  }

  // Which of the values are the same.
  bool separate_values(Ref ref) {
    const std::uint32_t rows = residual_.items[ref].count / 2;
    std::vector<Ref> open;
    for (std::uint32_t i = 0; i < rows; ++i)
      if (has_number_[children(ref)[2 * i + 1]]) open.push_back(children(ref)[2 * i + 1]);
    if (open.empty()) return true;
    if (open.size() > 1) {
      std::int64_t most = 0;
      for (const Ref value : open) {
        const Item& item = residual_.items[value];
        if (item.op != Op::variable) return false;
        const Variable& variable = residual_.variables[static_cast<std::size_t>(item.a)];
        if (variable.domain != Domain::code || variable.hi >= static_cast<std::int64_t>(most_values)) return false;
        most = std::max(most, variable.hi);
      }
      for (const Ref value : open)
        for (std::int64_t code = 0; code <= most; ++code) push_set(value, {code});
      return true;
    }
    for (std::uint32_t i = 0; i < rows; ++i) {
      const Ref other = children(ref)[2 * i + 1];
      if (other != open.front() && !compared(open.front(), other)) return false;
    }
    return true;
  }

  // Carries the codes that a set is searched for down to its variables.
  bool push_codes(Ref ref, const Numbers& codes) {
    if (!has_number_[ref]) return true;
    const Item item = residual_.items[ref];
    std::uint32_t start = 0, step = 1;
    switch (item.op) {
      case Op::variable: {
        auto& sets = sets_[static_cast<std::size_t>(item.a)];
        if (residual_.variables[static_cast<std::size_t>(item.a)].domain != Domain::set) return false;
        if (std::find(sets.begin(), sets.end(), codes) == sets.end()) sets.push_back(codes);
        return sets.size() <= most_sets;
      }
      case Op::choose:
      case Op::or_else: start = 1; break;
      case Op::settled:
      case Op::supplied: break;
      case Op::pick: start = 2, step = 3; break;
      default: return false;
    }
    for (std::uint32_t i = start; i < item.count; i += step)
      if (!push_codes(children(ref)[i], codes)) return false;
    return true;
  }

  // Tells the values in the set from the others; keeps sets of codes whole, as they have no order of interest.
  bool push_set(Ref ref, const Numbers& set) {
    const Item& item = residual_.items[ref];
    if (item.op == Op::variable && residual_.variables[static_cast<std::size_t>(item.a)].domain == Domain::code) {
      sets_[static_cast<std::size_t>(item.a)].push_back(set);
      for (const std::int64_t value : set) add_cut(item.a, value), add_cut(item.a, value + 1);
      return true;
    }
    for (const std::int64_t value : set)
      if (!push(ref, value) || (value != no_upper && !push(ref, value + 1))) return false;
    return true;
  }
  void add_cut(std::int64_t variable, std::int64_t cut) { cuts_[static_cast<std::size_t>(variable)].push_back(cut); }

  // Carries a cut on an item's value down to its variables.
  bool push(Ref ref, std::int64_t cut) {
    if (!has_number_[ref]) return true;
    const Item item = residual_.items[ref];
    switch (item.op) {
      case Op::variable: add_cut(item.a, cut); return true;
      case Op::choose:
      case Op::or_else: return push(children(ref)[1], cut) && push(children(ref)[2], cut);
      case Op::settled:
      case Op::supplied:
      case Op::extreme_high:
      case Op::extreme_low: return push_each(ref, cut, 0, 1);
      case Op::pick: return push_each(ref, cut, 2, 3);
      case Op::lowest:
      case Op::highest: return push_each(ref, cut, 1, 2);
      case Op::capped: return cut > item.a || push(children(ref)[0], cut);
      case Op::sum:
      case Op::arithmetic:
      case Op::shift:
      case Op::elapsed:
      case Op::rescale:
      case Op::next_day: return push_through(ref, cut);
      case Op::constant:
      case Op::negation:
      case Op::all:
      case Op::some:
      case Op::compare:
      case Op::one_of:
      case Op::includes:
      case Op::level_in:
      case Op::tiers:
      case Op::segments:
      case Op::different:
      case Op::ranked:
      case Op::average: return false;
    }
    return false;
  }
  bool push_each(Ref ref, std::int64_t cut, std::uint32_t start, std::uint32_t step) {
    for (std::uint32_t i = start; i < residual_.items[ref].count; i += step)
      if (!push(children(ref)[i], cut)) return false;
    return true;
  }

  // An operation with one number among its children rises or falls with it, for each value of the others.
  bool push_through(Ref ref, std::int64_t cut) {
    const Item item = residual_.items[ref];
    std::optional<std::uint32_t> moving;
    std::vector<Numbers> others(item.count);
    std::size_t combinations = 1;
    for (std::uint32_t i = 0; i < item.count; ++i) {
      if (has_number_[children(ref)[i]]) {
        if (moving) return false;
        moving = i;
        others[i] = {0};
        continue;
      }
      const auto values = values_at(children(ref)[i]);
      if (!values) return false;
      if (values->empty()) return true;
      others[i] = *values;
      combinations *= values->size();
      if (combinations > most_values) return false;
    }
    const bool divisor =
        item.op == Op::arithmetic && static_cast<plan::Operation>(item.detail) == plan::Operation::divide && *moving == 1;
    if (divisor) return false;
    for (std::size_t combination = 0; combination < combinations; ++combination) {
      std::vector<Interval> values(item.count);
      std::size_t rest = combination;
      for (std::uint32_t i = 0; i < item.count; ++i) {
        const std::int64_t value = others[i][rest % others[i].size()];
        rest /= others[i].size();
        values[i] = {value, value};
      }
      const auto inverse = inverted(item, values, *moving, cut);
      if (inverse && !push(children(ref)[*moving], *inverse)) return false;
    }
    return true;
  }

  // The least value of one child from which on the result is on the other side of the cut; none where it never changes.
  std::optional<std::int64_t> inverted(const Item& item, std::vector<Interval>& values, std::uint32_t moving,
                                       std::int64_t cut) {
    const bool is_date = (item.op == Op::shift && moving == 0) || item.op == Op::elapsed || item.op == Op::next_day ||
                         (item.op == Op::arithmetic && item.a == 1);
    std::int64_t lo = is_date ? base::first_day : -far, hi = is_date ? base::last_day : far;
    const bool whole_steps = item.op == Op::shift && moving == 1;
    if (whole_steps) lo = -100'000 * base::million, hi = -lo;
    const auto side = [&](std::int64_t value) -> std::optional<bool> {
      values[moving] = {value, value};
      const Interval result = apply(item, values.data(), residual_.numbers.data() + item.first_number);
      if (!result.known()) return {};
      return result.lo >= cut;
    };
    // Dates near the ends of the calendar and numbers that overflow have no result: narrow to where there is one.
    for (int i = 0; i < 40 && !side(lo); ++i) lo = lo / 2;
    for (int i = 0; i < 40 && !side(hi); ++i) hi = hi / 2;
    const auto first = side(lo), last = side(hi);
    if (!first || !last || *first == *last) return {};
    const std::int64_t step = whole_steps ? base::million : 1;
    std::int64_t below = lo / step, above = hi / step;
    while (above - below > 1) {
      const std::int64_t middle = below + (above - below) / 2;
      const auto at = side(middle * step);
      if (!at) return {};
      (*at == *first ? below : above) = middle;
    }
    return above * step;
  }

  // Every value that an item without numbers can have, or more; nothing where they are too many.
  std::optional<Numbers> values_at(Ref ref) {
    const Item& item = residual_.items[ref];
    if (has_number_[ref]) return {};
    Numbers out;
    const auto join = [&](Ref child) {
      const auto values = values_at(child);
      if (values) out.insert(out.end(), values->begin(), values->end());
      return values.has_value();
    };
    bool fine = true;
    switch (item.op) {
      case Op::constant:
        if (item.a == item.b) out.push_back(item.a);
        break;
      case Op::variable:
      case Op::negation:
      case Op::all:
      case Op::some:
      case Op::compare:
      case Op::one_of:
      case Op::includes:
      case Op::ranked:
      case Op::level_in: out = {0, 1}; break;
      case Op::different:
        for (std::int64_t count = 0; count <= item.count / 2; ++count) out.push_back(count * base::million);
        break;
      case Op::settled: fine = join(children(ref)[0]); break;
      case Op::tiers:
      case Op::segments:
      case Op::average: return {};
      case Op::choose:
      case Op::or_else: fine = join(children(ref)[1]) && join(children(ref)[2]); break;
      case Op::supplied: fine = join(children(ref)[0]) && join(children(ref)[1]); break;
      case Op::extreme_high:
      case Op::extreme_low:
        for (std::uint32_t i = 0; fine && i < item.count; ++i) fine = join(children(ref)[i]);
        break;
      case Op::pick:
        for (std::uint32_t i = 2; fine && i < item.count; i += 3) fine = join(children(ref)[i]);
        break;
      case Op::lowest:
      case Op::highest:
        for (std::uint32_t i = 1; fine && i < item.count; i += 2) fine = join(children(ref)[i]);
        break;
      case Op::sum: return sums(ref);
      case Op::capped:
      case Op::arithmetic:
      case Op::shift:
      case Op::elapsed:
      case Op::rescale:
      case Op::next_day: return combined(ref);
    }
    if (!fine) return {};
    return tidy(std::move(out));
  }
  static std::optional<Numbers> tidy(Numbers values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.size() > most_values) return {};
    return values;
  }
  std::optional<Numbers> sums(Ref ref) {
    const Item item = residual_.items[ref];
    Numbers out{item.a};
    for (std::uint32_t i = 0; i < item.count; ++i) {
      const auto values = values_at(children(ref)[i]);
      if (!values) return {};
      Numbers next;
      for (const std::int64_t a : out)
        for (const std::int64_t b : *values)
          if (std::int64_t product = 0; !__builtin_mul_overflow(residual_.numbers[item.first_number + i], b, &product))
            if (const auto total = base::add(a, product); total) next.push_back(*total);
      auto kept = tidy(std::move(next));
      if (!kept) return {};
      out = std::move(*kept);
    }
    return out;
  }
  std::optional<Numbers> combined(Ref ref) {
    const Item item = residual_.items[ref];
    std::vector<Numbers> each;
    std::size_t combinations = 1;
    for (std::uint32_t i = 0; i < item.count; ++i) {
      auto values = values_at(children(ref)[i]);
      if (!values) return {};
      combinations *= values->size();
      if (combinations > most_values * 4) return {};
      each.push_back(std::move(*values));
    }
    Numbers out;
    for (std::size_t combination = 0; combination < combinations; ++combination) {
      std::vector<Interval> values(item.count);
      std::size_t rest = combination;
      for (std::uint32_t i = 0; i < item.count; ++i) {
        const std::int64_t value = each[i][rest % each[i].size()];
        rest /= each[i].size();
        values[i] = {value, value};
      }
      const Interval result = apply(item, values.data(), residual_.numbers.data() + item.first_number);
      if (result.known()) out.push_back(result.lo);
    }
    return tidy(std::move(out));
  }

  // The item becomes an answer (or, for a pick, a choice among its values) that nothing decides; its facts all matter
  // wherever it does.
  void free_answer(Ref ref) {
    exact = false;
    Variable free{.domain = Domain::answer};
    collect(ref, free.facts);
    std::sort(free.facts.begin(), free.facts.end());
    free.facts.erase(std::unique(free.facts.begin(), free.facts.end()), free.facts.end());
    Item& item = residual_.items[ref];
    if (item.op == Op::different) {
      free.domain = Domain::number;
      free.lo = 0;
      free.hi = item.count / 2 * base::million;
      free.step = base::million;
    }
    if (item.op == Op::pick && static_cast<Kind>(item.a) == Kind::interval) {
      free.domain = Domain::number;
      free.may_stay_open = true;
    }
    residual_.variables.push_back(std::move(free));
    cuts_.emplace_back();
    sets_.emplace_back();
    item = {.op = Op::variable, .a = static_cast<std::int64_t>(residual_.variables.size() - 1)};
  }
  void collect(Ref ref, std::vector<std::uint32_t>& facts) const {
    const Item& item = residual_.items[ref];
    if (item.op == Op::variable) {
      const auto& own = residual_.variables[static_cast<std::size_t>(item.a)].facts;
      facts.insert(facts.end(), own.begin(), own.end());
    }
    for (std::uint32_t i = 0; i < item.count; ++i) collect(children(ref)[i], facts);
  }

  void codes(std::size_t index, std::vector<Interval>& out) {
    const Variable& variable = residual_.variables[index];
    std::vector<std::vector<bool>> seen;
    for (std::int64_t code = std::max<std::int64_t>(variable.lo, 0); code <= std::min<std::int64_t>(variable.hi, 65'535);
         ++code) {
      std::vector<bool> signature;
      for (const Numbers& set : sets_[index]) signature.push_back(std::binary_search(set.begin(), set.end(), code));
      for (const std::int64_t cut : cuts_[index]) signature.push_back(code < cut);
      if (std::find(seen.begin(), seen.end(), signature) != seen.end()) continue;
      seen.push_back(std::move(signature));
      out.push_back({code, code});
    }
  }

  // A set for each way in which the searches can turn out: the largest that has no code of those that find nothing.
  void sets_of_codes(std::size_t index, std::vector<Interval>& out) const {
    const auto bits = [](const Numbers& codes) {
      std::uint64_t set = 0;
      for (const std::int64_t code : codes)
        if (code >= 0 && code < 63) set |= std::uint64_t{1} << code;
      return set;
    };
    const auto& sets = sets_[index];
    for (std::uint64_t found = 0; found < std::uint64_t{1} << sets.size(); ++found) {
      std::uint64_t set = 0;
      for (const Numbers& codes : sets) set |= bits(codes);
      for (std::size_t i = 0; i < sets.size(); ++i)
        if (((found >> i) & 1U) == 0) set &= ~bits(sets[i]);
      bool possible = true;
      for (std::size_t i = 0; i < sets.size(); ++i)
        possible = possible && (((found >> i) & 1U) == 0 || (set & bits(sets[i])) != 0);
      if (possible) out.push_back({static_cast<std::int64_t>(set), static_cast<std::int64_t>(set)});
    }
  }

  void numbers(std::size_t index, std::vector<Interval>& out) {
    const Variable& variable = residual_.variables[index];
    Numbers cuts;
    for (const std::int64_t cut : cuts_[index]) {
      const std::int64_t over = ((cut % variable.step) + variable.step) % variable.step;
      cuts.push_back(over == 0 ? cut : cut - over + variable.step);
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::int64_t first = variable.lo;
    if (first == no_lower) first = cuts.empty() ? 0 : cuts.front() - variable.step;
    if (variable.hi != no_upper) first = std::min(first, variable.hi);
    out.push_back({first, first});
    for (const std::int64_t cut : cuts)
      if (cut > first && cut <= variable.hi) out.push_back({cut, cut});
  }

  Residual& residual_;
  std::vector<Numbers> cuts_;               // by variable
  std::vector<std::vector<Numbers>> sets_;  // by variable
  std::vector<bool> has_number_;            // by item
};

}  // namespace

std::vector<bool> reached(const Residual& residual, Ref root) {
  std::vector<bool> used(residual.items.size(), false);
  used[root] = true;
  for (Ref ref = root + 1; ref-- > 0;) {
    if (!used[ref]) continue;
    const Item& item = residual.items[ref];
    for (std::uint32_t i = 0; i < item.count; ++i) used[residual.links[item.first + i]] = true;
  }
  return used;
}

Regions regions_of(Residual& residual, Ref root) {
  Cutter cutter(residual);
  cutter.cut(root);
  Regions out;
  for (std::size_t i = 0; i < residual.variables.size(); ++i) out.values.push_back(cutter.values_of(i));
  out.exact = cutter.exact;
  return out;
}

}  // namespace fairstart::explain
