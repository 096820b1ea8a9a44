// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/base/result.hpp"
#include "dsl/diagnostics/diagnostic.hpp"
#include "engine/column/database.hpp"
#include "engine/readers/fingerprint.hpp"

namespace fairstart::readers {

class Overflow;

struct Options {
  const plan::Mapping* mapping = nullptr;
  std::optional<std::uint64_t> max_rejects;   // none: any number
  std::size_t max_cell_bytes = 1U << 20U;     // a longer cell is rejected
  std::size_t max_record_bytes = 16U << 20U;  // a longer line stops the run, with its place
  std::vector<bool> wanted_fields;            // by FieldId: which columns to keep; empty: all
  std::filesystem::path rejects_path;         // where rejects.csv is written as rows are read
  std::size_t threads = 1;                    // what is read is the same for any number
  std::size_t block_bytes = 256U << 10U;      // read at a time, by each
  bool sha256 = false;                        // in fingerprints, too
  bool by_record = false;                     // the slow way, record by record: what the quick one must agree with
  Overflow* overflow = nullptr;               // where rows go that memory is not to hold; pairings are not filled then
  // Told now and then, of all files so far, by one thread at a time.
  std::function<void(std::uint64_t bytes, std::uint64_t rows, std::uint64_t rejects)> progress;
};

// What became of one file.
struct FileRead {
  std::string file;
  Fingerprint fingerprint;
  plan::RecordId record;
  std::uint64_t rows_read = 0, rows_used = 0, rows_rejected = 0, cells_rejected = 0;
};

struct Records {
  column::Database database;
  std::vector<FileRead> files;
  std::uint64_t rejects = 0;
};

// Reads a folder of CSV files, or a file of documents ("-": standard input), into a database, as docs/formats.md says. What stops
// the run (a missing root file or column, an unreadable file, too many rejects) is in diagnostics, and there is no result. What is
// said once and does not stop it (a record without file, a field without column) is there as notes. Each row or cell not used is in
// rejects.csv.
std::optional<Records> read_folder(const std::filesystem::path& folder, const plan::Plan& plan, const Options& options,
                                   diagnostics::Diagnostics& diagnostics);

}  // namespace fairstart::readers
