// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <iostream>
#include <set>
#include <tuple>

#include "cli/commands.hpp"
#include "cli/dates.hpp"
#include "cli/exit_code.hpp"
#include "cli/limits.hpp"
#include "cli/load.hpp"
#include "cli/terminal.hpp"
#include "dsl/lint/lint.hpp"

namespace fairstart::cli {
namespace {

// All files' findings as one document, so that a pipeline reads one JSON or SARIF whatever the number of files: spans move
// into one set of sources.
class Together {
 public:
  void add(const Loaded& loaded) {
    std::vector<base::FileId> moved;
    for (std::size_t i = 0; i < loaded.sources.size(); ++i) {
      const source::SourceFile& file = loaded.sources.file(base::FileId(i));
      moved.push_back(sources_.add(file.path, file.text));
    }
    const auto move = [&](base::Span& span) {
      if (span.exists()) span.file = moved[span.file.index()];
    };
    for (diagnostics::Diagnostic diagnostic : loaded.diagnostics.items()) {
      move(diagnostic.span);
      for (diagnostics::Label& label : diagnostic.labels) move(label.span);
      if (is_new(diagnostic)) diagnostics_.add(std::move(diagnostic));
    }
  }
  const source::Sources& sources() const { return sources_; }
  const diagnostics::Diagnostics& diagnostics() const { return diagnostics_; }
  void keep_first(std::size_t most) { diagnostics_.keep_first(most); }

 private:
  // Two files may use one library, whose mistakes are told once.
  bool is_new(const diagnostics::Diagnostic& one) {
    const bool placed = one.span.exists();
    return told_
        .emplace(one.code, one.message, placed ? sources_.file(one.span.file).path : one.place.file,
                 placed ? one.span.begin : one.place.line, placed)
        .second;
  }

  source::Sources sources_;
  diagnostics::Diagnostics diagnostics_;
  std::set<std::tuple<diagnostics::Code, std::string, std::string, std::uint64_t, bool>> told_;
};

}  // namespace

int check_command(const Given& given) {
  const std::string format = given.one_of("--format", {"text", "json", "sarif"});
  const std::optional<base::Day> as_at = given.date("--as-at");
  Together together;
  std::vector<std::string> dates;
  for (const std::string& file : given.operands()) {
    const std::unique_ptr<Loaded> loaded = load(given, file);
    // The file that was asked for is the first that is read.
    if (loaded->plan) lint::lint(*loaded->plan, base::FileId(0U), loaded->diagnostics);
    if (loaded->plan && as_at) judge_dates(*loaded->plan, *as_at, loaded->diagnostics);
    if (loaded->plan && !as_at) {
      for (std::string& line : list_dates(*loaded->plan)) dates.push_back(std::move(line));
    }
    loaded->diagnostics.sort_by_place();
    together.add(*loaded);
  }
  together.keep_first(framework_limits(given).errors);
  const diagnostics::Diagnostics& found = together.diagnostics();
  if (format == "json")
    diagnostics::print_json(std::cout, found, together.sources());
  else if (format == "sarif")
    diagnostics::print_sarif(std::cout, found, together.sources());
  else {
    diagnostics::print_text(std::cerr, found, together.sources(), colour_on_errors());
    const std::size_t files = given.operands().size();
    if (!found.has_errors()) std::cout << fmt::format("{} file{} checked, no errors\n", files, files == 1 ? "" : "s");
    if (!found.has_errors() && !dates.empty()) {
      std::cout << "Dates to know (--as-at DATE judges them)\n";
      for (const std::string& line : dates) std::cout << "  " << line << '\n';
    }
  }
  return found.has_errors() || (given.has("--strict") && found.warnings() > 0) ? exit_found : exit_fine;
}

}  // namespace fairstart::cli
