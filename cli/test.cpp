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
#include "engine/examples/examples.hpp"

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

void print_failure(const examples::Failed& failed, const source::Sources& sources) {
  const source::Position at = sources.position(failed.span.file, failed.span.begin);
  std::cout << fmt::format("      {}:{}:{}: error[{}]: the expectation does not hold\n", sources.file(failed.span.file).path,
                           at.line, at.column, diagnostics::code_text(diagnostics::Code::example_failed))
            << "        expected  " << indented(without_expect(failed.expected), 18) << "\n        got       "
            << indented(without_expect(failed.got), 18) << '\n';
  if (!failed.explanation.empty()) std::cout << "        why       " << indented(failed.explanation, 18) << '\n';
}

}  // namespace

int test_command(const Given& given) {
  const std::string filter = given.value("--filter").value_or("");
  std::vector<std::unique_ptr<Loaded>> files;
  std::vector<examples::Outcome> outcomes;
  std::vector<std::string> classes;
  std::size_t failed = 0;
  bool errors = false;
  for (const std::string& file : given.operands()) {
    files.push_back(load(given, file));
    Loaded& loaded = *files.back();
    loaded.diagnostics.sort_by_place();
    const bool sound = loaded.plan.has_value();
    tell(loaded);
    errors = errors || !sound;
    if (!sound) continue;
    const std::string& module = loaded.plan->modules[loaded.plan->main.index()].name;
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
  }
  std::cout << fmt::format("{} example{}, {} failed\n", outcomes.size(), outcomes.size() == 1 ? "" : "s", failed);
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
  return failed > 0 || errors ? exit_found : exit_fine;
}

}  // namespace fairstart::cli
