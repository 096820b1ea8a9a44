// SPDX-License-Identifier: Apache-2.0
#include "dsl/check/checker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/sha256.hpp"
#include "dsl/base/text.hpp"

namespace fairstart::check {

Checker::Checker(LoadedModules modules, source::Sources& sources, diagnostics::Diagnostics& diagnostics)
    : modules_(std::move(modules)), sources_(sources), diagnostics_(diagnostics), limits_(modules_.limits) {
  own_.resize(modules_.modules.size());
  visible_.resize(modules_.modules.size());
  for (const auto& item : diagnostics_.items())
    if (diagnostics::entry(item.code).severity == diagnostics::Severity::error && item.span.exists())
      syntax_errors_.push_back(item.span);
}

std::optional<plan::Plan> Checker::check() {
  if (!modules_.complete) return {};
  find_wide_records();
  // All names before any meaning, and all rows before any rule: a framework may adapt what its core declares.
  find_retired();
  const auto each_module = [&](void (Checker::*phase)(plan::ModuleId)) {
    for (std::size_t i = 0; i < modules_.modules.size(); ++i) {
      module_ = plan::ModuleId{i};
      (this->*phase)(module_);
    }
  };
  each_module(&Checker::declare_module);
  each_module(&Checker::fill_rows);
  adapt_parameters();
  each_module(&Checker::fill);
  each_module(&Checker::fill_outcomes);
  if (!diagnostics_.has_errors()) {
    check_frozen();
    keep_added();
  }
  if (diagnostics_.has_errors()) return {};
  check_cycles();
  if (diagnostics_.has_errors()) return {};
  mark_restricted();
  find_family();
  check_links();
  for (const plan::List& list : plan_.lists)
    if (list.scope.exists() && list.scope != plan_.family && plan_.belongs_under(plan_.family, list.scope))
      not_built_yet(list.span, fmt::format("lists of a {}", plan_.record(list.scope).name));
  if (diagnostics_.has_errors()) return {};
  warn_of_hiding();
  plan_.main = modules_.asked_for.front();
  mark_shown();
  return std::move(plan_);
}

void Checker::declare_module(plan::ModuleId id) {
  check_header(id);
  build_scope(id);
  const Cursor file(*modules_.modules[id.index()].tree, 0);
  for (const Cursor child : file)
    if (child.is(NodeKind::error)) remember_broken(child.text());
  for (const Cursor child : file)
    if (child.is(NodeKind::decl)) declare_rows(child);
  for (std::size_t i = 0; i < roles_.size(); ++i)
    if (roles_[i].module == id) link_role(roles_[i].decl, RoleId{i});
  for (const Cursor child : file)
    if (child.is(NodeKind::decl) && !did_not_parse(child))
      declare_values(child);
    else if (child.is(NodeKind::decl))
      remember_broken(child.text());
}

void Checker::declare_rows(Cursor decl) {
  for (const Cursor part : decl) {
    if (part.is(NodeKind::unit)) declare_unit(part);
    if (part.is(NodeKind::codes)) declare_codes(part);
    if (part.is(NodeKind::record)) declare_record(part);
  }
  for (const Cursor part : decl)
    if (part.is(NodeKind::role)) declare_role(part);
}

void Checker::declare_values(Cursor decl) {
  bool core = false;
  if (declaration_retired(decl)) return;
  for (const Cursor part : decl) {
    switch (part.kind()) {
      case NodeKind::word:
        core = core || part.is_word("core");
        // A core's word holds for who builds on it; modules come after those that they need.
        if (part.is_word("proportionate off because") &&
            (module_ == modules_.asked_for.front() || cores_of(modules_.asked_for.front()).contains(module_)))
          plan_.proportionate_off = text_of(decl.child(NodeKind::TEXT));
        break;
      case NodeKind::parameter: declare_parameter(part); break;
      case NodeKind::define: declare_definition(part); break;
      case NodeKind::score: declare_score(part); break;
      case NodeKind::levels: declare_levels(part); break;
      case NodeKind::offer: declare_offer(part, core); break;
      case NodeKind::outcome: declare_outcome(part); break;
      case NodeKind::indicator: declare_indicator(part, {}); break;
      case NodeKind::spread: declare_spread(part, {}); break;
      case NodeKind::adapt:
      case NodeKind::retire: declare_adaptation(part); break;
      case NodeKind::schedule: declare_schedule(part, core); break;
      case NodeKind::allocate: declare_allocation(part, core); break;
      case NodeKind::registry: declare_register(part, core); break;
      case NodeKind::calendar: declare_calendar(part); break;
      case NodeKind::window: declare_window(part); break;
      case NodeKind::table: declare_table(part); break;
      case NodeKind::wave: declare_wave(part); break;
      case NodeKind::objective: declare_objective(part); break;
      case NodeKind::case_: declare_case(part); break;
      case NodeKind::incentive: declare_incentive(part); break;
      case NodeKind::guarantee: declare_guarantee(part); break;
      case NodeKind::omitted: keep_omitted(part); break;
      default: break;  // declared by declare_rows, or filled at the end: examples and mappings
    }
  }
}

// `not encoded`: of this framework, its cores and what rests on libraries in turn; a vocabulary's own is its own affair.
void Checker::keep_omitted(Cursor at) {
  bool kept = !modules_.modules[module_.index()].uses.empty();
  for (plan::ModuleId core = modules_.asked_for.front(); core.exists() && !kept;) {
    kept = core == module_;
    const auto& deeper = modules_.modules[core.index()].builds_on;
    core = deeper ? deeper->module : plan::ModuleId{};
  }
  if (!kept) return;
  plan::NotEncoded omitted{.span = at.span()};
  plan::Notes notes;
  add_notes(notes, at);
  for (const Cursor child : at)
    if (child.is(NodeKind::TEXT)) omitted.texts.push_back(text_of(child));
  omitted.texts.insert(omitted.texts.end(), notes.notes.begin(), notes.notes.end());
  omitted.sources = std::move(notes.sources);
  plan_.not_encoded.push_back(std::move(omitted));
}

// A field would hide a definition of its name on the same row, and `age` is worked out everywhere.
void Checker::check_not_a_field(Cursor id) {
  const Cursor name = id.child(NodeKind::NAME);
  if (built_in(name)) return;
  for (const Symbol* symbol : find_all(Space::values, name.text())) {
    if (symbol->span != name.span() || !symbol->record.exists()) continue;
    for (const plan::FieldId field : plan_.record(symbol->record).fields)
      if (plan_.field(field).name == name.text())
        report(Code::declared_twice, name.span(),
               fmt::format("`{}` is already a fact of a {}", name.text(), plan_.record(symbol->record).name),
               "give one of them another name", {{plan_.field(field).span, "the fact is here"}});
  }
}

bool Checker::built_in(Cursor name) {
  if (name.text() != "age" && name.text() != "corrected-age" && name.text() != "period") return false;
  report(Code::declared_twice, name.span(), fmt::format("`{}` is built in", name.text()), "choose another name");
  return true;
}

namespace {

// Calls a body with each declaration of a module, and its index.
auto of_module(plan::ModuleId id) {
  return [id](const auto& declared, auto&& body) {
    for (std::size_t i = 0; i < declared.size(); ++i)
      if (declared[i].module == id) body(declared[i].decl, static_cast<std::uint32_t>(i));
  };
}

}  // namespace

// Codes, records, roles and parameters: what rules are about.
void Checker::fill_rows(plan::ModuleId id) {
  const auto each = of_module(id);
  each(codes_, [&](Cursor decl, std::uint32_t i) { fill_codes(decl, plan_.code_lists[i]); });
  each(records_, [&](Cursor decl, std::uint32_t i) { fill_record(decl, RecordId{i}); });
  for (const auto* declared : {&definitions_, &scores_, &levels_, &windows_})
    each(*declared, [&](Cursor decl, std::uint32_t) { check_not_a_field(decl.child(NodeKind::id)); });
  each(parameters_, [&](Cursor decl, std::uint32_t i) { fill_parameter(decl, plan_.parameters[i]); });
  fill_named_snapshots();
  each(roles_, [&](Cursor decl, std::uint32_t i) { fill_role(decl, RoleId{i}); });
}

void Checker::fill(plan::ModuleId id) {
  const auto each = of_module(id);
  each(definitions_, [&](Cursor, std::uint32_t i) { fill_definition(plan::DefinitionId{i}); });
  each(scores_, [&](Cursor decl, std::uint32_t i) { fill_score(decl, plan::ScoreId{i}); });
  judge_tables();
  each(levels_, [&](Cursor, std::uint32_t i) { fill_levels(types::LevelsId{i}); });
  each(windows_, [&](Cursor, std::uint32_t i) { fill_window(plan::WindowId{i}); });
  each(offers_, [&](Cursor decl, std::uint32_t i) { fill_offer(decl, plan::OfferId{i}); });
  each(schedules_, [&](Cursor decl, std::uint32_t i) { fill_schedule(decl, plan::ScheduleId{i}); });
}

// What reads all the offers there are: lists, allocations, outcomes, money, guarantees, examples.
void Checker::fill_outcomes(plan::ModuleId id) {
  const auto each = of_module(id);
  each(registers_, [&](Cursor decl, std::uint32_t i) { fill_register(decl, plan::RegisterId{i}); });
  each(allocations_, [&](Cursor decl, std::uint32_t i) { fill_allocation(decl, plan::AllocationId{i}); });
  each(objectives_, [&](Cursor decl, std::uint32_t i) { fill_objective(decl, plan::ObjectiveId{i}); });
  each(outcomes_, [&](Cursor decl, std::uint32_t i) { fill_outcome(decl, plan::OutcomeId{i}); });
  each(indicators_, [&](Cursor decl, std::uint32_t i) { fill_indicator(decl, plan::IndicatorId{i}); });
  each(spreads_, [&](Cursor decl, std::uint32_t i) { fill_spread(decl, plan::SpreadId{i}); });
  each(cases_, [&](Cursor decl, std::uint32_t i) { fill_case(decl, i); });
  each(incentives_, [&](Cursor decl, std::uint32_t i) { fill_incentive(decl, i); });
  each(guarantees_, [&](Cursor decl, std::uint32_t i) { fill_guarantee(decl, i); });
  const Cursor file(*modules_.modules[id.index()].tree, 0);
  for (const Cursor child : file) {
    if (!child.is(NodeKind::decl) || did_not_parse(child)) continue;
    if (const Cursor mapping = child.child(NodeKind::mapping)) fill_mapping(mapping);
    if (const Cursor example = child.child(NodeKind::example)) fill_example(example);
  }
}

void Checker::check_header(plan::ModuleId id) {
  const LoadedModule& loaded = modules_.modules[id.index()];
  plan::Module module{.name = loaded.name,
                      .path = sources_.file(loaded.file).path,
                      .sha256 = base::sha256_hex(sources_.file(loaded.file).text)};
  for (const Use& use : loaded.uses) module.uses.push_back(use.module);
  if (loaded.builds_on) module.builds_on = loaded.builds_on->module;
  std::map<std::string, base::Span> seen;
  bool title = false;
  for (const Cursor child : Cursor(*loaded.tree, 0)) {
    if (child.is_word("framework")) module.framework = true;
    if (child.is_word("use") || child.is(NodeKind::decl)) break;
    if (child.is(NodeKind::TEXT) && !title) {
      module.title = text_of(child);
      title = true;
    }
    if (!child.is(NodeKind::meta)) continue;
    const Cursor first = child.first();
    const std::string text = text_of(child.child(NodeKind::TEXT));
    if (first.is_word("builds on") && !module.framework)
      report(Code::header_clause, child.span(), "a library does not build on another file",
             "`use` it, or make this file a framework");
    if (first.is(NodeKind::note)) {
      add_note(module.notes, first);
      continue;
    }
    if (first.is_word("builds on")) continue;  // a second one was told when modules were looked for
    if (!once(child, seen, first.text())) continue;
    if (first.is_word("version")) module.version = text;
    if (first.is_word("publisher")) module.publisher = text;
    if (first.is_word("licence")) module.licence = text;
    if (first.is_word("jurisdiction")) module.jurisdiction = text;
    if (first.is_word("in force from")) {
      std::optional<base::Day> from, to;
      if (const Cursor day = child.child(NodeKind::DATE)) from = date(day);
      if (const Cursor day = child.child(NodeKind::DATE, 1)) to = date(day);
      if (from && to && *to < *from)
        report(Code::range_reversed, child.span(), "the framework ends before it starts", "put the earlier date first");
      module.in_force_from = from;
      module.in_force_to = to;
    }
  }
  plan_.modules.push_back(std::move(module));
}

void Checker::mark_restricted() {
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::size_t i = 0; i < plan_.exprs.size(); ++i) {
      plan::Expr& expr = plan_.exprs[i];
      if (expr.restricted) continue;
      bool restricted = false;
      plan::for_each_read(plan_, ExprId{i}, [&](ExprId read) { restricted = restricted || plan_.expr(read).restricted; });
      if (const auto* field = std::get_if<plan::FieldValue>(&expr.node))
        restricted = plan_.field(field->field).sensitivity == plan::Sensitivity::restricted;
      if (const auto* link = std::get_if<plan::OfLink>(&expr.node))
        restricted = restricted || plan_.field(link->link).sensitivity == plan::Sensitivity::restricted;
      if (restricted) expr.restricted = changed = true;
    }
  }
}

void Checker::find_family() {
  for (std::size_t i = 0; i < plan_.records.size(); ++i)
    if (plan_.records[i].name == "family") plan_.family = RecordId{i};
  if (plan_.family.exists()) return;
  for (const plan::Record& record : plan_.records) {
    if (!record.owner.exists()) continue;
    plan_.family = record.owner;
    return;
  }
  if (!plan_.records.empty()) plan_.family = RecordId{0U};
}

void Checker::mark_shown() {
  // A library's offers and indicators show only where the framework (or a core that it builds on) uses the library directly, and
  // does not leave them out.
  std::map<plan::ModuleId, std::vector<const Use*>> used;
  std::set<plan::ModuleId> own;
  for (plan::ModuleId at = plan_.main; at.exists() && own.insert(at).second; at = plan_.modules[at.index()].builds_on)
    for (const Use& use : modules_.modules[at.index()].uses) used[use.module].push_back(&use);
  const auto shown = [&](plan::ModuleId module, std::string_view name, std::string_view outcome = {}) {
    if (own.contains(module)) return true;
    const auto uses = used.find(module);
    // A schedule's offers go with it, and an outcome's indicators with the outcome.
    const std::string_view whole = name.substr(0, name.find('.'));
    return uses != used.end() && std::any_of(uses->second.begin(), uses->second.end(), [&](const Use* use) {
             return std::none_of(use->without.begin(), use->without.end(),
                                 [&](const std::string& out) { return out == whole || (!outcome.empty() && out == outcome); });
           });
  };
  const auto outcome_of = [&](plan::OutcomeId outcome) -> std::string_view {
    return outcome.exists() ? std::string_view(plan_.outcomes[outcome.index()].name) : std::string_view();
  };
  for (std::size_t i = 0; i < plan_.offers.size(); ++i) plan_.offers[i].shown = shown(offers_[i].module, plan_.offers[i].name);
  for (std::size_t i = 0; i < plan_.indicators.size(); ++i)
    plan_.indicators[i].shown = shown(indicators_[i].module, plan_.indicators[i].name, outcome_of(plan_.indicators[i].outcome));
  for (std::size_t i = 0; i < plan_.spreads.size(); ++i)
    plan_.spreads[i].shown = shown(spreads_[i].module, plan_.spreads[i].name, outcome_of(plan_.spreads[i].outcome));
  for (std::size_t i = 0; i < plan_.cases.size(); ++i) plan_.cases[i].shown = shown(cases_[i].module, plan_.cases[i].name);
  for (std::size_t i = 0; i < plan_.incentives.size(); ++i)
    plan_.incentives[i].shown = shown(incentives_[i].module, plan_.incentives[i].name);
  for (std::size_t i = 0; i < plan_.registers.size(); ++i)
    plan_.registers[i].shown = shown(registers_[i].module, plan_.registers[i].name);
  for (std::size_t i = 0; i < plan_.allocations.size(); ++i)
    plan_.allocations[i].offer.shown = shown(allocations_[i].module, plan_.allocations[i].offer.name);
}

bool Checker::did_not_parse(Cursor decl) const {
  const base::Span span = decl.span();
  return std::any_of(syntax_errors_.begin(), syntax_errors_.end(), [&](const base::Span& error) {
    return error.file == span.file && error.begin >= span.begin && error.begin < span.end;
  });
}

void Checker::remember_broken(std::string_view declaration) {
  // "core offer x for child …": the names among the first words, so that their uses are not reported as unknown too.
  std::size_t at = 0;
  for (int words = 0; words < 4 && at < declaration.size(); ++words) {
    const std::size_t begin = declaration.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos || declaration[begin] == '\n') return;
    at = std::min(declaration.find_first_of(" \t\r\n,{:\"", begin), declaration.size());
    broken_names_.insert(std::string(declaration.substr(begin, at - begin)));
    if (at < declaration.size() && declaration[at] == ',') ++at;
  }
  // Levels and codes are named elsewhere too: of a scheme that did not parse, no word is reported as unknown.
  const std::string_view first = declaration.substr(0, declaration.find_first_of(" \t\n"));
  if (first != "tiers" && first != "groups" && first != "segments" && first != "codes") return;
  for (std::size_t begin = 0; begin < declaration.size();) {
    const std::size_t end = std::min(declaration.find_first_of(" \t\r\n,{}\":", begin), declaration.size());
    if (end > begin) broken_names_.insert(std::string(declaration.substr(begin, end - begin)));
    begin = end + 1;
  }
}

void Checker::not_built_yet(base::Span span, std::string_view what) {
  remember_broken(sources_.text(span));
  report(Code::not_built_yet, span, fmt::format("this version does not run {} yet", what),
         "leave it out for now, and say so with `not encoded \"…\"`");
}

namespace {

// Names come from files: "a {}" is "an assessment" as well. What stands in backticks is left as it is written.
std::string with_articles(const std::string& words) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += words[i];
    quoted = quoted != (words[i] == '`');
    const bool alone = words[i] == 'a' && (i == 0 || words[i - 1] == ' ') && i + 2 < words.size() && words[i + 1] == ' ';
    if (!alone || quoted) continue;
    const std::string_view next = std::string_view(words).substr(i + 2);
    const bool vowel = std::string_view("aeio").find(next.front()) != std::string_view::npos;
    if (vowel && !next.starts_with("one") && !next.starts_with("once") && !next.starts_with("eu")) out += 'n';
  }
  return out;
}

}  // namespace

void Checker::report(Code code, base::Span span, std::string message, std::string help,
                     std::vector<diagnostics::Label> labels) {
  message = with_articles(message);
  help = with_articles(help);
  for (diagnostics::Label& label : labels) label.message = with_articles(label.message);
  const bool last =
      diagnostics_.errors() + 1 >= limits_.errors && diagnostics::entry(code).severity == diagnostics::Severity::error;
  if (last) help = fmt::format("there may be more mistakes: after {} the check ends", limits_.errors);
  diagnostics_.add(
      {.code = code, .message = std::move(message), .span = span, .labels = std::move(labels), .help = std::move(help)});
  if (last) throw TooManyErrors{};
}

std::optional<plan::Plan> check_source(base::FileId file, const Options& options, source::Sources& sources,
                                       diagnostics::Diagnostics& diagnostics) {
  return check_modules(load(file, options, sources, diagnostics), sources, diagnostics);
}

std::optional<plan::Plan> check_modules(LoadedModules modules, source::Sources& sources,
                                        diagnostics::Diagnostics& diagnostics) {
  std::optional<plan::Plan> plan;
  if (!modules.modules.empty() && !modules.asked_for.empty()) {
    try {
      plan = Checker(std::move(modules), sources, diagnostics).check();
    } catch (const TooManyErrors&) {}  // the last of them says so
  }
  diagnostics.sort_by_place();
  return plan;
}

std::optional<plan::Plan> check_file(const std::filesystem::path& path, const Options& options, source::Sources& sources,
                                     diagnostics::Diagnostics& diagnostics) {
  auto text = source::read_text_file(path, options.limits.file_bytes);
  if (!text) {
    diagnostics.add({.code = Code::unreadable_file, .message = text.failure().message, .place = {path.string(), 0, {}}});
    return {};
  }
  return check_source(sources.add(path.string(), std::move(text.value())), options, sources, diagnostics);
}

}  // namespace fairstart::check
