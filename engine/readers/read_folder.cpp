// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "engine/readers/document_reader.hpp"
#include "engine/readers/overflow.hpp"
#include "engine/readers/records.hpp"
#include "engine/readers/table_reader.hpp"

namespace fairstart::readers {
namespace {

using diagnostics::Code;

std::string counted(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

void say_what_was_rejected(const Records& records, diagnostics::Diagnostics& diagnostics) {
  for (const FileRead& file : records.files) {
    if (file.rows_rejected + file.cells_rejected == 0) continue;
    std::string what = counted(file.rows_rejected, "row");
    if (file.rows_rejected == 0)
      what = counted(file.cells_rejected, "cell");
    else if (file.cells_rejected > 0)
      what += " and " + counted(file.cells_rejected, "cell");
    diagnostics.add({.code = Code::cells_rejected,
                     .message = fmt::format("{} of `{}` could not be used", what, file.file),
                     .help = "rejects.csv names each by line and column",
                     .place = {.file = file.file}});
  }
}

// Documents hold all that there is of their record.
std::nullopt_t several(const std::vector<RecordFile>& files, diagnostics::Diagnostics& diagnostics) {
  diagnostics.add({.code = Code::mapping_wrong,
                   .message = fmt::format("`{}` and `{}` both give one record, and documents are read from one file only",
                                          files[0].name, files[1].name),
                   .span = files[1].mapped != nullptr ? files[1].mapped->span : base::Span{},
                   .place = {.file = files[1].name}});
  return std::nullopt;
}

}  // namespace

std::optional<Records> read_folder(const std::filesystem::path& folder, const plan::Plan& plan, const Options& options,
                                   diagnostics::Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.errors();
  Layout layout = find_files(folder, plan, options.mapping, diagnostics);
  DateReader dates;
  if (options.mapping != nullptr) {
    if (const auto wrong = dates.set(options.mapping->date_formats))
      diagnostics.add(
          {.code = Code::mapping_wrong,
           .message = fmt::format("`{}` is not a way to write dates", *wrong),
           .span = options.mapping->span,
           .help = "write the day as D or DD, the month as M, MM, MMM or MMMM, the year as YY or YYYY: `DD/MM/YYYY`"});
  }
  if (diagnostics.errors() > errors_before) return {};

  std::optional<Records> records(std::in_place);
  records->database.plan = &plan;
  if (options.mapping != nullptr) records->database.extracted_on = options.mapping->extracted_on;
  records->database.tables.resize(plan.records.size());
  records->files.reserve(16);
  Rejects rejects(options.rejects_path, options.max_rejects);
  Run run{plan, options, layout, dates, rejects, diagnostics, *records, {}, {}, {}};
  run.keys.resize(plan.records.size());
  bool read = true;
  std::vector<bool> was_read(plan.records.size());
  for (const plan::RecordId record : owners_first(plan)) {
    if (plan.record(record).pairing) continue;
    // Rows in arrays were read with the documents that hold them, or will be.
    const auto& files = layout[record.index()];
    const auto in_documents = [](const RecordFile& file) { return file.documents; };
    if (std::any_of(files.begin(), files.end(), [](const RecordFile& file) { return file.host.exists(); })) continue;
    if (was_read[record.index()]) continue;
    if (std::any_of(files.begin(), files.end(), in_documents)) {
      if (files.size() > 1) return several(files, diagnostics);
      for (std::size_t i = 0; i < layout.size(); ++i)
        for (const RecordFile& file : layout[i])
          if (file.host == record) was_read[i] = true;
      read = DocumentReader(run, record).read();
    } else {
      read = read_table(run, record);
    }
    if (!read) break;
  }
  if (read) {
    follow_links(run);
    read = !too_many_rejects(run, {}, 0);
  }
  records->rejects = rejects.count();
  if (!rejects.close()) {
    diagnostics.add({.code = Code::cannot_write,
                     .message = fmt::format("`{}` could not be written", options.rejects_path.filename().string()),
                     .place = {.file = options.rejects_path.filename().string()}});
    return {};
  }
  if (!read) return {};
  if (options.overflow != nullptr)
    options.overflow->all_ended(records->database);
  else
    column::make_pairs(records->database);
  say_what_was_rejected(*records, diagnostics);
  return records;
}

}  // namespace fairstart::readers
