// SPDX-License-Identifier: Apache-2.0
#include "engine/readers/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "engine/readers/cell_reader.hpp"
#include "engine/readers/document_shape.hpp"
#include "engine/readers/input_file.hpp"

namespace fairstart::readers {
namespace {

namespace fs = std::filesystem;
using diagnostics::Code;

bool may_be_listed(const fs::path& folder) {
  std::error_code error;
  const fs::directory_iterator at(folder, error);
  return !error;
}

constexpr std::string_view endings[] = {".csv", ".ndjson"};

// The name without how its text is packed: "people.csv" of "people.csv.gz".
std::string_view unpacked(std::string_view name) {
  for (const std::string_view packing : packings)
    if (name.ends_with(packing)) return name.substr(0, name.size() - packing.size());
  return name;
}
bool is_documents(std::string_view name) { return unpacked(name).ends_with(".ndjson"); }

std::string_view without_ending(std::string_view name) {
  name = unpacked(name);
  for (const std::string_view ending : endings)
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  return name;
}

std::vector<std::string> record_files(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (std::string name = at->path().filename().string(); without_ending(name) != unpacked(name)) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

// The names that a file may have, by its name without how it is packed.
std::vector<std::string> packed_names(const std::string& name) {
  std::vector<std::string> names{name};
  for (const std::string_view packing : packings) names.push_back(name + std::string(packing));
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

void find_mapped(const fs::path& folder, const plan::Mapping& mapping, Layout& layout, diagnostics::Diagnostics& diagnostics) {
  for (const plan::MappedFile& file : mapping.files) {
    if (!stays_inside(file.file)) {
      diagnostics.add({.code = Code::mapping_wrong,
                       .message = fmt::format("`{}` is not a file inside the folder of records", file.file),
                       .span = file.span,
                       .help = "name the file as it stands in the folder, such as `people.csv`"});
      continue;
    }
    std::error_code error;
    const auto names = packed_names(file.file);
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const std::string& name) { return fs::exists(folder / name, error); });
    RecordFile mapped{.path = folder / file.file, .name = file.file, .mapped = &file};
    if (found != names.end()) {
      mapped.path = folder / *found;
      mapped.name = *found;
      mapped.documents = is_documents(*found);
    }
    mapped.array = without_ending(file.file);
    layout[file.record.index()].push_back(std::move(mapped));
  }
}

// A file that is not there may be an array of documents; else it is missing.
void find_arrays(const fs::path& folder, const plan::Plan& plan, const plan::Mapping* mapping, Layout& layout,
                 diagnostics::Diagnostics& diagnostics) {
  std::error_code error;
  const auto own_file = [&](plan::RecordId record) -> const RecordFile* {
    for (const RecordFile& file : layout[record.index()])
      if (!file.host.exists()) return &file;
    return nullptr;
  };
  // The nearest owner that has files of its own; else the family, beside whose rows arrays may stand.
  const auto host_of = [&](plan::RecordId record) -> plan::RecordId {
    std::size_t steps = 0;
    for (plan::RecordId at = plan.record(record).owner; at.exists() && steps < plan.records.size(); ++steps) {
      if (const RecordFile* file = own_file(at)) return file->documents ? at : plan::RecordId{};
      at = plan.record(at).owner;
    }
    const RecordFile* family = plan.family.exists() ? own_file(plan.family) : nullptr;
    return family != nullptr && family->documents ? plan.family : plan::RecordId{};
  };
  // Which of the mapped files are there is known before any is taken for an array.
  std::vector<std::pair<plan::RecordId, RecordFile>> arrays;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    const plan::RecordId record(i);
    for (std::size_t at = layout[i].size(); at-- > 0;) {
      RecordFile& file = layout[i][at];
      if (file.mapped == nullptr || file.documents || fs::exists(file.path, error)) continue;
      arrays.emplace_back(record, std::move(file));
      layout[i].erase(layout[i].begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
  std::reverse(arrays.begin(), arrays.end());
  for (std::size_t i = 0; i < layout.size(); ++i) {
    const plan::Record& declared = plan.records[i];
    const bool mapped = mapping != nullptr && std::any_of(mapping->files.begin(), mapping->files.end(),
                                                          [&](const auto& file) { return file.record.index() == i; });
    if (!layout[i].empty() || declared.pairing || mapped || plan::RecordId(i) == plan.family) continue;
    arrays.emplace_back(
        plan::RecordId(i),
        RecordFile{
            .path = {}, .name = {}, .array = base::underscored(declared.plural), .also = base::underscored(declared.name)});
  }
  std::vector<plan::RecordId> hosts;
  for (const auto& [record, file] : arrays) hosts.push_back(host_of(record));
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    auto& [record, file] = arrays[i];
    if (hosts[i].exists() && own_file(hosts[i]) != nullptr) {
      const RecordFile* host = own_file(hosts[i]);
      file.path = host->path;
      file.name = host->name;
      file.host = hosts[i];
      layout[record.index()].push_back(std::move(file));
    } else if (file.mapped != nullptr) {
      diagnostics.add({.code = Code::records_missing,
                       .message = fmt::format("`{}`, which the mapping `{}` takes `{}` from, is not in `{}`", file.name,
                                              mapping->name, plan.record(record).plural, folder.string()),
                       .help = did_you_mean(file.name, record_files(folder)),
                       .place = {.file = file.name}});
    }
  }
}

void find_by_name(const fs::path& folder, const plan::Plan& plan, plan::RecordId record, Layout& layout,
                  diagnostics::Diagnostics& diagnostics) {
  const plan::Record& declared = plan.record(record);
  const std::string plural = base::underscored(declared.plural), singular = base::underscored(declared.name);
  std::error_code error;
  std::vector<std::string> found;
  for (const std::string& stem : {plural, singular})
    for (const std::string_view ending : endings)
      for (const std::string& name : packed_names(stem + std::string(ending)))
        if (std::find(found.begin(), found.end(), name) == found.end() && fs::exists(folder / name, error))
          found.push_back(name);
  if (found.size() > 1) {
    diagnostics.add({.code = Code::records_unreadable,
                     .message = fmt::format("both `{}` and `{}` are there: which holds the {} can't be told", found[0],
                                            found[1], declared.plural),
                     .help = "keep one of them in the folder",
                     .place = {.file = found[1]}});
    return;
  }
  if (!found.empty())
    layout[record.index()].push_back(
        {.path = folder / found[0], .name = found[0], .documents = is_documents(found[0]), .array = plural, .also = singular});
  if (!found.empty() || record != plan.family) return;
  const auto there = record_files(folder);
  std::string help = did_you_mean(plural + ".csv", there);
  if (help.empty() && !may_be_listed(folder)) help = "the folder may not be read: permission denied";
  if (help.empty() && there.empty()) help = "the folder holds no CSV files";
  if (help.empty()) help = "a mapping can say which file holds them";
  diagnostics.add({.code = Code::records_missing,
                   .message = fmt::format("`{}` has neither `{}.csv` nor `{}.csv`: there are no {} to read", folder.string(),
                                          plural, singular, declared.plural),
                   .help = help,
                   .place = {.file = plural + ".csv"}});
}

// All records are in one file of documents, a family each.
void find_in_one_file(const fs::path& path, const plan::Plan& plan, const plan::Mapping* mapping, Layout& layout,
                      diagnostics::Diagnostics& diagnostics) {
  const plan::Record& family = plan.record(plan.family);
  RecordFile root{.path = path,
                  .name = path == standard_input_path ? "standard input" : path.filename().string(),
                  .documents = true,
                  .array = base::underscored(family.plural),
                  .also = base::underscored(family.name)};
  if (mapping != nullptr) {
    for (const plan::MappedFile& file : mapping->files) {
      RecordFile mapped{.path = path, .name = root.name, .mapped = &file, .array = std::string(without_ending(file.file))};
      if (file.record != plan.family) {
        mapped.path.clear();
        mapped.name = file.file;
        layout[file.record.index()].push_back(std::move(mapped));
      } else if (root.mapped == nullptr) {
        root.mapped = &file;
        root.array = mapped.array;
      } else {
        diagnostics.add({.code = Code::mapping_wrong,
                         .message = fmt::format("`{}` and `{}` both give {}, and each document is one of them",
                                                root.mapped->file, file.file, family.plural),
                         .span = file.span,
                         .help = "keep the one that names what stands in the documents themselves"});
      }
    }
  }
  layout[plan.family.index()].push_back(std::move(root));
  find_arrays(path, plan, mapping, layout, diagnostics);
}

}  // namespace

Layout find_files(const fs::path& folder, const plan::Plan& plan, const plan::Mapping* mapping,
                  diagnostics::Diagnostics& diagnostics) {
  Layout layout(plan.records.size());
  std::error_code error;
  if (folder == standard_input_path && plan.family.exists()) {
    find_in_one_file(folder, plan, mapping, layout, diagnostics);
    return layout;
  }
  const fs::file_status status = fs::status(folder, error);
  if (!fs::is_directory(status)) {
    const bool there = fs::exists(status);
    if (there && is_documents(folder.filename().string()) && plan.family.exists()) {
      find_in_one_file(folder, plan, mapping, layout, diagnostics);
      return layout;
    }
    diagnostics.add({.code = Code::records_missing,
                     .message = there ? fmt::format("`{}` is a file, not a folder of records", folder.string())
                                      : fmt::format("there is no folder `{}`", folder.string()),
                     .help = there ? "give the folder that holds the CSV files, or one `.ndjson` file" : "",
                     .place = {.file = folder.string()}});
    return layout;
  }
  if (mapping != nullptr) find_mapped(folder, *mapping, layout, diagnostics);
  for (std::size_t i = 0; i < plan.records.size(); ++i) {
    const plan::RecordId record(i);
    if (plan.record(record).pairing) continue;
    const bool mapped = mapping != nullptr && std::any_of(mapping->files.begin(), mapping->files.end(),
                                                          [&](const plan::MappedFile& file) { return file.record == record; });
    if (!mapped) find_by_name(folder, plan, record, layout, diagnostics);
  }
  find_arrays(folder, plan, mapping, layout, diagnostics);
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
    alike_.push_back(alike_name(cell.text));
  }
}

std::optional<std::size_t> Header::find(std::string_view name) const {
  name = trimmed(name);
  if (const auto exact = std::find(names_.begin(), names_.end(), name); exact != names_.end())
    return static_cast<std::size_t>(exact - names_.begin());
  const auto found = std::find(alike_.begin(), alike_.end(), alike_name(name));
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
  const std::string lower = alike_name(name);
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
