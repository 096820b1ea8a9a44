// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/load.hpp"
#include "cli/write_file.hpp"
#include "dsl/base/text.hpp"
#include "dsl/diagnostics/visible.hpp"
#include "dsl/plan/reads.hpp"
#include "engine/impact/impact.hpp"

namespace fairstart::cli {
namespace fs = std::filesystem;
namespace {

using plan::Sensitivity;

constexpr std::array<std::pair<Sensitivity, std::string_view>, 4> by_sensitivity = {{{Sensitivity::restricted, "restricted"},
                                                                                     {Sensitivity::special, "special category"},
                                                                                     {Sensitivity::personal, "personal"},
                                                                                     {Sensitivity::ordinary, "ordinary"}}};

std::string_view word(Sensitivity sensitivity) {
  return std::find_if(by_sensitivity.begin(), by_sensitivity.end(), [&](const auto& one) { return one.first == sensitivity; })
      ->second;
}

// A column that is read, by what, and for what.
struct Column {
  std::string record, field, title, type, file, column;
  Sensitivity sensitivity = Sensitivity::ordinary;
  std::vector<std::string> read_by, purposes;
};

std::string joined(const std::vector<std::string>& texts, std::string_view between = "; ") {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : std::string(between)) + text;
  return out;
}

constexpr std::string_view by_diff = "diff, by place";

class DataTable {
 public:
  explicit DataTable(const plan::Plan& plan) : plan_(plan) {
    for (const plan::Reader& reader : plan::readers(plan)) add(reader);
    // A run reads it only where a rule does.
    if (const plan::FieldId place = impact::place_field(plan); place.exists()) use(place, std::string(by_diff), {});
    // The report breaks levels and offers down by these wherever a record has them.
    for (std::size_t i = 0; i < plan.fields.size(); ++i) {
      const plan::Field& field = plan.fields[i];
      if (field.name == "imd-quintile" || field.name == "imd-decile") use(plan::FieldId(i), "report by deprivation", {});
    }
    for (std::size_t i = 0; i < plan.records.size(); ++i)
      if (records_.contains(plan::RecordId(i))) rows_of(plan::RecordId(i));
  }

  const std::vector<Column>& columns() const { return columns_; }
  std::size_t declared() const {
    std::size_t all = 0;
    for (const plan::Record& record : plan_.records)
      if (!record.pairing) all += record.fields.size();
    return all;
  }
  std::size_t fields() const { return uses_.size(); }

 private:
  struct Use {
    std::vector<std::string> by, purposes;
  };

  void use(plan::FieldId field, const std::string& by, const std::vector<plan::OutcomeId>& serves) {
    for (const plan::Record& record : plan_.records)
      if (record.existence == field) return;  // a mapping's own: no column holds it
    Use& one = uses_[field];
    if (std::find(one.by.begin(), one.by.end(), by) == one.by.end()) one.by.push_back(by);
    for (const plan::OutcomeId id : serves) {
      const plan::Outcome& outcome = plan_.outcomes[id.index()];
      const std::string title = outcome.title.empty() ? outcome.name : outcome.title;
      if (std::find(one.purposes.begin(), one.purposes.end(), title) == one.purposes.end()) one.purposes.push_back(title);
    }
    with_owners(plan_.field(field).record);
  }

  void add(const plan::Reader& reader) {
    const std::string by = reader.kind + ' ' + reader.name;
    for (const plan::FieldId field : reader.fields) use(field, by, reader.serves);
    for (const plan::RecordId record : reader.records) {
      with_owners(record);
      // No row counts before its day.
      if (plan_.record(record).date.exists()) use(plan_.record(record).date, by, reader.serves);
    }
  }

  void with_owners(plan::RecordId record) {
    for (; record.exists(); record = plan_.record(record).owner) records_.insert(record);
  }

  void rows_of(plan::RecordId id) {
    const plan::Record& record = plan_.record(id);
    if (record.pairing) return;
    const std::string file = base::underscored(record.plural) + ".csv";
    const auto key = [&](const std::string& name, const std::string& title) {
      columns_.push_back({record.name,
                          name,
                          title,
                          "key",
                          file,
                          base::underscored(name),
                          Sensitivity::personal,
                          {"to hold rows together"},
                          {}});
    };
    if (!record.key.empty()) key(record.key, "Key");
    if (record.owner.exists() && record.owner_column != record.key)
      key(record.owner_column, "Key of the " + plan_.record(record.owner).name);
    for (const plan::FieldId field : record.fields) {
      const auto found = uses_.find(field);
      if (found == uses_.end()) continue;
      const plan::Field& one = plan_.field(field);
      columns_.push_back({record.name, one.name, one.title == one.name ? "" : one.title, plan::describe(one.type, plan_), file,
                          base::underscored(one.column_name.empty() ? one.name : one.column_name), one.sensitivity,
                          found->second.by, found->second.purposes});
    }
  }

  const plan::Plan& plan_;
  std::map<plan::FieldId, Use> uses_;
  std::set<plan::RecordId> records_;
  std::vector<Column> columns_;
};

void print_text(const DataTable& table) {
  for (const auto& [sensitivity, name] : by_sensitivity) {
    bool any = false;
    for (const Column& column : table.columns()) {
      if (column.sensitivity != sensitivity) continue;
      if (!any) std::cout << name << '\n';
      any = true;
      std::cout << fmt::format("  {} of {}{} ({}; {}: {})\n    read by  {}\n", column.field, column.record,
                               column.title.empty() ? "" : fmt::format(", “{}”", diagnostics::escaped(column.title)),
                               column.type, column.file, column.column, joined(column.read_by, ", "));
      if (!column.purposes.empty()) std::cout << "    for      " << diagnostics::escaped(joined(column.purposes)) << '\n';
    }
  }
  std::cout << fmt::format("{} of the {} declared fields are read; the others can change no result\n", table.fields(),
                           table.declared());
}

std::string cell(const std::string& text) {
  // A sheet would take these for a formula.
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  if (!formula && text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string out = formula ? "\"'" : "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

void print_csv(const DataTable& table) {
  std::cout << "sensitivity,record,field,title,type,file,column,read_by,purposes\n";
  for (const auto& [sensitivity, name] : by_sensitivity)
    for (const Column& column : table.columns())
      if (column.sensitivity == sensitivity)
        std::cout << fmt::format("{},{},{},{},{},{},{},{},{}\n", name, column.record, column.field, cell(column.title),
                                 cell(column.type), column.file, column.column, cell(joined(column.read_by)),
                                 cell(joined(column.purposes)));
}

void print_json(const DataTable& table) {
  nlohmann::ordered_json out{{"format", 1}, {"declared", table.declared()}, {"read", table.fields()}};
  out["columns"] = nlohmann::ordered_json::array();
  for (const Column& column : table.columns())
    out["columns"].push_back({{"record", column.record},
                              {"field", column.field},
                              {"title", column.title},
                              {"sensitivity", word(column.sensitivity)},
                              {"type", column.type},
                              {"file", column.file},
                              {"column", column.column},
                              {"read_by", column.read_by},
                              {"purposes", column.purposes}});
  std::cout << out.dump(2) << '\n';
}

// Empty files with a line of column names, for whoever prepares an extract.
int write_templates(Loaded& loaded, const DataTable& table, const fs::path& folder) {
  const auto cannot_write = [&](const fs::path& path, const std::string& why) {
    loaded.diagnostics.add({.code = diagnostics::Code::cannot_write,
                            .message = "the templates could not be written: " + why,
                            .place = {path.string(), 0, {}}});
    tell(loaded);
    return exit_output;
  };
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return cannot_write(folder, error.message());
  std::map<std::string, std::string> headers;
  for (const Column& column : table.columns()) {
    if (column.read_by.size() == 1 && column.read_by.front() == by_diff) continue;  // no run needs it
    std::string& header = headers[column.file];
    header += (header.empty() ? "" : ",") + column.column;
  }
  for (const auto& [file, header] : headers)
    if (fs::exists(folder / file)) return cannot_write(folder / file, "there is such a file already, and it may hold records");
  for (const auto& [file, header] : headers)
    if (const std::string why = write_file(folder / file, header + '\n'); !why.empty()) return cannot_write(folder / file, why);
  return exit_fine;
}

}  // namespace

int data_command(const Given& given) {
  const std::string format = given.one_of("--format", {"text", "csv", "json"});
  const std::unique_ptr<Loaded> loaded = load(given, given.operands().front());
  loaded->diagnostics.sort_by_place();
  tell(*loaded);
  if (!loaded->plan) return exit_found;
  const DataTable table(*loaded->plan);
  if (const std::optional<std::string> folder = given.value("--templates"))
    if (const int code = write_templates(*loaded, table, *folder); code != exit_fine) return code;
  if (format == "csv")
    print_csv(table);
  else if (format == "json")
    print_json(table);
  else
    print_text(table);
  return exit_fine;
}

}  // namespace fairstart::cli
