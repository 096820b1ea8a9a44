// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/allocation/found.hpp"
#include "engine/allocation/period.hpp"
#include "engine/allocation/spool.hpp"
#include "engine/explain/explain.hpp"

namespace fairstart::allocation {

// What chunks hold of all lists and allocations of a plan, those that are not shown left empty. Put together in any order.
struct Collected {
  std::vector<Found> lists;                            // by RegisterId
  std::vector<Found> allocations;                      // by AllocationId
  std::vector<std::map<Place, std::int64_t>> weights;  // by AllocationId: what places' shares are in proportion to, millionths
  std::vector<std::optional<std::int64_t>> supply;     // by AllocationId: its certain part; none: not known
  void add(Collected more);
};

// What would settle whether someone is on a list or an applicant, and whose family it is (no_row: nobody's).
struct AskedOf {
  column::Row family = column::no_row;
  explain::Ask ask;
};

// Collects rows, and puts them in order in the end. Shareable between threads.
class Collector {
 public:
  Collector(const column::Database& database, const column::Clock& clock, explain::Options options);
  ~Collector();
  Collector(Collector&&) noexcept;
  Collector& operator=(Collector&&) noexcept;
  // The expressions that it reads.
  static std::vector<plan::ExprId> expressions(const plan::Plan& plan);
  bool has_lists() const;
  bool has_allocations() const;

  // Adds a chunk's rows; what lists show of them goes to the spool, which is needed only where there are lists. `asks`: in the
  // families' order. Rows of records above the family come with the first chunk.
  base::Status collect(const column::Evaluated& evaluated, Collected& into, Spool* spool, std::vector<AskedOf>& asks) const;

  struct Parts;

 private:
  std::unique_ptr<const Parts> parts_;
};

struct ListLine {
  std::uint32_t entry = 0;
  std::uint32_t rank = 0;  // from 1, within its place; 0: it can't be told whether it is on the list
};
struct ListResult {
  plan::RegisterId list;
  Found found;
  std::vector<ListLine> lines;  // by place, then rank, then those that can't be told
  std::int64_t listed = 0, cannot_tell = 0, beyond_limit = 0, without_name = 0;  // without_name: of the listed
};

enum class Outcome : std::uint8_t { given, waiting, cannot_tell };
std::string_view word(Outcome outcome);  // "given", "waiting", "can't tell"
struct AllocationLine {
  std::uint32_t entry = 0;
  std::uint32_t rank = 0;  // from 1, within its place; 0: can't tell
  Outcome outcome{};
};
// One of the places that a supply is shared between, in millionths.
struct PlaceShare {
  Place place = everywhere;
  std::int64_t share = 0, received = 0, given = 0, left = 0;
};
struct AllocationResult {
  plan::AllocationId allocation;
  Found found;                        // those who have received it too, who have no line
  std::vector<AllocationLine> lines;  // by place, then rank, then those that can't be told
  Stretch stretch;
  std::optional<std::int64_t> supply;  // of the stretch, millionths; none: not known, and nothing is given
  std::int64_t received = 0, given = 0;
  std::vector<PlaceShare> places;  // one, `everywhere`, where the supply is not shared
};

struct Results {
  std::vector<ListResult> lists;              // those shown, in the plan's order
  std::vector<AllocationResult> allocations;  // the same
  // Applicants to whom nothing can be given for want of a parameter's value.
  std::map<plan::ParameterId, std::int64_t> parameter_missing;
};
// Takes what all chunks held.
Results results(const column::Database& database, const column::Clock& clock, Collected collected);

}  // namespace fairstart::allocation
