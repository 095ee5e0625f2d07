// SPDX-License-Identifier: Apache-2.0
#include "host/plan/thresholds.hpp"

#include <algorithm>
#include <cmath>

#include "host/resolve/contrast_starts.hpp"

namespace gapmc {

std::int32_t threshold_of(Study const& study, Contrast const& contrast, ObservedRow const& row,
                          double threshold) {
    bool const hundredths = row.row.target == Target::contrast_published && row.bounds;
    if (!hundredths)
        return is_contrast_at_base(study, contrast, threshold)
                   ? row.row.start
                   : to_fixed(static_cast<float>(threshold), row.observed.scale);
    // X(0) of scores with more decimals is no hundredth, and as published it may be above itself. One that
    // was written as a whole number of hundredths must not fall below it by a rounding.
    double const scaled = threshold * row.row.units;
    double const near = std::nearbyint(scaled);
    bool const whole = std::fabs(scaled - near) <= 1e-9 * std::max(1.0, std::fabs(scaled));
    double const limit = saturated_at;
    return static_cast<std::int32_t>(std::clamp(whole ? near : std::floor(scaled), -limit, limit));
}

}  // namespace gapmc
