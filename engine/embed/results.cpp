// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/column/evaluated.hpp"
#include "engine/embed/inside.hpp"
#include "engine/exec/program.hpp"
#include "engine/explain/wording.hpp"
#include "engine/offers/offers.hpp"
#include "engine/readers/records.hpp"

namespace fairstart {

struct Results::Inside {
  static constexpr column::Row chunk_families = 256;

  std::shared_ptr<const Framework::Inside> framework;
  column::Database database;
  column::Clock clock;
  explain::Options explain;
  std::uint64_t rejected = 0;
  std::vector<Diagnostic> notes;
  std::optional<exec::Program> program;
  std::optional<explain::Asker> asker;
  column::Evaluated evaluated;  // of the chunk from `begin` to `end`
  column::Row begin = 0, end = 0;

  void reach(column::Row family) {
    if (family >= begin && family < end) return;
    begin = family - family % chunk_families;
    end = std::min(begin + chunk_families, static_cast<column::Row>(database.table(database.plan->family).rows));
    program->run(column::chunk_of_families(database, begin, end), evaluated);
  }
};

namespace embed {
namespace {

base::Day day_from(const std::string& text, const char* what) {
  if (const std::optional<base::Day> day = base::parse_iso_date(text)) return *day;
  throw Failure(std::string(what) + " is not a date as 2026-04-01", {});
}

column::Clock clock_of(const EvaluateOptions& options) {
  const base::Day as_at = day_from(options.as_at, "as_at");
  const base::Day to = options.period_to.empty() ? as_at : day_from(options.period_to, "period_to");
  base::Day from = base::first_day;
  if (!options.period_from.empty())
    from = day_from(options.period_from, "period_from");
  else if (const std::optional<base::Day> before = base::plus_months(to, -12, base::Rounding::down))
    from = *before + 1;
  if (to < from) throw Failure("period_to is before period_from", {});
  return {as_at, from, to};
}

Answer answer_of(column::Answer answer) {
  return answer == column::yes ? Answer::yes : answer == column::no ? Answer::no : Answer::unknown;
}

std::string day_text(const std::optional<base::Day>& day) { return day ? base::format_iso_date(*day) : std::string(); }

// Reads what was worked out for one chunk.
class Reading {
 public:
  Reading(const column::Database& database, const column::Clock& clock, const column::Evaluated& evaluated,
          const explain::Options& options, const explain::Asker& asker)
      : database_(database),
        plan_(*database.plan),
        clock_(clock),
        evaluated_(evaluated),
        options_(options),
        asker_(asker),
        wording_(database, clock, evaluated, options) {}

  Row row(plan::RecordId record, column::Row at) const {
    Row out{.record = plan_.record(record).name, .id = database_.id_of(record, at)};
    for (std::size_t i = 0; i < plan_.levels.size(); ++i)
      if (plan_.levels[i].record == record) add_levels(plan::LevelsId(i), at, out);
    for (const plan::Offer& offer : plan_.offers)
      if (offer.shown && offer.record == record) add_offer(offer, at, out);
    return out;
  }

 private:
  column::Answer in_role(plan::RoleId role, column::Row at) const {
    if (!role.exists() || !plan_.roles[role.index()].where.exists()) return column::yes;
    return wording_.answer(plan_.roles[role.index()].where, at);
  }
  std::string why(plan::ExprId condition, column::Row at) const {
    return condition.exists() ? explain::reason(plan_, evaluated_, condition, at, options_) : std::string();
  }

  void add_levels(plan::LevelsId id, column::Row at, Row& out) const {
    const plan::Levels& scheme = plan_.levels[id.index()];
    const column::Answer role = in_role(scheme.role, at);
    if (role == column::no) return;
    if (scheme.kind == plan::LevelsKind::groups) {
      for (const plan::Level& member : scheme.levels) {
        column::Answer in = member.when.exists() ? evaluated_.answer(plan_, member.when, at) : column::yes;
        if (in == column::yes) in = role;
        out.groups.push_back({scheme.name, member.name, member.title, answer_of(in), why(member.when, at)});
      }
      return;
    }
    const std::uint64_t possible = evaluated_.possible_levels(plan_, id, at);
    offers::LevelResult result = offers::level_result(scheme, possible);
    Level level{.scheme = scheme.name, .scheme_title = scheme.title};
    explain::Ask ask;
    // A row that may be in the role, or may not, has no answer: only what it could be.
    if (role == column::unknown) {
      if (result.answer) result.could_be.insert(result.could_be.begin(), *result.answer);
      result.answer.reset();
      explain::merge(ask, asker_.about(evaluated_, plan_.roles[scheme.role.index()].where, at));
    }
    if (result.answer) {
      const plan::Level& certain = scheme.levels[*result.answer];
      level.level = certain.name;
      level.title = certain.title;
      level.reason = why(certain.when, at);
    }
    for (const std::size_t other : result.could_be) level.could_be.push_back(scheme.levels[other].name);
    if (!result.could_be.empty()) explain::merge(ask, asker_.about_levels(evaluated_, id, at));
    if (!ask.facts.empty()) level.ask_about = explain::ask_text(database_, ask);
    out.levels.push_back(std::move(level));
  }

  void add_offer(const plan::Offer& offer, column::Row at, Row& out) const {
    const offers::OfferResult result = offers::result(plan_, offer, evaluated_, clock_, at);
    if (result.status == column::no) return;
    Offer one{.name = offer.name, .title = offer.title, .offered = answer_of(result.status)};
    one.reason = why(offer.eligible, at);
    if (result.status == column::unknown)
      one.ask_about = explain::ask_text(database_, asker_.about(evaluated_, offer.eligible, at));
    if (result.amount) one.amount = wording_.value(offer.amount_type, *result.amount);
    one.window = plan::word_of(result.window);
    one.due_from = day_text(result.due_from);
    one.due_by = day_text(result.due_by);
    one.received_on = day_text(result.received_on);
    if (offer.due_by.exists()) one.overdue = answer_of(result.overdue);
    one.provider = offer.provider;
    for (const plan::OutcomeId outcome : offer.serves) one.serves.push_back(plan_.outcomes[outcome.index()].name);
    out.offers.push_back(std::move(one));
  }

  const column::Database& database_;
  const plan::Plan& plan_;
  const column::Clock& clock_;
  const column::Evaluated& evaluated_;
  const explain::Options& options_;
  const explain::Asker& asker_;
  explain::Wording wording_;
};

}  // namespace
}  // namespace embed

Results::Results(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Results::Results(Results&&) noexcept = default;
Results& Results::operator=(Results&&) noexcept = default;
Results::~Results() = default;

Results Results::read(const Framework& framework, const std::string& path, const std::string& told_as,
                      const EvaluateOptions& options) {
  if (!framework.is_sound()) throw Failure("the framework has errors", framework.diagnostics());
  auto inside = std::make_unique<Inside>();
  inside->framework = framework.inside_;
  inside->clock = embed::clock_of(options);
  inside->explain.show_restricted = options.show_restricted;
  const plan::Plan& plan = *framework.inside_->plan;
  if (!plan.family.exists()) throw Failure("the framework has no record of families", {});
  readers::Options how;
  how.mapping = framework.inside_->mapping;
  how.max_rejects = options.max_rejects;
  how.threads = std::max<std::size_t>(1, options.threads);
  diagnostics::Diagnostics found;
  std::optional<readers::Records> records = readers::read_folder(path, plan, how, found);
  std::vector<Diagnostic> told = embed::told(found, framework.inside_->sources);
  if (!records) throw Failure("the records " + told_as + " could not be used", std::move(told));
  inside->notes = std::move(told);
  inside->rejected = records->rejects;
  inside->database = std::move(records->database);
  inside->database.plan = &plan;
  inside->asker.emplace(inside->database, inside->clock);
  inside->program.emplace(inside->database, inside->clock, explain::expressions(plan));
  return Results(std::move(inside));
}

Results Results::of_records(const Framework& framework, const std::string& path, const EvaluateOptions& options) {
  return read(framework, path, "in `" + path + "`", options);
}

Results Results::of_documents(const Framework& framework, std::string_view ndjson, const EvaluateOptions& options) {
  const embed::Documents file(ndjson);
  return read(framework, file.path(), "given as text", options);
}

std::size_t Results::size() const { return inside_->database.table(inside_->database.plan->family).rows; }
const std::vector<Diagnostic>& Results::notes() const { return inside_->notes; }
std::uint64_t Results::rejected() const { return inside_->rejected; }

Family Results::at(std::size_t number) const {
  if (number >= size()) throw std::out_of_range("there are not so many families");
  Inside& inside = *inside_;
  const auto family = static_cast<column::Row>(number);
  inside.reach(family);
  const plan::Plan& plan = *inside.database.plan;
  const embed::Reading reading(inside.database, inside.clock, inside.evaluated, inside.explain, *inside.asker);
  Family out;
  static_cast<Row&>(out) = reading.row(plan.family, family);
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    if (record == plan.family || !plan.belongs_under(record, plan.family)) continue;
    const column::Rows rows = column::owned_rows(inside.database, plan.family, family, record);
    for (column::Row at = rows.begin; at < rows.end; ++at) {
      Row row = reading.row(record, at);
      if (!row.levels.empty() || !row.groups.empty() || !row.offers.empty()) out.members.push_back(std::move(row));
    }
  }
  return out;
}

}  // namespace fairstart
