// SPDX-License-Identifier: Apache-2.0
#include "dsl/document/outcome_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace fairstart::document {
namespace {

// "imd-quintile" → "Imd quintile"
std::string readable(const std::string& name) {
  std::string out = name;
  std::replace(out.begin(), out.end(), '-', ' ');
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out;
}

template <class Ids>
bool has(const Ids& ids, std::size_t index) {
  return std::any_of(ids.begin(), ids.end(), [&](const auto id) { return id.index() == index; });
}

class Grower {
 public:
  explicit Grower(const plan::Plan& plan) : plan_(plan) {
    tree_.title = "From outcome to offer";
    tree_.columns = {"Framework", "Objective", "Outcome", "Measured by and offered", "For whom"};
  }

  Tree grow() {
    const plan::Module& main = plan_.modules[plan_.main.index()];
    const std::size_t root = add(0, titled(main.title, main.name), "top");
    for (std::size_t i = 0; i < plan_.objectives.size(); ++i)
      objectives_[i] =
          add(1, titled(plan_.objectives[i].title, plan_.objectives[i].name), "objective-" + plan_.objectives[i].name);
    for (const auto& [index, node] : objectives_) join(root, node);
    for (std::size_t i = 0; i < plan_.outcomes.size(); ++i) outcome(i, root);
    if (plan_.objectives.empty()) without_objectives();
    tree_.description = fmt::format(
        "{} outcomes, {} indicators, {} offers, with a line from each outcome to its indicators and to "
        "the offers that serve it, and from each offer to those whom it is for.",
        plan_.outcomes.size(), indicators_, offers_.size());
    return std::move(tree_);
  }

 private:
  std::size_t add(std::size_t column, std::string title, std::string anchor, std::string aside = {}) {
    tree_.nodes.push_back({column, std::move(title), std::move(anchor), std::move(aside)});
    return tree_.nodes.size() - 1;
  }
  void join(std::size_t from, std::size_t to) { tree_.edges.emplace_back(from, to); }

  void outcome(std::size_t index, std::size_t root) {
    const plan::Outcome& one = plan_.outcomes[index];
    const std::size_t node = add(2, titled(one.title, one.name), "outcome-" + one.name);
    join(one.objective.exists() ? objectives_[one.objective.index()] : root, node);
    for (const plan::IndicatorId id : one.indicators) {
      const plan::Indicator& indicator = plan_.indicators[id.index()];
      if (!indicator.shown) continue;
      ++indicators_;
      join(node, add(3, titled(indicator.title, indicator.name), "indicator-" + indicator.name, "indicator"));
    }
    const auto serving = [&](const plan::Offer& offer) {
      if (offer.shown && has(offer.serves, index)) join(node, offer_node(offer));
    };
    for (const plan::Offer& offer : plan_.offers) serving(offer);
    for (const plan::Allocation& each : plan_.allocations) serving(each.offer);
  }

  std::size_t offer_node(const plan::Offer& offer) {
    const auto [found, fresh] = offers_.try_emplace(offer.name, 0);
    if (!fresh) return found->second;
    found->second = add(3, titled(offer.title, offer.name), "offer-" + offer.name, "offer");
    const std::string for_whom = who(plan_, offer);
    const auto [person, is_new] = people_.try_emplace(for_whom, 0);
    if (is_new) person->second = add(4, for_whom, "");
    join(found->second, person->second);
    return found->second;
  }

  void without_objectives() {
    tree_.columns.erase(tree_.columns.begin() + 1);
    for (Node& node : tree_.nodes) node.column -= node.column > 1 ? 1 : 0;
  }

  const plan::Plan& plan_;
  Tree tree_;
  std::map<std::size_t, std::size_t> objectives_;
  std::map<std::string, std::size_t> offers_, people_;
  std::size_t indicators_ = 0;
};

}  // namespace

std::string titled(const std::string& title, const std::string& name) {
  return title.empty() || title == name ? readable(name) : title;
}

std::string who(const plan::Plan& plan, const plan::Offer& offer) {
  std::string out;
  if (offer.role.exists()) {
    const plan::Role& role = plan.roles[offer.role.index()];
    out = titled(role.title, role.name);
  } else if (offer.record.exists()) {
    out = titled(plan.record(offer.record).title, plan.record(offer.record).name);
  }
  if (offer.levels.exists()) {
    const plan::Levels& scheme = plan.levels[offer.levels.index()];
    const plan::Level& level = scheme.levels[offer.tier];
    out += ": " + titled(level.title, level.name);
    if (offer.tier + 1 < scheme.levels.size()) out += offer.tier == 0 ? " (everyone)" : " and above";
  }
  return out;
}

Tree outcome_tree(const plan::Plan& plan) { return Grower(plan).grow(); }

}  // namespace fairstart::document
