// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bound/rules.hpp"
#include "tests/bench/bound/tasks.hpp"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512DQ__) && defined(__BMI2__)
#include <immintrin.h>

#include <algorithm>
#include <climits>
#include <cstring>

namespace fairstart::bound {
namespace {

// So many families at a time that their people's words stay in the first-level cache or near it; eight people each at most.
constexpr std::size_t block_families = 1024, block_people = 8 * block_families, slack = 64;
constexpr std::int32_t none_young = INT32_MAX, no_woman = -10'000'000;

__mmask16 first_of_16(std::uint32_t n) { return static_cast<__mmask16>(_bzhi_u32(0xFFFF, std::min(n, 16U))); }
__mmask8 first_of_8(std::uint32_t n) { return static_cast<__mmask8>(_bzhi_u32(0xFF, std::min(n, 8U))); }
std::uint32_t ones(std::uint32_t mask) { return static_cast<std::uint32_t>(__builtin_popcount(mask)); }
__mmask16 recent(__mmask16 within, __m512i dates) {
  const __mmask16 not_after = _mm512_mask_cmple_epi32_mask(within, dates, _mm512_set1_epi32(as_at));
  return _mm512_mask_cmpgt_epi32_mask(not_after, dates, _mm512_set1_epi32(years_before(1)));
}

struct Block {
  // A person's events in one word: bits 0 to 5 the kinds that offers ask for, 16 to 19 attendances, from 20 on missed ones.
  alignas(64) std::array<std::uint32_t, block_people + slack> events;
  alignas(64) std::array<std::uint32_t, block_people + slack> with_events;  // people who have any
  alignas(64) std::array<std::uint32_t, block_people + slack> bits;
  alignas(64) std::array<std::int32_t, block_people + slack> born_under_5, woman_born;
  alignas(64) std::array<std::uint32_t, block_families> family_bits, missed_two, teenage_mother;
};

std::uint32_t list_people_with_events(const std::uint32_t* first_event, std::uint32_t people, Block& block) {
  const __m512i counting = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < people; i += 16) {
    const __mmask16 here = first_of_16(people - i);
    const __m512i begin = _mm512_maskz_loadu_epi32(here, first_event + i);
    const __m512i end = _mm512_maskz_loadu_epi32(here, first_event + i + 1);
    const __mmask16 any = _mm512_mask_cmplt_epu32_mask(here, begin, end);
    const __m512i numbers = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(i)), counting);
    _mm512_storeu_si512(block.with_events.data() + found, _mm512_maskz_compress_epi32(any, numbers));
    found += ones(any);
    _mm512_storeu_si512(block.events.data() + i, _mm512_setzero_si512());
  }
  return found;
}

void sum_up_events(const Columns& columns, std::uint32_t first_person, std::uint32_t people, Block& block) {
  // By kind: a bit of its own for what offers ask for, one for attendances, one for missed appointments.
  const __m128i flags = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 0, 64, -128, 0, 0, 0, 0, 0, 0, 0);
  const std::uint32_t* first_event = columns.person.first_event.data() + first_person;
  const std::uint32_t listed = list_people_with_events(first_event, people, block);
  for (std::uint32_t i = 0; i < listed; ++i) {
    const std::uint32_t person = block.with_events[i];
    std::uint32_t event = first_event[person], left = first_event[person + 1] - event;
    std::uint32_t kinds = 0, attendances = 0, missed = 0;
    while (true) {
      const __mmask16 here = first_of_16(left);
      const __m128i kind = _mm_loadu_si128(reinterpret_cast<const __m128i*>(columns.event.kind.data() + event));
      const __m512i dates = _mm512_maskz_loadu_epi32(here, columns.event.date.data() + event);
      const __mmask16 in_time = recent(here, dates);
      const __m128i flag = _mm_maskz_shuffle_epi8(here, flags, kind);
      const __m128i halves = _mm_or_si128(flag, _mm_unpackhi_epi64(flag, flag));
      auto joined = static_cast<std::uint64_t>(_mm_cvtsi128_si64(halves));
      joined |= joined >> 32U;
      joined |= joined >> 16U;
      joined |= joined >> 8U;
      kinds |= static_cast<std::uint32_t>(joined & 63U);
      attendances += ones(_mm_mask_test_epi8_mask(in_time, flag, _mm_set1_epi8(64)));
      missed += ones(_mm_mask_test_epi8_mask(in_time, flag, _mm_set1_epi8(-128)));
      if (left <= 16) [[likely]]
        break;
      event += 16;
      left -= 16;
    }
    block.events[person] = kinds | std::min(attendances, 15U) << 16U | missed << 20U;
  }
}

// The compiler makes vectors of this loop.
void gather_people(const Columns& columns, std::uint32_t first_person, std::uint32_t people, Block& block) {
  const auto& person = columns.person;
  const std::uint8_t* is_child = person.is_child.data() + first_person;
  const std::uint8_t* is_female = person.is_female.data() + first_person;
  const std::int32_t* born = person.born.data() + first_person;
  const std::int8_t* gestation_weeks = person.gestation_weeks.data() + first_person;
  const std::int16_t* birth_weight_g = person.birth_weight_g.data() + first_person;
  const std::int8_t* smoker = person.smoker.data() + first_person;
  const std::int8_t* epds_score = person.epds_score.data() + first_person;
  const std::int8_t* care_leaver = person.care_leaver.data() + first_person;
  const std::int8_t* disability = person.disability.data() + first_person;
  const std::int8_t* protection_plan = person.protection_plan.data() + first_person;
#pragma GCC ivdep
  for (std::uint32_t i = 0; i < people; ++i) {
    const std::uint32_t events = block.events[i], child = is_child[i], woman = (child ^ 1U) & is_female[i];
    block.bits[i] = bits_of({child, is_female[i], born[i], gestation_weeks[i], birth_weight_g[i], smoker[i], epds_score[i],
                             care_leaver[i], disability[i], protection_plan[i], events, events >> 16U & 15U, events >> 20U});
    block.born_under_5[i] = (child & static_cast<std::uint32_t>(born[i] > years_before(5))) != 0 ? born[i] : none_young;
    block.woman_born[i] = woman != 0 ? born[i] : no_woman;
  }
}

template <class Join>
[[gnu::always_inline]] inline std::int32_t across(__m256i lanes, const Join& join) {
  __m128i half = join(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
  half = join(half, _mm_shuffle_epi32(half, 0x4E));
  half = join(half, _mm_shuffle_epi32(half, 0xB1));
  return _mm_cvtsi128_si32(half);
}

// Two to six people a family, most often: one masked vector.
void gather_families(const std::uint32_t* first_person, std::size_t families, Block& block) {
  for (std::size_t i = 0; i < families; ++i) {
    std::uint32_t person = first_person[i] - first_person[0], left = first_person[i + 1] - first_person[i];
    __m256i bits = _mm256_setzero_si256();
    __m256i earliest = _mm256_set1_epi32(none_young), latest = _mm256_set1_epi32(no_woman);
    std::uint32_t once = 0, twice = 0;
    while (true) {
      const __mmask8 here = first_of_8(left);
      const __m256i words = _mm256_maskz_loadu_epi32(here, block.bits.data() + person);
      bits = _mm256_or_si256(bits, words);
      once += ones(_mm256_test_epi32_mask(words, _mm256_set1_epi32(missed_once)));
      twice |= _mm256_test_epi32_mask(words, _mm256_set1_epi32(missed_twice));
      const __m256i young = _mm256_maskz_loadu_epi32(here, block.born_under_5.data() + person);
      const __m256i women = _mm256_maskz_loadu_epi32(here, block.woman_born.data() + person);
      earliest = _mm256_mask_min_epi32(earliest, here, earliest, young);
      latest = _mm256_mask_max_epi32(latest, here, latest, women);
      if (left <= 8) [[likely]]
        break;
      person += 8;
      left -= 8;
    }
    const std::int32_t eldest = across(earliest, [](__m128i a, __m128i b) { return _mm_min_epi32(a, b); });
    const std::int32_t woman = across(latest, [](__m128i a, __m128i b) { return _mm_max_epi32(a, b); });
    block.family_bits[i] = static_cast<std::uint32_t>(across(bits, [](__m128i a, __m128i b) { return _mm_or_si128(a, b); }));
    block.missed_two[i] = static_cast<std::uint32_t>((once >= 2) | (twice != 0));
    block.teenage_mother[i] = static_cast<std::uint32_t>(eldest < woman + twenty_years);
  }
}

using Words = std::uint32_t __attribute__((vector_size(64)));
using SignedWords = std::int32_t __attribute__((vector_size(64)));

void judge_families(const Columns& columns, std::size_t first, std::size_t families, const Block& block, Results& results) {
  const auto& is = columns.family;
  const auto bytes = [](const auto* cells) {
    return _mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(cells)));
  };
  const auto words = [](const auto* cells) { return _mm512_loadu_si512(cells); };
  const auto put_16 = [](std::uint16_t* to, Words from) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtepi32_epi16((__m512i)from));
  };
  const auto put_8 = [](std::uint8_t* to, Words from) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm512_cvtepi32_epi8((__m512i)from));
  };
  std::size_t i = 0;
  for (; i + 16 <= families; i += 16) {
    const std::size_t family = first + i;
    const FamilyResults<Words> all = judge(FamilyCells<Words, SignedWords>{
        (Words)words(&block.family_bits[i]), (Words)words(&block.missed_two[i]), (Words)words(&block.teenage_mother[i]),
        (Words)bytes(&is.imd_decile[family]), (SignedWords)words(&is.income_pence[family]),
        (SignedWords)bytes(&is.lone_parent[family]), (SignedWords)bytes(&is.housing_damp[family])});
    put_16(&results.facts[family], all.facts);
    put_16(&results.unknown_facts[family], all.unknown_facts);
    put_16(&results.offers[family], all.offers);
    put_8(&results.score[family], all.score);
    put_8(&results.factors[family], all.factors);
    put_8(&results.unknowns[family], all.unknowns);
    put_8(&results.tier[family], all.tier);
  }
  for (; i < families; ++i) {
    const std::size_t family = first + i;
    put(results, family,
        judge(FamilyCells<std::uint32_t, std::int32_t>{block.family_bits[i], block.missed_two[i], block.teenage_mother[i],
                                                       is.imd_decile[family], is.income_pence[family], is.lone_parent[family],
                                                       is.housing_damp[family]}));
  }
}

}  // namespace

bool is_wide() { return true; }

void a_wide(const Columns& columns, Results& results, std::size_t begin, std::size_t end) {
  static thread_local Block block;
  const std::uint32_t* first_person = columns.family.first_person.data();
  for (std::size_t first = begin; first < end; first += block_families) {
    const std::size_t families = std::min(end - first, block_families);
    const std::uint32_t person = first_person[first], people = first_person[first + families] - person;
    if (people > block_people) std::abort();
    sum_up_events(columns, person, people, block);
    gather_people(columns, person, people, block);
    gather_families(first_person + first, families, block);
    judge_families(columns, first, families, block, results);
  }
}

// A child's events, at most 16, are one masked vector; each sum is added to whether it has something to add or not.
void b_wide(const Columns& columns, const Results& results, Cells& cells, std::size_t begin, std::size_t end) {
  struct alignas(64) Sums {
    std::array<std::int64_t, 16> counts;
  };
  static thread_local std::array<Sums, 100> sums;
  static thread_local std::array<std::array<std::uint32_t, Cell::most_days + 1>, 101> days;  // the last: children never visited
  std::memset(&sums, 0, sizeof sums);
  std::memset(&days, 0, sizeof days);
  const auto& is = columns.person;
  const auto& event = columns.event;
  for (std::size_t family = begin; family < end; ++family) {
    const std::size_t first_cell = cell_of(columns.family.imd_decile[family], results.tier[family]);
    for (std::uint32_t i = columns.family.first_person[family]; i < columns.family.first_person[family + 1]; ++i) {
      const std::int32_t born = is.born[i];
      if (is.is_child[i] == 0 || born <= years_before(5)) continue;
      const std::size_t cell = first_cell + is.ethnicity[i] / 8 * 4U;
      auto& counts = sums[cell].counts;
      const std::uint32_t first = is.first_event[i], of_child = is.first_event[i + 1] - first;
      if (of_child > 16) [[unlikely]]
        std::abort();

      const __mmask16 here = first_of_16(of_child);
      const __m128i kinds = _mm_loadu_si128(reinterpret_cast<const __m128i*>(event.kind.data() + first));
      const __m512i dates = _mm512_maskz_loadu_epi32(here, event.date.data() + first);
      const __m256i values = _mm256_maskz_loadu_epi16(here, event.value_tenths.data() + first);
      const auto of = [&](Kind kind) {
        return static_cast<std::uint32_t>(_mm_mask_cmpeq_epi8_mask(here, kinds, _mm_set1_epi8(static_cast<char>(kind))));
      };
      const std::uint32_t in_time = recent(here, dates);
      const std::uint32_t known = _mm256_cmpneq_epi16_mask(values, _mm256_set1_epi16(no_value));
      const std::uint32_t positive = _mm256_cmpgt_epi16_mask(values, _mm256_setzero_si256());
      const std::uint32_t visits = of(new_birth_visit), fed = of(breastfeeding) & known, scored = of(asq3) & known;
      const __mmask16 mmr_in_time =
          _mm512_mask_cmplt_epi32_mask(static_cast<__mmask16>(of(mmr1)), dates, _mm512_set1_epi32(two_years_after(born)));
      const __mmask16 review_in_time =
          _mm512_mask_cmple_epi32_mask(static_cast<__mmask16>(of(two_year_review)), dates, _mm512_set1_epi32(born + 913));

      const bool smoking_known = (born > years_before(1)) & (is.smoker[i] >= 0);
      const bool weight_known = (is.gestation_weeks[i] >= 37) & (is.birth_weight_g[i] >= 0);
      const bool two = born <= years_before(2), of_review_age = born <= day(2023, 10, 1);
      counts[0] += smoking_known & (is.smoker[i] == 1);
      counts[1] += smoking_known;
      counts[2] += weight_known & (is.birth_weight_g[i] < 2500);
      counts[3] += weight_known;
      counts[4] += ones(fed & positive);
      counts[5] += ones(fed);
      counts[6] += two & (mmr_in_time != 0);
      counts[7] += two;
      counts[8] += of_review_age & (review_in_time != 0);
      counts[9] += of_review_age;
      counts[10] += ones(of(ae_attendance) & in_time);
      counts[11] += 1;
      for (std::uint32_t rest = scored; rest != 0; rest &= rest - 1)
        counts[12] += event.value_tenths[first + static_cast<std::uint32_t>(__builtin_ctz(rest))];
      counts[13] += ones(scored);
      counts[14] += visits != 0;
      const std::int32_t waited = visits != 0 ? _mm512_mask_reduce_min_epi32(static_cast<__mmask16>(visits), dates) - born : 0;
      ++days[visits != 0 ? cell : 100][static_cast<std::size_t>(std::min(waited, static_cast<std::int32_t>(Cell::most_days)))];
    }
  }
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    for (std::size_t i = 0; i < Cell::figures; ++i) cells[cell].counts[i] += sums[cell].counts[i];
    for (std::size_t i = 0; i <= Cell::most_days; ++i) cells[cell].days[i] += days[cell][i];
  }
}

}  // namespace fairstart::bound

#else

namespace fairstart::bound {

bool is_wide() { return false; }
void a_wide(const Columns& columns, Results& results, std::size_t begin, std::size_t end) {
  a_plain(columns, results, begin, end);
}
void b_wide(const Columns& columns, const Results& results, Cells& cells, std::size_t begin, std::size_t end) {
  b_plain(columns, results, cells, begin, end);
}

}  // namespace fairstart::bound

#endif
