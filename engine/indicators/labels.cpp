// SPDX-License-Identifier: Apache-2.0
#include "engine/indicators/labels.hpp"

#include <algorithm>

#include "dsl/base/decimal.hpp"

namespace fairstart::indicators {
namespace {

Label titled(const std::string& name, const std::string& title) { return {name, title.empty() ? name : title}; }

Label label_of_code(const plan::CodeList& list, bool grouped, std::int64_t value) {
  auto at = static_cast<std::size_t>(value);
  if (grouped && at < list.groups.size()) return titled(list.groups[at].name, list.groups[at].title);
  if (grouped) at -= list.groups.size();
  if (at >= list.items.size()) return {"?", "?"};
  return titled(list.items[at].name, list.items[at].title);
}

Label label_of_value(const plan::Plan& plan, const column::Database& database, const plan::Breakdown& axis,
                     std::int64_t value) {
  if (value == not_known) return {"not known", "Not known"};
  const types::Type& type = plan.expr(axis.value).type;
  switch (type.kind) {
    case types::Kind::yes_no: return value != 0 ? Label{"yes", "Yes"} : Label{"no", "No"};
    case types::Kind::code:
    case types::Kind::codes: return label_of_code(plan.code_lists[type.codes.index()], axis.grouped, value);
    case types::Kind::levels:
    case types::Kind::groups: {
      const auto& levels = plan.levels[type.levels.index()].levels;
      const auto at = static_cast<std::size_t>(value);
      return at < levels.size() ? titled(levels[at].name, levels[at].title) : Label{"?", "?"};
    }
    case types::Kind::text:
    case types::Kind::link: {
      const auto at = static_cast<std::size_t>(value);
      const std::string text =
          at < database.texts.size() ? std::string(database.texts.text(static_cast<std::uint32_t>(at))) : "?";
      return {text, text};
    }
    case types::Kind::number:
      if (type.base.measure == types::Measure::plain && !type.per) {
        return {base::format_decimal(value), base::format_decimal(value, true)};
      }
      break;
    case types::Kind::date:
    case types::Kind::unknown: break;
  }
  const std::string shown = plan::show_value(type, value, plan);
  return {shown, shown};
}

}  // namespace

Label label_of(const plan::Plan& plan, const column::Database& database, const std::vector<plan::Breakdown>& axes,
               const Group& group) {
  Label label;
  for (std::size_t i = 0; i < axes.size() && i < group.size(); ++i) {
    const Label one = label_of_value(plan, database, axes[i], group[i]);
    label.name += i == 0 ? "" : "; ";
    label.name += one.name;
    label.title += i == 0 ? "" : ", ";
    label.title += one.title;
  }
  return label;
}

std::string breakdown_name(const std::vector<plan::Breakdown>& axes) {
  std::string name;
  for (const plan::Breakdown& axis : axes) {
    if (!name.empty()) name += " and ";
    name += axis.label;
    if (axis.grouped && !axis.label.ends_with(" grouped")) name += " grouped";
  }
  return name;
}

std::vector<Group> in_order(const plan::Plan& plan, const column::Database& database, const std::vector<plan::Breakdown>& axes,
                            const std::map<Group, Cell>& cells) {
  std::vector<Group> groups;
  for (const auto& [group, cell] : cells) groups.push_back(group);
  const auto before = [&](std::size_t axis, std::int64_t a, std::int64_t b) {
    if (a == not_known || b == not_known) return a != not_known;
    const types::Kind kind = plan.expr(axes[axis].value).type.kind;
    if (kind != types::Kind::text && kind != types::Kind::link) return a < b;
    return label_of_value(plan, database, axes[axis], a).name < label_of_value(plan, database, axes[axis], b).name;
  };
  std::stable_sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    for (std::size_t axis = 0; axis < a.size(); ++axis) {
      if (a[axis] != b[axis]) return before(axis, a[axis], b[axis]);
    }
    return false;
  });
  return groups;
}

}  // namespace fairstart::indicators
