// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/records.hpp"
#include "cli/terminal.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "engine/exec/program.hpp"
#include "engine/explain/explain.hpp"
#include "engine/explain/letter.hpp"

namespace fairstart::cli {
namespace {

column::Row find_family(const column::Database& database, plan::RecordId family, const std::string& id) {
  const column::Row rows = static_cast<column::Row>(database.table(family).rows);
  for (column::Row row = 0; row < rows; ++row) {
    if (database.id_of(family, row) == id) return row;
  }
  return column::no_row;
}

}  // namespace

int explain_command(const Given& given) {
  const std::string format = given.one_of("--format", {"text", "json", "letter"});
  given.required("--records");
  given.required("--as-at");
  const base::Day as_at = *given.date("--as-at");
  const std::string id = given.required("--family");

  Checked checked = check_framework(given);
  if (checked.exit_code != 0) return checked.exit_code;
  Loaded& loaded = *checked.loaded;
  const RecordsRead read = read_records(given, checked, {}, false);  // no rejects file: `explain` writes nothing
  if (!read.records) return read.exit_code;
  const column::Database& database = read.records->database;
  const plan::Plan& plan = *loaded.plan;
  const column::Row family = plan.family.exists() ? find_family(database, plan.family, id) : column::no_row;
  if (family == column::no_row) {
    const std::string file = plan.family.exists() ? plan.record(plan.family).plural : "the records";
    loaded.diagnostics.add(
        {.code = diagnostics::Code::family_not_found,
         .message = "no family has the key that was given",
         .help = fmt::format("`--family` takes a key as {} has it, with the same capitals and zeros", file)});
    tell(loaded);
    return exit_records;
  }
  const column::Clock clock{as_at, twelve_months_to(as_at), as_at};
  const exec::Program program(database, clock, explain::expressions(plan));
  column::Evaluated evaluated;
  program.run(column::chunk_of_families(database, family, family + 1), evaluated);
  if (format == "letter") {
    if (given.has("--show-restricted"))
      throw WrongUsage("a letter never shows restricted facts: leave out `--show-restricted`");
    std::cout << diagnostics::escaped(explain::as_letter(database, clock, evaluated, family), diagnostics::NewLines::kept);
    return exit_fine;
  }
  const std::vector<explain::Told> told =
      explain::explain_family(database, clock, evaluated, family, {.show_restricted = given.has("--show-restricted")});
  std::cout << (format == "json" ? explain::as_json(told) : explain::as_text(told, colour_on_output()));
  return exit_fine;
}

}  // namespace fairstart::cli
