// SPDX-License-Identifier: Apache-2.0
#include "dsl/sharing/conform.hpp"

#include <fmt/core.h>

#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/load.hpp"

namespace fairstart::cli {

int conform_command(const Given& given) {
  const bool json = given.one_of("--format", {"text", "json"}) == "json";
  const std::string& file = given.operands().front();
  const std::unique_ptr<Loaded> loaded = load(given, file, {}, Wanted::contents_too);
  if (loaded->plan) {
    const plan::Module& main = loaded->plan->modules[loaded->plan->main.index()];
    if (!main.builds_on.exists())
      loaded->diagnostics.add({.code = diagnostics::Code::builds_on_nothing,
                               .message = fmt::format("`{}` builds on no core", main.name),
                               .span = loaded->contents->find(main.name)->name_span,
                               .help = "say `builds on …` in the header; a core of its own has nothing to conform to"});
  }
  loaded->diagnostics.sort_by_place();
  if (loaded->plan && !loaded->diagnostics.has_errors()) {
    tell(*loaded);
    const sharing::Statement statement = sharing::statement_of(*loaded->plan, *loaded->contents, loaded->sources);
    std::cout << (json ? sharing::conform_json(statement, loaded->sources) : sharing::conform_text(statement, loaded->sources));
    return exit_fine;
  }
  // A program finds what is wrong where it looks for the statement.
  if (json)
    std::cout << sharing::refused_json(loaded->diagnostics, loaded->sources);
  else
    tell(*loaded);
  return exit_found;
}

}  // namespace fairstart::cli
