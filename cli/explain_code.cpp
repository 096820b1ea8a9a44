// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "dsl/diagnostics/catalogue.hpp"

namespace fairstart::cli {

int explain_code_command(const Given& given) {
  const std::string& text = given.operands().front();
  const std::optional<diagnostics::Code> code = diagnostics::code_from_text(text);
  if (!code) {
    std::vector<std::string_view> codes;
    for (const diagnostics::CatalogueEntry& entry : diagnostics::catalogue())
      codes.push_back(diagnostics::code_text(entry.code));
    const std::string near = did_you_mean(text, codes);
    throw WrongUsage(fmt::format("there is no code `{}`{}", text, near.empty() ? ": codes are written as FS0301" : near));
  }
  const std::string_view page = diagnostics::page(*code);
  if (page.empty())
    std::cout << "# " << diagnostics::code_text(*code) << ": " << diagnostics::entry(*code).title << '\n';
  else
    std::cout << page;
  return exit_fine;
}

}  // namespace fairstart::cli
