// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "dsl/base/decimal.hpp"
#include "dsl/base/text.hpp"
#include "dsl/check/checker.hpp"

namespace fairstart::check {

Cursor bare(Cursor node, NodeKind leaf) {
  while (node && !node.is(leaf)) {
    const Cursor only = node.first();
    if (!only) return {};
    int children = 0;
    for ([[maybe_unused]] const Cursor child : node) ++children;
    if (children != 1) return {};
    node = only;
  }
  return node;
}

Cursor bare_item(Cursor node) { return bare(node, NodeKind::item); }

ExprId Checker::add(plan::Node node, Type type, RecordId row, base::Span span, std::string text) {
  lift_to_pair(node, row);
  plan_.exprs.push_back({std::move(node), type, row, span, std::move(text), false});
  return ExprId{plan_.exprs.size() - 1};
}

ExprId Checker::add(plan::Node node, Type type, RecordId row, Cursor at) {
  return add(std::move(node), type, row, at.span(), text_at(at.span()));
}

ExprId Checker::poison(Cursor at) { return add(plan::MissingValue{}, {}, {}, at); }
bool Checker::is_poison(ExprId id) const { return !id.exists() || plan_.expr(id).type.kind == types::Kind::unknown; }
std::string Checker::text_at(base::Span span) const {
  // A long condition has many parts, each with its words: of very long ones the beginning is told.
  constexpr std::size_t most = 1'000;
  std::string_view written = sources_.text(span);
  const bool cut = written.size() > most;
  if (cut) {
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(written[end]) & 0xC0U) == 0x80U) --end;
    written = written.substr(0, end);
  }
  std::string text = base::on_one_line(written) + (cut ? " …" : "");
  // A set may end with its comma; in a sentence it does not.
  for (std::size_t at = text.find(", }"); at != std::string::npos; at = text.find(", }", at)) text.erase(at, 1);
  return text;
}

RecordId Checker::row_of(const std::vector<ExprId>& ids) const {
  // A pair's row knows both of its rows, and the furthest pair all that lie between.
  RecordId row;
  for (const ExprId id : ids) {
    if (!id.exists() || !plan_.expr(id).row.exists()) continue;
    const RecordId other = plan_.expr(id).row;
    if (!row.exists() || (plan_.record(other).pairing && (!plan_.record(row).pairing || plan_.belongs_under(other, row))))
      row = other;
  }
  return row;
}
RecordId Checker::row_of(std::initializer_list<ExprId> ids) const { return row_of(std::vector<ExprId>(ids)); }

ExprId Checker::both(ExprId a, ExprId b, Cursor at) {
  if (!a.exists()) return b;
  if (!b.exists()) return a;
  std::vector<ExprId> parts;
  if (const auto* and_node = std::get_if<plan::And>(&plan_.expr(a).node); and_node != nullptr && plan_.expr(a).text.empty())
    parts = and_node->answers;
  else
    parts.push_back(a);
  parts.push_back(b);
  const RecordId row = row_of(parts);
  return add(plan::And{std::move(parts)}, types::yes_no(), row, at.span(), "");
}

ExprId Checker::need_yes_no(ExprId expr, Cursor at) {
  if (is_poison(expr) || type_of(expr).kind == types::Kind::yes_no) return expr;
  const Type& type = type_of(expr);
  const std::string_view how = type.kind == types::Kind::number   ? "is at least …"
                               : type.kind == types::Kind::date   ? "is before …"
                               : type.kind == types::Kind::groups ? "includes …"
                               : type.kind == types::Kind::codes  ? "includes …"
                                                                  : "is …";
  const std::string text = text_at(at.span());
  report(Code::not_a_yes_no, at.span(), fmt::format("`{}` is {}, not a yes or no", text, plan::with_article(type, plan_)),
         fmt::format("compare it with something: `{} {}`", text.size() <= 40 ? text : "…", how));
  return poison(at);
}

ExprId Checker::condition(Cursor at, const RowContext& row) { return need_yes_no(answer(at, row), at); }

ExprId Checker::answer(Cursor at, const RowContext& row) {
  const ExprId inner = cond(at.child(NodeKind::cond), row);
  if (!at.has_word("unknown counts as")) return inner;
  if (is_poison(need_yes_no(inner, at))) return poison(at);
  return add(plan::CountsAs{inner, at.has_word("yes")}, types::yes_no(), row_of({inner}), at);
}

ExprId Checker::cond(Cursor at, const RowContext& row) {
  const bool any_or = at.has_word("or");
  if (!any_or && !at.has_word("and")) return test(at.first(), row);
  std::vector<ExprId> parts;
  bool broken = false;
  for (const Cursor child : at) {
    if (!child.is(NodeKind::test)) continue;
    parts.push_back(need_yes_no(test(child, row), child));
    broken = broken || is_poison(parts.back());
  }
  if (broken) return poison(at);
  const RecordId on = row_of(parts);
  if (any_or) return add(plan::Or{std::move(parts)}, types::yes_no(), on, at);
  return add(plan::And{std::move(parts)}, types::yes_no(), on, at);
}

std::vector<ExprId> Checker::set_of_answers(Cursor set, const RowContext& row) {
  std::vector<ExprId> parts;
  bool broken = false;
  for (const Cursor child : set) {
    if (!child.is(NodeKind::answer)) continue;
    parts.push_back(condition(child, row));
    broken = broken || is_poison(parts.back());
  }
  if (broken) parts.clear();
  return parts;
}

ExprId Checker::test(Cursor at, const RowContext& row) {
  const Cursor first = at.first();
  if (first.is(NodeKind::compare)) return compare(first, row);
  if (first.is(NodeKind::standing)) return standing(first, row);
  if (first.is_word("not")) {
    const Cursor inner_at = at.child(NodeKind::test);
    const ExprId inner = need_yes_no(test(inner_at, row), inner_at);
    if (is_poison(inner)) return poison(at);
    return add(plan::Not{inner}, types::yes_no(), row_of({inner}), at);
  }
  if (first.is_word("any of") || first.is_word("all of") || first.is_word("none of")) {
    const Cursor set = at.child(NodeKind::set);
    std::vector<ExprId> parts = set_of_answers(set, row);
    if (parts.empty()) return poison(at);
    const RecordId on = row_of(parts);
    if (first.is_word("all of")) return add(plan::And{std::move(parts)}, types::yes_no(), on, at);
    if (first.is_word("any of")) return add(plan::Or{std::move(parts)}, types::yes_no(), on, at);
    const ExprId any = add(plan::Or{std::move(parts)}, types::yes_no(), on, set);
    return add(plan::Not{any}, types::yes_no(), on, at);
  }
  if (first.is_word("any") || first.is_word("no")) {
    const Cursor list_at = at.child(NodeKind::list);
    const auto found = list(list_at, row);
    if (!found) return poison(at);
    ExprId any = any_of(*found, at);
    if (first.is_word("no")) any = add(plan::Not{any}, types::yes_no(), found->scope, at);
    return seen_from(any, *found, row, at);
  }
  if (first.is_word("every")) return every(at, row);
  return tally(at, row);
}

// `at least n of { }`, `at most n contacts where …`: a count, compared.
ExprId Checker::tally(Cursor at, const RowContext& row) {
  const Cursor word = at.first();
  const plan::Comparison op = word.is_word("at least")  ? plan::Comparison::at_least
                              : word.is_word("at most") ? plan::Comparison::at_most
                                                        : plan::Comparison::is;
  ExprId wanted;
  if (const Cursor number = at.child(NodeKind::NUM)) {
    if (const auto count = whole(number))
      wanted = add(plan::Constant{*count * base::million, {}}, types::whole_number(), {}, number);
  } else {
    const Cursor name = at.child(NodeKind::NAME);
    wanted = need_value(name, row);
    if (!is_poison(wanted) && !types::same(type_of(wanted), types::whole_number())) {
      report(Code::wrong_type, name.span(),
             fmt::format("`{}` is {}, not a number to count to", name.text(), plan::with_article(type_of(wanted), plan_)));
      wanted = {};
    }
  }
  ExprId count;
  if (const Cursor set = at.child(NodeKind::set)) {
    std::vector<ExprId> parts = set_of_answers(set, row);
    if (parts.empty()) return poison(at);
    const auto* constant = wanted.exists() ? std::get_if<plan::Constant>(&plan_.expr(wanted).node) : nullptr;
    if (constant != nullptr && op != plan::Comparison::at_most &&
        constant->number > static_cast<std::int64_t>(parts.size()) * base::million) {
      report(Code::wrong_type, at.span(),
             fmt::format("`{} {}` of {} can never be", word.text(), constant->number / base::million, parts.size()),
             "ask for fewer, or add to the list");
      return poison(at);
    }
    const RecordId on = row_of(parts);
    count = add(plan::CountOfSet{std::move(parts)}, types::whole_number(), on, set);
  } else {
    const auto found = list(at.child(NodeKind::list), row);
    if (!found) return poison(at);
    count = count_of(*found, at.child(NodeKind::list));
    count = seen_from(count, *found, row, at);
  }
  if (is_poison(wanted)) return poison(at);
  return add(plan::Compare{op, count, wanted}, types::yes_no(), row_of({count, wanted}), at);
}

ExprId Checker::every(Cursor at, const RowContext& row) {
  const auto found = list(at.child(NodeKind::list), row, at);
  if (!found) return poison(at);
  const RowContext inner = inner_context(*found, row);
  ExprId claim;
  if (const Cursor standing_at = at.child(NodeKind::standing)) {
    claim = standing(standing_at, inner);
  } else if (const Cursor answer_at = at.child(NodeKind::answer)) {
    claim = condition(answer_at, inner);
  } else {
    const Cursor name = at.child(NodeKind::NAME);
    claim = need_yes_no(need_value(name, inner), name);
  }
  if (is_poison(claim)) return poison(at);
  claim = on_list_row(claim, *found, at);
  const ExprId all = add(plan::Every{found->id, claim}, types::yes_no(), found->scope, at);
  return seen_from(all, *found, row, at);
}

ExprId Checker::standing(Cursor at, const RowContext& row) {
  const Cursor word = at.first(), ref = at.child(NodeKind::ref), name = ref.child(NodeKind::NAME);
  if (!row.in_indicator && !row.standing) {
    report(Code::out_of_place, word.span(), fmt::format("`{}` is used in a rule", word.text()),
           "rules decide offers, so they can't read them: only lists, indicators and guarantees may");
    return poison(at);
  }
  const std::string full = std::string(ref.text());
  const Symbol* symbol = find(Space::offers, full);
  if (symbol == nullptr) {
    unknown_name(ref, "offer", names_in(Space::offers));
    return poison(at);
  }
  const plan::Offer& offer = plan_.offers[symbol->index];
  if (!offer.record.exists()) return poison(at);
  if (!row.record.exists() || !plan_.belongs_under(row.record, offer.record)) {
    report(Code::not_on_this_row, name.span(),
           row.record.exists()
               ? fmt::format("`{}` is for a {}, not for a {}", offer.name, plan_.record(offer.record).name,
                             plan_.record(row.record).name)
               : fmt::format("`{}` is for a {}; there is no row here", offer.name, plan_.record(offer.record).name),
           "", {{offer.span, "declared here"}});
    return poison(at);
  }
  const bool received = word.is_word("received"), overdue = word.is_word("overdue for");
  const ExprId value = overdue ? offer.overdue : received ? offer.received : offer.eligible;
  if (!value.exists()) {
    if (received || overdue)
      report(Code::clause_missing, name.span(),
             received ? fmt::format("`{}` does not say what shows that it was received", offer.name)
                      : fmt::format("`{}` does not say when it is due", offer.name),
             received ? "add `met by …` to the offer" : "add `due …` to the offer", {{offer.span, "declared here"}});
    return poison(at);
  }
  if (overdue && !offer.received.exists())
    report(Code::overdue_never_known, at.span(),
           fmt::format("nothing shows that `{}` was received, so whether it is overdue can never be told", offer.name),
           "add `met by …` to the offer", {{offer.span, "declared here"}});
  if (!row_of({value}).exists() || offer.record == row.record) return value;
  return add(plan::OfOwner{value}, types::yes_no(), row.record, at);
}

}  // namespace fairstart::check
