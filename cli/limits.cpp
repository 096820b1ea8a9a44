// SPDX-License-Identifier: Apache-2.0
#include "cli/limits.hpp"

#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstring>
#include <new>
#include <system_error>

#include "cli/exit_code.hpp"
#include "engine/readers/records.hpp"

namespace fairstart::cli {
namespace {

constexpr std::uint64_t seconds_by_default = 3600, most_seconds = 30'000'000;
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 50U;

std::string in_megabytes(std::size_t bytes) { return fmt::format("{}M", bytes >> 20U); }

// The texts of options are views: what they are made of has to stay.
std::string_view kept(std::string text) {
  static std::vector<std::unique_ptr<std::string>> texts;
  return *texts.emplace_back(std::make_unique<std::string>(std::move(text)));
}

// Read by what runs when a limit is reached: no memory may be asked for there.
struct AtLimit {
  char what[401] = "the program was at work";
  volatile std::sig_atomic_t exit_code = exit_found;
  char too_long[200] = {}, too_much[200] = {};
};
AtLimit at_limit;

void put_on_errors(const char* text) {
  std::size_t left = std::strlen(text);
  while (left > 0) {
    const ssize_t count = write(STDERR_FILENO, text, left);
    if (count <= 0) return;
    text += count;
    left -= static_cast<std::size_t>(count);
  }
}

[[noreturn]] void end_because(const char* why) {
  put_on_errors("fairstart: ");
  put_on_errors(why);
  put_on_errors(at_limit.what);
  put_on_errors("\n");
  _exit(at_limit.exit_code);
}

void out_of_time(int) { end_because(at_limit.too_long); }
void out_of_memory() { end_because(at_limit.too_much); }

void copy_into(const std::string& text, char* to, std::size_t room) {
  const std::size_t size = std::min(text.size(), room - 1);
  std::memcpy(to, text.data(), size);
  to[size] = '\0';
}

}  // namespace

const std::vector<OptionSpec>& limits_of_every_command() {
  static const std::vector<OptionSpec> options = {
      {"--max-seconds", "N", kept(fmt::format("end after so long, with exit code 1 or 3 (default {})", seconds_by_default))},
      {"--max-memory", "SIZE", "end where more memory is needed, as 512M or 2G (default: as much as the machine gives)"},
  };
  return options;
}

const std::vector<OptionSpec>& limits_of_frameworks() {
  static const check::Limits limits;
  static const std::vector<OptionSpec> options = {
      {"--max-file", "SIZE",
       kept(fmt::format("refuse a larger file of a framework or table beside it; all together {} times as much (default {})",
                        limits.files, in_megabytes(limits.file_bytes)))},
      {"--max-modules", "N", kept(fmt::format("refuse to read more modules (default {})", limits.modules))},
      {"--max-depth", "N", kept(fmt::format("refuse what is nested deeper (default and most: {})", limits.depth))},
      {"--max-errors", "N",
       kept(fmt::format("end the check of a file after so many mistakes, and show as many and as many warnings (default {})",
                        limits.errors))},
  };
  return options;
}

const std::vector<OptionSpec>& limits_of_records() {
  static const readers::Options limits;
  static const std::vector<OptionSpec> options = {
      {"--max-cell", "SIZE",
       kept(fmt::format("reject a longer cell of a record (default {})", in_megabytes(limits.max_cell_bytes)))},
      {"--max-row", "SIZE",
       kept(fmt::format("stop at a longer row or document of records, with exit code 3 (default {})",
                        in_megabytes(limits.max_record_bytes)))},
  };
  return options;
}

std::size_t bytes_of_size(std::string_view option, const std::string& text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  const unsigned shift = unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : 0;
  const bool is_size = error == std::errc() && shift != 0 && number <= (most_bytes >> shift);
  const std::uint64_t bytes = is_size ? number << shift : 0;
  if (bytes >= least && bytes <= most) return bytes;
  throw WrongUsage(fmt::format("the value of `{}` is not a size from {}K to {}M: `{}`. Sizes are written as 512K, 64M or 2G",
                               option, least >> 10U, most >> 20U, text));
}

std::size_t size_limit(const Given& given, std::string_view option, std::size_t otherwise) {
  const std::optional<std::string> text = given.value(option);
  return text ? bytes_of_size(option, *text, 1U << 10U, 1U << 30U) : otherwise;
}

check::Limits framework_limits(const Given& given) {
  check::Limits limits;
  limits.file_bytes = size_limit(given, "--max-file", limits.file_bytes);
  limits.modules = given.number("--max-modules", 1, 100'000).value_or(limits.modules);
  limits.depth = static_cast<std::uint32_t>(given.number("--max-depth", 1, limits.depth).value_or(limits.depth));
  limits.errors = given.number("--max-errors", 1, 1'000'000).value_or(limits.errors);
  return limits;
}

void start_limits(const Given& given) {
  const std::uint64_t seconds = given.number("--max-seconds", 1, most_seconds).value_or(seconds_by_default);
  copy_into(fmt::format("stopped after {} second{} (--max-seconds): ", seconds, seconds == 1 ? "" : "s"), at_limit.too_long,
            sizeof at_limit.too_long);
  std::signal(SIGALRM, out_of_time);
  alarm(static_cast<unsigned>(seconds));
  const std::optional<std::string> memory = given.value("--max-memory");
  if (!memory) return;
  const std::size_t bytes = bytes_of_size("--max-memory", *memory, 1U << 20U, most_bytes);
  copy_into(fmt::format("more memory is needed than `--max-memory {}` allows: ", *memory), at_limit.too_much,
            sizeof at_limit.too_much);
  std::set_new_handler(out_of_memory);
// Sanitisers take far more for themselves than any limit.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  const rlimit limit{bytes, bytes};
  if (setrlimit(RLIMIT_DATA, &limit) != 0) throw WrongUsage("`--max-memory` can't be set here");
#else
  (void)bytes;
#endif
}

int within_memory(const std::function<int()>& work) {
  const auto limited = [] { return at_limit.too_much[0] != '\0'; };
  try {
    return work();
  } catch (const std::bad_alloc&) {
    if (limited()) out_of_memory();
    throw;
  } catch (const std::system_error& error) {
    const bool no_room =
        error.code() == std::errc::not_enough_memory || error.code() == std::errc::resource_unavailable_try_again;
    if (limited() && no_room) out_of_memory();
    throw;
  }
}

void stop_clock() { alarm(0); }

void working_on(const std::string& what, int exit_code) {
  copy_into(what, at_limit.what, sizeof at_limit.what);
  at_limit.exit_code = exit_code;
}

}  // namespace fairstart::cli
