// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "dsl/plan/plan.hpp"

// Who is reached by offers and how much of each they get, told apart by deprivation and by level of support.
namespace fairstart::report {

__extension__ using WideAmount = __int128;

struct Reach {
  struct OfOffer {
    std::int64_t rows = 0;  // certainly offered
    WideAmount amount = 0;  // millionths: what is offered at least
    std::map<std::int64_t, std::int64_t>
        by_amount;  // rows by amount; more than `most_amounts` different ones are one, INT64_MAX
    void clear() { rows = 0, amount = 0, by_amount.clear(); }
    void add(const OfOffer& other);
    void add(std::int64_t with_amount, std::int64_t how_many);
  };
  struct Group {
    std::int64_t families = 0;
    std::int64_t nothing = 0, unsure = 0;  // certainly no offer; none that is certain, but one that may be
    std::vector<OfOffer> offers;           // by OfferId
    void add(const Group& other);
  };
  int groups = 0;                       // of deprivation: 10, or 5; 0: not known of any family
  std::map<int, Group> by_deprivation;  // 1 is the most deprived; 0: not known
  std::map<int, Group> by_level;        // of the first tiers for families
  void add(const Reach& other);
};
inline constexpr std::size_t most_amounts = 16;

// The first tiers for families, which tell levels of support apart; none: no such tiers.
plan::LevelsId levels_of_support(const plan::Plan& plan);

// Counts a chunk's families, one after another.
class ReachTally {
 public:
  ReachTally(const plan::Plan& plan, int groups);
  void begin_family(int deprivation);
  void level(std::size_t level);  // the family's, where it is certain
  void offered(plan::OfferId offer);
  void amount(std::int64_t millionths);  // of what was offered last
  void may_be_offered() { may_ = true; }
  void end_family();
  void into(Reach& reach);  // and begins anew

 private:
  struct Offered {
    std::size_t offer = 0;
    std::int64_t amount = 0;
    bool has_amount = false;
  };
  std::vector<Offered> offered_;  // to this family
  std::size_t offers_;
  int deprivation_ = 0, level_ = -1;
  bool may_ = false, inside_ = false;
  int groups_;
  std::vector<Reach::Group> by_deprivation_, by_level_;  // those without families are no groups
};

}  // namespace fairstart::report
