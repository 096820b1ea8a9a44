// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/readers/block_parser.hpp"
#include "engine/readers/cell_reader.hpp"
#include "engine/readers/csv.hpp"
#include "engine/readers/document_parser.hpp"
#include "engine/readers/input_file.hpp"
#include "engine/readers/key_index.hpp"
#include "engine/readers/layout.hpp"
#include "engine/readers/links.hpp"
#include "engine/readers/overflow.hpp"
#include "engine/readers/passing_keys.hpp"
#include "engine/readers/records.hpp"
#include "engine/readers/rejects.hpp"
#include "engine/readers/row_set.hpp"

namespace fairstart::readers {

// What the tables of one run share.
struct Run {
  const plan::Plan& plan;
  const Options& options;
  Layout& layout;
  const DateReader& dates;
  Rejects& rejects;
  diagnostics::Diagnostics& diagnostics;
  Records& records;
  std::vector<std::unique_ptr<KeyIndex>> keys;      // by RecordId, of finished tables, where rows are looked up
  std::map<std::string, Fingerprint> fingerprints;  // by file name
  std::vector<std::unique_ptr<PendingLinks>> links;
  std::uint64_t bytes_before = 0, rows_before = 0;  // of the files read

  // Whether a record's rows are looked up by the family's rather than owned below it.
  bool is_at_or_above_family(plan::RecordId record) const {
    return record == plan.family || (plan.family.exists() && plan.belongs_under(plan.family, record));
  }
  bool is_wanted(plan::FieldId field) const {
    return options.wanted_fields.empty() ||
           (field.index() < options.wanted_fields.size() && options.wanted_fields[field.index()]);
  }
};

// What there is, and the links that wait, while such a share of a file's rows is read.
SoFar so_far(Run& run, double share);
// Turns the keys that link cells hold into rows. Every table has its rows by then, in their order.
void follow_links(Run& run);
// Whether there are more rejects than the user allows; diagnostics say so then.
bool too_many_rejects(Run& run, const std::string& file, std::uint64_t line);

// A reject that waits until those of earlier lines are told.
struct RejectOfLine {
  std::uint64_t line;
  std::string column, value_class, reason;
};
// Keys of owners, of rows that are in the table already.
struct PendingOwners {
  column::Keys keys;
  std::vector<column::Row> rows;
  std::vector<std::uint64_t> lines;
  std::size_t bytes() const { return keys.bytes() + rows.size() * sizeof(rows[0]) + lines.size() * sizeof(lines[0]); }
};

// What CsvReader reads from a block, from its byte `from` on.
CsvReader::Source source_of(const Block& block, std::size_t from);

// Reads the files of one record into its table. The table of its owner is finished by then. False: the run stops, and
// diagnostics say why.
bool read_table(Run& run, plan::RecordId record);

class TableReader {
 public:
  // repeated: as NewKeys has them; null where they are not known.
  TableReader(Run& run, plan::RecordId record, bool of_documents = false, const std::vector<std::uint64_t>* repeated = nullptr);
  bool read_files();
  std::vector<std::uint64_t> repeated();  // of the keys that were read; empty where each was held against those before
  bool finish(std::vector<column::Row>* moved = nullptr);  // moved: as group_by_owner has it

 private:
  struct Bound {
    std::size_t column;
    CellReader reader;
    const plan::MappedColumn* mapped;
    column::Column* cells;
  };
  // Something of a block's row that could not be used. Place: the order within the row.
  struct Told {
    std::uint32_t row, place;
    std::size_t column;
    std::string_view reason;
  };
  // A column that makes rows, and the file number of rows that it made.
  struct Each {
    std::size_t column;
    std::uint64_t bits;
    std::string name;
  };
  // How one file's columns go into the table.
  struct Binding {
    std::optional<std::size_t> key, owner;
    bool enclosed = false;  // the owner is the object around it
    std::vector<Bound> fields;
    std::vector<CellReader> always;
    std::vector<CellReader> named;  // from the name of the column that made the row
    std::vector<PendingLinks*> links;
    // Where columns make rows: which, and what in their cells makes one (wide_rows.cpp).
    std::vector<Each> each;
    Words says;
    std::optional<std::uint32_t> blank_says;
  };
  // What the rows of one line share.
  struct Line {
    std::uint64_t number = 0;
    column::Row owner = column::no_row;
    bool shifted = false;
    bool told = false;  // its cells' troubles are in rejects.csv
  };
  enum class Row : std::uint8_t { used, lost };
  friend class DocumentReader;

  bool read_file(const RecordFile& file);
  bool bind(const RecordFile& file, const Header& header, Binding& binding);
  std::vector<std::string> columns_looked_for(const RecordFile& file) const;
  bool bind_by_name(const RecordFile& file, const Header& header, Binding& binding);
  bool bind_mapped(const RecordFile& file, const Header& header, Binding& binding);
  bool bind_column(const RecordFile& file, const Header& header, std::string_view name, std::optional<std::size_t>& column);
  column::Column& column_of(plan::FieldId field);
  void note_unused(const RecordFile& file, const Header& header, const std::vector<std::string>& used);
  // From byte `from` of the first block on, which is `line` of the file.
  bool read_blocks(Blocks& blocks, Block first, std::size_t from, std::uint64_t line, const RecordFile& file,
                   const Header& header, Binding& binding, std::uint64_t bytes);
  bool take_block(BlockParser& block, const RecordFile& file, const Header& header, Binding& binding, std::uint64_t& line);
  void take_keys(BlockParser& block, const Binding& binding, std::vector<std::uint32_t>& lost, std::vector<Told>& told);
  void take_together(BlockParser& block, Binding& binding, const std::vector<std::uint32_t>& lost, std::uint64_t line);
  bool tell(BlockParser& block, const RecordFile& file, const Header& header, std::vector<Told>& told, std::uint64_t line);
  bool rows_of(CsvReader& csv, const RecordFile& file, const Header& header, Binding& binding);
  Row take_row(const std::vector<Cell>& cells, std::uint64_t number, const Header& header, Binding& binding);
  static bool is_shifted(const std::vector<Cell>& cells, const Header& header);
  static const Cell& cell_at(const std::vector<Cell>& cells, std::size_t column);
  bool find_line(const std::vector<Cell>& cells, const Header& header, const Binding& binding, Line& line);
  void add_row(const std::vector<Cell>& cells, const Header& header, Binding& binding, const Line& line, std::string_view key);
  bool bind_each_column(const RecordFile& file, const Header& header, Binding& binding);
  Row take_wide(const std::vector<Cell>& cells, std::uint64_t number, const Header& header, Binding& binding);
  void add_existence(bool certain, plan::Missing why = plan::Missing::not_recorded);
  PendingLinks* links_of(plan::FieldId field, const std::string& heading, Binding& binding);
  std::string_view find_owner(const Cell& cell, column::Row& owner) const;
  // must_be_new: not for rows that are lost for want of an owner, nor for what keys are made from. text_hash: of the key, or 0.
  std::string_view check_key(const Cell& cell, bool must_be_new, std::uint64_t text_hash = 0);
  std::string_view trouble_with(const Cell& cell) const;
  void reject(std::uint64_t line, std::string_view column, const Cell& cell, std::string_view reason);
  void add_reject(std::uint64_t line, std::string_view column, std::string_view value_class, std::string_view reason);
  std::string column_name(std::uint32_t row, std::size_t column, const Header& header) const;
  void note_owners(BlockParser& block, const Binding& binding, const std::vector<std::uint32_t>& lost, std::uint64_t line);
  void reserve(std::size_t rows);
  // Where rows may leave memory as they are read (overflowing.cpp).
  void overflow_to(Overflow* overflow);
  void tell_overflow();
  void tell_of_index(std::size_t bytes);
  std::size_t bytes_besides() const;
  std::size_t index_bytes() const;
  SoFar so_far_with_index(std::size_t bytes) const;
  void end_overflow() {
    if (overflow_ != nullptr) overflow_->ended(id_, so_far(run_, 1), has_links());
  }
  bool has_links() const;
  void each_key_in_files(const PassingKeys::Use& use) const;
  std::optional<std::size_t> key_column(const RecordFile& file, const Header& header) const;
  bool is_new_key(std::string_view key, std::uint64_t text_hash = 0) {
    return passing_keys_ ? passing_keys_->is_new(key, expected_rows_) : new_keys_->is_new(key, expected_rows_, text_hash);
  }
  void key_added(std::string_view key) {
    if (passing_keys_)
      passing_keys_->add(key);
    else
      new_keys_->added(key);
  }
  bool stopped(CsvReader::Next next, const CsvReader& csv, const std::string& file);
  // By rows that belong to the record's, or link to them.
  bool keys_are_looked_up(plan::RecordId record, plan::RecordId by_others_than = {}) const;
  void let_owners_go();  // all are found: what finds them makes room for what comes
  void forget_fields_never_told();
  void take_what_is_left_out();
  void note_missing_fields();

  Run& run_;
  const plan::Record& record_;
  plan::RecordId id_;
  column::Table& table_;
  column::Column* existence_ = nullptr;  // null where every row is there, or nobody asks
  const plan::Mapping* mapping_;
  std::optional<NewKeys> new_keys_;  // gone once the last row is read
  Overflow* overflow_ = nullptr;     // null where the rows stay
  RowSet open_owners_;               // of the table's, until all is read
  bool rows_go_ = false;             // as they are read, not only at the end
  bool keys_went_ = false, lines_went_ = false;
  std::optional<PassingKeys> passing_keys_;  // instead of new_keys_, where keys go with their rows
  KeyIndex* owners_ = nullptr;               // null where the owner's table has no file
  bool looks_up_owner_ = false;              // at or above the family: a row without owner is kept
  std::string file_;                         // being read
  std::uint64_t file_bits_ = 0;
  std::size_t expected_rows_ = 0;
  std::string no_such_owner_, too_long_;
  FileRead* counts_ = nullptr;
  const InputFile* input_ = nullptr;  // being read
  bool is_header_ = true;             // the first line of the file names a column that is looked for
  // Of rows in documents, a block at a time (document_reader.cpp).
  bool of_documents_;
  const DocumentParser* documents_ = nullptr;
  std::uint32_t node_ = 0;
  std::vector<RejectOfLine>* told_ = nullptr;    // rejects go there meanwhile
  std::vector<column::Row>* taken_ = nullptr;    // where each of the block's rows went; no_row: nowhere
  column::Row enclosing_ = column::no_row;       // owner of the row that is read by itself
  std::optional<PendingOwners> pending_owners_;  // looked up when all documents are read
};

}  // namespace fairstart::readers
