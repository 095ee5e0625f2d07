// SPDX-License-Identifier: Apache-2.0
#include "host/exact/double_pair.hpp"
#include "host/exact/elementary.hpp"
#include "host/exact/special.hpp"

namespace gapmc::exact {
namespace {

constexpr double sqrt_two_pi = 2.50662827463100050242;

//! (1 + x)·mills_ratio(x) as a polynomial in (x - 4)/(x + 4), which maps the half line to [-1, 1]: Chebyshev
//! expansion of degree 25 in its monomial form (the coefficients' moduli add up to 1.7, so nothing is lost),
//! error 3e-18.
constexpr double mills[26] = {
    1.1832619145678034,    -0.2423996705218074,    0.035091880234748005,    0.07169048120136096,
    -0.0807080096790523,   0.04495912907942534,    -0.01253910362039814,    -0.0007159509389343426,
    0.001741848773732585,  -0.0002367014896228787, -0.0002202155756957516,  5.326563960096377e-05,
    3.415881433183821e-05, -8.60188663234564e-06,  -6.5533544552582505e-06, 1.010149243524485e-06,
    1.390762707984928e-06, 1.0633980470022923e-08, -2.869299965207942e-07,  -5.844326186367925e-08,
    5.077844122332048e-08, 2.2205063936815332e-08, -6.5624402369464745e-09, -4.779664948926488e-09,
    4.480233382099169e-10, 4.934984427261487e-10};

//! a[0] + a[1] x + ... + a[count - 1] x^(count - 1).
template<int count>
double polynomial(double const (&a)[count], double x) {
    double value = a[count - 1];
    for (int i = count - 2; i >= 0; --i) value = value * x + a[i];
    return value;
}

// Wichura's PPND16.
constexpr double centre_above[8] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                    3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr double centre_below[8] = {1.0,
                                    4.2313330701600911252e1,
                                    6.8718700749205790830e2,
                                    5.3941960214247511077e3,
                                    2.1213794301586595867e4,
                                    3.9307895800092710610e4,
                                    2.8729085735721942674e4,
                                    5.2264952788528545610e3};
constexpr double middle_above[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                    5.76949722146069140550e0,  3.64784832476320460504e0,
                                    1.27045825245236838258e0,  2.41780725177450611770e-1,
                                    2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double middle_below[8] = {1.0,
                                    2.05319162663775882187e0,
                                    1.67638483018380384940e0,
                                    6.89767334985100004550e-1,
                                    1.48103976427480074590e-1,
                                    1.51986665636164571966e-2,
                                    5.47593808499534494600e-4,
                                    1.05075007164441684324e-9};
constexpr double tail_above[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                  1.78482653991729133580e0,  2.96560571828504891230e-1,
                                  2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                  2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double tail_below[8] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};

//! -Φ⁻¹(e^log_p) for log_p < ln 0.075.
double quantile_of_tail(double log_p) {
    double const r = __builtin_sqrt(-log_p);
    if (r <= 5) return polynomial(middle_above, r - 1.6) / polynomial(middle_below, r - 1.6);
    return polynomial(tail_above, r - 5) / polynomial(tail_below, r - 5);
}

double quantile_of_centre(double distance) {  // p - ½
    double const r = 0.180625 - distance * distance;
    return distance * (polynomial(centre_above, r) / polynomial(centre_below, r));
}

}  // namespace

double mills_ratio(double z) {
    double const t = (z - 4) / (z + 4);
    double const square = t * t;
    double even = mills[24];
    double odd = mills[25];
    for (int i = 22; i >= 0; i -= 2) {
        even = even * square + mills[i];
        odd = odd * square + mills[i + 1];
    }
    return (even + t * odd) / (1 + z);
}

double normal_pdf(double z) {
    if (z > 40 || z < -40) return 0;
    // The rounding error of z² is worth z²/2 units of the result: carry it.
    DoublePair const square = two_product(z, z);
    return exp_of_sum(-0.5 * square.high, -0.5 * square.low) / sqrt_two_pi;
}

Probability normal_probability(double z) {
    if (z != z) return {z, z};
    double const distance = z < 0 ? -z : z;
    double const tail = distance > 40 ? 0 : mills_ratio(distance) * normal_pdf(z);
    return z < 0 ? Probability{tail, 1 - tail} : Probability{1 - tail, tail};
}

double normal_cdf(double z) { return normal_probability(z).lower; }

double normal_quantile(Probability level) {
    double const distance = level.lower <= level.upper ? level.lower - 0.5 : 0.5 - level.upper;
    if (distance >= -0.425 && distance <= 0.425) return quantile_of_centre(distance);
    if (level.lower < level.upper) return level.lower > 0 ? -quantile_of_tail(log(level.lower)) : -infinity;
    return level.upper > 0 ? quantile_of_tail(log(level.upper)) : infinity;
}

double normal_quantile(double p) {
    if (!(p >= 0 && p <= 1)) return not_a_number;
    return normal_quantile(Probability{p, 1 - p});
}

double normal_quantile_log(double log_p) {
    if (!(log_p <= 0)) return not_a_number;
    if (log_p < -2.6) return -quantile_of_tail(log_p);
    return normal_quantile(Probability{exp(log_p), -expm1(log_p)});
}

}  // namespace gapmc::exact
