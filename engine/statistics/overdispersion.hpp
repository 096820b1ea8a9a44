// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/statistics/limits.hpp"

// Funnel limits that allow for more variation between units than chance gives (Spiegelhalter 2005, 2012; as FunnelPlotR 9020d497).
namespace fairstart::statistics {

enum class FunnelData : std::uint8_t {
  shmi,        // observed ÷ expected on a log scale: y ln(O/E), s 1/√E, target 0
  cqc,         // observed ÷ expected on a root scale: y √(O/E), s 1/(2√E), target 1
  proportion,  // y asin √p, s 1/(2√n), target asin √P
  ratio,       // of two counts: y ln((O + ½)/(E + ½)), s √(O/(O + ½)² + E/(E + ½)²), target ln(ΣO/ΣE)
};
struct FunnelUnit {
  double numerator = 0, denominator = 0;
};
struct FunnelScore {
  double z = 0;
  std::optional<double> kept;  // z as it counts; none where it is left out
};
struct Overdispersion {
  std::vector<FunnelScore> scores;
  double target = 0;  // 1, or Σ numerators ÷ Σ denominators
  double phi = 0;     // Σ kept z² ÷ their number
  // Variance between units (DerSimonian and Laird): max(0, (n φ − (n − 1)) ÷ (Σw − Σw²/Σw)), w = 1/s² of those kept.
  double tau_squared = 0;
  std::size_t kept = 0;
};
// z = (y − target) ÷ s. SHMI leaves out the ⌊trim n⌋ lowest and highest; the others draw z in to its type 7 percentiles at trim and
// 1 − trim. Nothing for fewer than two units, or where a unit has no y.
std::optional<Overdispersion> overdispersion(std::span<const FunnelUnit> units, FunnelData data, double trim = 0.1);

// The lines at a denominator, times `multiplier`, with h = 1.959964 or 3.090232 times √(s² + τ²): SHMI exp(∓h); CQC 1 ∓ h (upstream's,
// not squared); proportions sin²(asin √target ∓ h), held between 0 and 1; ratios exp(ln target ∓ h) with s = 1/(2√n) (upstream's).
// adjusted: with τ², else without it, and exact Poisson limits ÷ E for both observed ÷ expected.
struct FunnelLines {
  Limits inner{}, outer{};
};
std::optional<FunnelLines> overdispersion_lines(double denominator, FunnelData data, double target, double tau_squared,
                                                bool adjusted = true, double multiplier = 1.0);

}  // namespace fairstart::statistics
