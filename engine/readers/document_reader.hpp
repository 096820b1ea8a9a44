// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/readers/document_parser.hpp"
#include "engine/readers/table_reader.hpp"

namespace fairstart::readers {

// Reads a file of documents: the rows of its record, and those that stand in arrays within, into their tables. Tables of
// owners outside the file are finished by then.
class DocumentReader {
 public:
  DocumentReader(Run& run, plan::RecordId root);
  bool read();  // false: the run stops, and diagnostics say why

 private:
  // Rows of one record from the objects of one node.
  struct Source {
    plan::RecordId record;
    std::size_t file = 0;  // in the record's layout
    std::uint32_t node = 0;
    std::size_t owner = none;  // source around it, or of the same objects
    std::size_t counts = 0;    // in Records::files
    std::uint64_t bits = 0;    // the file's number, of rows without key
    TableReader* reader = nullptr;
    TableReader::Binding binding;
    BlockShape shape;
    std::vector<column::Row> taken;  // where the rows of the block went; empty: after those there were, all of them
    column::Row base = 0;            // the table's rows before the block
    bool reserved = false;
  };
  struct Worker {
    DocumentParser documents;
    std::vector<BlockParser> parsers;  // by source
  };
  static constexpr std::size_t none = ~std::size_t{0};

  void find_sources();
  void place(plan::RecordId record, std::size_t file);
  void add_source(plan::RecordId record, std::size_t file, std::uint32_t node, std::size_t owner);
  std::uint32_t child(std::uint32_t node, const RecordFile& file);
  bool name_columns();
  void name_columns_of(Source& source);
  void add_column(std::uint32_t node, const std::string& name, bool is_set);
  bool bind();
  Worker new_worker();
  void work(Worker& worker);
  bool take(Worker& worker);
  void take_source(Worker& worker, std::size_t i);
  void take_singly(Worker& worker, Source& source, const std::vector<column::Row>& owners);
  bool find_owners(Worker& worker, Source& source, std::vector<column::Row>& owners);
  column::Row row_taken(const Source& source, std::uint32_t row) const;
  void take_open_arrays(Worker& worker);
  void tell_overflow(std::size_t index_to_come = 0);
  bool tell();
  bool stopped(const Worker& worker);
  bool finish(const std::vector<Worker>& workers);
  bool note_columns(const std::vector<Worker>& workers);
  void note_strangers(const std::vector<Worker>& workers);
  void remap_owners(plan::RecordId record, const std::vector<column::Row>& moved);
  void look_up_owners();

  Run& run_;
  plan::RecordId root_;
  const RecordFile file_;
  DocumentShape shape_;
  std::vector<std::unique_ptr<Source>> sources_;       // owners first
  std::vector<std::unique_ptr<TableReader>> readers_;  // by RecordId; null: of none of this file's records
  std::vector<Header> headers_;                        // by node
  const InputFile* input_ = nullptr;
  std::vector<RejectOfLine> told_;
  std::vector<column::Row> owners_;
  std::uint64_t line_ = 1, used_ = 0, bytes_ = 0, documents_ = 0, lost_ = 0;
};

}  // namespace fairstart::readers
