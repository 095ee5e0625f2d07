// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "host/plan/row.hpp"
#include "host/resolve/model.hpp"
#include "kernels/observe/observation.hpp"

namespace gapmc {

//! Bounds of a row in its own unit.
struct Bounds {
    double low = 0;
    double high = 0;
};

//! A row, and what is observed for it.
struct ObservedRow {
    Row row;
    Observed observed;  //!< its scale is final where the row has bounds
    std::optional<Bounds>
        bounds;  //!< linear contrasts of scores, scores, levels that are shares and not small, events
    bool counted = true;  //!< false: observed for what is made of it alone
};

/*!
 * The rows of a model: contrasts (three outcomes where the study has them), scores, drivers in link space,
 * their levels, then events; each in the order of names.
 *
 * The scale of a row with bounds is the largest power of two by which these stay within 2^27: a gap of two
 * scores is observed in 2^-20 points. Published linear contrasts are observed in hundredths of a point, which
 * is what is published, where their coefficients are whole.
 */
std::vector<ObservedRow> rows_of(Model const& model);

//! The row without its scale: observed in these units it counts `units` in one of its own.
void set_scale(ObservedRow& row, int exponent);

//! The largest k by which `reach` times 2^k stays within 2^bits; k within the exponents of float32.
int exponent_within(double reach, int bits);

}  // namespace gapmc
