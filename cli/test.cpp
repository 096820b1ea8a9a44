// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <fstream>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/load.hpp"
#include "cli/terminal.hpp"
#include "dsl/diagnostics/catalogue.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "engine/cases/cases.hpp"
#include "engine/examples/examples.hpp"
#include "engine/guarantees/guarantees.hpp"

namespace fairstart::cli {
namespace {

std::string indented(const std::string& text, std::size_t by) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (!out.empty()) out += '\n' + std::string(end > at ? by : 0, ' ');
    out += text.substr(at, end - at);
    at = end + 1;
  }
  return out;
}

// The engine gives both sides as expectations; what they stand beside says so already.
std::string without_expect(const std::string& text) {
  constexpr std::string_view word = "expect ";
  return text.starts_with(word) ? text.substr(word.size()) : text;
}

void print_failure(const examples::Failed& failed, const source::Sources& sources,
                   diagnostics::Code code = diagnostics::Code::example_failed) {
  const source::Position at = sources.position(failed.span.file, failed.span.begin);
  std::cout << fmt::format("      {}:{}:{}: error[{}]: the {} does not hold\n", sources.file(failed.span.file).path, at.line,
                           at.column, diagnostics::code_text(code),
                           code == diagnostics::Code::guarantee_failed ? "guarantee" : "expectation")
            << "        expected  " << indented(without_expect(failed.expected), 18) << "\n        got       "
            << indented(without_expect(failed.got), 18) << '\n';
  if (!failed.explanation.empty()) std::cout << "        why       " << indented(failed.explanation, 18) << '\n';
}

// Cases that say what they come to. Parameters are taken on the case's own day, else as they were changed last.
std::optional<examples::Outcome> outcome_of(const plan::Plan& plan, const plan::Case& money) {
  if (money.expectations.empty()) return {};
  examples::Outcome outcome{.title = money.title};
  const std::vector<cases::Judged> judged =
      cases::judge(plan, money, cases::value(plan, money, cases::newest_day(plan, money)));
  for (std::size_t i = 0; i < judged.size(); ++i)
    if (!judged[i].holds)
      outcome.failures.push_back({money.expectations[i].span, money.expectations[i].text, judged[i].got, ""});
  return outcome;
}

// What one example says of each guarantee; those that fail, with the row that makes them fail.
void try_guarantees(const plan::Plan& plan, const plan::Example& example, std::vector<examples::Outcome>& outcomes) {
  column::Database database = examples::records_of(plan, example);
  const std::vector<guarantees::Result> results = guarantees::judge(database, {example.as_at, example.as_at, example.as_at});
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i].failed()) continue;
    outcomes[i].failures.push_back(
        {plan.guarantees[i].span, plan.guarantees[i].title,
         fmt::format("example \"{}\": {}", example.title, guarantees::told(database, plan.guarantees[i], results[i])), ""});
  }
}

std::string counted(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

}  // namespace

int test_command(const Given& given) {
  const std::string filter = given.value("--filter").value_or("");
  std::vector<std::unique_ptr<Loaded>> files;
  std::vector<examples::Outcome> outcomes;
  std::vector<std::string> classes;
  std::size_t failed = 0, money_cases = 0, promises = 0, unsound = 0;
  for (const std::string& file : given.operands()) {
    files.push_back(load(given, file));
    Loaded& loaded = *files.back();
    loaded.diagnostics.sort_by_place();
    const bool sound = loaded.plan.has_value();
    tell(loaded);
    unsound += sound ? 0 : 1;
    if (!sound) continue;
    const plan::Module& main = loaded.plan->modules[loaded.plan->main.index()];
    const std::string& module = main.name;
    bool named = false;
    for (const plan::Example& example : loaded.plan->examples) {
      if (example.title.find(filter) == std::string::npos) continue;
      if (!named) std::cout << file << '\n';
      named = true;
      const examples::Outcome& outcome = outcomes.emplace_back(examples::run(*loaded.plan, example));
      classes.push_back(module);
      const bool holds = outcome.failures.empty();
      failed += holds ? 0 : 1;
      std::cout << (holds ? "  ok    " : "  FAIL  ") << diagnostics::escaped(example.title) << '\n';
      for (const examples::Failed& one : outcome.failures) print_failure(one, loaded.sources);
    }
    std::vector<examples::Outcome> promised;
    for (const plan::Guarantee& guarantee : loaded.plan->guarantees) promised.push_back({.title = guarantee.title});
    if (!promised.empty())
      for (const plan::Example& example : loaded.plan->examples) try_guarantees(*loaded.plan, example, promised);
    for (examples::Outcome& outcome : promised) {
      if (outcome.title.find(filter) == std::string::npos) continue;
      if (!named) std::cout << file << '\n';
      named = true;
      ++promises;
      classes.push_back(module);
      const bool holds = outcome.failures.empty();
      failed += holds ? 0 : 1;
      std::cout << (holds ? "  ok    " : "  FAIL  ") << "guarantee: " << diagnostics::escaped(outcome.title) << '\n';
      for (const examples::Failed& one : outcome.failures)
        print_failure(one, loaded.sources, diagnostics::Code::guarantee_failed);
      outcomes.push_back(std::move(outcome));
    }
    for (const plan::Case& money : loaded.plan->cases) {
      if (loaded.sources.file(money.span.file).path != main.path || money.title.find(filter) == std::string::npos) continue;
      std::optional<examples::Outcome> outcome = outcome_of(*loaded.plan, money);
      if (!outcome) continue;
      if (!named) std::cout << file << '\n';
      named = true;
      ++money_cases;
      classes.push_back(module);
      const bool holds = outcome->failures.empty();
      failed += holds ? 0 : 1;
      std::cout << (holds ? "  ok    " : "  FAIL  ") << "case: " << diagnostics::escaped(money.title) << '\n';
      for (const examples::Failed& one : outcome->failures)
        print_failure(one, loaded.sources, diagnostics::Code::case_expectation_failed);
      outcomes.push_back(std::move(*outcome));
    }
  }
  std::cout << counted(outcomes.size() - money_cases - promises, "example");
  if (promises > 0) std::cout << ", " << counted(promises, "guarantee");
  if (money_cases > 0) std::cout << ", " << counted(money_cases, "case");
  std::cout << fmt::format(", {} failed", failed);
  if (unsound > 0) std::cout << fmt::format("; {} not run because of errors", counted(unsound, "file"));
  std::cout << '\n';
  if (!filter.empty() && outcomes.empty()) std::cerr << fmt::format("fairstart: no example's title holds `{}`\n", filter);
  if (const std::optional<std::string> path = given.value("--junit")) {
    const std::string suite = given.operands().size() == 1 ? given.operands().front() : "fairstart";
    std::ofstream out(*path, std::ios::binary);
    out << examples::junit(suite, outcomes, classes) << std::flush;
    if (!out) {
      Loaded nothing;
      nothing.diagnostics.add({.code = diagnostics::Code::cannot_write,
                               .message = "the test results could not be written",
                               .place = {*path, 0, {}}});
      tell(nothing);
      return exit_output;
    }
  }
  return failed > 0 || unsound > 0 ? exit_found : exit_fine;
}

}  // namespace fairstart::cli
