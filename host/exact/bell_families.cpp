// SPDX-License-Identifier: Apache-2.0
//! Families that are formulas in a standard normal: normal on some scale, and the metalog.
#include "host/exact/distribution.hpp"
#include "host/exact/elementary.hpp"

namespace gapmc::exact::family {
namespace {

//! Normal on one scale, seen on the link of the key: covers quantile pairs, normal and lognormal.
class NormalOnScale : public Distribution {
  public:
    NormalOnScale(Link scale, Link link, double centre, double spread)
        : scale_{scale}, link_{link}, centre_{centre}, spread_{spread} {}

    Local at(Level const& level, Search&) const override {
        double const value = centre_ + spread_ * level.normal;
        double const slope = spread_ * level.stretch;
        if (scale_ == link_) return {value, slope};
        double const x = from_link(scale_, value);
        return on_link(link_, x, 1 - x, slope / link_slope(scale_, x, 1 - x));
    }

    Probability probability(double x) const override {
        Support const inside = support();
        if (x <= inside.low) return {0, 1};
        if (x >= inside.high) return {1, 0};
        return normal_probability((to_link(scale_, x) - centre_) / spread_);
    }

    double density(double x) const override {
        double const z = (to_link(scale_, x) - centre_) / spread_;
        return normal_pdf(z) / spread_ * link_slope(scale_, x, 1 - x);
    }

    Support support() const override {
        return {scale_ == Link::identity ? -infinity : 0, scale_ == Link::logit ? 1 : infinity};
    }

  private:
    Link scale_;
    Link link_;
    double centre_;
    double spread_;
};

//! Three-term metalog on the key's link. \see Keelin (2016), Decision Analysis 13:243
class Metalog : public Distribution {
  public:
    Metalog(Link link, double p05, double p50, double p95) : link_{link} {
        double const low = to_link(link, p05);
        double const high = to_link(link, p95);
        double const r = 2.94443897916644046000;  // ln 19
        a1_ = to_link(link, p50);
        a2_ = (high - low) / (2 * r);
        a3_ = ((high - a1_) - (a1_ - low)) / (0.9 * r);
    }

    Local at(Level const& level, Search&) const override {
        Local const local = of_logit(log(level.p.lower / level.p.upper), level.p);
        return {local.value, local.slope * (level.rate / (level.p.lower * level.p.upper))};
    }

    Probability probability(double x) const override {
        Support const inside = support();
        if (x <= inside.low) return {0, 1};
        if (x >= inside.high) return {1, 0};
        double const target = to_link(link_, x);
        double low = -800;
        double high = 800;
        double logit_of_level = 0;
        // Newton inside a bracket; the quantile function is increasing and nearly linear in the tails.
        for (int i = 0; i < 200; ++i) {
            Local const local = of_logit(logit_of_level, level(logit_of_level));
            (local.value > target ? high : low) = logit_of_level;
            double next = logit_of_level - (local.value - target) / local.slope;
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            double const step = next - logit_of_level;
            logit_of_level = next;
            if (step < 1e-15 && step > -1e-15) break;
        }
        return level(logit_of_level);
    }

    double density(double x) const override {
        Probability const p = probability(x);
        double const slope = of_logit(log(p.lower / p.upper), p).slope;
        return p.lower * p.upper / slope * link_slope(link_, x, 1 - x);
    }

    Support support() const override {
        return {link_ == Link::identity ? -infinity : 0, link_ == Link::logit ? 1 : infinity};
    }

  private:
    static Probability level(double logit_of_level) {
        return {logistic(logit_of_level), logistic(-logit_of_level)};
    }

    //! q and dq/dL at L = ln(y/(1 - y)).
    Local of_logit(double log_odds, Probability y) const {
        double const excess = 0.5 * (y.lower - y.upper);  // y - ½
        return {a1_ + (a2_ + a3_ * excess) * log_odds, a2_ + a3_ * (excess + log_odds * y.lower * y.upper)};
    }

    Link link_;
    double a1_ = 0;
    double a2_ = 0;
    double a3_ = 0;
};

}  // namespace

std::unique_ptr<Distribution> make_bell(Quantity const& quantity) {
    std::vector<double> const& p = quantity.parameters;
    Link const link = quantity.link;
    switch (quantity.family) {
        case Family::normal:
            return std::make_unique<NormalOnScale>(Link::identity, link, p[0], p[1]);
        case Family::lognormal:
            return std::make_unique<NormalOnScale>(Link::log, link, log(p[0]), p[1]);
        case Family::quantile3:
            return std::make_unique<Metalog>(link, p[0], p[1], p[2]);
        default:
            break;
    }
    double const low = to_link(link, p[0]);
    double const high = to_link(link, p[1]);
    double const z_95 = 1.64485362695147271486;
    return std::make_unique<NormalOnScale>(link, link, 0.5 * (low + high), (high - low) / (2 * z_95));
}

}  // namespace gapmc::exact::family
