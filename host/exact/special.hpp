// SPDX-License-Identifier: Apache-2.0
//! Distribution functions and quantiles in double, from the functions of elementary.hpp alone.
//!
//! A level is given as a Probability: both tails, each with its own relative accuracy, so that nothing is
//! lost in the upper tail. Errors stated are the largest that tests/exact/special_test.cpp admits, for levels
//! Φ(z), |z| <= 6.5, unless said otherwise. Arguments outside a domain give NaN.
#pragma once

namespace gapmc::exact {

//! A level of a distribution, lower + upper = 1; the smaller one carries the relative accuracy.
struct Probability {
    double lower = 0.5;
    double upper = 0.5;
};

//! Density of the standard normal; relative error 1e-15.
double normal_pdf(double z);

//! Φ(z); relative error 1e-15 for z >= -37.5 (below, the result is subnormal: half a unit more).
double normal_cdf(double z);

//! Φ(z) and Φ(-z).
Probability normal_probability(double z);

//! (1 - Φ(z))/φ(z) for z >= 0 (Mills ratio); relative error 5e-16. \see Shepherd and Laframboise (1981),
//! Mathematics of Computation 36:249 for the mapping of the half line.
double mills_ratio(double z);

//! Φ⁻¹(p), p in (0, 1); relative error 2e-15 down to 1e-300. \see Wichura (1988), AS 241, Applied Statistics
//! 37:477.
double normal_quantile(double p);
double normal_quantile(Probability level);

//! Φ⁻¹(e^log_p) for log_p <= 0, beyond the range of double down to log_p = -700; relative error 2e-15 for
//! log_p < -1.
double normal_quantile_log(double log_p);

//! ln Γ(x) for x > 0; relative error 2e-15 (about its zeros 1 and 2 as well).
double ln_gamma(double x);

//! ln Γ(1 + x) for x > -1; relative error 2e-15 about x = 0 too, where 1 + x would round.
double ln_gamma_next(double x);

//! ln Γ(x) - (x - ½) ln x + x - ½ ln 2π for x > 0 (the rest of Stirling's formula); error 1e-15·max(1, |ln
//! Γ(x)|).
double stirling_rest(double x);

//! Regularised incomplete gamma functions, both tails, for shape > 0, x >= 0; relative error 1e-12.
Probability gamma_probability(double shape, double x);

//! The same at ln x: keeps its accuracy where x itself would be 0.
Probability gamma_probability_log(double shape, double log_x);

//! ln of the quantile of a gamma variable of scale 1, shape 1e-3 ... 1e6; error 1e-12·max(1, |value|).
double gamma_quantile_log(double shape, Probability level);

//! ln of the quantile of a chi-square variable with nu degrees of freedom; as gamma_quantile_log.
double chi_square_quantile_log(double nu, Probability level);

//! Regularised incomplete beta function I_x(a, b) and its complement, a, b > 0, 0 <= x <= 1; relative error
//! 1e-12.
Probability beta_probability(double a, double b, double x);

//! logit of the quantile of a beta variable, a, b 1e-2 ... 1e6; error 1e-12·max(1, |value|).
double beta_quantile_logit(double a, double b, Probability level);

//! Quantile of a beta variable; relative error 2e-12 of the value (of the complement: use
//! beta_quantile_logit).
double beta_quantile(double a, double b, Probability level);

//! Distribution function of Student's t, both tails, nu > 0; relative error 1e-12.
Probability student_t_probability(double nu, double t);

//! Quantile of Student's t, nu = 0.5 ... 1e4: relative error 1e-12 (to 1e6: 1e-11) where |z| > 1e-3, absolute
//! below.
double student_t_quantile(double nu, Probability level);

}  // namespace gapmc::exact
