// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "dsl/plan/plan.hpp"
#include "engine/column/answer.hpp"

namespace fairstart::column {

using Row = std::uint32_t;
inline constexpr Row no_row = 0xFFFF'FFFFU;

// Texts once each, by 32-bit id; ids in order of first sight.
class TextPool {
 public:
  std::uint32_t intern(std::string_view text);
  std::uint32_t find(std::string_view text) const;  // no_text if never seen
  std::string_view text(std::uint32_t id) const { return texts_[id]; }
  std::size_t size() const { return texts_.size(); }
  void forget_from(std::uint32_t id);  // that text and all that came after it
  std::size_t bytes() const;           // about; what it takes while it grows is in it
  static constexpr std::uint32_t no_text = 0xFFFF'FFFFU;

 private:
  std::vector<std::string_view> texts_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t used_ = 0, room_ = 0, all_rooms_ = 0;
};

// One field's cells, dense; "unknown" has a value of its own in each storage.
struct AnswerCells {
  std::vector<Answer> cells;
};  // yes/no
struct CodeCells {
  std::vector<std::uint16_t> cells;
  static constexpr std::uint16_t none = 0xFFFF;
};
struct DateCells {
  std::vector<std::int32_t> cells;
  static constexpr std::int32_t none = INT32_MIN;
};
struct WholeCells {
  std::vector<std::int32_t> cells;
  static constexpr std::int32_t none = INT32_MIN;
  static constexpr std::int64_t ones = 1'000'000, hundredths = 10'000;
  std::int64_t unit = ones;                   // of each, in millionths
  bool can_hold(std::int64_t number) const {  // in millionths
    return number % unit == 0 && number / unit > none && number / unit <= INT32_MAX;
  }
};
struct NumberCells {
  std::vector<std::int64_t> cells;
  static constexpr std::int64_t none = INT64_MIN;
};  // millionths
struct TextCells {
  std::vector<std::uint32_t> cells;
  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
};  // pool ids
struct SetCells {
  std::vector<std::uint64_t> cells;
  static constexpr std::uint64_t none = ~std::uint64_t{0};
};  // `many of`: bit i: code i; at most 63 codes
struct LinkCells {
  std::vector<std::uint32_t> cells;
  static constexpr std::uint32_t none = 0xFFFF'FFFFU;
};                  // row in the linked record's table; under the family: of the same family only, else unknown
struct NoCells {};  // the field has no column: unknown for every row

struct Column {
  std::variant<NoCells, AnswerCells, CodeCells, DateCells, WholeCells, NumberCells, TextCells, SetCells, LinkCells> cells;
  std::vector<plan::Missing> why;  // why a cell is unknown, row by row; empty: not recorded, everywhere
};

// The storage that a field's type takes: whole numbers, days and months are WholeCells. Other numbers may be too, of hundredths,
// while all can be: half the memory.
Column column_for(const plan::Type& type);
void widen(Column& column);                     // WholeCells become NumberCells
void resize(Column& column, std::size_t rows);  // new cells are unknown
void reserve(Column& column, std::size_t rows);
bool is_known(const Column& column, Row row);
Interval interval_at(const Column& column, Row row);  // not for AnswerCells; an unknown cell has no bounds
Answer answer_at(const Column& column, Row row);      // for AnswerCells and NoCells
plan::Missing why_missing(const Column& column, Row row);

class Room;

// Keys: integers while every key is one, written canonically; else texts. Kept compactly: nothing while they count up by
// one, 4 or 8 bytes for integers, no ends for texts of one length.
class Keys {
 public:
  void reserve(std::size_t rows, std::size_t bytes_of_texts = 0);  // bytes: of all their texts, where that is known
  void add(std::string_view key);
  void add_rising(const std::vector<std::int64_t>& keys);  // integers, each larger than the one before; while not as_text()
  void add_texts(const std::string_view* keys, std::size_t count);
  std::string text(Row row) const;
  std::size_t size() const { return size_; }
  void make_texts();                                // whatever they are: they compare as texts from then on
  void reorder(const std::vector<Row>& new_order);  // row i becomes what was at new_order[i]
  void look_through(Room new_order);                // the same, but texts stay where they are: none is added from then on
  std::string* texts_of_one_length();               // theirs, one after another in the order of rows; null: they are otherwise
  std::size_t bytes() const;
  void each_room(const std::function<void(const void*, std::size_t)>& use) const;  // where they are, and how many bytes

  bool as_text() const { return form_ == Form::same_length || form_ == Form::texts || form_ == Form::long_texts; }
  std::int64_t number(Row row) const {  // only while not as_text()
    if (form_ == Form::count_up) return start_ + row;
    return form_ == Form::narrow ? narrow_[row] : wide_[row];
  }
  std::string_view view(Row row) const {  // only while as_text()
    const std::size_t place = through_ == nullptr ? row : through_[row];
    return form_ == Form::same_length ? std::string_view(chars_.data() + place * length_, length_) : between_ends(place);
  }
  bool is_at(Row row, std::string_view key) const;
  bool has_texts_up_to(std::size_t length) const;            // whether they are texts of at most so many bytes
  bool count_up() const { return form_ == Form::count_up; }  // row i's key is the first one's plus i

 private:
  enum class Form : std::uint8_t { count_up, narrow, wide, same_length, texts, long_texts };
  void to_numbers();
  void to_texts(std::size_t length);
  void to_wide();
  std::string_view between_ends(std::size_t place) const;
  void add_number(std::int64_t key);
  void add_text(std::string_view key);

  Form form_ = Form::count_up;
  std::size_t size_ = 0, reserved_ = 0, reserved_bytes_ = 0, length_ = 0;
  std::int64_t start_ = 0;
  std::vector<std::int32_t> narrow_;
  std::vector<std::int64_t> wide_;
  std::string chars_;
  std::vector<std::uint32_t> ends_;  // while chars_ has under 4 GiB
  std::vector<std::uint64_t> long_ends_;
  std::shared_ptr<const Room> through_room_;
  const Row* through_ = nullptr;  // where each row's text stands; null: in its place
};

// The integer that a key is, where it is written canonically: "12", "-3"; not "007", "+1", "-0".
std::optional<std::int64_t> canonical_integer(std::string_view key);

// One record's rows. Rows are grouped by owner, in the order of the owners' rows, and within an owner as they were read;
// rows of a record without owner, and of the family record, keep the order of their file.
struct Table {
  std::size_t rows = 0;
  std::vector<Column> columns;       // by position in plan::Record::fields
  Keys keys;                         // may be empty where nothing needs them: then ids are `file:line`
  std::vector<Row> owner;            // row in the owner's table, or no_row; empty if the record has no owner
  std::vector<Row> first;            // for a record with owner other than "family to place": owner's row → first owned row;
                                     // size owner rows + 1. Empty where rows are not grouped by owner (family under place).
  std::vector<std::uint64_t> lines;  // line in the file, only where keys are empty; top 16 bits: which of `files`
  std::vector<std::string> files;    // names of the files that the rows came from; empty: the plural's `.csv`
  bool partial = false;              // no file, or declared partial: any list of these rows is open
  std::vector<Row> open_owners;      // sorted: owner rows whose own list is open (a row was lost)
  std::vector<plan::ExprId>
      partial_where;                   // rows that answer yes to one of these may be missing (a mapping's `partial … where`)
  std::optional<plan::Covers> covers;  // rows outside these days may be missing
  bool lost = false;                   // a row was lost, so the whole population may be larger than what is here
  std::vector<Row> listed;             // of a pairing: by pair, the row that is seen (the viewer is its `owner`). Else empty.
  std::vector<std::uint16_t> made_as;  // examples only: role id + 1 that the row was made under, 0: none. Else empty.
};

struct Database {
  const plan::Plan* plan = nullptr;
  std::vector<Table> tables;  // by RecordId
  TextPool texts;
  std::optional<base::Day> extracted_on;  // of the mapping: what a snapshot's age is counted from
  std::size_t families_before = 0;        // where these are a part of all: families in the parts before this one

  const Table& table(plan::RecordId record) const { return tables[record.index()]; }
  const Column& column(plan::FieldId field) const;
  // "P0012", or "people.csv:14" for a row without key.
  std::string id_of(plan::RecordId record, Row row) const;
};

// Fills the tables of all pairings, from the tables of what looks and what is seen. The last thing that readers::read_folder
// and examples::records_of do. Lists of pairs are open where the lists of what is seen are. A family in which one viewing
// record's rows would see more than `most` rows in all gets no pairs, and an open list; so do those that come after 2^28 pairs.
// `before`, by RecordId: pairs of families in the parts before this one; empty: there are none.
void make_pairs(Database& database, std::size_t most = 4'000'000, const std::vector<std::size_t>& before = {});
// Whether the record is a pairing whose table has not been filled: its lists are open.
bool pairs_missing(const Database& database, plan::RecordId record);

// Rows [begin, end) of each record that belong to a run of families; whole tables for records above the family.
struct Rows {
  Row begin = 0, end = 0;
  std::size_t size() const { return end - begin; }
};
struct Chunk {
  std::vector<Rows> rows;
};  // by RecordId
Chunk chunk_of_families(const Database& database, Row begin, Row end);
// Whether the chunk has the first family of all: what no family owns is dealt with there, and nowhere else.
bool is_first(const Database& database, const Chunk& chunk);

// The owner's row, any number of owners up; no_row where it is not known.
Row owner_row(const Database& database, plan::RecordId record, Row row, plan::RecordId owner);
// The rows of `record` under a row of an owner (any number of owners up): contiguous.
Rows owned_rows(const Database& database, plan::RecordId owner, Row row, plan::RecordId record);
// By ListId: whether any list of this kind may have rows that are not on record, whoever's it is: a record without file or
// declared partial, unless its condition shuts out what is missing; or days that `covers` leaves out. (Lost rows: is_open.)
std::vector<bool> open_lists(const Database& database, base::Day as_at, base::Day period_from, base::Day period_to);
// Whether a snapshot field says anything at `as at`: within its span around the day of extraction.
bool in_date(const Database& database, plan::FieldId field, base::Day as_at);
// Whether the list of `record`'s rows under that row is open: a partial record, or a lost row, anywhere on the way.
bool is_open(const Database& database, plan::RecordId owner, Row row, plan::RecordId record);

}  // namespace fairstart::column
