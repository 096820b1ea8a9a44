// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "tests/bench/bound/columns.hpp"
#include "tests/bench/bound/days.hpp"
#include "tests/bench/bound/tasks.hpp"

// Workload W's facts, score, tiers and offers (workload.fair says what they mean). Answers are 0 and 1, joined by & | ^, so that
// the compiler makes no branches of them.
namespace fairstart::bound {

// What one person adds to a family; a family's word is the people's joined by `or`. In the order of offers from offer_1 on.
enum PersonBits : std::uint32_t {
  child_under_2 = 1U << 0,
  premature = 1U << 1,
  low_weight = 1U << 2,
  edinburgh = 1U << 3,
  smoker = 1U << 4,
  two_attendances = 1U << 5,
  protection_plan = 1U << 6,
  care_leaver = 1U << 7,
  offer_1 = 1U << 8,
  offer_2 = 1U << 9,
  offer_3 = 1U << 10,
  offer_4 = 1U << 11,
  offer_5 = 1U << 12,
  offer_6 = 1U << 13,
  child_under_4 = 1U << 14,
  child_of_2 = 1U << 15,
  disability = 1U << 16,
  child_of_2_to_10 = 1U << 17,
  premature_unknown = 1U << 18,
  low_weight_unknown = 1U << 19,
  edinburgh_unknown = 1U << 20,
  smoker_unknown = 1U << 21,
  care_leaver_unknown = 1U << 22,
  missed_once = 1U << 23,
  missed_twice = 1U << 24
};

struct PersonCells {
  std::uint32_t is_child, is_female;
  std::int32_t born, gestation_weeks, birth_weight_g, smoker, epds_score, care_leaver, disability, protection_plan;
  std::uint32_t kinds;                // bit of each Kind that the person has an event of
  std::uint32_t attendances, missed;  // in the last twelve months
};

// Born in these days, none before the first and none after the last.
inline std::uint32_t born_in(std::int32_t born, std::int32_t first, std::int32_t last) {
  return static_cast<std::uint32_t>(born >= first) & static_cast<std::uint32_t>(born <= last);
}

[[gnu::always_inline]] inline std::uint32_t bits_of(const PersonCells& is) {
  const auto yes = [](bool answer) { return static_cast<std::uint32_t>(answer); };
  const auto had = [&](Kind kind) { return is.kinds >> kind & 1U; };
  const auto none_of = [&](Kind kind) { return had(kind) ^ 1U; };
  const std::uint32_t child = is.is_child, adult = child ^ 1U, woman = adult & is.is_female;
  const std::uint32_t under_5 = child & yes(is.born > years_before(5));
  std::uint32_t bits = 0;
  bits |= (child & yes(is.born > years_before(2))) * child_under_2;
  bits |= (under_5 & yes(is.gestation_weeks >= 0) & yes(is.gestation_weeks < 37)) * premature;
  bits |= (under_5 & yes(is.gestation_weeks < 0)) * premature_unknown;
  bits |= (under_5 & yes(is.birth_weight_g >= 0) & yes(is.birth_weight_g < 2500)) * low_weight;
  bits |= (under_5 & yes(is.birth_weight_g < 0)) * low_weight_unknown;
  bits |= (woman & yes(is.epds_score >= 13)) * edinburgh;
  bits |= (woman & yes(is.epds_score < 0)) * edinburgh_unknown;
  bits |= (under_5 & yes(is.smoker == 1)) * smoker;
  bits |= (under_5 & yes(is.smoker < 0)) * smoker_unknown;
  bits |= (adult & yes(is.care_leaver == 1)) * care_leaver;
  bits |= (adult & yes(is.care_leaver < 0)) * care_leaver_unknown;
  bits |= (child & yes(is.disability == 1)) * disability;
  bits |= (child & yes(is.protection_plan == 1)) * protection_plan;
  bits |= (child & yes(is.attendances >= 2)) * two_attendances;
  bits |= (child & yes(is.born > day(2026, 3, 18)) & none_of(new_birth_visit)) * offer_1;
  bits |= (child & born_in(is.born, day(2026, 1, 7), day(2026, 2, 18)) & none_of(six_week_review)) * offer_2;
  bits |= (child & born_in(is.born, day(2024, 12, 2), day(2025, 5, 1)) & none_of(one_year_review)) * offer_3;
  bits |= (child & born_in(is.born, day(2023, 10, 2), day(2024, 4, 1)) & none_of(two_year_review)) * offer_4;
  bits |= (child & born_in(is.born, day(2020, 4, 2), day(2025, 3, 1)) & none_of(mmr1)) * offer_5;
  bits |= (child & born_in(is.born, day(2020, 4, 2), day(2022, 12, 1)) & had(mmr1) & none_of(mmr2)) * offer_6;
  bits |= (child & yes(is.born > years_before(4))) * child_under_4;
  bits |= (child & born_in(is.born, years_before(3) + 1, years_before(2))) * child_of_2;
  bits |= (child & born_in(is.born, years_before(11) + 1, years_before(2))) * child_of_2_to_10;
  bits |= (child & yes(is.missed >= 1)) * missed_once;
  bits |= (child & yes(is.missed >= 2)) * missed_twice;
  return bits;
}

// One family's cells, or those of several in the lanes of a vector: Word is std::uint32_t or a vector of it.
template <class Word, class Signed>
struct FamilyCells {
  Word bits, missed_two, teenage_mother, imd_decile;
  Signed income_pence, lone_parent, housing_damp;
};
template <class Word>
struct FamilyResults {
  Word facts, unknown_facts, offers, score, factors, unknowns, tier;
};

template <class Word, class Signed>
[[gnu::always_inline]] inline FamilyResults<Word> judge(const FamilyCells<Word, Signed>& is) {
  // A comparison of lanes gives 0 and -1; of single words, a bool.
  const auto yes = [](auto answer) { return (Word)answer & 1U; };
  const auto any = [&](std::uint32_t bit) { return yes((is.bits & bit) != 0U); };
  const Word no_answer = yes(is.income_pence == no_income);
  const Word attended_twice = any(two_attendances);

  const Word f1 = any(child_under_2), f2 = any(premature), f3 = any(low_weight), f4 = any(edinburgh);
  const Word f5 = is.teenage_mother, f6 = any(smoker), f7 = yes(is.imd_decile <= 2U);
  const Word f8 = yes(is.income_pence < 2'202'000) & (no_answer ^ 1U), f9 = yes(is.housing_damp == 1) & attended_twice;
  const Word f10 = is.missed_two, f11 = any(protection_plan), f12 = any(care_leaver);

  const Word u2 = (f2 ^ 1U) & any(premature_unknown), u3 = (f3 ^ 1U) & any(low_weight_unknown);
  const Word u4 = (f4 ^ 1U) & any(edinburgh_unknown), u6 = (f6 ^ 1U) & any(smoker_unknown), u8 = no_answer;
  const Word u9 = yes(is.housing_damp < 0) & attended_twice, u12 = (f12 ^ 1U) & any(care_leaver_unknown);

  const Word factors = f2 + f3 + f4 + f5 + f6 + f7 + f8 + f9 + f10 + f11 + f12;
  const Word score = f1 + f2 * 2U + f3 * 2U + f4 * 3U + f5 * 2U + f6 + f7 + f8 + f9 * 2U + f10 + f11 * 5U + f12 * 2U;
  const Word specialist = f11 | yes(score >= 9U), targeted = yes(factors >= 4U) | f4 | f9 | f12;
  const Word plus = yes(factors >= 2U);
  // The highest that holds, without branches: 3, else 2, else 1.
  const Word tier = specialist * 3U + (specialist ^ 1U) * (targeted * 2U + (targeted ^ 1U) * plus);

  const Word o7 = f4 & f1, o8 = f8 & any(child_under_4), o9 = any(child_of_2) & (f8 | f12 | any(disability));
  const Word middle_tier = yes(tier == 1U) | yes(tier == 2U);
  const Word o10 = middle_tier & (yes(is.lone_parent == 1) | f5 | f10) & any(child_of_2_to_10);
  return {
      .facts =
          f1 | f2 << 1 | f3 << 2 | f4 << 3 | f5 << 4 | f6 << 5 | f7 << 6 | f8 << 7 | f9 << 8 | f10 << 9 | f11 << 10 | f12 << 11,
      .unknown_facts = u2 << 1 | u3 << 2 | u4 << 3 | u6 << 5 | u8 << 7 | u9 << 8 | u12 << 11,
      .offers = (is.bits >> 8 & 63U) | o7 << 6 | o8 << 7 | o9 << 8 | o10 << 9,
      .score = score,
      .factors = factors,
      .unknowns = u2 + u3 + u4 + u6 + u8 + u9 + u12,
      .tier = tier,
  };
}

inline void put(Results& results, std::size_t family, const FamilyResults<std::uint32_t>& one) {
  results.facts[family] = static_cast<std::uint16_t>(one.facts);
  results.unknown_facts[family] = static_cast<std::uint16_t>(one.unknown_facts);
  results.offers[family] = static_cast<std::uint16_t>(one.offers);
  results.score[family] = static_cast<std::uint8_t>(one.score);
  results.factors[family] = static_cast<std::uint8_t>(one.factors);
  results.unknowns[family] = static_cast<std::uint8_t>(one.unknowns);
  results.tier[family] = static_cast<std::uint8_t>(one.tier);
}

// In the last twelve months: after 1 April 2025, and not after `as at`.
inline bool is_recent(std::int32_t date) { return date > years_before(1) && date <= as_at; }

// The second birthday.
inline std::int32_t two_years_after(std::int32_t born) {
  const auto passes = [&](std::int32_t leap_day) { return born < leap_day && born + 730 >= leap_day; };
  return born + 730 + static_cast<std::int32_t>(passes(day(2020, 2, 29)) || passes(day(2024, 2, 29)));
}

}  // namespace fairstart::bound
