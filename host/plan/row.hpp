// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/study/shown.hpp"
#include "kernels/model/operand.hpp"

namespace gapmc {

//! What a row is about. The three outcomes of a contrast are: the constant method, the edition (with method
//! revisions), the published index (with measurement error and rounding).
enum class Target {
    contrast,
    contrast_edition,
    contrast_published,
    score,
    driver,        //!< in link space
    driver_level,  //!< in the driver's own unit, for drivers whose link is not the identity
    event_onsets,
    event_active,
    quantity  //!< of the study's own
};

constexpr bool is_contrast(Target target) { return target <= Target::contrast_published; }
constexpr Target contrast_in(Outcome outcome) {
    return outcome == Outcome::constant  ? Target::contrast
           : outcome == Outcome::edition ? Target::contrast_edition
                                         : Target::contrast_published;
}

/*!
 * A row of the tally, described once for all who read it. Its place in Plan::rows is its place among the
 * observations, in TallySpec::rows, and in whatever names a row.
 */
struct Row {
    Target target = Target::contrast;
    std::int32_t index = 0;          //!< contrast, actor, pair, event or own quantity, in their order
    std::int32_t world = 0;          //!< that it is observed in; of a difference, that which differs
    bool difference = false;         //!< from the same row of the baseline
    std::string id;                  //!< its name: "gap", "us", "compute.us", "export_controls"
    double units = 1;                //!< observation units in one of the row's own unit
    std::int32_t start = 0;          //!< X(0), as the walk has it; contrasts only
    std::vector<double> thresholds;  //!< as the study states them; contrasts only

    // Where what is counted of it stands in the sections of TallySpec; -1: nowhere.
    std::int32_t standing = -1;
    std::int32_t first_threshold = -1;  //!< one for each of `thresholds`
    std::int32_t happened = -1;
};

//! "contrast gap (edition)", "driver compute.us", ...: for messages and for tables of single trajectories.
std::string row_label(Row const& row);

}  // namespace gapmc
