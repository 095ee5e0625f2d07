// SPDX-License-Identifier: Apache-2.0
#include "host/exact/metalog.hpp"

#include "host/exact/distribution.hpp"
#include "host/exact/elementary.hpp"

namespace gapmc::exact {
namespace {

//! 4/M with M·tanh(M/2) = 2.
constexpr double steepest_skew = 1.66711311920192940;

}  // namespace

MetalogTerms metalog_terms(Quantity const& quantity) {
    std::vector<double> const& p = quantity.parameters;
    double const low = to_link(quantity.link, p[0]);
    double const middle = to_link(quantity.link, p[1]);
    double const high = to_link(quantity.link, p[2]);
    std::vector<int> const levels = quantity.quantile_levels();
    if (levels == std::vector<int>{50, 500, 950}) {
        double const r = 2.94443897916644046000;  // ln 19
        return {middle, (high - low) / (2 * r), ((high - middle) - (middle - low)) / (0.9 * r)};
    }
    double logits[3];
    double skews[3];
    for (std::size_t i = 0; i < 3; ++i) {
        double const below = levels[i];
        logits[i] = log(below / (1000 - below));
        skews[i] = (below / 1000 - 0.5) * logits[i];
    }
    // Differences leave two equations for a2 and a3.
    double const lower_step = logits[1] - logits[0];
    double const upper_step = logits[2] - logits[1];
    double const lower_skew = skews[1] - skews[0];
    double const upper_skew = skews[2] - skews[1];
    double const determinant = lower_step * upper_skew - upper_step * lower_skew;
    double const lower_rise = middle - low;
    double const upper_rise = high - middle;
    double const a2 = (lower_rise * upper_skew - upper_rise * lower_skew) / determinant;
    double const a3 = (lower_step * upper_rise - upper_step * lower_rise) / determinant;
    return {middle - a2 * logits[1] - a3 * skews[1], a2, a3};
}

bool metalog_increases(Quantity const& quantity, MetalogTerms const& terms) {
    std::vector<double> const& p = quantity.parameters;
    if (quantity.quantile_levels() == std::vector<int>{50, 500, 950}) {
        double const low = to_link(quantity.link, p[0]);
        double const ratio = (to_link(quantity.link, p[1]) - low) / (to_link(quantity.link, p[2]) - low);
        return ratio > 0.125 && ratio < 0.875;
    }
    double const skew = terms.a3 < 0 ? -terms.a3 : terms.a3;
    return terms.a2 > 0 && skew < steepest_skew * terms.a2;  // false for NaN too: levels that decide nothing
}

}  // namespace gapmc::exact
