// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "host/exact/distribution.hpp"
#include "host/exact/elementary.hpp"

namespace gapmc::exact {
namespace {

//! Gauss-Legendre nodes and weights of order 8 on [0, 1].
struct Node {
    double place;
    double weight;
};
constexpr Node legendre[8] = {
    {0.01985507175123188, 0.050614268145188130}, {0.10166676129318663, 0.111190517226687235},
    {0.23723379504183550, 0.156853322938943644}, {0.40828267875217510, 0.181341891689180991},
    {0.59171732124782490, 0.181341891689180991}, {0.76276620495816450, 0.156853322938943644},
    {0.89833323870681337, 0.111190517226687235}, {0.98014492824876812, 0.050614268145188130}};

//! q(Φ⁻¹(F(low) + Φ(z)(F(high) - F(low)))).
class Truncated : public Distribution {
  public:
    Truncated(std::unique_ptr<Distribution> whole, Quantity const& quantity)
        : whole_{std::move(whole)}, link_{quantity.link}, kept_{kept_by_truncation(*whole_, quantity)} {
        Support const all = whole_->support();
        support_ = {std::max(all.low, quantity.truncate_min.value_or(all.low)),
                    std::min(all.high, quantity.truncate_max.value_or(all.high))};
        // Cut where the link has no value: the distance from there counts, and must not be a difference of
        // numbers that are nearly equal.
        low_is_edge_ = link_ != Link::identity && support_.low == 0 && all.low < 0;
        high_is_edge_ = link_ == Link::logit && support_.high == 1 && all.high > 1;
        // As far as the level is nearly that of the edge, in the smaller tail: the difference has lost two
        // digits.
        edge_share_low_ = 0.01 * std::min(kept_.below, kept_.mass + kept_.above) / kept_.mass;
        edge_share_high_ = 0.01 * std::min(kept_.above, kept_.mass + kept_.below) / kept_.mass;
    }

    Local at(Level const& level, Search& search) const override {
        if (low_is_edge_ && level.p.lower < edge_share_low_) {
            if (auto const local = from_edge(false, kept_.mass * level.p.lower, level.rate)) return *local;
        }
        if (high_is_edge_ && level.p.upper < edge_share_high_) {
            if (auto const local = from_edge(true, kept_.mass * level.p.upper, level.rate)) return *local;
        }
        Level inner;
        inner.z = level.z;
        inner.p = {kept_.below + kept_.mass * level.p.lower, kept_.above + kept_.mass * level.p.upper};
        inner.normal = normal_quantile(inner.p);
        inner.rate = kept_.mass * level.rate;
        inner.stretch = inner.rate / normal_pdf(inner.normal);
        return whole_->at(inner, search);
    }

    Probability probability(double x) const override {
        if (x <= support_.low) return {0, 1};
        if (x >= support_.high) return {1, 0};
        Probability const p = whole_->probability(x);
        double const lower =
            p.lower <= p.upper ? p.lower - kept_.below : kept_.mass - (p.upper - kept_.above);
        return {lower / kept_.mass, (kept_.mass - lower) / kept_.mass};
    }

    double density(double x) const override { return whole_->density(x) / kept_.mass; }

    Support support() const override { return support_; }

  private:
    /*!
     * The value with the given probability between it and an edge, by Newton on the integral of the density.
     *
     * Nothing where the density is not smooth between the two: there the other way is taken, which loses
     * digits only next to the edge.
     */
    std::optional<Local> from_edge(bool high, double mass, double rate) const {
        auto const density_at = [&](double d) {
            return whole_->density(high ? support_.high - d : support_.low + d);
        };
        auto const integral = [&](double from, double width) {
            double sum = 0;
            for (Node const& node : legendre) sum += node.weight * density_at(from + node.place * width);
            return sum * width;
        };
        double distance = mass / density_at(0);
        for (int i = 0; i < 6; ++i) {
            double const step = (integral(0, distance) - mass) / density_at(distance);
            distance -= step;
            if (step < 1e-8 * distance && step > -1e-8 * distance) break;
        }
        double const half = 0.5 * distance;
        double const difference = integral(0, half) + integral(half, half) - mass;
        if (!(difference < 1e-10 * mass && difference > -1e-10 * mass)) return std::nullopt;
        double const x = high ? 1 - distance : distance;
        double const complement = high ? distance : 1 - distance;
        return on_link(link_, x, complement, kept_.mass * rate / density_at(distance));
    }

    std::unique_ptr<Distribution> whole_;
    Link link_;
    Kept kept_;
    Support support_;
    bool low_is_edge_ = false;
    bool high_is_edge_ = false;
    double edge_share_low_ = 0;
    double edge_share_high_ = 0;
};

}  // namespace

Kept kept_by_truncation(Distribution const& whole, Quantity const& quantity) {
    Probability low{0, 1};
    Probability high{1, 0};
    if (quantity.truncate_min) low = whole.probability(*quantity.truncate_min);
    if (quantity.truncate_max) high = whole.probability(*quantity.truncate_max);
    // Differences of the tail that is small at both bounds.
    double const mass = low.lower > low.upper ? low.upper - high.upper : high.lower - low.lower;
    return {low.lower, mass, high.upper};
}

std::unique_ptr<Distribution> make_distribution(Quantity const& quantity) {
    std::unique_ptr<Distribution> whole = make_untruncated(quantity);
    Kept const kept = kept_by_truncation(*whole, quantity);
    if (kept.below == 0 && kept.above == 0) return whole;
    return std::make_unique<Truncated>(std::move(whole), quantity);
}

}  // namespace gapmc::exact
