// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/letter.hpp"

#include <fmt/format.h>

#include <set>

#include "engine/explain/wording.hpp"
#include "engine/offers/offers.hpp"

namespace fairstart::explain {
namespace {

template <class Declared>
const std::string& title_of(const Declared& declared) {
  return declared.title.empty() ? declared.name : declared.title;
}

// Whether a rule reads only what is on the addressee's row, under it, or on the rows that own it, and nothing restricted.
class Own {
 public:
  Own(const plan::Plan& plan, plan::RecordId who) : plan_(plan), who_(who) {}

  bool is(plan::ExprId id) {
    if (!id.exists() || !seen_.insert(id.value).second) return true;
    const plan::Expr& expr = plan_.expr(id);
    if (expr.restricted || std::holds_alternative<plan::OfListed>(expr.node) || std::holds_alternative<plan::OfLink>(expr.node))
      return false;
    bool own = true;
    if (const auto* definition = std::get_if<plan::DefinitionValue>(&expr.node))
      own = is(plan_.definitions[definition->definition.index()].meaning);
    if (const auto* role = std::get_if<plan::RoleTest>(&expr.node)) own = is(plan_.roles[role->role.index()].where);
    if (const auto* score = std::get_if<plan::ScoreValue>(&expr.node))
      for (const plan::ScoreItem& item : plan_.scores[score->score.index()].items)
        own = own && is(item.answer) && is(item.count);
    if (const auto* levels = std::get_if<plan::LevelValue>(&expr.node))
      for (const plan::Level& level : plan_.levels[levels->levels.index()].levels) own = own && is(level.when);
    own = own && !lists_others(expr);
    plan::for_each_operand(plan_, id, [&](plan::ExprId operand) { own = own && is(operand); });
    return own;
  }

 private:
  bool lists_others(const plan::Expr& expr) const {
    const plan::List* list = nullptr;
    if (const auto* node = std::get_if<plan::Any>(&expr.node)) list = &plan_.list(node->list);
    if (const auto* node = std::get_if<plan::Every>(&expr.node)) list = &plan_.list(node->list);
    if (const auto* node = std::get_if<plan::Count>(&expr.node)) list = &plan_.list(node->list);
    if (const auto* node = std::get_if<plan::CountDifferent>(&expr.node)) list = &plan_.list(node->list);
    if (const auto* node = std::get_if<plan::Summarise>(&expr.node)) list = &plan_.list(node->list);
    if (const auto* node = std::get_if<plan::Pick>(&expr.node)) list = &plan_.list(node->list);
    if (const auto* node = std::get_if<plan::Ranked>(&expr.node)) list = &plan_.list(node->list);
    if (list == nullptr) return false;
    if (!list->scope.exists() || plan_.record(list->record).pairing) return true;
    if (who_ != plan_.family && plan_.belongs_under(list->scope, who_)) return false;
    // Rows of people, or under them, seen from above.
    for (plan::RecordId at = list->record; at.exists() && at != list->scope; at = plan_.record(at).owner)
      if (plan_.record(at).date_of_birth.exists()) return true;
    return false;
  }

  const plan::Plan& plan_;
  plan::RecordId who_;
  std::set<std::uint32_t> seen_;
};

class Letter {
 public:
  Letter(const Wording& wording, const Asker& asker) : wording_(wording), plan_(wording.plan()), asker_(asker) {}

  std::string text;

  void about(plan::RecordId record, column::Row row) {
    std::string body;
    for (std::size_t i = 0; i < plan_.levels.size(); ++i) body += level(plan::LevelsId(i), record, row);
    for (const plan::Offer& offer : plan_.offers)
      if (offer.shown && offer.record == record && in_role(offer, row)) body += this->offer(offer, row);
    if (body.empty()) return;
    const std::string& who = plan_.record(record).name;
    const std::string id = name(record, row);
    text += fmt::format("{}About {} {}\n{}", text.empty() ? "" : "\n", id == who ? "the" : who, id, body);
  }

 private:
  std::string name(plan::RecordId record, column::Row row) const { return wording_.database().id_of(record, row); }
  bool in_role(const plan::Offer& offer, column::Row row) const {
    return wording_.in_role({.record = offer.record, .role = offer.role}, row);
  }

  // Only the answer: what it could be besides is not for a letter.
  std::string level(plan::LevelsId id, plan::RecordId record, column::Row row) const {
    const plan::Levels& scheme = plan_.levels[id.index()];
    if (scheme.kind != plan::LevelsKind::tiers || scheme.record != record) return "";
    const std::uint64_t possible = wording_.evaluated().possible_levels(plan_, id, row);
    const offers::LevelResult result = offers::level_result(scheme, possible);
    return result.answer ? fmt::format("  {}: {}.\n", title_of(scheme), title_of(scheme.levels[*result.answer])) : "";
  }

  std::string offer(const plan::Offer& offer, column::Row row) const {
    const offers::OfferResult result = offers::result(plan_, offer, wording_.evaluated(), wording_.clock(), row);
    if (result.status == column::no) return "";
    std::string out = "  " + title_of(offer);
    if (result.status == column::unknown) {
      const std::vector<std::string> facts = missing(offer, row);
      out += ": we cannot tell yet.";
      for (std::size_t i = 0; i < facts.size(); ++i) out += (i == 0 ? " It would help to know: " : ", ") + facts[i];
      return out + (facts.empty() ? "\n" : ".\n");
    }
    out += ": offered";
    if (result.amount) out += ", " + wording_.value(offer.amount_type, *result.amount);
    if (!offer.provider.empty()) out += ", from " + offer.provider;
    out += '.' + when(result);
    const std::vector<std::string> titles = reasons(offer, row);
    for (std::size_t i = 0; i < titles.size(); ++i) out += (i == 0 ? " This is because: " : "; ") + titles[i];
    return out + (titles.empty() ? "\n" : ".\n");
  }

  static std::string when(const offers::OfferResult& result) {
    const auto day = [](base::Day date) { return base::format_long_date(date); };
    switch (result.window) {
      case plan::WindowState::none: return "";
      case plan::WindowState::done: return result.received_on ? " Received on " + day(*result.received_on) + '.' : " Received.";
      case plan::WindowState::missed: return result.due_by ? " It was due by " + day(*result.due_by) + '.' : "";
      case plan::WindowState::open: return result.due_by ? " It is due by " + day(*result.due_by) + '.' : "";
      case plan::WindowState::not_yet_due:
        if (!result.due_from) return "";
        return " It is due from " + day(*result.due_from) + (result.due_by ? " to " + day(*result.due_by) : "") + '.';
    }
    return "";
  }

  // The titles of the definitions that made it so, where they are the addressee's own.
  std::vector<std::string> reasons(const plan::Offer& offer, column::Row row) const {
    std::vector<std::string> out;
    collect(offer.eligible, offer.record, row, out);
    return out;
  }
  void collect(plan::ExprId id, plan::RecordId who, column::Row row, std::vector<std::string>& out) const {
    if (!id.exists() || wording_.answer(id, row) != column::yes) return;
    const plan::Expr& expr = plan_.expr(id);
    if (const auto* all = std::get_if<plan::And>(&expr.node))
      for (const plan::ExprId part : all->answers) collect(part, who, row, out);
    if (const auto* any = std::get_if<plan::Or>(&expr.node))
      for (const plan::ExprId part : any->answers) collect(part, who, row, out);
    if (const auto* owner = std::get_if<plan::OfOwner>(&expr.node); owner && plan_.expr(owner->value).row.exists())
      collect(owner->value, who, column::owner_row(wording_.database(), expr.row, row, plan_.expr(owner->value).row), out);
    const auto* named = std::get_if<plan::DefinitionValue>(&expr.node);
    if (named == nullptr) return;
    const plan::Definition& definition = plan_.definitions[named->definition.index()];
    if (!definition.title.empty() && Own(plan_, who).is(id)) add_once(out, definition.title);
  }

  std::vector<std::string> missing(const plan::Offer& offer, column::Row row) const {
    std::vector<std::string> out;
    for (const Fact& fact : asker_.about(wording_.evaluated(), offer.eligible, row).facts) {
      if (!fact.field.exists() || plan_.field(fact.field).sensitivity == plan::Sensitivity::restricted) continue;
      const bool own = fact.record == offer.record && fact.row == row;
      const bool of_owner = fact.record != offer.record && plan_.belongs_under(offer.record, fact.record);
      const bool under = fact.record != offer.record && offer.record != plan_.family &&
                         plan_.belongs_under(fact.record, offer.record) &&
                         column::owner_row(wording_.database(), fact.record, fact.row, offer.record) == row;
      if (own || of_owner || under) add_once(out, title_of(plan_.field(fact.field)));
    }
    return out;
  }

  const Wording& wording_;
  const plan::Plan& plan_;
  const Asker& asker_;
};

}  // namespace

std::string as_letter(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
                      column::Row family) {
  const plan::Plan& plan = *database.plan;
  if (!plan.family.exists()) return "";
  const Options options;  // nothing restricted, ever
  const Wording wording(database, clock, evaluated, options);
  const Asker asker(database, clock);
  Letter letter(wording, asker);
  letter.about(plan.family, family);
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    if (record == plan.family || plan.record(record).pairing || !plan.belongs_under(record, plan.family)) continue;
    const column::Rows rows = column::owned_rows(database, plan.family, family, record);
    for (column::Row row = rows.begin; row < rows.end; ++row) letter.about(record, row);
  }
  return letter.text.empty() ? "There is nothing to tell.\n" : std::move(letter.text);
}

}  // namespace fairstart::explain
