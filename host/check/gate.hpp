// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/check/prior_sample.hpp"
#include "host/plan/plan.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! One line of the prior predictive check: what the study implies beside what was observed and declared
//! plausible.
struct GateLine {
    std::string what;
    double implied = 0;
    std::string observed;  //!< the same statistic of published steps, or empty
    std::string declared;  //!< range of [plausible], or empty
    bool holds = true;     //!< inside the declared range (true where none was declared)
};

struct GateReport {
    std::uint64_t trajectories = 0;
    std::vector<GateLine> lines;
    bool holds() const;
};

/*!
 * Prior predictive gate: compare, in the prior sample, the yearly changes of the contrast and of
 * each score, P(score > 95), saturation, clips, caps and ceilings with the observed moves and the study's
 * [plausible].
 *
 * Of one-year changes: the sd about their mean (root mean square over years), their root mean square, and
 * their mean; each beside the same of published steps (published_history.hpp). \see Gabry et al. (2019),
 * "Visualization in Bayesian workflow", JRSS A 182:389 (prior predictive checks) \throws Stopped if
 * progress.stop was set
 */
GateReport run_gate(Study const& study, Plan const& plan, PriorSample const& sample, Backend& backend,
                    Progress& progress);

std::string gate_table(GateReport const& report);

}  // namespace gapmc
