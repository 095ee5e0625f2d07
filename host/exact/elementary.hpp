// SPDX-License-Identifier: Apache-2.0
//! Elementary functions in double that give the same bits with any compiler, processor and C library.
//!
//! Only IEEE-754 add, subtract, multiply and divide (round to nearest, no contraction) and integer operations
//! on bit patterns stand behind them. The errors stated are the largest that tests/exact/elementary_test.cpp
//! admits, in units in the last place (ulp) of the exact value. NaN gives NaN.
#pragma once

namespace gapmc::exact {

inline constexpr double pi = 3.14159265358979323846;
inline constexpr double ln_2 = 0.693147180559945309417;
inline constexpr double half_ln_two_pi = 0.918938533204672741780;  //!< ½ ln 2π
inline constexpr double infinity = __builtin_huge_val();
inline constexpr double not_a_number = __builtin_nan("");

//! e^x; 1 ulp, 0 below -745.2, infinity above 709.79.
double exp(double x);

//! e^(high + low) for |low| < 1e-10·max(1, |high|); 1 ulp. For products whose rounding error is known.
double exp_of_sum(double high, double low);

//! Natural logarithm; 0.6 ulp. log(0) = -infinity, NaN below 0.
double log(double x);

//! ln(1 + x) for x >= -1; 1 ulp.
double log1p(double x);

//! e^x - 1; 1.5 ulp.
double expm1(double x);

//! e^x - 1 - x without cancellation near 0; 8 ulp.
double expm1_minus(double x);

//! x^y for x >= 0; 1.5 ulp. NaN for x < 0.
double pow(double x, double y);

//! sin x for |x| <= π/2; 1 ulp. NaN outside.
double sin(double x);

//! 1/(1 + e^-x); 2.5 ulp.
double logistic(double x);

//! ln(p/(1 - p)) for p in [0, 1]; 3 ulp. NaN outside.
double logit(double p);

//! ln(1 + e^x); 2 ulp.
double log1p_exp(double x);

//! 2^k·x, rounded once; -2200 < k < 2200.
double scale_by_power_of_two(double x, int k);

}  // namespace gapmc::exact
