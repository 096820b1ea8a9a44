// SPDX-License-Identifier: Apache-2.0
#include "engine/run/profile.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "engine/offers/offers.hpp"

namespace fairstart::run {
namespace {

constexpr std::uint32_t nobody = 0xFFFF'FFFFU;

std::int64_t unknown_in(const column::Values& values) {
  std::int64_t unknown = 0;
  for (const column::Answer answer : values.answers) unknown += answer == column::unknown ? 1 : 0;
  for (std::size_t i = 0; i < values.lo.size(); ++i) unknown += values.lo[i] != values.hi[i] ? 1 : 0;
  for (const std::uint64_t levels : values.levels) unknown += std::has_single_bit(levels) ? 0 : 1;
  return unknown;
}

std::size_t rows_in(const column::Values& values) {
  return std::max({values.answers.size(), values.lo.size(), values.levels.size()});
}

}  // namespace

std::string_view words(Phase phase) {
  switch (phase) {
    case Phase::reading: return "reading the records";
    case Phase::loading: return "loading parts of the families";
    case Phase::unnamed: return "working out: fields and what has no name";
    case Phase::writing: return "writing rows, with reasons and what to ask";
    case Phase::lists: return "collecting lists and allocations";
    case Phase::counting: return "counting indicators";
    case Phase::waiting: return "waiting for other threads, and measuring";
    case Phase::trends: return "trends: their earlier periods";
    case Phase::guarantees: return "guarantees";
    case Phase::finishing: return "putting lists in order, and the report";
  }
  return "";
}

Profile::Profile(const plan::Plan& plan)
    : plan_(plan),
      of_expr_(plan.exprs.size(), nobody),
      of_score_(plan.scores.size(), nobody),
      of_levels_(plan.levels.size(), nobody) {
  for (const plan::Role& role : plan.roles) name("role", role.name, role.span, {role.where}, role.where);
  for (const plan::Definition& each : plan.definitions) name("definition", each.name, each.span, {each.meaning}, each.meaning);
  for (std::size_t i = 0; i < plan.scores.size(); ++i) {
    const plan::Score& score = plan.scores[i];
    std::vector<plan::ExprId> reads;
    for (const plan::ScoreItem& item : score.items) reads.insert(reads.end(), {item.answer, item.count});
    of_score_[i] = static_cast<std::uint32_t>(named_.size());
    name("score", score.name, score.span, reads, {});
    named_.back().score = plan::ScoreId(i);
  }
  for (std::size_t i = 0; i < plan.levels.size(); ++i) {
    const plan::Levels& levels = plan.levels[i];
    std::vector<plan::ExprId> reads;
    for (const plan::Level& level : levels.levels) reads.push_back(level.when);
    of_levels_[i] = static_cast<std::uint32_t>(named_.size());
    const char* const kinds[] = {"tiers", "groups", "segments"};
    name(kinds[static_cast<std::size_t>(levels.kind)], levels.name, levels.span, reads, {});
    named_.back().levels = plan::LevelsId(i);
  }
  for (const plan::Offer& offer : plan.offers)
    name("offer", offer.name, offer.span, offers::expressions(plan, offer), offer.eligible);
  for (const plan::Register& list : plan.registers) {
    std::vector<plan::ExprId> reads{list.eligible, list.show_names, list.per};
    for (const plan::OrderKey& key : list.order) reads.push_back(key.value);
    for (const plan::ShownItem& item : list.shows) reads.push_back(item.value);
    name("list", list.name, list.span, reads, list.eligible);
  }
  for (const plan::Allocation& each : plan.allocations) {
    std::vector<plan::ExprId> reads = offers::expressions(plan, each.offer);
    reads.insert(reads.end(),
                 {each.supply, each.share_by, each.share_place, each.share_weight, each.waiting_since, each.met_on});
    for (const plan::OrderKey& key : each.order) reads.push_back(key.value);
    name("allocation", each.offer.name, each.offer.span, reads, each.offer.eligible);
  }
  for (const plan::Indicator& each : plan.indicators) {
    std::vector<plan::ExprId> reads{each.count, each.value};
    if (each.among.exists()) reads.push_back(plan.list(each.among).member);
    for (const auto& axes : each.by)
      for (const plan::Breakdown& axis : axes) reads.push_back(axis.value);
    name("indicator", each.name, each.span, reads, each.count.exists() ? each.count : each.value);
  }
  unscaled_.resize(named_.size());
}

void Profile::name(const std::string& what, const std::string& name, base::Span span, const std::vector<plan::ExprId>& reads,
                   plan::ExprId answer) {
  const auto number = static_cast<std::uint32_t>(named_.size());
  named_.push_back({{what + ' ' + name, span}, answer, {}, {}});
  for (const plan::ExprId expr : reads) claim(expr, number);
}

// What several rest on is the first one's.
void Profile::claim(plan::ExprId expr, std::uint32_t by) {
  std::vector<plan::ExprId> open{expr};
  while (!open.empty()) {
    const plan::ExprId next = open.back();
    open.pop_back();
    if (!next.exists() || of_expr_[next.index()] != nobody) continue;
    of_expr_[next.index()] = by;
    plan::for_each_operand(plan_, next, [&](plan::ExprId operand) { open.push_back(operand); });
  }
}

Profile::OfThread Profile::of_thread() const {
  OfThread thread;
  thread.rows.resize(named_.size());
  thread.unknown.resize(named_.size());
  return thread;
}

void Profile::count(const column::Evaluated& evaluated, OfThread& thread) const {
  for (std::size_t i = 0; i < named_.size(); ++i) {
    const Named& named = named_[i];
    const column::Values* values = nullptr;
    if (named.score.exists())
      values = &evaluated.scores[named.score.index()];
    else if (named.levels.exists())
      values = &evaluated.levels[named.levels.index()];
    else if (named.answer.exists() && (evaluated.waiting.empty() || evaluated.waiting[named.answer.index()] == 0))
      values = &evaluated.exprs[named.answer.index()];
    if (values == nullptr) continue;
    thread.rows[i] += static_cast<std::int64_t>(rows_in(*values));
    thread.unknown[i] += unknown_in(*values);
  }
}

void Profile::add(const OfThread& thread, const exec::Program* program) {
  const auto unnamed = static_cast<std::size_t>(Phase::unnamed);
  double measured = 0;
  if (program != nullptr) {
    for (std::size_t i = 0; i < thread.steps.size(); ++i) {
      const exec::Worked& worked = program->steps()[i];
      const double whole = static_cast<double>(thread.steps[i]);
      measured += whole;
      const auto give = [&](std::uint32_t to, double part) { (to == nobody ? unscaled_in_[unnamed] : unscaled_[to]) += part; };
      if (worked.score.exists()) give(of_score_[worked.score.index()], whole);
      if (worked.levels.exists()) give(of_levels_[worked.levels.index()], whole);
      for (const plan::ExprId expr : worked.exprs)
        give(of_expr_[expr.index()], whole / static_cast<double>(worked.exprs.size()));
    }
  }
  for (std::size_t i = 0; i < phases; ++i) {
    unscaled_in_[i] += static_cast<double>(thread.in[i]);
    measured += static_cast<double>(thread.in[i]);
  }
  unscaled_in_[static_cast<std::size_t>(Phase::waiting)] += std::max(0.0, static_cast<double>(thread.all) - measured);
  unscaled_all_ += std::max(measured, static_cast<double>(thread.all));
  for (std::size_t i = 0; i < named_.size(); ++i) {
    named_[i].line.rows += thread.rows[i];
    named_[i].line.unknown += thread.unknown[i];
  }
}

void Profile::scale(double seconds) {
  const double factor = unscaled_all_ > 0 ? seconds / unscaled_all_ : 0;
  for (std::size_t i = 0; i < named_.size(); ++i) named_[i].line.seconds += unscaled_[i] * factor;
  for (std::size_t i = 0; i < phases; ++i) in_[i] += unscaled_in_[i] * factor;
  std::fill(unscaled_.begin(), unscaled_.end(), 0);
  unscaled_in_.fill(0);
  unscaled_all_ = 0;
}

std::vector<ProfileLine> Profile::lines() const {
  std::vector<ProfileLine> all;
  for (const Named& named : named_)
    if (named.line.seconds > 0) all.push_back(named.line);
  for (std::size_t i = 0; i < phases; ++i)
    if (in_[i] > 0) all.push_back({std::string(words(static_cast<Phase>(i))), {}, in_[i]});
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.seconds > b.seconds; });
  return all;
}

}  // namespace fairstart::run
