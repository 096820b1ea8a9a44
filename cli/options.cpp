// SPDX-License-Identifier: Apache-2.0
#include "cli/options.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "dsl/base/text.hpp"

namespace fairstart::cli {
namespace {

const OptionSpec& find_option(const CommandSpec& spec, std::string_view name) {
  for (const OptionSpec& option : spec.options) {
    if (option.name == name) return option;
  }
  std::vector<std::string_view> names;
  for (const OptionSpec& option : spec.options) names.push_back(option.name);
  throw WrongUsage(fmt::format("`{}` has no option `{}`{}", spec.name, name, did_you_mean(name, names)));
}

std::string alternatives(const std::vector<std::string_view>& allowed) {
  std::vector<std::string> words;
  for (const std::string_view word : allowed) words.emplace_back(word);
  return base::listed(words, "or");
}

}  // namespace

std::string did_you_mean(std::string_view given, const std::vector<std::string_view>& candidates) {
  const std::string_view nearest = base::nearest(given, candidates);
  return nearest.empty() ? std::string() : fmt::format(": did you mean `{}`?", nearest);
}

Given::Given(const CommandSpec& spec, const std::vector<std::string>& arguments) : spec_(&spec) {
  bool only_operands = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (only_operands || argument.size() < 2 || argument[0] != '-') {
      operands_.push_back(argument);
      continue;
    }
    if (argument == "--") {
      only_operands = true;
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string name = argument == "-h" ? "--help" : argument.substr(0, equals);
    const OptionSpec& option = find_option(spec, name);
    std::vector<std::string>& values = values_[name];
    if (!option.repeats && !values.empty()) throw WrongUsage(fmt::format("`{}` is given twice", name));
    if (option.value.empty()) {
      if (equals != std::string::npos) throw WrongUsage(fmt::format("`{}` takes no value", name));
      values.emplace_back();
    } else if (equals != std::string::npos) {
      values.push_back(argument.substr(equals + 1));
    } else if (i + 1 < arguments.size() && !arguments[i + 1].starts_with("--")) {
      values.push_back(arguments[++i]);
    } else {
      throw WrongUsage(fmt::format("`{}` needs a value: `{} {}`", name, name, option.value));
    }
    if (!option.value.empty() && values.back().empty()) throw WrongUsage(fmt::format("the value of `{}` is empty", name));
  }
  if (has("--help")) return;
  if (operands_.size() < spec.least) throw WrongUsage(fmt::format("`{}` needs {}", spec.name, spec.operands));
  if (operands_.size() > spec.most)
    throw WrongUsage(fmt::format("`{}` does not take a further argument, `{}`", spec.name, operands_[spec.most]));
}

std::optional<std::string> Given::value(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end()) return {};
  return found->second.front();
}

std::vector<std::string> Given::values(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

base::Day date_from(std::string_view text, std::string_view what) {
  if (const std::optional<base::Day> day = base::parse_iso_date(text)) return *day;
  throw WrongUsage(fmt::format("{} is not a date: `{}`. Dates are written as 2026-04-01", what, text));
}

std::optional<base::Day> Given::date(std::string_view option) const {
  const std::optional<std::string> text = value(option);
  if (!text) return {};
  return date_from(*text, fmt::format("the value of `{}`", option));
}

std::optional<std::uint64_t> Given::number(std::string_view option, std::uint64_t least, std::uint64_t most) const {
  const std::optional<std::string> text = value(option);
  if (!text) return {};
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < least || number > most) {
    throw WrongUsage(fmt::format("the value of `{}` is not a whole number from {} to {}: `{}`", option, least, most, *text));
  }
  return number;
}

std::string Given::one_of(std::string_view option, const std::vector<std::string_view>& allowed) const {
  std::string text = value(option).value_or(std::string(allowed.front()));
  if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
    throw WrongUsage(fmt::format("`{} {}` is not known: it takes {}", option, text, alternatives(allowed)));
  }
  return text;
}

std::string Given::required(std::string_view option) const {
  if (std::optional<std::string> text = value(option)) return *text;
  throw WrongUsage(fmt::format("`{}` needs `{} {}`", spec_->name, option, find_option(*spec_, option).value));
}

}  // namespace fairstart::cli
