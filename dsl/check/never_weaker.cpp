// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/checker.hpp"

// How far a framework may change what its core protects (grammar.md, section 6, Never weaker): decided by form.
namespace fairstart::check {

namespace {

using plan::Constant;

// One end of a due window: so many days or months from a date, as written.
struct End {
  std::string anchor;
  std::int64_t offset = 0;
  types::Measure measure = types::Measure::plain;
};

std::optional<End> end_of(const plan::Plan& plan, ExprId id) {
  if (!id.exists()) return {};
  const plan::Expr& expr = plan.expr(id);
  const auto* shift = std::get_if<plan::Shift>(&expr.node);
  if (shift == nullptr) return End{expr.text, 0, types::Measure::plain};
  const auto* by = std::get_if<Constant>(&plan.expr(shift->by).node);
  if (by == nullptr) return {};
  return End{plan.expr(shift->date).text, shift->later ? by->number : -by->number, plan.expr(shift->by).type.base.measure};
}

// Whether `inner` is no earlier (no later) than `outer`, for every family.
bool at_or_after(const End& inner, const End& outer, bool after) {
  if (inner.anchor != outer.anchor) return false;
  if (inner.measure != outer.measure && inner.offset != 0 && outer.offset != 0) return false;
  return after ? inner.offset >= outer.offset : inner.offset <= outer.offset;
}

struct Bounds {
  std::int64_t lowest = 0, highest = 0;
};

// What a number may be, with every parameter at the worst that places may choose.
std::optional<Bounds> bounds_of(const plan::Plan& plan, ExprId id) {
  const plan::Node& node = plan.expr(id).node;
  if (const auto* constant = std::get_if<Constant>(&node)) return Bounds{constant->number, constant->number};
  const auto* use = std::get_if<plan::ParameterValue>(&node);
  if (use == nullptr) return {};
  const plan::Parameter& parameter = plan.parameters[use->parameter.index()];
  if (parameter.may_choose_from && parameter.may_choose_to) return Bounds{*parameter.may_choose_from, *parameter.may_choose_to};
  if (parameter.values.empty()) return {};
  Bounds bounds{parameter.values.front().value.number, parameter.values.front().value.number};
  for (const plan::ParameterPeriod& period : parameter.values) {
    bounds.lowest = std::min(bounds.lowest, period.value.number);
    bounds.highest = std::max(bounds.highest, period.value.number);
  }
  return bounds;
}

// The amount at a level: the nearest one named at or below it.
ExprId amount_at(const plan::Offer& offer, std::size_t level) {
  if (offer.amount.exists()) return offer.amount;
  ExprId amount;
  for (const plan::LevelAmount& each : offer.amounts)
    if (each.level <= level) amount = each.amount;
  return amount;
}

// Values with dates, and those of the core on the days that they say nothing of.
std::vector<plan::ParameterPeriod> filled_up(std::vector<plan::ParameterPeriod> own,
                                             const std::vector<plan::ParameterPeriod>& core) {
  const auto earlier = [](const plan::ParameterPeriod& a, const plan::ParameterPeriod& b) {
    return b.from.has_value() && (!a.from || *a.from < *b.from);
  };
  std::sort(own.begin(), own.end(), earlier);
  std::vector<plan::ParameterPeriod> all = own;
  for (const plan::ParameterPeriod& period : core) {
    plan::ParameterPeriod rest = period;  // of it, what no day of one's own has taken yet
    bool left = true;
    for (const plan::ParameterPeriod& taken : own) {
      if (taken.to && rest.from && *taken.to < *rest.from) continue;
      if (!left || (taken.from && rest.to && *taken.from > *rest.to)) break;
      if (taken.from && (!rest.from || *taken.from > *rest.from)) {
        all.push_back(rest);
        all.back().to = *taken.from - 1;
      }
      left = taken.to && (!rest.to || *taken.to < *rest.to);
      if (left) rest.from = *taken.to + 1;
    }
    if (left) all.push_back(rest);
  }
  std::sort(all.begin(), all.end(), earlier);
  return all;
}

std::string_view clause_word(Cursor clause) {
  const Cursor first = clause.first();
  return first.is(NodeKind::due) ? "due" : first.is(NodeKind::note) ? "" : first.text();
}

}  // namespace

std::vector<Checker::Edit> Checker::Step::all() const {
  std::vector<Edit> both = earlier;
  both.insert(both.end(), own.begin(), own.end());
  return both;
}

std::vector<Checker::Step> Checker::steps_of(const std::vector<Edit>& edits) {
  std::vector<Step> steps;
  for (const Edit& edit : edits) {
    if (steps.empty() || steps.back().own.front().module != edit.module) {
      std::vector<Edit> earlier = steps.empty() ? std::vector<Edit>() : steps.back().all();
      steps.push_back({std::move(earlier), {}});
    }
    steps.back().own.push_back(edit);
  }
  return steps;
}

void Checker::keep_offer_edits(const plan::Offer& core, const plan::Offer& adapted_offer, Cursor decl, const Step& step,
                               std::string_view kind) {
  const std::vector<Edit>& edits = step.own;
  const auto clause_in = [](Cursor in, std::string_view word) {
    for (const Cursor clause : in) {
      const Cursor inner =
          clause.is(NodeKind::aclause) && clause.child(NodeKind::oclause) ? clause.child(NodeKind::oclause) : clause;
      if ((inner.is(NodeKind::oclause) || inner.is(NodeKind::aclause) || inner.is(NodeKind::lclause)) &&
          clause_word(inner) == word)
        return inner;
    }
    return Cursor{};
  };
  // As the last core before this module left it.
  const auto was = [&](std::string_view word) {
    for (auto edit = step.earlier.rbegin(); edit != step.earlier.rend(); ++edit)
      if (const Cursor clause = clause_in(edit->decl, word)) return clause;
    return clause_in(decl, word);
  };
  for (const Edit& edit : edits) {
    plan::Adaptation& note = adapted(edit, kind, core.name, core.span);
    std::vector<std::string> what;
    bool also = false, rules = false;  // rules: who is offered it, when, and what shows that they had it
    for (Cursor child : edit.decl) {
      if (child.is(NodeKind::word)) also = child.is_word("also when");
      rules = rules || also;
      if (also && child.is(NodeKind::answer)) what.push_back(fmt::format("also when {}", text_at(child.span())));
      if (child.is(NodeKind::aclause) && child.child(NodeKind::oclause)) child = child.child(NodeKind::oclause);
      if (!child.is(NodeKind::oclause) && !child.is(NodeKind::aclause) && !child.is(NodeKind::lclause)) continue;
      const std::string_view word = clause_word(child);
      // That it has no such clause was said already.
      const bool listed = child.is(NodeKind::lclause) || word == "when" || word == "first";
      if (word.empty() || (kind == "list" ? !listed : child.is(NodeKind::lclause))) continue;
      if (kind == "offer" && !child.is(NodeKind::oclause)) continue;
      rules = rules || word == "when" || word == "met by" || word == "due" || word == "tier";
      const Cursor before = was(word);
      what.push_back(before ? fmt::format("{} → {}", text_at(before.span()), text_at(child.span())) : text_at(child.span()));
      if (!core.core) continue;
      static constexpr std::string_view allowed[] = {"due", "amount", "tier", "provider", "cost"};
      if (std::find(std::begin(allowed), std::end(allowed), word) != std::end(allowed)) continue;
      report(Code::core_frozen, child.span(), fmt::format("`{}` of `{}` is core, and stays as it is", word, core.name),
             word == "when" ? "to give it to more, say `also when …`" : "declare what differs under a new name",
             {{before ? before.span() : core.span, "the core's is here"}});
    }
    note.what = std::move(what);
    if (rules && !core.core && kind == "offer") changed_offers_.push_back({core.name, edit.decl.child(NodeKind::NAME).span()});
  }
  if (!core.core) return;
  const auto place = [&](std::string_view word) {
    for (const Edit& edit : edits)
      for (Cursor child : edit.decl) {
        if (child.is(NodeKind::aclause) && child.child(NodeKind::oclause)) child = child.child(NodeKind::oclause);
        if ((child.is(NodeKind::oclause) || child.is(NodeKind::aclause)) && clause_word(child) == word) return child.span();
      }
    return base::Span{};
  };
  const auto weaker = [&](std::string_view word, std::string message, std::string help) {
    const Cursor before = was(word);
    report(Code::core_weakened, place(word), std::move(message), std::move(help),
           {{before ? before.span() : core.span, "the core's is here"}});
  };
  if (place("due").exists() && (adapted_offer.due_by.exists() || adapted_offer.due_from.exists())) {
    const auto old_from = end_of(plan_, core.due_from), old_by = end_of(plan_, core.due_by),
               new_from = end_of(plan_, adapted_offer.due_from), new_by = end_of(plan_, adapted_offer.due_by);
    const bool inside = core.due_from.exists() == adapted_offer.due_from.exists() &&
                        core.due_by.exists() == adapted_offer.due_by.exists() &&
                        (!core.due_from.exists() || (old_from && new_from && at_or_after(*new_from, *old_from, true))) &&
                        (!core.due_by.exists() || (old_by && new_by && at_or_after(*new_by, *old_by, false)));
    if (!inside)
      weaker("due", fmt::format("`{}` is core: it may be due within the core's window, not outside it", core.name),
             "keep the day that it counts from, and start no earlier and end no later than the core does");
  }
  if (place("tier").exists() && (adapted_offer.levels != core.levels || adapted_offer.tier > core.tier)) {
    weaker("tier", fmt::format("`{}` is core: it may start at a lower tier, not at a higher one", core.name),
           "keep the core's tier, or name a lower one");
  }
  if (!place("amount").exists()) return;
  if (!types::same(core.amount_type, adapted_offer.amount_type)) {
    weaker("amount",
           fmt::format("`{}` is core: its amount stays in {}, not {}", core.name, plan::with_article(core.amount_type, plan_),
                       plan::with_article(adapted_offer.amount_type, plan_)),
           "give it in the core's unit");
    return;
  }
  const std::size_t levels = core.levels.exists() ? plan_.levels[core.levels.index()].levels.size() : core.tier + 1;
  for (std::size_t level = core.tier; level < levels; ++level) {
    const ExprId before = amount_at(core, level), after = amount_at(adapted_offer, level);
    if (!before.exists()) continue;
    const std::string at =
        core.levels.exists() ? fmt::format(" at {}", plan_.levels[core.levels.index()].levels[level].name) : "";
    if (!after.exists()) {
      weaker("amount", fmt::format("`{}` is core: it has no amount{} any more", core.name, at),
             "name an amount for that level");
      return;
    }
    const auto old_amount = bounds_of(plan_, before), new_amount = bounds_of(plan_, after);
    if (old_amount && new_amount && new_amount->lowest >= old_amount->highest) continue;
    weaker("amount",
           old_amount && new_amount
               ? fmt::format("`{}` is core: {} is less than the core's {}{}", core.name,
                             plan::show_value(adapted_offer.amount_type, new_amount->lowest, plan_),
                             plan::show_value(core.amount_type, old_amount->highest, plan_), at)
               : fmt::format("`{}` is core: that its amount{} is no less can't be seen from how it is written", core.name, at),
           old_amount && new_amount ? "give at least as much at every level" : "write amounts as numbers or parameters");
    return;
  }
}

// `adapt parameter … to …`, within what places may choose; or with dates of their own.
void Checker::adapt_parameters() {
  for (std::size_t i = 0; i < plan_.parameters.size(); ++i) {
    for (const Edit& edit : edits_of(Space::values, static_cast<std::uint32_t>(i))) {
      if (!edit.decl.has_word("parameter")) continue;
      const InModule in(*this, edit.module);
      plan::Parameter& parameter = plan_.parameters[i];
      if (parameter.type.kind == types::Kind::unknown) continue;
      const auto told = [&](const plan::Parameter& of, bool with_days) {
        std::string values;
        for (const plan::ParameterPeriod& period : of.values) {
          values +=
              (values.empty() ? "" : ", ") +
              (of.type.kind == types::Kind::text ? period.value.text : plan::show_value(of.type, period.value.number, plan_));
          if (with_days && period.from) values += " from " + base::format_iso_date(*period.from);
          if (with_days && period.to) values += " to " + base::format_iso_date(*period.to);
        }
        return values;
      };
      plan::Parameter changed = parameter;
      changed.values.clear();
      const std::size_t errors = diagnostics_.errors();
      if (const Cursor value_at = edit.decl.child(NodeKind::literal)) {
        const auto value = literal(value_at, parameter.type, parameter.span);
        if (!value) continue;
        // The new value holds for as long as the core's values do.
        for (const plan::ParameterPeriod& period : parameter.values) changed.values.push_back({period.from, period.to, *value});
      } else {
        changed.may_choose_from.reset();
        changed.may_choose_to.reset();
        fill_parameter_values(edit.decl, changed, parameter.span);
        if (changed.may_choose_from && parameter.may_choose_from &&
            (*changed.may_choose_from < *parameter.may_choose_from || *changed.may_choose_to > *parameter.may_choose_to))
          report(Code::parameter_out_of_range, edit.decl.child(NodeKind::NAME).span(),
                 fmt::format("the range of `{}` is wider than the core's", parameter.name), "choose one inside it",
                 {{parameter.span, "the core's is here"}});
        if (!changed.may_choose_from) {
          changed.may_choose_from = parameter.may_choose_from;
          changed.may_choose_to = parameter.may_choose_to;
        }
        if (changed.values.empty()) changed.values = parameter.values;
      }
      if (diagnostics_.errors() > errors) continue;
      for (const plan::ParameterPeriod& period : changed.values) {
        const bool own = changed.may_choose_from.has_value();
        if (!own && !parameter.may_choose_from) break;
        const std::int64_t lowest = own ? *changed.may_choose_from : *parameter.may_choose_from;
        const std::int64_t highest = own ? *changed.may_choose_to : *parameter.may_choose_to;
        if (period.value.number >= lowest && period.value.number <= highest) continue;
        const Cursor value_at = edit.decl.child(NodeKind::literal);
        report(Code::parameter_out_of_range, (value_at ? value_at : edit.decl.child(NodeKind::NAME)).span(),
               fmt::format("`{}` may be from {} to {}, and this is {}", parameter.name,
                           plan::show_value(parameter.type, lowest, plan_), plan::show_value(parameter.type, highest, plan_),
                           plan::show_value(parameter.type, period.value.number, plan_)),
               "choose a value inside the range", {{parameter.span, "the core's is here"}});
        break;
      }
      changed.values = filled_up(std::move(changed.values), parameter.values);
      plan::Adaptation& note = adapted(edit, "parameter", parameter.name, parameter.span);
      // Days tell values apart; one value in place of another for the same time needs none.
      const auto same_time = [](const plan::ParameterPeriod& a, const plan::ParameterPeriod& b) {
        return a.from == b.from && a.to == b.to;
      };
      const bool with_days = parameter.values.size() != 1 || changed.values.size() != 1 ||
                             !same_time(parameter.values.front(), changed.values.front());
      std::string line = fmt::format("{} → {}", told(parameter, with_days), told(changed, with_days));
      if (parameter.may_choose_from)
        line += fmt::format(" (the core allows {} to {})", plan::show_value(parameter.type, *parameter.may_choose_from, plan_),
                            plan::show_value(parameter.type, *parameter.may_choose_to, plan_));
      note.what.push_back(std::move(line));
      if (!parameter.may_choose_from)
        free_parameters_.push_back({plan::ParameterId{i}, edit.decl.child(NodeKind::NAME).span()});
      plan_.parameters[i] = std::move(changed);
    }
  }
}

// More breakdowns, a stricter target, notes: nothing else of a core's indicator changes.
void Checker::adapt_indicator(plan::IndicatorId id, const RowContext& row) {
  for (const Edit& edit : edits_of(Space::indicators, id.value)) {
    const InModule in(*this, edit.module);
    plan::Indicator indicator = plan_.indicators[id.index()];
    std::vector<std::string> what;
    for (const Cursor clause : edit.decl) {
      if (!clause.is(NodeKind::iclause)) continue;
      const Cursor first = clause.first();
      what.push_back(text_at(clause.span()));
      if (first.is(NodeKind::note)) {
        add_note(indicator.notes, first);
      } else if (first.is_word("by")) {
        fill_breakdowns(clause, indicator, row);
      } else if (first.is(NodeKind::target)) {
        const auto stricter = target(first, {figure_type(indicator), indicator.span, indicator.higher_is_better},
                                     indicator.comparators, indicator.baseline);
        if (!stricter) continue;
        const auto& old = indicator.target;
        const bool comparable =
            old && old->value && stricter->value && old->kind == stricter->kind && indicator.higher_is_better.has_value();
        const bool more = comparable && (*indicator.higher_is_better != (old->kind == plan::TargetKind::reduce_by)
                                             ? *stricter->value >= *old->value
                                             : *stricter->value <= *old->value);
        if (old && !(comparable && more && stricter->by <= old->by))
          report(Code::core_weakened, first.span(),
                 fmt::format("this target of `{}` is not seen to be at least as strict as the core's", indicator.name),
                 "ask for as much or more, by the same day or earlier", {{indicator.span, "the core's indicator"}});
        else
          indicator.stricter_targets.push_back(*stricter);
      } else {
        report(Code::core_frozen, clause.span(),
               fmt::format("`{}` of `{}` is the core's, so that areas can be compared", first.text(), indicator.name),
               "add `by …` or a stricter target, or declare an indicator of your own",
               {{indicator.span, "the core's is here"}});
      }
    }
    adapted(edit, "indicator", indicator.name, indicator.span).what = std::move(what);
    plan_.indicators[id.index()] = std::move(indicator);
  }
}

}  // namespace fairstart::check
