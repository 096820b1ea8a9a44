// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iterator>

#include "dsl/base/decimal.hpp"
#include "dsl/base/overloaded.hpp"
#include "dsl/plan/plan.hpp"

namespace fairstart::plan {
namespace {

using base::overloaded;

std::string_view word(Missing why) {
  switch (why) {
    case Missing::not_recorded: return "not-recorded";
    case Missing::not_asked: return "not-asked";
    case Missing::declined: return "declined";
    case Missing::another_time: return "another-time";
    case Missing::records_disagree: return "records-disagree";
    case Missing::no_certain_record: return "no-certain-record";
    case Missing::no_parameter_value: return "no-parameter-value";
  }
  return "";
}

std::string_view word(Comparison comparison) {
  switch (comparison) {
    case Comparison::is: return "is";
    case Comparison::is_not: return "is-not";
    case Comparison::under: return "under";
    case Comparison::over: return "over";
    case Comparison::at_least: return "at-least";
    case Comparison::at_most: return "at-most";
  }
  return "";
}

std::string_view word(Operation operation) {
  switch (operation) {
    case Operation::add: return "+";
    case Operation::subtract: return "-";
    case Operation::multiply: return "*";
    case Operation::divide: return "/";
  }
  return "";
}

std::string_view word(Summary summary) {
  switch (summary) {
    case Summary::sum: return "sum";
    case Summary::average: return "average";
    case Summary::lowest: return "lowest";
    case Summary::highest: return "highest";
  }
  return "";
}

std::string_view word(Which which) {
  switch (which) {
    case Which::latest: return "latest";
    case Which::earliest: return "earliest";
    case Which::latest_recorded: return "latest-recorded";
  }
  return "";
}

std::string_view word(types::TimeUnit unit) {
  switch (unit) {
    case types::TimeUnit::none: return "none";
    case types::TimeUnit::day: return "days";
    case types::TimeUnit::week: return "weeks";
    case types::TimeUnit::month: return "months";
    case types::TimeUnit::quarter: return "quarters";
    case types::TimeUnit::year: return "years";
  }
  return "";
}

class Printer {
 public:
  explicit Printer(const Plan& plan) : plan_(plan) {}

  std::string all() {
    for (const Module& module : plan_.modules)
      line(0, "{} {} \"{}\"{}", module.framework ? "framework" : "library", module.name, module.title,
           module.builds_on.exists() ? " builds on " + plan_.modules[module.builds_on.index()].name : "");
    codes();
    records();
    for (const Parameter& each : plan_.parameters) parameter(each);
    for (const Calendar& each : plan_.calendars) {
      std::string days;
      for (const YearDay& day : each.days) days += fmt::format(" {:02}-{:02}", day.month, day.day);
      line(0, "calendar {}:{}", each.name, days);
    }
    for (const Window& each : plan_.windows) {
      line(0, "window {} for {}", each.name, record(each.record));
      tree(1, "from", each.from);
      tree(1, "to", each.to);
    }
    for (const Definition& each : plan_.definitions) {
      line(0, "define {} for {}: {}", each.name, record(each.record), type_of(each.meaning));
      tree(1, "", each.meaning);
    }
    for (const Score& each : plan_.scores) score(each);
    for (const Levels& each : plan_.levels) levels(each);
    for (const Offer& each : plan_.offers) offer(each);
    for (const Schedule& each : plan_.schedules) {
      line(0, "{}schedule {} for {}", each.core ? "core " : "", each.name, record(each.record));
      for (const OfferId id : each.offers) line(1, "{}", plan_.offers[id.index()].name);
    }
    for (const Register& each : plan_.registers) registered(each);
    for (const Allocation& each : plan_.allocations) allocation(each);
    for (const Wave& each : plan_.waves) line(0, "wave {}", each.name);
    for (const Objective& each : plan_.objectives) {
      line(0, "objective {}", each.name);
      for (const OutcomeId id : each.outcomes) line(1, "{}", plan_.outcomes[id.index()].name);
    }
    for (const Outcome& each : plan_.outcomes) outcome(each);
    for (const Case& each : plan_.cases) money_case(each);
    for (const Incentive& each : plan_.incentives) {
      line(0, "incentive {}{}", each.name, each.each.exists() ? " for each " + list(each.each) : "");
      tree(1, "pays", each.pays);
      if (each.indicator.exists()) line(1, "for {}", plan_.indicators[each.indicator.index()].name);
    }
    for (const Guarantee& each : plan_.guarantees) {
      line(0, "guarantee {} for {}", each.name, record(each.record));
      tree(1, "holds", each.holds);
      tree(1, "never falls", each.value);
      for (const Flip& flip : each.flips) line(1, "when {} becomes yes", flip.name);
    }
    for (const Adaptation& each : plan_.adaptations)
      line(0, "{} {} {}: {}",
           each.change == Change::adapted   ? "adapt"
           : each.change == Change::retired ? "retire"
                                            : "add",
           each.kind, each.name, fmt::join(each.what, "; "));
    for (const Example& each : plan_.examples)
      line(0, "example \"{}\" as at {}: {} expectations", each.title, base::format_iso_date(each.as_at),
           each.expectations.size());
    for (const Mapping& each : plan_.mappings) mapping(each);
    for (const NotEncoded& each : plan_.not_encoded)
      for (const std::string& text : each.texts) line(0, "not encoded \"{}\"", text);
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(int depth, fmt::format_string<Args...> format, Args&&... args) {
    out_.append(static_cast<std::size_t>(depth) * 2, ' ');
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  std::string record(RecordId id) const { return id.exists() ? plan_.record(id).name : "everything"; }
  std::string type_of(ExprId id) const { return id.exists() ? describe(plan_.expr(id).type, plan_) : "nothing"; }

  std::string value(const Type& type, const Constant& constant) const {
    if (type.kind == types::Kind::text) return fmt::format("\"{}\"", constant.text);
    return show_value(type, constant.number, plan_);
  }

  std::string joined(std::string_view head, const std::vector<ExprId>& parts) const {
    std::string out = fmt::format("({}", head);
    for (const ExprId part : parts) out += ' ' + flat(part);
    return out + ')';
  }

  std::string list(ListId id) const {
    const List& list = plan_.list(id);
    return fmt::format("[{}{} {}]", record(list.record), list.scope.exists() ? " under " + record(list.scope) : "",
                       flat(list.member));
  }

  std::string code_names(const Type& type, const std::vector<std::int64_t>& codes) const {
    std::string out = "{";
    for (const std::int64_t code : codes) out += (out.size() > 1 ? " " : "") + show_value(type, code, plan_);
    return out + '}';
  }

  std::string level_names(const Type& type, std::uint64_t bits) const {
    std::string out = "{";
    for (std::size_t i = 0; i < 64 && type.levels.exists(); ++i)
      if ((bits >> i & 1U) != 0) out += (out.size() > 1 ? " " : "") + plan_.levels[type.levels.index()].levels[i].name;
    return out + '}';
  }

  std::string flat(ExprId id) const {
    if (!id.exists()) return "nothing";
    const Expr& expr = plan_.expr(id);
    return std::visit(
        overloaded{
            [&](const Constant& node) { return value(expr.type, node); },
            [&](const MissingValue& node) { return fmt::format("(unknown {})", word(node.why)); },
            [&](const AsAt&) { return std::string("as-at"); },
            [&](const PeriodStart&) { return std::string("period-start"); },
            [&](const PeriodEnd&) { return std::string("period-end"); },
            [&](const ParameterValue& node) { return "$" + plan_.parameters[node.parameter.index()].name; },
            [&](const FieldValue& node) { return "." + plan_.field(node.field).name; },
            [&](const OfOwner& node) {
              return fmt::format("(of {} {})", record(plan_.expr(node.value).row), flat(node.value));
            },
            [&](const RoleTest& node) { return fmt::format("(in-role {})", plan_.roles[node.role.index()].name); },
            [&](const DefinitionValue& node) { return plan_.definitions[node.definition.index()].name; },
            [&](const ScoreValue& node) { return fmt::format("(score {})", plan_.scores[node.score.index()].name); },
            [&](const LevelValue& node) { return fmt::format("(level {})", plan_.levels[node.levels.index()].name); },
            [&](const Not& node) { return joined("not", {node.answer}); },
            [&](const And& node) { return joined("and", node.answers); },
            [&](const Or& node) { return joined("or", node.answers); },
            [&](const CountOfSet& node) { return joined("count-of", node.answers); },
            [&](const CountsAs& node) { return joined(node.yes ? "unknown-as-yes" : "unknown-as-no", {node.answer}); },
            [&](const Compare& node) {
              return joined(word(node.comparison), {node.left, node.right});
            },
            [&](const OneOf& node) {
              return fmt::format("(one-of {} {})", flat(node.value), code_names(plan_.expr(node.value).type, node.codes));
            },
            [&](const LevelIn& node) {
              return fmt::format("(level-in {} {})", flat(node.level), level_names(plan_.expr(node.level).type, node.levels));
            },
            [&](const IsKnown& node) { return joined("known", {node.value}); },
            [&](const IsMissing& node) { return joined(word(node.why), {node.value}); },
            [&](const OrElse& node) {
              return joined("or-else", {node.value, node.otherwise});
            },
            [&](const Arithmetic& node) {
              return joined(word(node.operation), {node.left, node.right});
            },
            [&](const Negate& node) { return joined("negate", {node.value}); },
            [&](const Shift& node) {
              return joined(fmt::format("{}-rounded-{}", node.later ? "later" : "earlier",
                                        node.rounding == base::Rounding::up ? "up" : "down"),
                            {node.date, node.by});
            },
            [&](const Elapsed& node) {
              return joined(fmt::format("{}-between", word(node.unit)), {node.from, node.to});
            },
            [&](const Extreme& node) { return joined(node.highest ? "highest-of" : "lowest-of", node.values); },
            [&](const Rescale& node) { return fmt::format("(scale {} {}/{})", flat(node.value), node.multiply, node.divide); },
            [&](const Any& node) { return fmt::format("(any {})", list(node.list)); },
            [&](const Every& node) { return fmt::format("(every {} {})", list(node.list), flat(node.claim)); },
            [&](const Count& node) { return fmt::format("(count {})", list(node.list)); },
            [&](const Summarise& node) {
              return fmt::format("({} {} {})", word(node.summary), list(node.list), flat(node.value));
            },
            [&](const Pick& node) {
              return fmt::format("({} {} by {} {})", word(node.which), list(node.list), flat(node.order), flat(node.value));
            },
            [&](const OfListed& node) { return fmt::format("(of-listed {})", flat(node.value)); },
            [&](const OfLink& node) { return fmt::format("(of-link {} {})", plan_.field(node.link).name, flat(node.value)); },
            [&](const Marked& node) {
              return node.field.exists() ? fmt::format("(marked .{})", plan_.field(node.field).name) : std::string("(marked)");
            },
            [&](const Includes& node) {
              std::string names = "{";
              for (const std::int64_t code : node.codes)
                names +=
                    (names.size() > 1 ? " " : "") + show_value(types::code(plan_.expr(node.value).type.codes), code, plan_);
              return fmt::format("(includes {} {}}})", flat(node.value), names);
            },
            [&](const NextDay& node) {
              return fmt::format("(next {} {})", plan_.calendars[node.calendar.index()].name, flat(node.after));
            },
            [&](const Choose& node) {
              std::string out = "(choose";
              for (const Choice& choice : node.choices)
                out += fmt::format(" [{} {}]", choice.when.exists() ? flat(choice.when) : "otherwise", flat(choice.value));
              return out + ')';
            },
            [&](const CountDifferent& node) { return fmt::format("(different {} {})", list(node.list), flat(node.value)); },
            [&](const Ranked& node) {
              return fmt::format("(among-{} {} {} by {})", node.latest ? "latest" : "earliest", node.count, list(node.list),
                                 flat(node.order));
            },
        },
        expr.node);
  }

  // One line where it is short enough; the parts of `and`, `or` and `count of` below each other where not.
  void tree(int depth, std::string_view label, ExprId id) {
    if (!id.exists()) return;
    const std::string text = flat(id);
    const std::string start = label.empty() ? "" : fmt::format("{}: ", label);
    const Node& node = plan_.expr(id).node;
    const auto parts = [&](std::string_view head, const std::vector<ExprId>& all) {
      line(depth, "{}{}", start, head);
      for (const ExprId part : all) tree(depth + 1, "", part);
    };
    if (text.size() <= 100) return line(depth, "{}{}", start, text);
    if (const auto* all = std::get_if<And>(&node)) return parts("and", all->answers);
    if (const auto* some = std::get_if<Or>(&node)) return parts("or", some->answers);
    if (const auto* count = std::get_if<CountOfSet>(&node)) return parts("count-of", count->answers);
    line(depth, "{}{}", start, text);
  }

  void codes() {
    for (const CodeList& list : plan_.code_lists) {
      line(0, "codes {}{}", list.name, list.in_order ? " in order" : "");
      for (const CodeItem& item : list.items) line(1, "{} \"{}\"", item.name, item.title);
      for (const CodeGroup& group : list.groups) line(1, "group {}: {} codes", group.name, group.members.size());
    }
  }

  void records() {
    for (const Record& each : plan_.records) {
      if (each.pairing)
        line(0, "pairing {}: {} sees {}{} under {}", each.name, record(each.pairing->viewer),
             each.pairing->others_only ? "other " : "", record(each.pairing->listed), record(each.pairing->scope));
      else
        line(0, "record {}{}{}", each.name, each.owner.exists() ? " belongs to " + record(each.owner) : "",
             each.date.exists() ? " happens on " + plan_.field(each.date).name : "");
      for (const FieldId id : each.fields) {
        const Field& field = plan_.field(id);
        line(1, "{}: {}{}{}{}", field.name, describe(field.type, plan_), field.nhs_number ? ", an nhs number" : "",
             field.lowest ? ", from " + show_value(field.type, *field.lowest, plan_) : "",
             field.highest ? ", to " + show_value(field.type, *field.highest, plan_) : "");
      }
    }
    for (const Role& role : plan_.roles) {
      line(0, "role {} is {}", role.name, record(role.record));
      tree(1, "where", role.where);
      for (const auto& [field, fixed] : role.fixed)
        line(1, "fixes {} to {}", plan_.field(field).name, show_value(plan_.field(field).type, fixed, plan_));
    }
  }

  void parameter(const Parameter& each) {
    line(0, "parameter {}: {}", each.name, describe(each.type, plan_));
    for (const ParameterPeriod& period : each.values)
      line(1, "{}{}{}", period.from ? "from " + base::format_iso_date(*period.from) + ' ' : "",
           period.to ? "to " + base::format_iso_date(*period.to) + ' ' : "", value(each.type, period.value));
  }

  void score(const Score& each) {
    line(0, "score {} for {}", each.name, record(each.record));
    for (const ScoreItem& item : each.items) {
      const std::string label = fmt::format("{}{}", base::format_decimal(item.points),
                                            item.up_to ? " up to " + base::format_decimal(*item.up_to) : "");
      tree(1, label, item.answer.exists() ? item.answer : item.count);
    }
  }

  void levels(const Levels& each) {
    line(0, "{} {} for {}", word_of(each.kind), each.name, record(each.record));
    for (const Level& level : each.levels) {
      if (level.when.exists())
        tree(1, level.name, level.when);
      else
        line(1, "{}", level.name);
    }
  }

  void offer(const Offer& each) {
    line(0, "{}offer {} for {}{}", each.core ? "core " : "", each.name, record(each.record), each.shown ? "" : " (not shown)");
    tree(1, "eligible", each.eligible);
    tree(1, "when", each.when);
    tree(1, "anchor", each.anchor);
    tree(1, "due from", each.due_from);
    tree(1, "due by", each.due_by);
    tree(1, "received", each.received);
    tree(1, "received on", each.received_on);
    tree(1, "amount", each.amount);
    for (const LevelAmount& amount : each.amounts)
      tree(1, "amount at " + plan_.levels[each.levels.index()].levels[amount.level].name, amount.amount);
    tree(1, "cost", each.cost);
    for (const OutcomeId outcome : each.serves) line(1, "serves {}", plan_.outcomes[outcome.index()].name);
  }

  void registered(const Register& each) {
    line(0, "{}list {} for {}", each.core ? "core " : "", each.name, record(each.record));
    tree(1, "eligible", each.eligible);
    for (const OrderKey& key : each.order) tree(1, key.highest ? "highest" : "lowest", key.value);
    for (const ShownItem& item : each.shows) tree(1, "show " + item.label, item.value);
    tree(1, "show names", each.show_names);
    if (each.limit) tree(1, fmt::format("limit {} per", *each.limit), each.per);
  }

  void allocation(const Allocation& each) {
    line(0, "allocate {}: {}", each.offer.name, describe(each.supply_type, plan_));
    tree(1, "supply", each.supply);
    tree(1, "share by", each.share_by);
    tree(1, "in proportion to", each.share_weight);
    for (const OrderKey& key : each.order) {
      if (key.value.exists())
        tree(1, key.highest ? "highest" : "lowest", key.value);
      else
        line(1, "waiting longest");
    }
    tree(1, "waiting since", each.waiting_since);
    if (!each.lottery.empty()) line(1, "ties by lottery");
    offer(each.offer);
  }

  void money_case(const Case& each) {
    line(0, "case {}: {} months", each.name, each.horizon_months);
    tree(1, "discount", each.discount);
    for (const Volume& volume : each.volumes) tree(1, "volume " + volume.name, volume.value);
    for (const Flow& flow : each.flows) {
      line(1, "{} {}{}", flow.saving ? "saving" : "cost", flow.name, flow.payer.empty() ? "" : " to " + flow.payer);
      tree(2, "value", flow.value);
      tree(2, "low", flow.low);
      tree(2, "high", flow.high);
    }
  }

  void outcome(const Outcome& each) {
    line(0, "outcome {}", each.name);
    for (const IndicatorId id : each.indicators) {
      const Indicator& indicator = plan_.indicators[id.index()];
      line(1, "indicator {}{}", indicator.name, indicator.shown ? "" : " (not shown)");
      if (indicator.among.exists()) line(2, "among {}", list(indicator.among));
      tree(2, "count", indicator.count);
      tree(2, "value", indicator.value);
      for (const auto& by : indicator.by)
        for (const Breakdown& part : by) tree(2, "by " + part.label, part.value);
    }
    for (const SpreadId id : each.spreads) {
      const Spread& spread = plan_.spreads[id.index()];
      line(1, "spread {} of {}", spread.name, plan_.indicators[spread.of.index()].name);
      tree(2, "over", spread.over.value);
      if (spread.a) tree(2, "side " + spread.a->label, spread.a->among);
      if (spread.b) tree(2, "side " + spread.b->label, spread.b->among);
      for (const Rebase& rebase : spread.rebased) line(2, "rebased on {}", base::format_iso_date(rebase.on));
    }
  }

  void mapping(const Mapping& each) {
    line(0, "mapping {}", each.name);
    for (const PartialSource& source : each.partial) {
      line(1, "partial {}", record(source.record));
      tree(2, "where", source.where);
    }
    for (const Covers& covers : each.covers)
      line(1, "covers {} from {}{}", record(covers.record), base::format_iso_date(covers.from),
           covers.to ? " to " + base::format_iso_date(*covers.to) : "");
    for (const MappedFile& file : each.files) {
      std::string rows;
      if (!file.each_column.empty())
        rows = fmt::format(" for each of {}{}", fmt::join(file.each_column, file.up_to_last ? " … " : " "),
                           fmt::format(" that says {}", fmt::join(file.says, " or ")));
      line(1, "{} gives {}: {} columns{}", file.file, record(file.record), file.columns.size(), rows);
    }
  }

  const Plan& plan_;
  std::string out_;
};

}  // namespace

std::string print(const Plan& plan) { return Printer(plan).all(); }

}  // namespace fairstart::plan
