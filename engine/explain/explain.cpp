// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "engine/explain/otherwise.hpp"
#include "engine/explain/steps.hpp"
#include "engine/offers/offers.hpp"

namespace fairstart::explain {
namespace {

class Teller {
 public:
  Teller(const Wording& wording, const Asker& asker) : wording_(wording), plan_(wording.plan()), asker_(asker) {}

  std::vector<Told> out;

  void levels(plan::LevelsId id, column::Row row) {
    const plan::Levels& scheme = plan_.levels[id.index()];
    if (scheme.kind == plan::LevelsKind::groups) {
      for (const plan::Level& level : scheme.levels) group(scheme, level, row);
      return;
    }
    const std::uint64_t possible = wording_.evaluated().possible_levels(plan_, id, row);
    const offers::LevelResult result = offers::level_result(scheme, possible);
    Told told{.subject = titled(scheme, row), .result = wording_.levels(id, possible)};
    told.sources = scheme.notes.sources;
    told.ask_about = ask_text(wording_.database(), asker_.about_levels(wording_.evaluated(), id, row));
    const bool tiers = scheme.kind == plan::LevelsKind::tiers;
    for (std::size_t i = 0; i < scheme.levels.size(); ++i) {
      const std::size_t at = tiers ? scheme.levels.size() - 1 - i : i;
      told.because.push_back(level(scheme.levels[at], row));
      if (result.answer == at) break;
    }
    if (tiers && result.answer) told.otherwise = next_tier(scheme, result, row);
    out.push_back(std::move(told));
  }

  void score(plan::ScoreId id, column::Row row) {
    const plan::Score& declared = plan_.scores[id.index()];
    const column::Interval total = wording_.evaluated().score(plan_, id, row);
    Told told{.subject = titled(declared, row), .result = points(total)};
    told.sources = declared.notes.sources;
    told.ask_about = ask_text(wording_.database(), asker_.about_score(wording_.evaluated(), id, row));
    for (const plan::ScoreItem& item : declared.items) told.because.push_back(this->item(item, row));
    out.push_back(std::move(told));
  }

  void offer(const plan::Offer& offer, column::Row row) {
    const offers::OfferResult result = offers::result(plan_, offer, wording_.evaluated(), wording_.clock(), row);
    Told told{.subject = titled(offer, row), .result = outcome(offer, result)};
    told.sources = offer.notes.sources;
    if (result.status == column::unknown)
      told.ask_about = ask_text(wording_.database(), asker_.about(wording_.evaluated(), offer.eligible, row));
    if (result.status == column::no)
      told.otherwise = conditions("would be offered if: ", Otherwise(wording_).for_answer(offer.eligible, row, true));
    if (result.status == column::yes) told.ask_about = ask_text(wording_.database(), about_dates(offer, result, row));
    Steps steps(wording_);
    told.because = steps.parts_of(offer.eligible, row);
    std::vector<std::string> facts;
    if (result.status != column::no) {
      wording_.facts(offer.anchor.exists() ? offer.anchor : offer.due_from, row, facts);
      if (!facts.empty())
        told.because.push_back({.condition = "its dates are known", .answer = dated(offer, result), .facts = std::move(facts)});
    }
    out.push_back(std::move(told));
  }

  void listed(const plan::Register& list, column::Row row) {
    const column::Answer on = list.eligible.exists() ? wording_.answer(list.eligible, row) : column::yes;
    Told told{.subject = titled(list, row),
              .result = on == column::yes  ? "on the list"
                        : on == column::no ? "not on the list"
                                           : "can't tell whether on the list"};
    told.sources = list.notes.sources;
    if (on == column::unknown)
      told.ask_about = ask_text(wording_.database(), asker_.about(wording_.evaluated(), list.eligible, row));
    if (on == column::no)
      told.otherwise = conditions("would be on the list if: ", Otherwise(wording_).for_answer(list.eligible, row, true));
    Steps steps(wording_);
    told.because = steps.parts_of(list.eligible, row);
    out.push_back(std::move(told));
  }

 private:
  static std::string conditions(std::string words, const std::vector<std::string>& all) {
    if (all.empty()) return "";
    for (std::size_t i = 0; i < all.size(); ++i) words += (i == 0 ? "" : "; ") + all[i];
    return words;
  }

  // What the lowest tier that is not possible now would take.
  std::string next_tier(const plan::Levels& scheme, const offers::LevelResult& result, column::Row row) const {
    const std::size_t highest = result.could_be.empty() ? *result.answer : result.could_be.back();
    if (highest + 1 >= scheme.levels.size()) return "";
    const plan::Level& next = scheme.levels[highest + 1];
    if (!next.when.exists()) return "";
    return conditions("would be " + (next.title.empty() ? next.name : next.title) + " if: ",
                      Otherwise(wording_).for_answer(next.when, row, true));
  }

  // Where it is offered, and the facts do not tell when it is due.
  Ask about_dates(const plan::Offer& offer, const offers::OfferResult& result, column::Row row) const {
    Ask ask;
    if (offer.due_from.exists() && !result.due_from) merge(ask, asker_.about(wording_.evaluated(), offer.due_from, row));
    if (offer.due_by.exists() && !result.due_by) merge(ask, asker_.about(wording_.evaluated(), offer.due_by, row));
    return ask;
  }

  // "Listening visits for parent P2"
  template <class Declared>
  std::string titled(const Declared& declared, column::Row row) const {
    const std::string& who =
        declared.role.exists() ? plan_.roles[declared.role.index()].name : plan_.record(declared.record).name;
    const std::string& title = declared.title.empty() ? declared.name : declared.title;
    const std::string id = wording_.database().id_of(declared.record, row);
    // A row of an example that has no name is told by its record's alone.
    return id == who ? fmt::format("{} for the {}", title, who) : fmt::format("{} for {} {}", title, who, id);
  }

  Step level(const plan::Level& level, column::Row row) {
    Step step{.condition = level.title, .answer = column::yes};
    if (!level.when.exists()) {
      step.facts.push_back("everyone");
      return step;
    }
    step.answer = wording_.answer(level.when, row);
    Steps steps(wording_);
    step.because = steps.parts_of(level.when, row);
    return step;
  }

  void group(const plan::Levels& scheme, const plan::Level& declared, column::Row row) {
    Step step = level(declared, row);
    const std::string_view result = step.answer == column::yes ? "yes" : step.answer == column::no ? "no" : "not known";
    Told told{.subject = fmt::format("{}: {}", titled(scheme, row), declared.title),
              .result = std::string(result),
              .because = std::move(step.because),
              .sources = scheme.notes.sources};
    if (declared.when.exists())
      told.ask_about = ask_text(wording_.database(), asker_.about(wording_.evaluated(), declared.when, row));
    out.push_back(std::move(told));
  }

  static std::string points(const column::Interval& value) {
    const bool one = value.known() && (value.lo == base::million || value.lo == -base::million);
    if (value.known()) return base::format_decimal(value.lo) + (one ? " point" : " points");
    if (value.lo == column::no_lower && value.hi == column::no_upper) return "not known";
    if (value.hi == column::no_upper) return fmt::format("at least {} points", base::format_decimal(value.lo));
    if (value.lo == column::no_lower) return fmt::format("at most {} points", base::format_decimal(value.hi));
    return fmt::format("{} to {} points", base::format_decimal(value.lo), base::format_decimal(value.hi));
  }

  static column::Answer dated(const plan::Offer& offer, const offers::OfferResult& result) {
    const bool all = (result.due_from || !offer.due_from.exists()) && (result.due_by || !offer.due_by.exists());
    return all ? column::yes : column::unknown;
  }

  // One way or the other, points times what was counted, no further than the cap.
  column::Interval given(const plan::ScoreItem& item, column::Row row) const {
    column::Interval times;
    if (item.answer.exists()) {
      const column::Answer answer = wording_.answer(item.answer, row);
      times = {column::certainly(answer) ? base::million : 0, column::possibly(answer) ? base::million : 0};
    } else if (wording_.evaluated().has(item.count)) {
      times = wording_.evaluated().interval(plan_, item.count, row);
    }
    const std::int64_t cap = item.up_to.value_or(column::no_upper);
    const auto points_for = [&](std::int64_t count) {
      if (count == column::no_upper || count == column::no_lower) return cap;
      return std::min(base::multiply(count, item.points < 0 ? -item.points : item.points).value_or(cap), cap);
    };
    const std::int64_t lo = points_for(times.lo), hi = points_for(times.hi);
    if (item.points >= 0) return {lo, hi};
    return {hi == column::no_upper ? column::no_lower : -hi, -lo};
  }

  Step item(const plan::ScoreItem& item, column::Row row) {
    const plan::ExprId id = item.answer.exists() ? item.answer : item.count;
    const column::Interval value = given(item, row);
    Step step{.condition = wording_.hides(id) ? restricted_words : item.text};
    step.answer = value == column::Interval{0, 0} ? column::no : value.lo > 0 || value.hi < 0 ? column::yes : column::unknown;
    step.facts.push_back("gives " + points(value));
    if (wording_.hides(id)) return step;
    Steps steps(wording_);
    if (item.answer.exists())
      step.because = steps.parts_of(id, row);
    else
      steps.counted(id, row, step);
    return step;
  }

  std::string outcome(const plan::Offer& offer, const offers::OfferResult& result) const {
    if (result.status == column::no) return "not offered";
    std::string text = result.status == column::yes ? "offered" : "can't tell";
    std::vector<std::string> details;
    if (result.amount) details.push_back(wording_.value(offer.amount_type, *result.amount));
    if (result.due_from && result.due_by)
      details.push_back(
          fmt::format("due from {} to {}", base::format_long_date(*result.due_from), base::format_long_date(*result.due_by)));
    else if (result.due_from)
      details.push_back("due from " + base::format_long_date(*result.due_from));
    else if (result.due_by)
      details.push_back("due by " + base::format_long_date(*result.due_by));
    if (result.window != plan::WindowState::none) details.emplace_back(plan::word_of(result.window));
    if (result.received_on) details.push_back("received on " + base::format_long_date(*result.received_on));
    if (result.early) details.emplace_back("early");
    if (result.overdue == column::yes && result.window != plan::WindowState::missed) details.emplace_back("overdue");
    for (std::size_t i = 0; i < details.size(); ++i) text += (i == 0 ? ": " : ", ") + details[i];
    if (!offer.provider.empty()) text += "; from " + offer.provider;
    return text;
  }

  const Wording& wording_;
  const plan::Plan& plan_;
  const Asker& asker_;
};

bool in_role(const Wording& wording, plan::RecordId record, plan::RoleId role, column::Row row) {
  return wording.in_role({.record = record, .role = role}, row);
}

}  // namespace

std::vector<Told> explain_family(const column::Database& database, const column::Clock& clock,
                                 const column::Evaluated& evaluated, column::Row family, const Options& options) {
  const plan::Plan& plan = *database.plan;
  if (!plan.family.exists()) return {};
  const Wording wording(database, clock, evaluated, options);
  const Asker asker(database, clock);
  Teller teller(wording, asker);
  const auto each = [&](plan::RecordId record, plan::RoleId role, const auto& tell) {
    if (!record.exists() || !plan.belongs_under(record, plan.family)) return;
    const column::Rows rows = column::owned_rows(database, plan.family, family, record);
    for (column::Row row = rows.begin; row < rows.end; ++row)
      if (in_role(wording, record, role, row)) tell(row);
  };
  for (std::size_t i = 0; i < plan.levels.size(); ++i)
    each(plan.levels[i].record, plan.levels[i].role, [&](column::Row row) { teller.levels(plan::LevelsId(i), row); });
  for (std::size_t i = 0; i < plan.scores.size(); ++i)
    each(plan.scores[i].record, plan.scores[i].role, [&](column::Row row) { teller.score(plan::ScoreId(i), row); });
  for (const plan::Register& list : plan.registers)
    if (list.shown) each(list.record, list.role, [&](column::Row row) { teller.listed(list, row); });
  for (const plan::Offer& offer : plan.offers)
    if (offer.shown) each(offer.record, offer.role, [&](column::Row row) { teller.offer(offer, row); });
  return std::move(teller.out);
}

std::vector<plan::ExprId> expressions(const plan::Plan& plan) {
  std::vector<plan::ExprId> ids;
  const auto add = [&](plan::ExprId id) {
    if (id.exists()) ids.push_back(id);
  };
  const auto add_role = [&](plan::RoleId role) {
    if (role.exists()) add(plan.roles[role.index()].where);
  };
  for (const plan::Levels& scheme : plan.levels) {
    for (const plan::Level& level : scheme.levels) add(level.when);
    add_role(scheme.role);
  }
  for (const plan::Score& score : plan.scores) {
    for (const plan::ScoreItem& item : score.items) add(item.answer), add(item.count);
    add_role(score.role);
  }
  for (const plan::Register& list : plan.registers) {
    if (!list.shown) continue;
    add(list.eligible);
    add_role(list.role);
  }
  for (const plan::Offer& offer : plan.offers) {
    if (!offer.shown) continue;
    for (const plan::ExprId id : offers::expressions(plan, offer)) add(id);
    add_role(offer.role);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace fairstart::explain
