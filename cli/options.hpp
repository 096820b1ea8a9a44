// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/base/calendar.hpp"

namespace fairstart::cli {

// The program was called wrongly; what() says how, for a person. Ends the program with exit_usage.
class WrongUsage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct OptionSpec {
  std::string_view name;   // "--as-at"
  std::string_view value;  // "DATE"; empty for a switch
  std::string_view help;
  bool repeats = false;
};

struct CommandSpec {
  std::string_view name;
  std::string_view summary;
  std::string_view operands;  // "FILE…"
  std::size_t least = 0, most = SIZE_MAX;
  std::vector<OptionSpec> options;
  std::string_view example;
};

// The arguments of one command, known to fit its CommandSpec.
class Given {
 public:
  // Throws WrongUsage, with the nearest option where one was mistyped.
  Given(const CommandSpec& spec, const std::vector<std::string>& arguments);

  const std::vector<std::string>& operands() const { return operands_; }
  bool has(std::string_view option) const { return values_.contains(option); }
  std::optional<std::string> value(std::string_view option) const;
  std::vector<std::string> values(std::string_view option) const;

  // Throw WrongUsage where the value is not of that form.
  std::optional<base::Day> date(std::string_view option) const;
  std::optional<std::uint64_t> number(std::string_view option, std::uint64_t least, std::uint64_t most) const;
  std::string one_of(std::string_view option, const std::vector<std::string_view>& allowed) const;  // default: the first
  std::string required(std::string_view option) const;

 private:
  const CommandSpec* spec_;
  std::vector<std::string> operands_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// Throws WrongUsage for anything but YYYY-MM-DD; `what` is named in the message.
base::Day date_from(std::string_view text, std::string_view what);

// ": did you mean `x`?" or nothing.
std::string did_you_mean(std::string_view given, const std::vector<std::string_view>& candidates);

}  // namespace fairstart::cli
