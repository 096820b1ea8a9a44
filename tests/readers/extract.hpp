// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "engine/readers/records.hpp"
#include "tests/harness/harness.hpp"

namespace fairstart::readers_test {

// Files read by a plan that a text says, through its first mapping where it has one.
class Extract {
 public:
  Extract(const std::string& fair, const std::map<std::string, std::string>& files)
      : checked(harness::check_text("framework t \"T\" { version \"1\" }\n" + fair)) {
    for (const auto& [name, text] : files) folder_.write("records/" + name, text);
    options.rejects_path = folder_.path() / "rejects.csv";
    if (!checked.plan) {
      ADD_FAILURE() << checked.text();
      return;
    }
    if (!checked.plan->mappings.empty()) options.mapping = &checked.plan->mappings.front();
    read();
  }

  void read() { records = readers::read_folder(folder_.path() / "records", plan(), options, diagnostics); }
  const plan::Plan& plan() const { return *checked.plan; }
  const column::Database& database() const { return records->database; }
  const column::Table& table(const std::string& record) const { return database().table(id_of(record)); }
  std::string rejects() const { return harness::read_file(options.rejects_path); }

  plan::RecordId id_of(const std::string& record) const {
    for (std::size_t i = 0; i < plan().records.size(); ++i)
      if (plan().records[i].name == record) return plan::RecordId(i);
    ADD_FAILURE() << "no record " << record;
    return plan::RecordId(0U);
  }
  plan::FieldId field(const std::string& record, const std::string& name) const {
    for (const plan::FieldId id : plan().record(id_of(record)).fields)
      if (plan().field(id).name == name) return id;
    ADD_FAILURE() << "no field " << name;
    return plan::FieldId(0U);
  }

  // "R1: kind housing, found 2024-01-02, existence ?" a row, in the order of the table.
  std::vector<std::string> rows(const std::string& record) const {
    std::vector<std::string> out;
    const plan::RecordId id = id_of(record);
    for (column::Row row = 0; row < table(record).rows; ++row) {
      std::string text = database().id_of(id, row) + ':';
      for (const plan::FieldId each : plan().record(id).fields)
        text += (text.back() == ':' ? " " : ", ") + plan().field(each).name + ' ' + cell(each, row);
      out.push_back(text);
    }
    return out;
  }
  std::string cell(plan::FieldId field, column::Row row) const {
    const column::Column& cells = database().column(field);
    if (!column::is_known(cells, row)) {
      const plan::Missing why = column::why_missing(cells, row);
      return why == plan::Missing::declined ? "? declined" : why == plan::Missing::not_asked ? "? not asked" : "?";
    }
    const plan::Type& type = plan().field(field).type;
    if (type.kind == types::Kind::yes_no) return column::answer_at(cells, row) == column::yes ? "yes" : "no";
    const std::int64_t number = column::interval_at(cells, row).lo;
    if (type.kind == types::Kind::link) return database().id_of(type.record, static_cast<column::Row>(number));
    if (type.kind == types::Kind::text) return std::string(database().texts.text(static_cast<std::uint32_t>(number)));
    return plan::show_value(type, number, plan());
  }
  std::vector<std::string> said(diagnostics::Code code) const {
    std::vector<std::string> out;
    for (const auto& item : diagnostics.items())
      if (item.code == code) out.push_back(item.message);
    return out;
  }

  harness::Checked checked;
  readers::Options options;
  diagnostics::Diagnostics diagnostics;
  std::optional<readers::Records> records;

 private:
  harness::TemporaryFolder folder_;
};

}  // namespace fairstart::readers_test
