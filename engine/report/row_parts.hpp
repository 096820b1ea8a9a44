// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/report/ask_tally.hpp"
#include "engine/report/deprivation.hpp"
#include "engine/report/report.hpp"

// The inside of RowWriter: shared by row_writer.cpp, result_cells.cpp and offer_rows.cpp only.
namespace fairstart::report {

// A record's results of its own: the columns of families.csv and people.csv, in the plan's order.
struct Results {
  plan::RecordId record;
  std::vector<plan::LevelsId> schemes;  // tiers and segments
  std::vector<plan::LevelsId> groups;
  std::vector<plan::ScoreId> scores;
  bool any() const { return !schemes.empty() || !groups.empty() || !scores.empty(); }
};

Results results_of(const plan::Plan& plan, plan::RecordId record);
// The names of their columns, each with a comma before.
std::string column_names(const plan::Plan& plan, const std::vector<Results>& all);
std::string_view word(column::Answer answer);

struct OfferColumns {
  plan::OfferId id;
  std::string unit;
};

struct RowWriter::Parts {
  const column::Database* database;
  const plan::Plan* plan;
  column::Clock clock;
  explain::Options options;
  explain::Asker asker;
  Deprivation deprivation;
  std::optional<Results> family;
  std::vector<Results> people;                    // of records under the family
  std::vector<std::vector<OfferColumns>> offers;  // by RecordId
  std::vector<plan::RecordId> offered_under, offered_elsewhere;

  Parts(const column::Database& records, const column::Clock& when, explain::Options allowed);

  struct Work {
    const column::Evaluated& evaluated;
    ChunkText& text;
    Totals& totals;
    AskTally tally;
    std::vector<std::array<Totals::ByFifth, 6>> levels;  // by LevelsId, then fifth
  };
  bool is_in_role(const Work& work, plan::RoleId role, column::Row row, column::Answer& answer) const;
  void append_level(Work& work, std::string& line, plan::LevelsId id, column::Answer in_role, column::Row row, int fifth,
                    explain::Ask& ask) const;
  void append_members(Work& work, std::string& line, plan::LevelsId id, column::Answer in_role, column::Row row, int fifth,
                      explain::Ask& ask) const;
  // The cells of one row, each with a comma before. False where none of them applies to the row: all are blank then.
  bool append_results(Work& work, std::string& line, const Results& results, column::Row row, int fifth,
                      explain::Ask& ask) const;
  void append_people(Work& work, std::string_view family_id, column::Row of_family, int fifth) const;
  void append_offers(Work& work, std::string_view family_id, plan::RecordId record, column::Row row) const;
  void append_offer(Work& work, std::string_view family_id, const OfferColumns& columns, column::Row row) const;
};

}  // namespace fairstart::report
