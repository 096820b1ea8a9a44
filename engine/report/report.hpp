// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/base/result.hpp"
#include "engine/column/evaluated.hpp"
#include "engine/explain/explain.hpp"
#include "engine/indicators/indicators.hpp"
#include "engine/indicators/spreads.hpp"
#include "engine/offers/offers.hpp"
#include "engine/readers/records.hpp"
#include "engine/report/allocation_totals.hpp"
#include "engine/report/reach.hpp"

namespace fairstart::report {

// How many rows of the offer's record got which answer, and where the offered ones stand.
struct OfferCounts {
  std::int64_t offered = 0, cannot_tell = 0, not_yet_due = 0, open = 0, missed = 0, done = 0, overdue = 0;
};

// A family with more rows of one record than that is most often a key that stands for "not known".
inline constexpr std::int64_t most_rows_of_family = 1'000;

// What a run counts for the report; merged from chunks in any order.
struct Totals {
  std::int64_t families = 0;
  // By LevelsId: deprivation fifth (1 to 5; 0 not known) → for each level: families with that answer; and those that could be higher.
  struct ByFifth {
    std::vector<std::int64_t> at_level;
    std::int64_t could_be_higher = 0, total = 0;
  };
  std::vector<std::map<int, ByFifth>> levels;
  std::vector<OfferCounts> offers;            // by OfferId
  std::map<std::string, std::int64_t> asked;  // "income of family", "contacts of person", "parameter x" → families
                                              // in which it would settle something
  std::int64_t families_to_ask = 0;
  std::vector<indicators::Cells> indicators;                    // by IndicatorId
  std::vector<indicators::SpreadCells> spreads;                 // by SpreadId; empty of trends
  std::vector<std::vector<indicators::TrendCell>> trends;       // by SpreadId; worked out after all else, and so not added up
  std::vector<indicators::Cells> incentives;                    // by Plan::incentives: the rows that are paid for
  std::map<plan::ParameterId, std::int64_t> parameter_missing;  // answers that rest on a parameter without value
  // Of records that belong to the family: families with more than most_rows_of_family of them, and the most.
  struct LargeFamilies {
    std::int64_t families = 0, most = 0;
  };
  std::map<plan::RecordId, LargeFamilies> large_families;
  std::vector<ListCounts> lists;              // of those shown; counted once all rows are in order, and so not added up
  std::vector<AllocationCounts> allocations;  // the same
  Reach reach;                                // who gets which offers, by deprivation and level
  void add(const Totals& other);
};

// A chunk's rows for the row-wise files, ready to append in chunk order.
struct ChunkText {
  std::string families, people, offers;
  void clear() { families.clear(), people.clear(), offers.clear(); }
};

// Writes a chunk's rows and counts them (all of Totals but the indicators). Pure: same chunk, same text; shareable between
// threads. Offers of records above the family are written with the chunk of the first family.
class RowWriter {
 public:
  RowWriter(const column::Database& database, const column::Clock& clock, explain::Options options);
  ~RowWriter();
  RowWriter(RowWriter&&) noexcept;
  RowWriter& operator=(RowWriter&&) noexcept;
  // The expressions that `write` reads, beside every score and levels scheme: to be asked of the evaluator.
  static std::vector<plan::ExprId> expressions(const plan::Plan& plan);
  std::string families_header() const;
  std::string people_header() const;  // empty: no people.csv
  std::string offers_header() const;
  // Takes the first rows of a chunk, and leaves the text empty.
  using HandOn = std::function<void(ChunkText&)>;
  // `asks`: what others need to know of the chunk's families, in their order; counted with the rest. `hand_on` is called
  // whenever some MB are written, as they are where one family has very many people; without it all goes to `text`.
  void write(const column::Evaluated& evaluated, ChunkText& text, Totals& totals,
             const std::vector<allocation::AskedOf>& asks = {}, const HandOn& hand_on = {}) const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

// Of one guarantee, in the plan's order: rows where it holds, fails, can't be told.
struct GuaranteeCounts {
  std::int64_t holds = 0, fails = 0, unknown = 0;
};

// Why cells and rows of a file were not used, and how many.
struct RejectReason {
  std::string file, column, reason;
  std::uint64_t count = 0;
};
// Of a rejects.csv, the most frequent first; of more than a thousand different ones, those that come first in the file.
std::vector<RejectReason> reject_reasons(const std::filesystem::path& rejects_csv);

struct RunFacts {
  const plan::Plan* plan = nullptr;
  const readers::Records* records = nullptr;
  column::Clock clock;
  Totals totals;
  std::string program_version;
  std::vector<std::string> said_once;  // notes on records without file, fields without column
  std::vector<GuaranteeCounts> guarantees;
  std::vector<RejectReason> reject_reasons;
};

// figures: those of the run (figures.hpp). What to hide may take long to find: whoever writes several outputs works them out once.
struct Figures;
std::string indicators_csv(const RunFacts& run, const Figures& figures);
std::string gaps_csv(const RunFacts& run, const Figures& figures);    // gaps, slopes, concentrations
std::string trends_csv(const RunFacts& run, const Figures& figures);  // a row a point
std::string cases_csv(const RunFacts& run, const Figures& figures);
std::string incentives_csv(const RunFacts& run, const Figures& figures);
std::string guarantees_csv(const RunFacts& run, const Figures& figures);
std::string report_json(const RunFacts& run, const Figures& figures);
std::string report_html(const RunFacts& run, const Figures& figures);
// report.xlsx, written to a path; the same bytes for the same run.
base::Status write_xlsx(const RunFacts& run, const Figures& figures, const std::filesystem::path& path);
// The same of one output alone.
std::string indicators_csv(const RunFacts& run);
std::string gaps_csv(const RunFacts& run);
std::string trends_csv(const RunFacts& run);
std::string guarantees_csv(const RunFacts& run);
std::string report_json(const RunFacts& run);
std::string report_html(const RunFacts& run);
base::Status write_xlsx(const RunFacts& run, const std::filesystem::path& path);
std::string manifest_json(const RunFacts& run);

class OutputFolder;
// lists.csv and allocations.csv, in order.
base::Status write_lists(const column::Database& database, const allocation::Results& results, const allocation::Spool& spool,
                         const explain::Options& options, OutputFolder& folder);
base::Status write_allocations(const column::Database& database, const allocation::Results& results, OutputFolder& folder);

// Files of one run, written beside DIR and moved into place together: a run that fails leaves what was there before.
class OutputFolder {
 public:
  static base::Result<OutputFolder> create(const std::filesystem::path& folder);
  OutputFolder(OutputFolder&&) noexcept;
  OutputFolder& operator=(OutputFolder&&) = delete;
  ~OutputFolder();  // removes what was not committed
  std::filesystem::path staging_path(const std::string& file) const;
  base::Status append(const std::string& file, std::string_view text);
  base::Status commit();  // also removes our own files of an earlier run

 private:
  OutputFolder() = default;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace fairstart::report
