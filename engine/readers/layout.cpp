// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "engine/readers/cell_reader.hpp"

namespace fairstart::readers {
namespace {

namespace fs = std::filesystem;
using diagnostics::Code;

std::string alike(std::string_view name) {
  std::string out(trimmed(name));
  for (char& c : out) c = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool may_be_listed(const fs::path& folder) {
  std::error_code error;
  const fs::directory_iterator at(folder, error);
  return !error;
}

std::vector<std::string> csv_files(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".csv") names.push_back(at->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& there) {
  const std::vector<std::string_view> candidates(there.begin(), there.end());
  const std::string_view nearest = base::nearest(name, candidates);
  return nearest.empty() ? std::string{} : fmt::format("did you mean `{}`?", nearest);
}

// A mapping may come from elsewhere: it must not reach out of the folder that the user gave.
bool stays_inside(const fs::path& file) {
  return !file.empty() && file.is_relative() && std::find(file.begin(), file.end(), fs::path("..")) == file.end();
}

void find_mapped(const fs::path& folder, const plan::Plan& plan, const plan::Mapping& mapping, Layout& layout,
                 diagnostics::Diagnostics& diagnostics) {
  for (const plan::MappedFile& file : mapping.files) {
    if (!stays_inside(file.file)) {
      diagnostics.add({.code = Code::mapping_wrong,
                       .message = fmt::format("`{}` is not a file inside the folder of records", file.file),
                       .span = file.span,
                       .help = "name the file as it stands in the folder, such as `people.csv`"});
      continue;
    }
    std::error_code error;
    if (!fs::exists(folder / file.file, error)) {
      diagnostics.add({.code = Code::records_missing,
                       .message = fmt::format("`{}`, which the mapping `{}` takes `{}` from, is not in `{}`", file.file,
                                              mapping.name, plan.record(file.record).plural, folder.string()),
                       .help = did_you_mean(file.file, csv_files(folder)),
                       .place = {.file = file.file}});
      continue;
    }
    layout[file.record.index()].push_back({folder / file.file, file.file, &file});
  }
}

void find_by_name(const fs::path& folder, const plan::Plan& plan, plan::RecordId record, Layout& layout,
                  diagnostics::Diagnostics& diagnostics) {
  const plan::Record& declared = plan.record(record);
  const std::string plural = base::underscored(declared.plural) + ".csv", singular = base::underscored(declared.name) + ".csv";
  std::error_code error;
  const bool by_plural = fs::exists(folder / plural, error),
             by_singular = singular != plural && fs::exists(folder / singular, error);
  if (by_plural && by_singular) {
    diagnostics.add({.code = Code::records_unreadable,
                     .message = fmt::format("both `{}` and `{}` are there: which holds the {} can't be told", plural, singular,
                                            declared.plural),
                     .help = "keep one of them in the folder",
                     .place = {.file = singular}});
    return;
  }
  if (by_plural) layout[record.index()].push_back({folder / plural, plural, nullptr});
  if (by_singular) layout[record.index()].push_back({folder / singular, singular, nullptr});
  if (by_plural || by_singular || record != plan.family) return;
  const auto there = csv_files(folder);
  std::string help = did_you_mean(plural, there);
  if (help.empty() && !may_be_listed(folder)) help = "the folder may not be read: permission denied";
  if (help.empty() && there.empty()) help = "the folder holds no CSV files";
  if (help.empty()) help = "a mapping can say which file holds them";
  diagnostics.add({.code = Code::records_missing,
                   .message = fmt::format("`{}` has neither `{}` nor `{}`: there are no {} to read", folder.string(), plural,
                                          singular, declared.plural),
                   .help = help,
                   .place = {.file = plural}});
}

}  // namespace

Layout find_files(const fs::path& folder, const plan::Plan& plan, const plan::Mapping* mapping,
                  diagnostics::Diagnostics& diagnostics) {
  Layout layout(plan.records.size());
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (!fs::is_directory(status)) {
    const bool there = fs::exists(status);
    diagnostics.add({.code = Code::records_missing,
                     .message = there ? fmt::format("`{}` is a file, not a folder of records", folder.string())
                                      : fmt::format("there is no folder `{}`", folder.string()),
                     .help = there ? "give the folder that holds the CSV files" : "",
                     .place = {.file = folder.string()}});
    return layout;
  }
  if (mapping != nullptr) find_mapped(folder, plan, *mapping, layout, diagnostics);
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    if (plan.record(record).pairing) continue;
    const bool mapped = mapping != nullptr && std::any_of(mapping->files.begin(), mapping->files.end(),
                                                          [&](const plan::MappedFile& file) { return file.record == record; });
    if (!mapped) find_by_name(folder, plan, record, layout, diagnostics);
  }
  return layout;
}

std::vector<plan::RecordId> owners_first(const plan::Plan& plan) {
  const auto depth = [&](plan::RecordId record) {
    std::size_t owners = 0;
    for (plan::RecordId at = plan.record(record).owner; at.exists() && owners < plan.records.size(); at = plan.record(at).owner)
      ++owners;
    return owners;
  };
  std::vector<plan::RecordId> order;
  for (std::size_t i = 0; i < plan.records.size(); ++i) order.emplace_back(i);
  std::stable_sort(order.begin(), order.end(), [&](plan::RecordId a, plan::RecordId b) { return depth(a) < depth(b); });
  return order;
}

Header::Header(const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) {
    names_.emplace_back(trimmed(cell.text));
    alike_.push_back(alike(cell.text));
  }
}

std::optional<std::size_t> Header::find(std::string_view name) const {
  name = trimmed(name);
  if (const auto exact = std::find(names_.begin(), names_.end(), name); exact != names_.end())
    return static_cast<std::size_t>(exact - names_.begin());
  const auto found = std::find(alike_.begin(), alike_.end(), alike(name));
  if (found == alike_.end()) return {};
  return static_cast<std::size_t>(found - alike_.begin());
}

bool Header::is_twice(std::size_t column) const { return std::count(alike_.begin(), alike_.end(), alike_[column]) > 1; }

bool Header::holds_bare_cr() const {
  return std::any_of(names_.begin(), names_.end(), [](const std::string& name) {
    for (std::size_t at = name.find('\r'); at != std::string::npos; at = name.find('\r', at + 1))
      if (at + 1 == name.size() || name[at + 1] != '\n') return true;
    return false;
  });
}

bool Header::holds_any(const std::vector<std::string>& names) {
  is_header_ = std::any_of(names.begin(), names.end(), [&](const std::string& name) { return find(name).has_value(); });
  return is_header_;
}

std::string Header::help(std::string_view name) const {
  if (names_.size() == 1 && names_[0].find_first_of(";\t|") != std::string::npos) return "columns are separated by commas";
  if (std::string meant = did_you_mean(base::underscored(name), names_); !meant.empty()) return meant;
  const std::string lower = alike(name);
  const std::vector<std::string_view> candidates(alike_.begin(), alike_.end());
  if (const std::string_view nearest = base::nearest(lower, candidates); !nearest.empty())
    return fmt::format("did you mean `{}`?",
                       names_[static_cast<std::size_t>(std::find(alike_.begin(), alike_.end(), nearest) - alike_.begin())]);
  if (!is_header_)
    return "its first line has none of the columns looked for: if it is a row of data, put the column names above it";
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < names_.size() && i < 12; ++i) shown.push_back(fmt::format("`{}`", names_[i].substr(0, 64)));
  if (names_.size() > shown.size()) shown.push_back(fmt::format("{} more", names_.size() - shown.size()));
  return fmt::format("its columns are {}", base::listed(shown));
}

}  // namespace fairstart::readers
