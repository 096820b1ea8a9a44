// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/statistics/limits.hpp"

// Concentration indices of values of persons, with weights, by the methods of rineq 0.2.3 (Kakwani, Wagstaff and van Doorslaer
// 1997; O'Donnell, van Doorslaer, Wagstaff and Lindelow 2008). Grouped rows: inequality.hpp.
namespace fairstart::statistics {

// Living standard decides the order, ties by the order that they are given in. R: the share of weight below and half of one's own.
struct Person {
  double standard = 0, value = 0, weight = 1;
};
enum class ConcentrationMethod : std::uint8_t {
  // C = 2 s²R b ÷ (a + b/2) × (n − 1)/n of the weighted line a + bR through the values; variance by the delta method.
  line_delta,
  // C = the slope of 2 s²R h ÷ μ on R, × (n − 1)/n; the slope's own variance.
  line_convenience,
  // C = 2 ÷ (n μ) Σ h R − 1, without weights; variance by Kakwani and others.
  direct,
};
enum class ConcentrationKind : std::uint8_t {
  relative,     // C
  generalised,  // C μ
  erreygers,    // 4 μ C ÷ (greatest − least value)
  wagstaff,     // C ÷ (1 − μ): of yes/no
};
struct PersonsConcentration {
  double index = 0, variance = 0;
  Limits limits{};
};
// Limits: index ∓ z √variance. Nothing for fewer than three persons, a weight that is not over 0, a mean of 0, values all alike
// (erreygers), a mean of 1 (wagstaff), or weights with `direct`.
std::optional<PersonsConcentration> concentration_of_persons(std::span<const Person> persons, ConcentrationMethod method,
                                                             ConcentrationKind kind = ConcentrationKind::relative,
                                                             double confidence = 0.95);

}  // namespace fairstart::statistics
