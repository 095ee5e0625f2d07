// SPDX-License-Identifier: Apache-2.0
//! Families that are formulas in a standard normal: normal on some scale, and the metalog.
#include "host/exact/distribution.hpp"
#include "host/exact/elementary.hpp"
#include "host/exact/metalog.hpp"

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
    Metalog(Link link, MetalogTerms const& terms) : link_{link}, terms_{terms} {}

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
        auto const& [a1, a2, a3] = terms_;
        return {a1 + (a2 + a3 * excess) * log_odds, a2 + a3 * (excess + log_odds * y.lower * y.upper)};
    }

    Link link_;
    MetalogTerms terms_;
};

//! Standard normal quantile of a level in thousandths.
double z_of(int level) {
    double const z_95 = 1.64485362695147271486;
    if (level == 50 || level == 950) return level == 50 ? -z_95 : z_95;
    return normal_quantile(Probability{level / 1000.0, (1000 - level) / 1000.0});
}

//! The normal on the link through two values.
std::unique_ptr<Distribution> normal_through(Quantity const& quantity) {
    double const low = to_link(quantity.link, quantity.parameters[0]);
    double const high = to_link(quantity.link, quantity.parameters[1]);
    std::vector<int> const levels = quantity.quantile_levels();
    double const z_high = z_of(levels[1]);
    bool const symmetric = levels[0] + levels[1] == 1000;
    double const z_low = symmetric ? -z_high : z_of(levels[0]);
    double const spread = (high - low) / (z_high - z_low);
    double const centre = symmetric ? 0.5 * (low + high) : (low * z_high - high * z_low) / (z_high - z_low);
    return std::make_unique<NormalOnScale>(quantity.link, quantity.link, centre, spread);
}

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
            return std::make_unique<Metalog>(link, metalog_terms(quantity));
        default:
            return normal_through(quantity);
    }
}

}  // namespace gapmc::exact::family
