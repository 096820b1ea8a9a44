// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "dsl/base/text.hpp"
#include "engine/readers/document_reader.hpp"

// Which objects of a document give which records, and which of their members are looked for.
namespace fairstart::readers {

using diagnostics::Code;

namespace {

// The members of which each that says so makes a row. In a file, columns stand between the first and the last; members of an
// object have no order, so that theirs are known where numbers count up. Empty where they aren't.
std::vector<std::string> each_name(const plan::MappedFile& file) {
  if (!file.up_to_last) return file.each_column;
  constexpr std::size_t most_digits = 4, most_rows = 1000;
  const auto split = [](const std::string& name) {
    std::size_t at = name.size();
    while (at > 0 && name.size() - at < most_digits && name[at - 1] >= '0' && name[at - 1] <= '9') --at;
    return at;
  };
  const std::string &first = file.each_column.front(), &last = file.each_column.back();
  const std::size_t digits = split(first), last_digits = split(last);
  if (digits == first.size() || last_digits == last.size()) return {};
  if (first.substr(0, digits) != last.substr(0, last_digits)) return {};
  const int from = std::stoi(first.substr(digits)), to = std::stoi(last.substr(last_digits));
  std::vector<std::string> names;
  for (int i = from; i <= to && names.size() <= most_rows; ++i) {
    std::string number = std::to_string(i);
    if (first[digits] == '0' && number.size() < first.size() - digits)
      number.insert(0, first.size() - digits - number.size(), '0');
    names.push_back(first.substr(0, digits) + number);
  }
  return names.empty() || names.back() != last ? std::vector<std::string>{} : names;
}

}  // namespace

void DocumentReader::find_sources() {
  shape_.emplace_back();
  add_source(root_, 0, 0, none);
  for (const plan::RecordId record : owners_first(run_.plan)) {
    const auto& files = run_.layout[record.index()];
    for (std::size_t i = 0; i < files.size(); ++i)
      if (files[i].host == root_ && !(record == root_ && i == 0)) place(record, i);
  }
  for (DocumentNode& node : shape_) node.beside = !node.name.empty() && node.parent == 0;
  for (const auto& source : sources_)
    if (source->owner != none) shape_[source->node].beside = false;
}

void DocumentReader::place(plan::RecordId record, std::size_t file) {
  const RecordFile& from = run_.layout[record.index()][file];
  const plan::RecordId owner = run_.plan.record(record).owner;
  if (!owner.exists() || run_.is_at_or_above_family(record)) {
    add_source(record, file, from.mapped != nullptr && alike_name(from.array) == alike_name(file_.array) ? 0 : child(0, from),
               none);
    return;
  }
  const std::size_t there = sources_.size();
  for (std::size_t i = 0; i < there; ++i) {
    const Source& around = *sources_[i];
    if (around.record != owner) continue;
    const RecordFile& its = run_.layout[owner.index()][around.file];
    const bool shared = from.mapped != nullptr && alike_name(from.array) == alike_name(its.array);
    add_source(record, file, shared ? around.node : child(around.node, from), i);
  }
}

std::uint32_t DocumentReader::child(std::uint32_t node, const RecordFile& file) {
  for (const std::uint32_t array : shape_[node].arrays)
    if (alike_name(shape_[array].name) == alike_name(file.array)) return array;
  const auto made = static_cast<std::uint32_t>(shape_.size());
  shape_.push_back({.name = file.array, .also = file.also, .parent = node});
  shape_[node].arrays.push_back(made);
  return made;
}

void DocumentReader::add_source(plan::RecordId record, std::size_t file, std::uint32_t node, std::size_t owner) {
  auto& reader = readers_[record.index()];
  if (reader == nullptr) {
    reader = std::make_unique<TableReader>(run_, record, true);
    if (run_.options.overflow != nullptr) reader->new_keys_->on_growth([this](std::size_t bytes) { tell_overflow(bytes); });
  }
  sources_.push_back(std::make_unique<Source>());
  Source& source = *sources_.back();
  source.record = record;
  source.file = file;
  source.node = node;
  source.owner = owner;
  source.reader = reader.get();
  source.binding.enclosed = owner != none;
}

void DocumentReader::add_column(std::uint32_t node, const std::string& name, bool is_set) {
  for (DocumentNode::Column& column : shape_[node].columns) {
    if (alike_name(column.name) != alike_name(name)) continue;
    column.is_set |= is_set;
    return;
  }
  shape_[node].columns.push_back({name, is_set});
}

// Members that rows are read from become columns of their node; others that are declared are known, and nobody is told.
void DocumentReader::name_columns_of(Source& source) {
  const RecordFile& file = run_.layout[source.record.index()][source.file];
  const plan::Record& record = run_.plan.record(source.record);
  DocumentNode& node = shape_[source.node];
  const auto is_set = [&](plan::FieldId field) { return run_.plan.field(field).type.kind == types::Kind::codes; };
  if (file.mapped != nullptr) {
    for (const std::string& name : each_name(*file.mapped)) add_column(source.node, name, false);
    for (const plan::MappedColumn& mapped : file.mapped->columns) {
      if (mapped.from.empty()) continue;
      const bool field = mapped.target == plan::ColumnTarget::field;
      if (source.binding.enclosed && mapped.target == plan::ColumnTarget::owner)
        node.unread.push_back(mapped.from);
      else
        add_column(source.node, mapped.from, field && is_set(mapped.field));
    }
    return;
  }
  if (!record.key.empty()) add_column(source.node, base::underscored(record.key), false);
  if (record.owner.exists()) {
    const std::string name = base::underscored(record.owner_column);
    if (source.binding.enclosed)
      node.unread.push_back(name);
    else
      add_column(source.node, name, false);
  }
  for (const plan::FieldId id : record.fields) {
    if (id == record.existence) continue;
    const plan::Field& field = run_.plan.field(id);
    const std::string name = base::underscored(field.column_name.empty() ? field.name : field.column_name);
    if (run_.is_wanted(id))
      add_column(source.node, name, is_set(id));
    else
      node.unread.push_back(name);
  }
}

bool DocumentReader::name_columns() {
  for (const auto& source : sources_) {
    const plan::MappedFile* const mapped = run_.layout[source->record.index()][source->file].mapped;
    if (mapped != nullptr && !mapped->each_column.empty() && each_name(*mapped).empty()) {
      run_.diagnostics.add({.code = Code::mapping_wrong,
                            .message = fmt::format("members of a document have no order: `{}` to `{}` of `{}` are not known",
                                                   mapped->each_column.front(), mapped->each_column.back(), mapped->file),
                            .span = mapped->span,
                            .help = "between names that end in numbers, such as `need1` to `need10`, the others are known"});
      return false;
    }
    name_columns_of(*source);
  }
  for (const DocumentNode& node : shape_) {
    std::vector<Cell> names;
    for (const DocumentNode::Column& column : node.columns) names.push_back({.text = column.name});
    headers_.emplace_back(names);
    std::string path;
    for (const DocumentNode* at = &node; !at->name.empty(); at = &shape_[at->parent]) path.insert(0, at->name + ".");
    headers_.back().stand_in(path);
  }
  return true;
}

bool DocumentReader::bind() {
  for (const auto& each : sources_) {
    Source& source = *each;
    TableReader& reader = *source.reader;
    const RecordFile& file = run_.layout[source.record.index()][source.file];
    const Header& header = headers_[source.node];
    source.bits = std::uint64_t{reader.table_.files.size()} << 48U;
    reader.table_.files.push_back(source.node == 0 ? file.name : fmt::format("{}:{}", file.name, shape_[source.node].name));
    reader.file_ = file.name;
    if (!reader.bind(file, header, source.binding)) return false;
    for (const auto& other : sources_) {
      if (other->record != source.record || other->binding.key.has_value() == source.binding.key.has_value()) continue;
      if (other.get() == each.get() || other->shape.columns == 0) continue;  // not bound yet
      run_.diagnostics.add({.code = Code::mapping_wrong,
                            .message = fmt::format("`{}` gives {} with a key and without", file.name, reader.record_.plural),
                            .span = file.mapped != nullptr ? file.mapped->span : base::Span{},
                            .help = "name the key for both arrays, or for neither",
                            .place = {.file = file.name}});
      return false;
    }
    if (reader.looks_up_owner_ && reader.record_.owner.exists() && !reader.pending_owners_) reader.pending_owners_.emplace();
    source.counts = run_.records.files.size();
    run_.records.files.push_back({.file = file.name, .record = source.record});
    source.shape = {.columns = header.size(),
                    .max_bytes = run_.options.max_cell_bytes,
                    .key = source.binding.key,
                    .mapping = run_.options.mapping};
  }
  return true;
}

// Members that no object has: columns that are not there. False where one that must be there is not.
bool DocumentReader::note_columns(const std::vector<Worker>& workers) {
  const auto seen = [&](const Source& source, std::size_t column) {
    return std::any_of(workers.begin(), workers.end(),
                       [&](const Worker& worker) { return worker.documents.seen(source.node, column); });
  };
  std::vector<plan::FieldId> given, missing;
  for (const auto& each : sources_) {
    const Source& source = *each;
    TableReader& reader = *source.reader;
    if (run_.records.files[source.counts].rows_read == 0) continue;
    const Header& header = headers_[source.node];
    const std::string objects = source.node == 0 ? fmt::format("of the documents of `{}`", file_.name)
                                                 : fmt::format("of the `{}` in `{}`", shape_[source.node].name, file_.name);
    const auto must = [&](const std::optional<std::size_t>& column) {
      if (!column || seen(source, *column)) return true;
      run_.diagnostics.add({.code = Code::column_missing,
                            .message = fmt::format("none {} has `{}`", objects, header.name(*column)),
                            .help = "the name is looked for in any case, with - or _",
                            .place = {.file = file_.name, .line = 1, .column = header.name(*column)}});
      return false;
    };
    if (!must(source.binding.key)) return false;
    if (source.binding.owner && !seen(source, *source.binding.owner))
      run_.diagnostics.add(
          {.code = Code::field_without_column,
           .message = fmt::format("none {} has `{}`", objects, header.name(*source.binding.owner)),
           .help = fmt::format("facts of the {} are unknown for every row", run_.plan.record(reader.record_.owner).name),
           .place = {.file = file_.name, .line = 1, .column = header.name(*source.binding.owner)}});
    for (const TableReader::Bound& bound : source.binding.fields)
      (seen(source, bound.column) ? given : missing).push_back(bound.reader.field());
    for (const CellReader& reads : source.binding.always) given.push_back(reads.field());
  }
  for (const plan::FieldId field : missing) {
    if (std::find(given.begin(), given.end(), field) != given.end()) continue;
    readers_[run_.plan.field(field).record.index()]->column_of(field) = {};
  }
  // An array that no document has is a file that is not there.
  for (const auto& each : sources_) {
    const bool there = std::any_of(workers.begin(), workers.end(), [&](const Worker& worker) {
      return each->node == 0 || worker.documents.array_seen(each->node);
    });
    if (there) run_.layout[each->record.index()][each->file].found = true;
  }
  for (const auto& each : sources_)
    std::erase_if(run_.layout[each->record.index()], [&](const RecordFile& file) {
      return file.host == root_ && !file.array.empty() && !file.found && !file.documents;
    });
  return true;
}

void DocumentReader::note_strangers(const std::vector<Worker>& workers) {
  constexpr std::size_t shown = 8, most = 200;
  for (std::uint32_t node = 0; node < shape_.size(); ++node) {
    std::set<std::string> names;
    for (const Worker& worker : workers)
      names.insert(worker.documents.strangers()[node].begin(), worker.documents.strangers()[node].end());
    if (names.empty()) continue;
    std::vector<std::string> told;
    for (const std::string& name : names)
      if (told.size() < shown) told.push_back(fmt::format("`{}`", name.substr(0, 64)));
    const std::string objects =
        node == 0 ? fmt::format("`{}`", file_.name) : fmt::format("the `{}` in `{}`", shape_[node].name, file_.name);
    if (names.size() > most)
      told = {fmt::format("more than {} members", most)};
    else if (names.size() > shown)
      told.push_back(fmt::format("{} more", names.size() - shown));
    run_.diagnostics.add({.code = Code::column_not_used,
                          .message = fmt::format("nothing reads {} of {}", base::listed(told), objects),
                          .place = {.file = file_.name, .line = 1}});
  }
}

}  // namespace fairstart::readers
