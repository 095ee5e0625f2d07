// SPDX-License-Identifier: Apache-2.0
//! Families whose quantiles need the inversion of an incomplete gamma or beta function.
#include "host/exact/beta.hpp"
#include "host/exact/distribution.hpp"
#include "host/exact/elementary.hpp"
#include "host/exact/gamma.hpp"

namespace gapmc::exact::family {
namespace {

class Gamma : public Distribution {
  public:
    Gamma(Link link, double shape, double scale)
        : link_{link}, scale_{scale}, shift_{log(scale)}, prepared_{shape} {}

    Local at(Level const& level, Search& search) const override {
        Local const local = follow(prepared_, level, search);
        double const log_x = local.value + (prepared_.centre() + shift_);
        if (link_ == Link::log) return {log_x, local.slope};
        double const x = exp(log_x);
        return on_link(link_, x, 1 - x, x > 0 ? x * local.slope : 0);
    }

    Probability probability(double x) const override {
        if (x <= 0) return {0, 1};
        if (x == infinity) return {1, 0};
        TailPoint const point = prepared_.at(coordinate(x));
        return {point.lower, point.upper};
    }

    double density(double x) const override { return prepared_.at(coordinate(x)).density / x; }

    Support support() const override { return {0, infinity}; }

  private:
    double coordinate(double x) const { return log(x / scale_) - prepared_.centre(); }

    Link link_;
    double scale_;
    double shift_;
    LogGamma prepared_;
};

//! Beta stretched to [low, high]; PERT is one.
class Beta : public Distribution {
  public:
    Beta(Link link, double a, double b, double low, double high)
        : link_{link}, low_{low}, high_{high}, width_{high - low}, prepared_{a, b} {}

    Local at(Level const& level, Search& search) const override {
        Local const local = follow(prepared_, level, search);
        double const u = local.value + prepared_.centre();
        double const share = logistic(u);
        double const rest = logistic(-u);
        // Where an end of the scale is an end of the support, x may be too small for a double: stay in
        // logarithms.
        if (link_ == Link::logit && low_ == 0 && high_ == 1) return {u, local.slope};
        if (link_ == Link::log && low_ == 0) return {log(width_) - log1p_exp(-u), rest * local.slope};
        double const spread = share * rest;
        return on_link(link_, low_ + width_ * share, (1 - high_) + width_ * rest,
                       spread > 0 ? width_ * spread * local.slope : 0);
    }

    Probability probability(double x) const override {
        if (x <= low_) return {0, 1};
        if (x >= high_) return {1, 0};
        TailPoint const point = prepared_.at(coordinate(x));
        return {point.lower, point.upper};
    }

    double density(double x) const override {
        return prepared_.at(coordinate(x)).density * width_ / ((x - low_) * (high_ - x));
    }

    Support support() const override { return {low_, high_}; }

  private:
    double coordinate(double x) const { return log((x - low_) / (high_ - x)) - prepared_.centre(); }

    Link link_;
    double low_;
    double high_;
    double width_;
    LogitBeta prepared_;
};

class Student : public Distribution {
  public:
    Student(Link link, double location, double scale, double nu)
        : link_{link}, location_{location}, scale_{scale}, nu_{nu}, prepared_{nu} {
        double const h = 0.5 * nu;
        log_factor_ = stirling_rest(h + 0.5) - stirling_rest(h) + (h * log1p(0.5 / h) - 0.5) - half_ln_two_pi;
    }

    Local at(Level const& level, Search& search) const override {
        Local const local = follow(prepared_, level, search);
        double const x = location_ + scale_ * prepared_.value(local.value);
        return on_link(link_, x, 1 - x, scale_ * prepared_.value_slope(local.value) * local.slope);
    }

    Probability probability(double x) const override {
        if (x == -infinity) return {0, 1};
        if (x == infinity) return {1, 0};
        return student_t_probability(nu_, (x - location_) / scale_);
    }

    double density(double x) const override {
        double const t = (x - location_) / scale_;
        return exp(log_factor_ - 0.5 * (nu_ + 1) * log1p(t * t / nu_)) / scale_;
    }

    Support support() const override { return {-infinity, infinity}; }

  private:
    Link link_;
    double location_;
    double scale_;
    double nu_;
    AsinhStudent prepared_;
    double log_factor_;  //!< ln of the density of T at 0
};

}  // namespace

std::unique_ptr<Distribution> make_shaped(Quantity const& quantity) {
    std::vector<double> const& p = quantity.parameters;
    Link const link = quantity.link;
    switch (quantity.family) {
        case Family::gamma:
            return std::make_unique<Gamma>(link, p[0], p[1]);
        case Family::student_t:
            return std::make_unique<Student>(link, p[0], p[1], p[2]);
        case Family::pert: {
            double const width = p[2] - p[0];
            double const a = 1 + 4 * (p[1] - p[0]) / width;
            double const b = 1 + 4 * (p[2] - p[1]) / width;
            return std::make_unique<Beta>(link, a, b, p[0], p[2]);
        }
        default:
            return std::make_unique<Beta>(link, p[0], p[1], p[2], p[3]);
    }
}

}  // namespace gapmc::exact::family
