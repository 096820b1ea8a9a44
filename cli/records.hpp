// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/load.hpp"
#include "engine/column/evaluated.hpp"
#include "engine/readers/records.hpp"

namespace fairstart::cli {

// The framework with its mapping, checked; `exit_code` says if that failed, and the mistakes are told.
struct Checked {
  std::unique_ptr<Loaded> loaded;
  const plan::Mapping* mapping = nullptr;
  int exit_code = 0;
};
Checked check_framework(const Given& given);                           // the first operand
Checked check_framework(const Given& given, const std::string& file);  // any

// Reads --records for it; rejects go to `rejects_path`. `quiet`: notes and warnings are not told. `overflow`: as
// readers::Options. also: fields to read though no rule does.
struct RecordsRead {
  std::optional<readers::Records> records;
  std::vector<std::string> said_once;
  int exit_code = 0;
};
RecordsRead read_records(const Given& given, Checked& checked, const std::filesystem::path& rejects_path, bool quiet,
                         readers::Overflow* overflow = nullptr, std::span<const plan::FieldId> also = {});

// Readies standard input to be read again by whoever goes back to where it is now, the answer. What a pipe gives is written to a
// file without a name first.
base::Result<std::int64_t> start_of_standard_input();

// The 12 months that end on a day: 2025-04-02 for 2026-04-01.
base::Day twelve_months_to(base::Day last);

}  // namespace fairstart::cli
