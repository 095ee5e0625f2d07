// SPDX-License-Identifier: Apache-2.0
#include "host/exact/beta.hpp"

#include "host/exact/elementary.hpp"

namespace gapmc::exact {
namespace {

/*!
 * I_x(a, b)·a/(x^a (1 - x)^b/B(a, b)), for x < (a + 1)/(a + b + 2): continued fraction DLMF 8.17.22 by
 * Lentz's method.
 *
 * \param complement 1 - x
 */
double beta_fraction(double a, double b, double x) {
    double const tiny = 1e-300;
    double c = 1;
    double d = 1 - (a + b) * x / (a + 1);
    if (d < tiny && d > -tiny) d = tiny;
    d = 1 / d;
    double value = d;
    for (int m = 1; m < 20000; ++m) {
        double const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 + even * d;
        if (d < tiny && d > -tiny) d = tiny;
        c = 1 + even / c;
        if (c < tiny && c > -tiny) c = tiny;
        d = 1 / d;
        value *= d * c;
        double const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + odd * d;
        if (d < tiny && d > -tiny) d = tiny;
        c = 1 + odd / c;
        if (c < tiny && c > -tiny) c = tiny;
        d = 1 / d;
        double const factor = d * c;
        value *= factor;
        double const change = factor - 1;
        if (change < 0x1p-53 && change > -0x1p-53) break;
    }
    return value;
}

//! Both tails at x (complement 1 - x) from density = x^a (1 - x)^b/B(a, b).
Probability tails(double a, double b, double x, double complement, double density) {
    if (x * (a + b + 2) < a + 1) {
        double const lower = density / a * beta_fraction(a, b, x);
        return {lower, 1 - lower};
    }
    double const upper = density / b * beta_fraction(b, a, complement);
    return {1 - upper, upper};
}

//! -ln(1 + p(e^u - 1)) with q = 1 - p, to relative accuracy: x/share and (1 - x)/rest of a logit u off its
//! centre.
double log_ratio(double p, double q, double u) {
    double const change = p * expm1(u);
    return change < -0.5 ? -log(q + p * exp(u)) : -log1p(change);
}

}  // namespace

LogitBeta::LogitBeta(double a, double b)
    : a_{a}, b_{b}, centre_{log(a / b)}, share_{a / (a + b)}, rest_{b / (a + b)} {
    // x^a (1 - x)^b/B(a, b) at x = a/(a + b), by Stirling's formula with its exact rest.
    double const rests = stirling_rest(a + b) - stirling_rest(a) - stirling_rest(b);
    density_factor_ = __builtin_sqrt(a * rest_) * exp(rests - half_ln_two_pi);
}

TailPoint LogitBeta::at(double u) const {
    double const ln_x_ratio = u < -40 ? u + log_ratio(share_, rest_, u) : log_ratio(rest_, share_, -u);
    double const ln_complement_ratio =
        u > 40 ? log_ratio(rest_, share_, -u) - u : log_ratio(share_, rest_, u);
    double const x = share_ * exp(ln_x_ratio);
    double const complement = rest_ * exp(ln_complement_ratio);
    TailPoint point;
    point.density = density_factor_ * exp(a_ * ln_x_ratio + b_ * ln_complement_ratio);
    point.log_slope = a_ * complement - b_ * x;
    Probability const level = tails(a_, b_, x, complement, point.density);
    point.lower = level.lower;
    point.upper = level.upper;
    return point;
}

double LogitBeta::guess(Probability level) const {
    // Small shapes: the tails of x are powers, so those of its logit are exponential.
    double const middle = normal_quantile(level) * __builtin_sqrt(1 / a_ + 1 / b_);
    double const log_density = log(density_factor_) - a_ * log(share_) - b_ * log(rest_);
    if (a_ < 1 && level.lower <= level.upper) {
        double const power = (log(level.lower * a_) - log_density) / a_ - centre_;
        return power < middle ? power : middle;
    }
    if (b_ < 1 && level.upper < level.lower) {
        double const power = -(log(level.upper * b_) - log_density) / b_ - centre_;
        return power > middle ? power : middle;
    }
    return middle;
}

double LogitBeta::quantile(Probability level) const {
    auto const point_at = [this](double u) { return at(u); };
    return centre_ + solve_quantile(point_at, level, guess(level), solver_tolerance).place;
}

AsinhStudent::AsinhStudent(double nu) : nu_{nu}, root_nu_{__builtin_sqrt(nu)} {
    // Γ(h + ½)/(Γ(h)·√π), h = ν/2, without the cancellation of two large logarithms.
    double const h = 0.5 * nu;
    double const ratio = stirling_rest(h + 0.5) - stirling_rest(h) + (h * log1p(0.5 / h) - 0.5);
    density_factor_ = __builtin_sqrt(h / pi) * exp(ratio);
}

TailPoint AsinhStudent::at(double s) const {
    double const distance = s < 0 ? -s : s;
    double const growth = expm1(distance);
    double const sinh = 0.5 * (growth + growth / (growth + 1));
    // 1/cosh² and tanh², with logarithm -2 ln cosh.
    double const ln_cosh = distance > 20 ? distance - ln_2 : 0.5 * log1p(sinh * sinh);
    double const y = exp(-2 * ln_cosh);
    double const tanh = growth * (growth + 2) / (growth * (growth + 2) + 2);
    TailPoint point;
    point.density = density_factor_ * exp(-nu_ * ln_cosh);
    point.log_slope = s < 0 ? nu_ * tanh : -nu_ * tanh;
    Probability const level = tails(0.5 * nu_, 0.5, y, tanh * tanh, point.density * tanh);
    double const tail = 0.5 * level.lower;
    point.lower = s < 0 ? tail : 0.5 + 0.5 * level.upper;
    point.upper = s < 0 ? 0.5 + 0.5 * level.upper : tail;
    return point;
}

double AsinhStudent::guess(Probability level) const {
    double const z = normal_quantile(level);
    double const distance = z < 0 ? -z : z;
    // Exact for the normal limit near 0; exponential tails e^(-nu s) beyond.
    double const near = distance / root_nu_;
    double const tail = level.lower < level.upper ? level.lower : level.upper;
    double const far = (log(density_factor_ / nu_) - log(tail)) / nu_ + ln_2;
    double const s = near < 1 ? near : far > 0 ? far : near;
    return z < 0 ? -s : s;
}

double AsinhStudent::quantile(Probability level) const {
    if (level.lower == level.upper) return 0;
    auto const point_at = [this](double s) { return at(s); };
    return solve_quantile(point_at, level, guess(level), solver_tolerance).place;
}

double AsinhStudent::value(double s) const {
    double const growth = expm1(s < 0 ? -s : s);
    double const sinh = 0.5 * (growth + growth / (growth + 1));
    return s < 0 ? -root_nu_ * sinh : root_nu_ * sinh;
}

double AsinhStudent::value_slope(double s) const { return root_nu_ * 0.5 * (exp(s) + exp(-s)); }

Probability beta_probability(double a, double b, double x) {
    if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) return {not_a_number, not_a_number};
    if (x == 0) return {0, 1};
    if (x == 1) return {1, 0};
    LogitBeta const distribution{a, b};
    TailPoint const point = distribution.at(logit(x) - distribution.centre());
    return {point.lower, point.upper};
}

double beta_quantile_logit(double a, double b, Probability level) {
    if (!(a > 0 && b > 0)) return not_a_number;
    return LogitBeta{a, b}.quantile(level);
}

double beta_quantile(double a, double b, Probability level) {
    return logistic(beta_quantile_logit(a, b, level));
}

Probability student_t_probability(double nu, double t) {
    if (!(nu > 0)) return {not_a_number, not_a_number};
    double const ratio = (t < 0 ? -t : t) / __builtin_sqrt(nu);
    // asinh, without cancellation near 0.
    double const s = log1p(ratio + ratio * ratio / (1 + __builtin_sqrt(1 + ratio * ratio)));
    TailPoint const point = AsinhStudent{nu}.at(t < 0 ? -s : s);
    return {point.lower, point.upper};
}

double student_t_quantile(double nu, Probability level) {
    if (!(nu > 0)) return not_a_number;
    AsinhStudent const distribution{nu};
    return distribution.value(distribution.quantile(level));
}

}  // namespace gapmc::exact
