// SPDX-License-Identifier: Apache-2.0
#include "host/config/check_study.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gapmc::config {

void check_study(Cursor const& root, Study const& study) {
    check_head(root, study);
    check_drivers(root.context(), study);
    check_relations(root, study);
    check_events(root.context(), study);
    check_index(root, study);
}

void check_sum(Context& context, Place place, std::string const& key, double sum, std::string_view what) {
    if (std::abs(sum - 1) <= 1e-9) return;
    context.error(place, key, "", fmt::format("the {} sum to {}, not 1", what, sum),
                  "Divide each by their sum");
}

void check_lag(Context& context, Study const& study, Place place, std::string const& key, double years) {
    double const steps = years * 12 / study.months_per_step;
    if (std::abs(steps - std::nearbyint(steps)) <= 1e-9 * std::max(1.0, std::abs(steps))) return;
    if (context.reported("study.step")) return;
    context.error(place, key, fmt::format("{}", years), "the lag is not a multiple of the step",
                  fmt::format("Give, in years, a whole number of steps of {} months, or a finer study.step",
                              study.months_per_step));
}

}  // namespace gapmc::config
