// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <tuple>
#include <utility>

// The columns of workload W, with everything known when this is compiled: names, types, codes, nulls.
namespace fairstart::bound {

// A growing array that leaves new cells unset, keeps large ones on huge pages, and has room for 64 bytes to be read past its end.
template <class T>
class Array {
 public:
  Array() = default;
  Array(Array&& other) noexcept { swap(other); }
  Array& operator=(Array&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Array() { std::free(cells_); }

  void reserve(std::size_t cells) {
    if (cells <= room_) return;
    const std::size_t huge_page = std::size_t{2} << 20U;
    const std::size_t wanted = cells * sizeof(T) + 128;
    const std::size_t alignment = wanted >= 2 * huge_page ? huge_page : 64;
    const std::size_t bytes = (wanted + alignment - 1) / alignment * alignment;
    T* moved = static_cast<T*>(std::aligned_alloc(alignment, bytes));
    if (moved == nullptr) std::abort();
    if (alignment == huge_page) madvise(moved, bytes, MADV_HUGEPAGE);
    if (size_ != 0) std::memcpy(moved, cells_, size_ * sizeof(T));
    std::free(cells_);
    cells_ = moved;
    room_ = cells;
  }
  void resize(std::size_t cells) {
    reserve(cells);
    size_ = cells;
  }
  void push_back(T cell) {
    if (size_ == room_) [[unlikely]]
      reserve(room_ == 0 ? 1U << 16U : room_ * 2);
    cells_[size_++] = cell;
  }
  void append(const Array& other) {
    reserve(size_ + other.size_);
    if (other.size_ != 0) std::memcpy(cells_ + size_, other.cells_, other.size_ * sizeof(T));
    size_ += other.size_;
  }
  std::size_t size() const { return size_; }
  T* data() { return cells_; }
  const T* data() const { return cells_; }
  T& operator[](std::size_t i) { return cells_[i]; }
  const T& operator[](std::size_t i) const { return cells_[i]; }

 private:
  void swap(Array& other) noexcept {
    std::swap(cells_, other.cells_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
  }
  T* cells_ = nullptr;
  std::size_t size_ = 0, room_ = 0;
};

enum Kind : std::uint8_t {
  new_birth_visit,
  six_week_review,
  one_year_review,
  two_year_review,
  mmr1,
  mmr2,
  asq3,
  ae_attendance,
  missed_appointment,
  breastfeeding,
  dental,
  speech_language
};

inline constexpr std::int32_t no_income = INT32_MIN;  // the other small numbers and yes/no: -1
inline constexpr std::int16_t no_value = INT16_MIN;

struct Columns {
  struct {
    Array<std::int32_t> id, income_pence;
    Array<std::uint8_t> imd_decile, tenure, language;
    Array<std::int8_t> lone_parent, housing_damp;
    Array<std::uint16_t> lsoa;  // the five digits after E010
    Array<std::uint32_t> first_person;
  } family;
  struct {
    Array<std::int32_t> id, family_id, born;
    Array<std::uint8_t> is_child, is_female, ethnicity;  // ethnicity: letter's place in A B M O W, times 8, plus digit
    Array<std::int8_t> gestation_weeks, smoker, epds_score, care_leaver, disability, protection_plan;
    Array<std::int16_t> birth_weight_g;
    Array<std::uint32_t> first_event;
  } person;
  struct {
    Array<std::int32_t> id, person_id, date;
    Array<std::uint8_t> kind;
    Array<std::int16_t> value_tenths;
  } event;

  std::size_t families() const { return family.id.size(); }
  std::size_t people() const { return person.id.size(); }
  std::size_t events() const { return event.id.size(); }

  // All that files fill.
  auto read_columns() {
    return std::tie(family.id, family.income_pence, family.imd_decile, family.tenure, family.language, family.lone_parent,
                    family.housing_damp, family.lsoa, person.id, person.family_id, person.born, person.is_child,
                    person.is_female, person.ethnicity, person.gestation_weeks, person.smoker, person.epds_score,
                    person.care_leaver, person.disability, person.protection_plan, person.birth_weight_g, event.id,
                    event.person_id, event.date, event.kind, event.value_tenths);
  }
};

}  // namespace fairstart::bound
