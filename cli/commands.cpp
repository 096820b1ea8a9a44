// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/limits.hpp"

namespace fairstart::cli {
namespace {

const std::vector<OptionSpec>& common_options() {
  static const std::vector<OptionSpec> options = {
      {"--library", "DIR", "a further folder of modules; may repeat. FAIRSTART_PATH lists more, with ':' between", true},
      {"--locked", "", "hold every module to the lock file beside FILE (`fairstart lock`); exit with 1 where one differs"},
      {"--log-level", "LEVEL", "error, warn (default), info or debug: how much is logged on standard error"},
      {"--log-json", "", "log as one JSON object a line"},
      {"--help", "", "this page"},
  };
  return options;
}

std::vector<Command> all_commands() {
  std::vector<Command> all = {
      {{"check",
        "find mistakes in frameworks and libraries",
        "FILE…",
        1,
        SIZE_MAX,
        {{"--as-at", "DATE", "judge `review by` and dated parameters at this date; without it they are listed"},
         {"--format", "FORMAT", "text (default), json or sarif"},
         {"--strict", "", "warnings fail too"}},
        "fairstart check frameworks/surrey/first-1000-days.fair --as-at 2026-04-01"},
       check_command},
      {{"fmt",
        "lay files out in the canonical way, in place; `-` reads standard input and writes standard output",
        "FILE…",
        1,
        SIZE_MAX,
        {{"--check", "", "change nothing; list the files that would change, and exit with 1 if there are any"}},
        "fairstart fmt frameworks/surrey/first-1000-days.fair"},
       fmt_command},
      {{"test",
        "run the examples in the files",
        "FILE…",
        1,
        SIZE_MAX,
        {{"--filter", "TEXT", "only examples whose title holds this text"},
         {"--junit", "OUT.xml", "write the results as JUnit XML"},
         {"--coverage", "OUT.json", "write which conditions the examples saw yes, no and unknown; list those they did not"},
         {"--min-coverage", "PCT", "exit with 1 below this share of the answers that conditions can give (whole per cent)"},
         {"--boundaries", "", "list thresholds without an example on each side; exit with 1 if there are any"},
         {"--watch", "", "run again whenever a file that was read changes, until Ctrl-C; for a terminal"}},
        "fairstart test frameworks/surrey/first-1000-days.fair"},
       test_command},
      {{"run",
        "work out tiers, offers and indicators for a folder of records",
        "FRAMEWORK",
        1,
        1,
        {{"--records", "PATH",
          "the folder of CSV files, one a record, or an NDJSON file, a family a line; .gz and .zst too. `-` is NDJSON on "
          "standard input"},
         {"--as-at", "DATE", "the day that everything is judged at; there is no clock"},
         {"--out", "DIR", "the folder that the outputs go into, all or nothing"},
         {"--period", "FROM..TO", "the reporting period, both days included; default: the 12 months that end on --as-at"},
         {"--mapping", "FILE.fair[:NAME]", "how local columns and codes become the framework's"},
         {"--format", "LIST", "of csv, json, xlsx and html, with commas between (default: csv,json,html)"},
         {"--threads", "N", "how many threads; default: as many as the machine has. The outputs are the same"},
         {"--max-rejects", "N", "stop with exit code 3 at more rejects than this"},
         {"--show-restricted", "", "name restricted facts in reasons"},
         {"--sha256", "",
          "the manifest names record files by SHA-256 too, for evidence that nobody can make another file fit; large runs take "
          "longer"},
         {"--quiet", "", "no summary, notes or progress"},
         {"--memory", "SIZE",
          "keep within this much memory, as 512M or 2G: families are worked out a part at a time, and the others wait in a "
          "file "
          "without a name beside DIR. NDJSON stays in memory while it is read. The outputs are the same"},
         {"--profile", "",
          "say on standard error what the time went to: definitions, offers, indicators and all else. No output file has a "
          "time"},
         {"--evaluator", "WHICH", "columns (default), or reference: the slow one that checks it"},
         {"--chunk", "N", "families in one piece of work (default 256). The outputs are the same"}},
        "fairstart run frameworks/surrey/first-1000-days.fair --records examples/surrey --as-at 2026-04-01 --out out/surrey"},
       run_command},
      {{"explain",
        "say why one family has its tier and offers, and what is not known",
        "FRAMEWORK",
        1,
        1,
        {{"--records", "PATH",
          "the folder of CSV files, one a record, or an NDJSON file, a family a line; .gz and .zst too. `-` is NDJSON on "
          "standard input"},
         {"--as-at", "DATE", "the day that everything is judged at"},
         {"--family", "ID", "the family's key"},
         {"--mapping", "FILE.fair[:NAME]", "how local columns and codes become the framework's"},
         {"--format", "FORMAT", "text (default), json or letter"},
         {"--show-restricted", "", "name restricted facts"}},
        "fairstart explain frameworks/surrey/first-1000-days.fair --records examples/surrey --as-at 2026-04-01 --family F0001"},
       explain_command},
      {stat_spec(), stat_command},
      {{"explain-code", "the page for a diagnostic's code", "CODE", 1, 1, {}, "fairstart explain-code FS0303"},
       explain_code_command},
      {{"doc",
        "write the framework as a document to read: outcomes, offers, words, sources, and how they hang together",
        "FRAMEWORK",
        1,
        1,
        {{"--out", "DIR", "the folder that NAME.md and NAME.html go into; NAME is the framework's"}},
        "fairstart doc frameworks/surrey/first-1000-days.fair --out out/doc"},
       doc_command},
      {{"conform",
        "say what a framework took, adapted, added and retired of the core that it builds on; exit with 1 where it is weaker",
        "LOCAL",
        1,
        1,
        {{"--format", "FORMAT", "text (default) or json"}},
        "fairstart conform frameworks/cornwall/one-vision.fair"},
       conform_command},
      {{"lock",
        "write a lock file beside the framework: what each module that it needs says, as a hash",
        "FRAMEWORK",
        1,
        1,
        {},
        "fairstart lock frameworks/cornwall/one-vision.fair"},
       lock_command},
      {{"bundle",
        "pack a framework with all that it needs, its lock and its examples in rows, as one file to send",
        "FRAMEWORK",
        1,
        1,
        {{"-o", "FILE", "the bundle; `-` is standard output. Every command takes it in place of the framework"}},
        "fairstart bundle frameworks/cornwall/one-vision.fair -o one-vision.bundle"},
       bundle_command},
      {{"unbundle",
        "unpack a bundle into a new folder, all or nothing",
        "FILE",
        1,
        1,
        {{"--out", "DIR", "a new folder, or an empty one (default: named as the framework's module)"}},
        "fairstart unbundle one-vision.bundle --out one-vision"},
       unbundle_command},
      {{"data",
        "list every field that is read: by which rules, for what, and how sensitive it is",
        "FRAMEWORK",
        1,
        1,
        {{"--format", "FORMAT", "text (default), csv or json"},
         {"--templates", "DIR", "also write empty CSV files with the columns that are read"}},
        "fairstart data frameworks/surrey/first-1000-days.fair --format csv"},
       data_command},
      {{"diff",
        "say what changed in meaning between two frameworks, and what that does to families",
        "OLD NEW",
        2,
        2,
        {{"--records", "PATH",
          "also work both out over these records: who gains, loses or changes each offer and tier, by deprivation fifth and "
          "place, small counts hidden"},
         {"--as-at", "DATE", "the day that families are judged at; with --records"},
         {"--mapping", "FILE.fair[:NAME]", "how local columns and codes become the frameworks'"},
         {"--threads", "N", "how many threads; default: as many as the machine has. The answers are the same"},
         {"--format", "FORMAT", "text (default), json, markdown (for a comment on a change) or html (one page)"},
         {"--family", "ID", "explain this family, before and after; without it made-up families are explained"},
         {"--show-restricted", "", "with --family: name restricted facts"},
         {"--fail-if", "CONDITION",
          "exit with 1 where it holds; may repeat. As in `any family loses a core offer`, `more than 5% of families change "
          "tier`, `families who lose any offer in fifth 1 is over 10`; `fairstart explain-code FS0710` has them all. Hidden "
          "counts count here",
          true},
         {"--exit-code", "", "exit with 1 where anything changed, be it a title"}},
        "fairstart diff docs/tour/first.fair docs/tour/newtown.fair --format markdown"},
       diff_command},
      {{"synth",
        "make up records for what the framework reads: for tests, demonstrations and timing",
        "FRAMEWORK",
        1,
        1,
        {{"--recipe", "FILE", "what is made, as docs/formats.md tells; without one, something of all that is read"},
         {"--places", "FILE", "the CSV file of the places that the families live in; it is copied"},
         {"--families", "N", "how many families (default: what the recipe says, else 100)"},
         {"--seed", "S", "the same seed gives the same records (default 1)"},
         {"--as-at", "DATE", "nothing in them happened later (default 2026-04-01)"},
         {"--out", "DIR", "a new folder, or an empty one; its README says how the records were made"}},
        "fairstart synth frameworks/surrey/first-1000-days.fair --families 500 --seed 7 --out out/made-up"},
       synth_command},
      {{"new",
        "write a small framework to start from, with examples, a dozen made-up families and the commands to run",
        "NAME",
        1,
        1,
        {},
        "fairstart new newtown.first-steps"},
       new_command},
  };
  for (Command& command : all) {
    const auto add = [&](const std::vector<OptionSpec>& more) {
      command.spec.options.insert(command.spec.options.end(), more.begin(), more.end());
    };
    const auto& own = command.spec.options;
    if (std::any_of(own.begin(), own.end(), [](const OptionSpec& option) { return option.name == "--records"; }))
      add(limits_of_records());
    if (command.run != stat_command && command.run != explain_code_command && command.run != new_command)
      add(limits_of_frameworks());
    add(limits_of_every_command());
    command.spec.options.insert(command.spec.options.end(), common_options().begin(), common_options().end());
  }
  return all;
}

// Two columns; the right one wraps, hanging.
std::string columns(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t left = 0;
  for (const auto& [name, text] : rows) left = std::max(left, name.size());
  std::string out;
  for (const auto& [name, text] : rows) {
    std::string line = fmt::format("  {:<{}}  ", name, left);
    const std::size_t indent = line.size();
    std::size_t at = 0;
    bool first = true;
    while (at < text.size()) {
      std::size_t end = text.find(' ', at);
      if (end == std::string::npos) end = text.size();
      if (!first && line.size() + 1 + (end - at) > 110) {
        out += line + '\n';
        line = std::string(indent, ' ');
        first = true;
      }
      line += (first ? "" : " ") + text.substr(at, end - at);
      first = false;
      at = end + 1;
    }
    out += line + '\n';
  }
  return out;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all = all_commands();
  return all;
}

std::string_view exit_codes_text() {
  return "Exit codes: 0 fine, 1 something was found, 2 wrong usage, 3 records could not be used,\n"
         "4 outputs could not be written, 70 internal fault.";
}

std::string_view program_example() { return "fairstart check frameworks/surrey/first-1000-days.fair"; }

std::string option_title(const OptionSpec& option) {
  return option.value.empty() ? std::string(option.name) : fmt::format("{} {}", option.name, option.value);
}

std::string program_help() {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Command& command : commands()) rows.emplace_back(command.spec.name, command.spec.summary);
  return fmt::format(
      "fairstart {}: outcome frameworks for children's health and care\n\n"
      "Usage: fairstart COMMAND …\n\n"
      "Commands\n{}\n"
      "`fairstart COMMAND --help` says more, with an example. `fairstart --version` gives the version,\n"
      "`fairstart --manual DIR` writes the manual pages and what shells complete commands with.\n"
      "{}\n\n"
      "Example\n  {}\n",
      FAIRSTART_VERSION, columns(rows), exit_codes_text(), program_example());
}

std::string command_help(const CommandSpec& spec) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const OptionSpec& option : spec.options) { rows.emplace_back(option_title(option), std::string(option.help)); }
  return fmt::format("fairstart {}: {}\n\nUsage: fairstart {} {} [OPTIONS]\n\nOptions\n{}\nExample\n  {}\n", spec.name,
                     spec.summary, spec.name, spec.operands, columns(rows), spec.example);
}

}  // namespace fairstart::cli
