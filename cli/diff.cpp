// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <thread>

#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/diff_pages.hpp"
#include "cli/exit_code.hpp"
#include "cli/made_up.hpp"
#include "cli/records.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "dsl/difference/gates.hpp"

namespace fairstart::cli {
namespace {

constexpr std::size_t most_explained = 12;

std::unique_ptr<Loaded> loaded_plan(const Given& given, const std::string& file) {
  std::unique_ptr<Loaded> loaded = load(given, file);
  loaded->diagnostics.sort_by_place();
  tell(*loaded);
  return loaded;
}

bool lacks_parameters(Loaded& before, Loaded& after, const impact::Found& found, base::Day as_at) {
  for (const auto& [is_new, id] : found.without_value) {
    Loaded& of = is_new ? after : before;
    const plan::Parameter& parameter = of.plan->parameters[id.index()];
    const std::string date = base::format_iso_date(as_at);
    of.diagnostics.add({.code = diagnostics::Code::parameter_has_no_value,
                        .message = fmt::format("`{}` has no value on {}, and answers rest on it", parameter.name, date),
                        .span = parameter.span,
                        .help = fmt::format("add `from {} VALUE` to it, or choose another --as-at", date)});
  }
  tell(before);
  tell(after);
  return !found.without_value.empty();
}

// Whatever a title or a place holds, a comment calls nobody and links nowhere: an empty character takes what forges look for apart.
std::string for_comment(const std::string& markdown) {
  static constexpr std::string_view apart = "&#8203;";
  std::string out;
  for (std::size_t at = 0; at < markdown.size(); ++at) {
    const std::string_view rest = std::string_view(markdown).substr(at);
    out += markdown[at];
    const bool number = rest.size() > 1 && rest[1] >= '0' && rest[1] <= '9';
    if (rest[0] == '@' || rest.starts_with("://") || (rest[0] == '#' && number && !out.ends_with("&#"))) out += apart;
    const auto is_w = [&](std::size_t before) { return at >= before && (markdown[at - before] | 0x20) == 'w'; };
    if (rest[0] == '.' && is_w(1) && is_w(2) && is_w(3)) out += apart;
  }
  return out;
}

void put_out(const std::string& format, const DiffResult& result) {
  if (format == "json") {
    std::cout << diff_json(result);
    return;
  }
  document::Document page = diff_document(result);
  // Nothing links within a comment.
  if (format == "markdown")
    for (document::Block& block : page.blocks)
      if (auto* heading = std::get_if<document::Heading>(&block)) heading->anchor.clear();
  const std::string text = format == "html"       ? document::as_html(page)
                           : format == "markdown" ? for_comment(document::as_markdown(page))
                                                  : document::as_text(page);
  // Names and titles come from files that others wrote: a terminal must not obey them.
  std::cout << (format == "html" ? text : diagnostics::escaped(text, diagnostics::NewLines::kept));
}

int exit_code_of(const Given& given, const DiffResult& result) {
  bool failed = false;
  for (const auto& [text, judged] : result.gates) {
    if (judged.holds && !*judged.holds) continue;
    failed = true;
    std::cerr << (judged.holds ? "fairstart: --fail-if holds: " : "fairstart: --fail-if can't be judged: ")
              << diagnostics::escaped(text) << (judged.holds ? "" : ": " + judged.why) << '\n';
  }
  return failed || (given.has("--exit-code") && !result.difference.none()) ? exit_found : exit_fine;
}

// Without records only the rules are held against each other.
int compare_rules(const Given& given, const std::string& format) {
  for (const char* option : {"--fail-if", "--as-at", "--family", "--mapping", "--show-restricted"})
    if (given.has(option)) throw WrongUsage(fmt::format("`{}` needs `--records PATH`", option));
  const std::unique_ptr<Loaded> before = loaded_plan(given, given.operands()[0]);
  const std::unique_ptr<Loaded> after = loaded_plan(given, given.operands()[1]);
  if (!before->plan || !after->plan) return exit_found;
  DiffResult result{.before = &*before->plan,
                    .after = &*after->plan,
                    .difference = difference::difference(*before->plan, *after->plan),
                    .impact = {},
                    .gates = {}};
  put_out(format, result);
  return exit_code_of(given, result);
}

int cannot_keep(Loaded& loaded, const base::Failure& failure) {
  loaded.diagnostics.add({.code = diagnostics::Code::cannot_write,
                          .message = "the records on standard input could not be kept: " + failure.message,
                          .help = "they are read twice: once by each framework"});
  tell(loaded);
  return exit_output;
}

std::optional<std::size_t> family_of(const impact::Found& found, const impact::Side& after, const std::string& id) {
  const plan::RecordId family = after.database->plan->family;
  for (std::size_t i = 0; i < found.families(); ++i)
    if (after.database->id_of(family, found.new_rows[i]) == id) return i;
  return {};
}

}  // namespace

int diff_command(const Given& given) {
  const std::string format = given.one_of("--format", {"text", "json", "markdown", "html"});
  if (given.operands()[0] == "-" && given.operands()[1] == "-")
    throw WrongUsage("only one of OLD and NEW can be standard input");
  if (!given.has("--records")) return compare_rules(given, format);
  given.required("--as-at");
  const base::Day as_at = *given.date("--as-at");
  if (given.has("--show-restricted") && !given.has("--family"))
    throw WrongUsage("`--show-restricted` needs `--family ID`: made-up families have nothing to hide");
  impact::Options options;
  options.threads = given.number("--threads", 1, 1024).value_or(std::max(1U, std::thread::hardware_concurrency()));

  Checked before = check_framework(given, given.operands()[0]);
  if (before.exit_code != 0) return before.exit_code;
  Checked after = check_framework(given, given.operands()[1]);
  if (after.exit_code != 0) return after.exit_code;
  const plan::Plan &old_plan = *before.loaded->plan, &new_plan = *after.loaded->plan;
  DiffResult result{.before = &old_plan,
                    .after = &new_plan,
                    .difference = difference::difference(old_plan, new_plan),
                    .impact = {},
                    .gates = {}};
  // Families are held against each other by names.
  difference::rename(*before.loaded->plan, result.difference.renames);
  std::vector<plan::Gate> gates;
  bool understood = true;
  for (const std::string& text : given.values("--fail-if")) {
    std::optional<plan::Gate> gate =
        difference::read_gate(text, old_plan, new_plan, after.loaded->sources, after.loaded->diagnostics);
    if (gate)
      gates.push_back(std::move(*gate));
    else
      understood = false;
  }
  warn_of_force(new_plan, as_at, after.loaded->diagnostics);
  tell(*after.loaded);
  if (!understood) return exit_usage;

  const bool from_input = given.required("--records") == "-";
  std::int64_t input_starts = 0;
  if (from_input) {
    const base::Result<std::int64_t> start = start_of_standard_input();
    if (!start) return cannot_keep(*after.loaded, start.failure());
    input_starts = start.value();
  }
  // What both say of the records is said once.
  const RecordsRead old_records = read_records(given, before, {}, true);
  if (!old_records.records) return old_records.exit_code;
  if (from_input) lseek(STDIN_FILENO, input_starts, SEEK_SET);
  const plan::FieldId place = impact::place_field(new_plan);
  const RecordsRead new_records = read_records(given, after, {}, false, nullptr, {&place, 1});
  if (!new_records.records) return new_records.exit_code;
  const column::Clock clock{as_at, twelve_months_to(as_at), as_at};
  const impact::Side old_side{&old_records.records->database, clock}, new_side{&new_records.records->database, clock};

  Impact& told = result.impact.emplace();
  told.as_at = as_at;
  told.found = impact::compare(old_side, new_side, options);
  if (lacks_parameters(*before.loaded, *after.loaded, told.found, as_at)) return exit_found;
  for (const plan::Gate& gate : gates) {
    const bool strange = std::any_of(gate.claims.begin(), gate.claims.end(), [&](const plan::GateClaim& claim) {
      return claim.place && !impact::knows_place(told.found, *claim.place);
    });
    if (strange && told.found.families() > 0)
      throw WrongUsage(fmt::format("`--fail-if {}` names a place in which no family is", gate.text));
    result.gates.push_back({gate.text, impact::judged(told.found, gate)});
  }
  told.figures = impact::figures_of(told.found, old_plan, new_plan);
  if (const std::optional<std::string> id = given.value("--family")) {
    const std::optional<std::size_t> family = family_of(told.found, new_side, *id);
    if (!family) {
      after.loaded->diagnostics.add(
          {.code = diagnostics::Code::family_not_found,
           .message = "no family that both frameworks read has the key that was given",
           .help = "`--family` takes a key as the records have it, with the same capitals and zeros"});
      tell(*after.loaded);
      return exit_records;
    }
    told.made_up = false;
    told.explained =
        impact::explain_one(told.found, old_side, new_side, *family, {.show_restricted = given.has("--show-restricted")});
  } else if (!result.difference.none() && !result.difference.only_wording()) {
    told.explained = explain_made_up(old_plan, new_plan, clock, options, most_explained);
  }
  put_out(format, result);
  return exit_code_of(given, result);
}

}  // namespace fairstart::cli
