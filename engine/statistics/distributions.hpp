// SPDX-License-Identifier: Apache-2.0
#pragma once

// Quantiles from Boost.Math that give NaN, never an exception, where there is none. Only for this room.
namespace fairstart::statistics {

// The x with P(X <= x) = p, and with P(X > x) = p.
double chi_squared_quantile(double p, double freedom);
double chi_squared_upper(double p, double freedom);
double beta_quantile(double p, double a, double b);
double beta_upper(double p, double a, double b);
double student_upper(double p, double freedom);
// P(X <= k) of a binomial with n trials at p, k whole.
double binomial_below(double k, double n, double p);

}  // namespace fairstart::statistics
