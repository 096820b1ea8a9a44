// SPDX-License-Identifier: Apache-2.0
#include "cli/records.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <variant>

#include "cli/exit_code.hpp"
#include "cli/limits.hpp"
#include "cli/log.hpp"
#include "cli/terminal.hpp"
#include "dsl/base/unnamed_file.hpp"

namespace fairstart::cli {
namespace {

// Fields that some expression reads, or that the engine gives a meaning of their own.
std::vector<bool> fields_read(const plan::Plan& plan, std::span<const plan::FieldId> also) {
  std::vector<bool> wanted(plan.fields.size(), false);
  const auto want = [&](plan::FieldId field) {
    if (field.exists()) wanted[field.index()] = true;
  };
  for (const plan::Expr& expr : plan.exprs) {
    if (const auto* value = std::get_if<plan::FieldValue>(&expr.node)) want(value->field);
    if (const auto* value = std::get_if<plan::OfLink>(&expr.node)) want(value->link);
    if (const auto* value = std::get_if<plan::Marked>(&expr.node)) want(value->field);
  }
  for (const plan::Record& record : plan.records) {
    want(record.date);
    want(record.date_of_birth);
    want(record.date_of_death);
  }
  for (std::size_t i = 0; i < plan.fields.size(); ++i) {
    const std::string& name = plan.fields[i].name;
    if (name == "imd-quintile" || name == "imd-decile") wanted[i] = true;
  }
  for (const plan::FieldId field : also) want(field);
  return wanted;
}

bool holds(const diagnostics::Diagnostics& found, diagnostics::Code code) {
  return std::any_of(found.items().begin(), found.items().end(),
                     [&](const diagnostics::Diagnostic& item) { return item.code == code; });
}

}  // namespace

Checked check_framework(const Given& given) { return check_framework(given, given.operands().front()); }

Checked check_framework(const Given& given, const std::string& file) {
  Checked checked;
  if (file == "-" && given.value("--records") == "-")
    throw WrongUsage("only one of the framework and the records can be standard input");
  std::optional<MappingChoice> choice;
  if (const std::optional<std::string> mapping = given.value("--mapping")) choice = mapping_choice(*mapping);
  checked.loaded = load(given, file, choice ? choice->file : std::filesystem::path());
  Loaded& loaded = *checked.loaded;
  loaded.diagnostics.sort_by_place();
  if (!loaded.plan) {
    checked.exit_code = exit_found;
  } else {
    const plan::Module& main = loaded.plan->modules[loaded.plan->main.index()];
    if (!main.framework) throw WrongUsage(fmt::format("`{}` is a library: a framework is needed here", file));
    if (choice) checked.mapping = find_mapping(loaded, *choice);
    if (choice && checked.mapping == nullptr) checked.exit_code = exit_records;
  }
  tell(loaded);
  return checked;
}

RecordsRead read_records(const Given& given, Checked& checked, const std::filesystem::path& rejects_path, bool quiet,
                         readers::Overflow* overflow, std::span<const plan::FieldId> also) {
  Loaded& loaded = *checked.loaded;
  const std::string folder = given.required("--records");
  readers::Options options;
  options.mapping = checked.mapping;
  options.max_cell_bytes = size_limit(given, "--max-cell", options.max_cell_bytes);
  options.max_record_bytes = size_limit(given, "--max-row", options.max_record_bytes);
  working_on(fmt::format("the records in {} were being read", folder == "-" ? "standard input" : folder), exit_records);
  options.max_rejects = given.has("--max-rejects") ? given.number("--max-rejects", 0, UINT64_MAX) : std::nullopt;
  options.wanted_fields = fields_read(*loaded.plan, also);
  options.rejects_path = rejects_path;
  options.sha256 = given.has("--sha256");
  options.overflow = overflow;
  options.threads = given.number("--threads", 1, 1024).value_or(std::max(1U, std::thread::hardware_concurrency()));
  log_info(fmt::format("reading {}", folder == "-" ? "standard input" : folder));
  RecordsRead read;
  {
    Progress progress("reading:", !quiet);
    options.progress = [&](std::uint64_t bytes, std::uint64_t rows, std::uint64_t rejects) {
      progress.say(fmt::format("{} MB, {} rows, {} rejected", bytes / 1'000'000, rows, rejects));
    };
    read.records = readers::read_folder(folder, *loaded.plan, options, loaded.diagnostics);
  }
  if (!read.records) {
    read.exit_code = holds(loaded.diagnostics, diagnostics::Code::cannot_write) ? exit_output : exit_records;
  }
  for (const diagnostics::Diagnostic& item : loaded.diagnostics.items()) {
    const bool note = diagnostics::entry(item.code).severity == diagnostics::Severity::note;
    if (note)
      read.said_once.push_back(item.place.file.empty() ? item.message : fmt::format("{}: {}", item.place.file, item.message));
  }
  if (quiet && read.records)
    loaded.diagnostics = {};
  else
    tell(loaded);
  if (read.records) {
    for (const readers::FileRead& file : read.records->files) {
      log_info(fmt::format("{}: {} rows read, {} used, {} rejected, {} cells rejected", file.file, file.rows_read,
                           file.rows_used, file.rows_rejected, file.cells_rejected));
    }
  }
  return read;
}

base::Result<std::int64_t> start_of_standard_input() {
  if (const off_t start = lseek(STDIN_FILENO, 0, SEEK_CUR); start >= 0) return std::int64_t{start};
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  if (error) return base::Failure{"there is no folder for temporary files"};
  base::Result<base::UnnamedFile> file = base::UnnamedFile::create(folder, fmt::format("fairstart-{}", getpid()));
  if (!file) return file.failure();
  std::vector<char> bytes(1U << 18U);
  for (;;) {
    const ssize_t got = read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::Failure{"standard input can't be read"};
    if (got == 0) break;
    if (const auto added = file.value().add(bytes.data(), static_cast<std::size_t>(got)); !added) return added.failure();
  }
  if (dup2(file.value().descriptor(), STDIN_FILENO) < 0) return base::Failure{"standard input can't be read"};
  return std::int64_t{0};
}

base::Day twelve_months_to(base::Day last) {
  const std::optional<base::Day> year_before = base::plus_months(last, -12, base::Rounding::down);
  return year_before ? *year_before + 1 : base::first_day;
}

}  // namespace fairstart::cli
