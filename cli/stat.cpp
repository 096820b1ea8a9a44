// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/stat_methods.hpp"

namespace fairstart::cli {
namespace {

const StatMethod& method_named(const std::string& name) {
  std::vector<std::string_view> names;
  for (const StatMethod* method : stat_methods()) {
    if (method->name == name) return *method;
    names.push_back(method->name);
  }
  throw WrongUsage(
      fmt::format("there is no method `{}`{}; `fairstart stat --list` names them", name, did_you_mean(name, names)));
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// Lines of the text, each begun with spaces.
std::string indented(std::string_view text) {
  std::string out = "  ";
  for (const char c : text) out += c == '\n' ? "\n  " : std::string(1, c);
  return out + '\n';
}

// At most 100 characters a line, counting those of UTF-8.
std::string wrapped(std::string_view text) {
  std::string out = "  ";
  std::size_t length = 0;
  for (const std::string& word : words_in(text)) {
    const auto size = static_cast<std::size_t>(
        std::count_if(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    if (length > 0 && length + 1 + size > 100) {
      out += "\n  ";
      length = 0;
    }
    out += (length > 0 ? " " : "") + word;
    length += size + (length > 0 ? 1 : 0);
  }
  return out + '\n';
}

std::string list_of_methods() {
  std::string text;
  for (const StatMethod* method : stat_methods()) text += fmt::format("{:<24}{}\n", method->name, method->summary);
  return text;
}

std::string page_of(const StatMethod& method, const CommandSpec& spec) {
  std::string options;
  for (const std::string& name : words_in(method.options)) {
    for (const OptionSpec& option : spec.options) {
      if (option.name == name)
        options += fmt::format("  {:<22}{}\n", fmt::format("{} {}", option.name, option.value), option.help);
    }
  }
  return fmt::format(
      "fairstart stat {}: {}\n\nUsage: fairstart stat {} FILE.csv [OPTIONS]\n\nColumns of the table (in brackets: may be left "
      "out)\n{}\nOptions\n{}\nGives\n{}\nFormula\n{}\nSource\n{}\nExample\n  {}\n",
      method.name, method.summary, method.name, indented(method.columns), options.empty() ? "  none\n" : options,
      wrapped(method.results), wrapped(method.formula), wrapped(method.source), method.example);
}

void refuse_other_options(const Given& given, const StatMethod& method, const CommandSpec& spec) {
  const std::vector<std::string> taken = words_in(method.options);
  for (const OptionSpec& option : spec.options) {
    const bool common = option.name == "--library" || option.name.starts_with("--log") || option.name.starts_with("--max-") ||
                        option.name == "--help";
    if (common || !given.has(option.name) || std::find(taken.begin(), taken.end(), option.name) != taken.end()) continue;
    throw WrongUsage(fmt::format("`stat {}` does not take `{}`", method.name, option.name));
  }
}

const CommandSpec& spec_of_stat() {
  return std::find_if(commands().begin(), commands().end(), [](const Command& each) { return each.spec.name == "stat"; })->spec;
}

}  // namespace

std::vector<const StatMethod*> stat_methods() {
  std::vector<const StatMethod*> all;
  for (const auto family :
       {stat_intervals(), stat_standardised(), stat_inequality(), stat_comparisons(), stat_charts(), stat_funnels()}) {
    for (const StatMethod& method : family) all.push_back(&method);
  }
  return all;
}

double StatInput::number(std::string_view option, double otherwise) const {
  const auto text = given_->value(option);
  if (!text) return otherwise;
  double number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || !std::isfinite(number)) {
    throw WrongUsage(fmt::format("the value of `{}` is not a number: `{}`", option, *text));
  }
  const bool is_multiplier = option == "--multiplier";
  if (is_multiplier && number == 0.0) throw WrongUsage("the value of `--multiplier` is 0");
  return number;
}

double StatInput::confidence() const {
  const auto confidence = statistics::confidence_from(number("--confidence", 0.95));
  if (!confidence) throw WrongUsage("the value of `--confidence` is not a confidence: write 0.95, 95 or 99.8");
  return *confidence;
}

std::vector<std::string> StatInput::by() const {
  std::vector<std::string> columns;
  const std::string text = given_->value("--by").value_or("");
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    if (end == from) throw WrongUsage(fmt::format("the value of `--by` has an empty name: `{}`", text));
    columns.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return columns;
}

std::vector<std::string> joined(std::vector<std::string> first, std::vector<std::string> more) {
  first.insert(first.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return first;
}

std::vector<std::string> with_columns(const StatTable& table, std::vector<std::string> more) {
  // A column that is there already keeps its name; the one that is added says that it is this program's.
  for (std::string& name : more) {
    if (table.has(name)) name = "stat_" + name;
  }
  return joined(table.names(), std::move(more));
}

std::vector<std::string> with_cells(const StatTable& table, std::size_t row, std::vector<std::string> more) {
  return joined(table.cells(row), std::move(more));
}

std::string lower_of(const std::optional<statistics::Limits>& limits) {
  return told(limits ? std::optional(limits->lower) : std::nullopt);
}

std::string upper_of(const std::optional<statistics::Limits>& limits) {
  return told(limits ? std::optional(limits->upper) : std::nullopt);
}

CommandSpec stat_spec() {
  return {"stat",
          "a statistic of the report over a table of counts, to check a figure by hand",
          "METHOD FILE.csv",
          0,
          2,
          {{"--list", "", "the methods, one a line"},
           {"--confidence", "C", "of the interval: 0.95 (default), 95, 99.8"},
           {"--multiplier", "N", "what values and limits are multiplied by; each method has its default"},
           {"--by", "COLUMNS", "columns, with commas between: a figure for each group of rows"},
           {"--method", "NAME", "the method's variants; its page names them, the default first"},
           {"--of", "WHAT", "proportions (default) or rates"},
           {"--p", "P", "which percentile; default 50"},
           {"--standard", "WHERE", "weights from the column `standard` (default), or european-2013"},
           {"--as", "WHAT", "ratio (default) or rate"},
           {"--z", "Z", "z of the limits in place of the confidence's"},
           {"--ranked", "N", "how many small areas are ranked; default 32844"},
           {"--groups", "K", "how many groups; default 10"},
           {"--first", "WHICH", "group 1 holds the highest (default) or the lowest values"},
           {"--type", "TYPE", "what the values are; the method's page names the types, the default first"},
           {"--transform", "", "fit on the type's scale: log of rates, logit of proportions"},
           {"--kind", "KIND", "relative (default), generalised, erreygers or wagstaff"},
           {"--better", "WHICH", "none (default), lower or higher"},
           {"--level", "L", "control limits of 95 (default) or 99.8"},
           {"--amber", "N", "where amber begins; default 90"},
           {"--green", "N", "where green begins; default 95"},
           {"--rule", "NAME", "which rule; a wrong name gives the list"},
           {"--screen", "", "leave out, once, moving ranges of 3.267 times their mean and more"},
           {"--no-screen", "", "keep moving ranges of 3.267 times their mean and more"},
           {"--fix-after", "N", "limits from the first N values of a group"},
           {"--target", "N", "a target, for assurance"},
           {"--freeze", "N", "limits from the first N values"},
           {"--points", "", "100 points of the funnel's lines, in place of the units"},
           {"--years", "N", "how many years the events of a rate's funnel are of; default 1"},
           {"--standardised", "", "the rates are standardised for age"},
           {"--data", "DATA", "shmi (default), cqc, proportion or ratio"},
           {"--trim", "Q", "the share of units at each end that is left out or drawn in; default 0.1"}},
          "fairstart stat proportion counts.csv --confidence 99.8"};
}

std::string stat_help(const Given& given) {
  if (!given.operands().empty()) return page_of(method_named(given.operands().front()), spec_of_stat());
  return command_help(spec_of_stat()) + "\nMethods (`fairstart stat METHOD --help` says more)\n" + indented(list_of_methods());
}

std::string stat_methods_text() { return list_of_methods(); }

int stat_command(const Given& given) {
  if (given.has("--list")) {
    std::cout << list_of_methods();
    return exit_fine;
  }
  if (given.operands().empty()) throw WrongUsage("`stat` needs METHOD FILE.csv; `fairstart stat --list` names the methods");
  const StatMethod& method = method_named(given.operands().front());
  if (given.operands().size() < 2)
    throw WrongUsage(fmt::format("`stat {}` needs FILE.csv; `-` is standard input", method.name));
  refuse_other_options(given, method, spec_of_stat());
  try {
    const StatTable table = StatTable::read(given.operands()[1]);
    std::cout << method.run(StatInput(given, table)).csv();
    return exit_fine;
  } catch (const TableError& error) {
    std::cerr << "fairstart: " << error.what() << '\n';
    return exit_records;
  }
}

}  // namespace fairstart::cli
