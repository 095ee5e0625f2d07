// SPDX-License-Identifier: Apache-2.0
#include "host/check/prior_sample.hpp"

namespace gapmc {

PriorSample observe_prior(Plan const& plan, Backend& backend, Progress& progress) {
    return {plan, backend.observe(plan.job({0, prior_trajectories}), progress)};
}

}  // namespace gapmc
