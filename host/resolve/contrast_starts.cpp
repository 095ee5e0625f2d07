// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/contrast_starts.hpp"

#include <algorithm>
#include <optional>

#include "host/exact/decimal.hpp"
#include "host/exact/elementary.hpp"

namespace gapmc {
namespace {

using exact::Decimal;

double score_of(Study const& study, std::string const& id) {
    return std::find_if(study.actors.begin(), study.actors.end(),
                        [&](Actor const& actor) { return actor.id == id; })
        ->score;
}

//! The linear contrast without any rounding; nothing where the digits do not suffice.
std::optional<Decimal> exact_sum(Study const& study, Contrast const& contrast) {
    std::optional<Decimal> total = Decimal{};
    for (auto const& [actor, coefficient] : contrast.coefficients) {
        auto const term = product(exact::decimal_of(coefficient), exact::decimal_of(score_of(study, actor)));
        if (!term) return std::nullopt;
        total = sum(*total, *term);
        if (!total) return std::nullopt;
    }
    return total;
}

}  // namespace

double contrast_at_base(Study const& study, Contrast const& contrast) {
    if (contrast.kind == ContrastKind::linear) {
        if (auto const total = exact_sum(study, contrast)) return exact::nearest_double(*total);
        double total = 0;
        for (auto const& [actor, coefficient] : contrast.coefficients)
            total += coefficient * score_of(study, actor);
        return total;
    }
    double const of = score_of(study, contrast.of);
    double const to = score_of(study, contrast.to);
    return contrast.kind == ContrastKind::ratio ? of / to : exact::log(of) - exact::log(to);
}

bool is_contrast_at_base(Study const& study, Contrast const& contrast, double threshold) {
    if (contrast.kind == ContrastKind::log_ratio)
        return threshold == 0 && score_of(study, contrast.of) == score_of(study, contrast.to);
    if (contrast.kind == ContrastKind::ratio) {
        auto const scaled =
            product(exact::decimal_of(threshold), exact::decimal_of(score_of(study, contrast.to)));
        return scaled && same_number(*scaled, exact::decimal_of(score_of(study, contrast.of)));
    }
    auto const total = exact_sum(study, contrast);
    return total ? same_number(*total, exact::decimal_of(threshold))
                 : contrast_at_base(study, contrast) == threshold;
}

}  // namespace gapmc
