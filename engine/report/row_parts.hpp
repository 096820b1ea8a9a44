// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/explain/asked_rows.hpp"
#include "engine/explain/reasons.hpp"
#include "engine/report/ask_tally.hpp"
#include "engine/report/deprivation.hpp"
#include "engine/report/line.hpp"
#include "engine/report/reach.hpp"
#include "engine/report/report.hpp"

// The inside of RowWriter: shared by row_writer.cpp, result_cells.cpp and offer_rows.cpp only.
namespace fairstart::report {

// A record's results of its own: the columns of families.csv and people.csv, in the plan's order.
struct Results {
  plan::RecordId record;
  std::vector<plan::LevelsId> schemes;  // tiers and segments
  std::vector<plan::LevelsId> groups;
  std::vector<std::vector<plan::ExprId>> members;  // of each group: its conditions; none: always
  std::vector<plan::ScoreId> scores;
  explain::ResultsAsked for_all;         // those of no role
  std::size_t columns = 0, longest = 0;  // how many, and the characters of all their cells at most
  bool any() const { return !schemes.empty() || !groups.empty() || !scores.empty(); }
};

Results results_of(const plan::Plan& plan, plan::RecordId record);
// The names of their columns, each with a comma before.
std::string column_names(const plan::Plan& plan, const std::vector<Results>& all);
std::string_view word(column::Answer answer);

struct OfferColumns {
  plan::OfferId id;
  plan::ExprId eligible;  // may be none
  std::string unit;
  bool plain = false;  // nothing but its name, status, reason and what to ask: no dates, no receipt, no amount
  // From after `person_id` on: to before the window, or before the reason where it is plain. By whether certainly offered.
  std::array<ShortText, 2> between;
};

// The offers of a record, in the plan's order; `eligible` side by side.
struct OffersOfRecord {
  std::vector<OfferColumns> offers;
  std::vector<plan::ExprId> eligible;
};

struct RowWriter::Parts {
  const column::Database* database;
  const plan::Plan* plan;
  column::Clock clock;
  explain::Options options;
  explain::Questions questions;
  Deprivation deprivation, tenths;
  plan::LevelsId support;  // the first tiers for families
  std::optional<Results> family;
  std::vector<Results> people;  // of records under the family
  std::size_t longest_person = 0;
  std::vector<OffersOfRecord> offers;              // by RecordId
  std::vector<const OfferColumns*> offer_columns;  // by OfferId; null: not shown
  std::vector<plan::RecordId> offered_under, offered_elsewhere;
  // What is asked for, up to whose it is: "income of ". `plain_labels`: none of them makes a cell that must be quoted.
  std::vector<ShortText> fields;
  bool plain_labels = true;

  Parts(const column::Database& records, const column::Clock& when, explain::Options allowed);

  // What a thread needs to write a chunk; kept for other chunks, with what it has learned.
  struct Work {
    explicit Work(const Parts& parts);
    void start(const column::Evaluated& of, ChunkText& into, Totals& counted, const HandOn& to);
    // After a row of an offer or of people.csv.
    void row_done() {
      if (offers.length() + text->people.size() >= most_text) [[unlikely]]
        hand_rows_on();
    }
    void hand_rows_on();
    void to_text();  // what was written so far
    static constexpr std::size_t most_text = 4U << 20U;

    const Parts& parts;
    const column::Evaluated* evaluated = nullptr;
    ChunkText* text = nullptr;
    Totals* totals = nullptr;
    const HandOn* hand_on = nullptr;
    AskTally tally;
    std::vector<std::array<Totals::ByFifth, 6>> levels;  // by LevelsId, then fifth
    explain::Asking asking;
    // By OfferId: from what comes before the reason, where the offer is plain, up to what is asked.
    explain::Reasons reasons;
    std::vector<explain::AskedRows> asked;      // of the family's results, then of each people's
    std::vector<explain::AnswerCodes> members;  // by LevelsId: of groups
    // By LevelsId: for each fifth and four members of a group, how often they were yes, 16 bits each: see count_yes.
    std::vector<std::vector<std::uint64_t>> yes_members;
    struct ScoreCells {
      const std::int64_t *lo = nullptr, *hi = nullptr;
      column::Row begin = 0;
      plan::RoleId role;
    };
    std::vector<ScoreCells> scores;             // by ScoreId
    std::vector<explain::AnswerCodes> offered;  // by RecordId: whether eligible
    // By OfferId: the text of each row that may be offered it, and the next one.
    std::vector<std::vector<const explain::PaddedText*>> reason_texts;
    std::vector<const explain::PaddedText* const*> next_text;
    // Of the row that is being written; kept for their memory.
    explain::Ask ask;
    Line* line = nullptr;   // the one of these three that cells go to
    Line families, offers;  // all rows of the chunk
    Line person;            // a row
    std::string cell;
    std::string family_cell;
    ShortText family_short;
    ReachTally reach;
  };
  mutable std::mutex idle_guard;
  mutable std::vector<std::unique_ptr<Work>> idle;
  std::vector<plan::ExprId> eligible() const;  // by OfferId
  std::unique_ptr<Work> take_work() const;
  void give_back(std::unique_ptr<Work> work) const;
  void count_levels(Work& work) const;
  void count_large_families(const column::Chunk& chunk, Totals& totals) const;
  static void count_yes(Work& work, plan::LevelsId id);
  bool is_in_role(const Work& work, plan::RoleId role, column::Row row, column::Answer& answer) const;
  // Cells go to work.line, each with a comma before; what they leave open to work.ask.
  void put_level(Work& work, plan::LevelsId id, column::Answer in_role, column::Row row, int fifth) const;
  void put_members(Work& work, plan::LevelsId id, const std::vector<plan::ExprId>& members, column::Answer in_role,
                   column::Row row, int fifth) const;
  void put_id(Work& work, plan::RecordId record, column::Row row) const;  // as a cell
  void put_cell(Work& work, std::string_view text) const;                 // text of records or frameworks
  // The cells of one row. False where none of them applies to the row: all are blank then.
  bool put_results(Work& work, const Results& results, column::Row row, int fifth) const;
  // The last cell, and the end of the line: those facts, which are in order, once each, and what is in work.ask.
  void put_asked(Work& work, std::span<const explain::Fact> facts, bool may_include_more) const;
  void put_asked_of(Work& work, explain::AskedRows& asked, column::Row row) const;
  bool put_facts(Work& work, std::span<const explain::Fact> facts) const;  // false: not as simply as that; nothing was put
  void append_people(Work& work, column::Row of_family, int fifth) const;
  void append_offers(Work& work, plan::RecordId record, column::Row row) const;
  void append_offer(Work& work, const OfferColumns& columns, plan::RecordId record, column::Row row, bool offered) const;
  std::span<const explain::Fact> about(Work& work, plan::ExprId open, column::Row row) const;
  void append_course(Work& work, const OfferColumns& columns, column::Row row) const;
};

}  // namespace fairstart::report
