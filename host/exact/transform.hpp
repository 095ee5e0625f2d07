// SPDX-License-Identifier: Apache-2.0
//! The map from a draw z to the stored value of one uncertain quantity (docs/model.md, section 1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/exact/hermite_table.hpp"
#include "host/study/quantity.hpp"

namespace gapmc::exact {

//! g(v) = offset + scale·z.
struct AffineTransform {
    double offset = 0;
    double scale = 0;
};

//! values[j] for thresholds_z[j - 1] <= z < thresholds_z[j]; values in natural units, in the order of the
//! study.
struct StepTable {
    std::vector<float> thresholds_z;  //!< one fewer than values
    std::vector<float> values;
};

struct Transform {
    enum class Kind { constant, affine, table, step };
    Kind kind = Kind::constant;
    Link link = Link::identity;
    double value = 0;        //!< constant: in natural units
    AffineTransform affine;  //!< affine: on the link scale
    HermiteTable table;      //!< table: on the link scale
    StepTable step;          //!< step: in natural units
};

/*!
 * What is wrong with a quantity, each as "problem (why). Remedy"; empty when nothing is.
 *
 * Parameters out of range, metalogs that are not feasible or whose mean is infinite, truncations that keep
 * nothing, and supports that leave the domain of the key's link (constants and choices may lie on its ends).
 */
std::vector<std::string> problems(Quantity const& quantity);

//! The first of problems(quantity).
std::optional<std::string> infeasible(Quantity const& quantity);

/*!
 * The transform of a quantity: affine for what is normal on the link and not truncated, a step table for a
 * choice, else a table of the exact quantile (128 intervals; 256 for Student's t, kinks and truncations).
 *
 * \throw StudyError listing problems(quantity)
 */
Transform make_transform(Quantity const& quantity);

//! Value on the link scale (±infinity for a constant or choice on the end of its domain) at a draw; double
//! arithmetic.
double evaluate(Transform const& transform, double z);

/*!
 * g(F⁻¹(Φ(z))) itself, truncated or not; error 1e-12·max(1, |value|). g(value) for a constant.
 *
 * \throw StudyError listing problems(quantity)
 */
double exact_quantile_on_link(Quantity const& quantity, double z);

//! What a quantity means, in natural units.
struct Implied {
    double p05 = 0;
    double median = 0;
    double mean = 0;
    double p95 = 0;
};

/*!
 * Quantiles exact; the mean by the trapezoidal rule with step 1/16 over |z| <= 8, which leaves out 1e-15 of
 * the probability (heavy tails: of the mean, up to what that holds). Quantiles of a choice are those of its
 * sorted values.
 *
 * \throw StudyError listing problems(quantity)
 */
Implied implied(Quantity const& quantity);

}  // namespace gapmc::exact
