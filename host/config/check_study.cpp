// SPDX-License-Identifier: Apache-2.0
#include "host/config/check_study.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gapmc::config {
namespace {

//! Nearly a whole number, and not 0 where something is meant.
bool is_whole(double steps) {
    double const whole = std::nearbyint(steps);
    return std::abs(steps - whole) <= lag_tolerance && (whole > 0 || steps == 0);
}

}  // namespace

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

double settled_lag(double years, int months_per_step) {
    double const steps = years * 12 / months_per_step;
    return is_whole(steps) ? std::nearbyint(steps) * months_per_step / 12 : years;
}

void check_lag(Context& context, Study const& study, Place place, std::string const& key, double years) {
    if (is_whole(years * 12 / study.months_per_step) || context.reported("study.step")) return;
    context.error(place, key, fmt::format("{}", years), "the lag is not a multiple of the step",
                  fmt::format("Give, in years, a whole number of steps of {} months, or a finer study.step",
                              study.months_per_step));
}

}  // namespace gapmc::config
