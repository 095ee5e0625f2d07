// SPDX-License-Identifier: Apache-2.0
#include "host/exact/gamma.hpp"

#include "host/exact/elementary.hpp"

namespace gapmc::exact {
namespace {

constexpr double large_shape = 12;

//! Taylor coefficients d_n of 1/μ - 1/η about η = 0, where η²/2 = μ - ln(1 + μ).
constexpr double temme[40] = {
    -0.3333333333333333,     0.08333333333333333,     -0.014814814814814815,   0.0011574074074074073,
    0.0003527336860670194,   -0.0001787551440329218,  3.919263178522438e-05,   -2.185448510679992e-06,
    -1.85406221071516e-06,   8.296711340953087e-07,   -1.7665952736826078e-07, 6.707853543401498e-09,
    1.0261809784240309e-08,  -4.382036018453353e-09,  9.14769958223679e-10,    -2.5514193994946248e-11,
    -5.830772132550426e-11,  2.4361948020667415e-11,  -5.0276692801141755e-12, 1.1004392031956135e-13,
    3.371763262400985e-13,   -1.392388722418162e-13,  2.8534893807047445e-14,  -5.139111834242572e-16,
    -1.9752288294349442e-15, 8.099521156704561e-16,   -1.6522531216398162e-16, 2.5305430097478883e-18,
    1.1686939738559576e-17,  -4.770037049820485e-18,  9.699126059056237e-19,   -1.2932565538038175e-20,
    -6.969230253185693e-20,  2.835145432176937e-20,   -5.7509821590070474e-21, 6.792953783488915e-23,
    4.182125426111336e-22,   -1.6971539620047604e-22, 3.43621593839432e-23,    -3.643995779628021e-25};

//! P(a, x)/(x^a e^-x/Γ(a + 1)) by the series DLMF 8.7.1; for x up to about a.
double lower_series(double a, double x) {
    double term = 1;
    double sum = 1;
    for (double n = a + 1; term > sum * 0x1p-55; n += 1) {
        term *= x / n;
        sum += term;
    }
    return sum;
}

//! Q(a, x)/(x^a e^-x/Γ(a)) by the continued fraction DLMF 8.9.2 in Lentz's form; for x above about a and
//! above 1.
double upper_fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1e300;
    double d = 1 / b;
    double value = d;
    for (int i = 1; i < 5000; ++i) {
        double const numerator = -i * (i - a);
        b += 2;
        d = 1 / (numerator * d + b);
        c = b + numerator / c;
        double const factor = c * d;
        value *= factor;
        double const change = factor - 1;
        if (change < 0x1p-53 && change > -0x1p-53) break;
    }
    return value;
}

}  // namespace

LogGamma::LogGamma(double shape) : shape_{shape} {
    if (shape < large_shape) {
        log_gamma_next_ = ln_gamma_next(shape);
        return;
    }
    centre_ = log(shape);
    density_factor_ = __builtin_sqrt(shape) * exp(-half_ln_two_pi - stirling_rest(shape));
    // β_n = d_n + (n + 2)/a·β_(n+2), from the differential equation of the remainder. \see Temme (1979), SIAM
    // Journal on Mathematical Analysis 10:757; Gil, Segura and Temme (2012), SIAM Journal on Scientific
    // Computing 34, A2965.
    double const scale = exp(-stirling_rest(shape));
    double beta[terms + 2] = {};
    for (int n = terms - 1; n >= 0; --n) beta[n] = temme[n] + (n + 2) / shape * beta[n + 2];
    for (int n = 0; n < terms; ++n) coefficients_[n] = beta[n] * scale;
}

TailPoint LogGamma::uniform_expansion(double ratio, double eta) const {
    double const distance = eta < 0 ? -eta : eta;
    int const count = distance < 0.3 ? 20 : distance < 0.8 ? 30 : terms;
    double const square = eta * eta;
    double even = 0;
    double odd = 0;
    for (int n = count - 2; n >= 0; n -= 2) {
        even = even * square + coefficients_[n];
        odd = odd * square + coefficients_[n + 1];
    }
    double const root = __builtin_sqrt(shape_);
    double const bell = exp(-0.5 * shape_ * square);
    double const rest = (even + eta * odd) / root;
    double const ratio_of_tail = mills_ratio(distance * root);
    double const inverse_sqrt_two_pi = 0.398942280401432677940;
    double const tail = bell * inverse_sqrt_two_pi * (eta < 0 ? ratio_of_tail - rest : ratio_of_tail + rest);
    TailPoint point;
    point.lower = eta < 0 ? tail : 1 - tail;
    point.upper = eta < 0 ? 1 - tail : tail;
    point.density = density_factor_ * bell;
    point.log_slope = -shape_ * ratio;
    return point;
}

TailPoint LogGamma::at(double u) const {
    TailPoint point;
    double x = 0;
    if (shape_ >= large_shape) {
        double const ratio = expm1(u);  // x/shape - 1
        double const deviance = expm1_minus(u);
        if (deviance < 0.85) {
            double const eta = __builtin_sqrt(2 * deviance);
            return uniform_expansion(ratio, u < 0 ? -eta : eta);
        }
        x = shape_ * (ratio + 1);
        point.density = density_factor_ * exp(-shape_ * deviance);
    } else {
        x = exp(u);
        point.density = shape_ * exp(shape_ * u - x - log_gamma_next_);
    }
    point.log_slope = shape_ - x;
    if (x > 1e300) {
        point.lower = 1;
    } else if (x > 1.1 && x > shape_) {
        point.upper = point.density * upper_fraction(shape_, x);
        point.lower = 1 - point.upper;
    } else {
        point.lower = point.density / shape_ * lower_series(shape_, x);
        point.upper = 1 - point.lower;
    }
    return point;
}

double LogGamma::guess(Probability level) const {
    if (shape_ >= 0.5) {
        // Wilson and Hilferty (1931): the cube root is nearly normal.
        double const variance = 1 / (9 * shape_);
        double const root = 1 - variance + normal_quantile(level) * __builtin_sqrt(variance);
        if (root > 0.3) return 3 * log(root) + (centre_ == 0 ? log(shape_) : 0);
    }
    double const log_next = centre_ == 0 ? log_gamma_next_ : ln_gamma(shape_ + 1);
    if (level.upper < level.lower) {
        // Far out, Q ~ x^(a - 1) e^-x/Γ(a).
        double const tail = -log(level.upper) - log_next + log(shape_);
        if (tail > 1) return log(tail) - centre_;
    }
    return (log(level.lower) + log_next) / shape_ - centre_;
}

double LogGamma::quantile(Probability level) const {
    auto const point_at = [this](double u) { return at(u); };
    return centre_ + solve_quantile(point_at, level, guess(level), solver_tolerance).place;
}

Probability gamma_probability_log(double shape, double log_x) {
    if (!(shape > 0)) return {not_a_number, not_a_number};
    LogGamma const distribution{shape};
    TailPoint const point = distribution.at(log_x - distribution.centre());
    return {point.lower, point.upper};
}

Probability gamma_probability(double shape, double x) {
    if (x == 0) return {0, 1};
    return gamma_probability_log(shape, log(x));
}

double gamma_quantile_log(double shape, Probability level) {
    if (!(shape > 0)) return not_a_number;
    return LogGamma{shape}.quantile(level);
}

double chi_square_quantile_log(double nu, Probability level) {
    return gamma_quantile_log(0.5 * nu, level) + ln_2;
}

}  // namespace gapmc::exact
