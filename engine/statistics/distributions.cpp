// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/distributions.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace fairstart::statistics {
namespace {

namespace math = boost::math;

using Quiet = math::policies::policy<math::policies::domain_error<math::policies::ignore_error>,
                                     math::policies::pole_error<math::policies::ignore_error>,
                                     math::policies::overflow_error<math::policies::ignore_error>,
                                     math::policies::evaluation_error<math::policies::ignore_error>>;

}  // namespace

double chi_squared_quantile(double p, double freedom) {
  return math::quantile(math::chi_squared_distribution<double, Quiet>(freedom), p);
}

double chi_squared_upper(double p, double freedom) {
  return math::quantile(math::complement(math::chi_squared_distribution<double, Quiet>(freedom), p));
}

double beta_quantile(double p, double a, double b) { return math::quantile(math::beta_distribution<double, Quiet>(a, b), p); }

double beta_upper(double p, double a, double b) {
  return math::quantile(math::complement(math::beta_distribution<double, Quiet>(a, b), p));
}

double student_upper(double p, double freedom) {
  return math::quantile(math::complement(math::students_t_distribution<double, Quiet>(freedom), p));
}

double binomial_below(double k, double n, double p) {
  if (k < 0.0) return 0.0;
  return k >= n ? 1.0 : math::cdf(math::binomial_distribution<double, Quiet>(n, p), k);
}

}  // namespace fairstart::statistics
