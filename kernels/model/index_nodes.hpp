// SPDX-License-Identifier: Apache-2.0
//! The index, its editions, and contrasts of actors; docs/model.md 4.
#pragma once

#include <cstdint>

#include "kernels/model/operand.hpp"

namespace gapmc {

struct LoadingTerm {
    Operand weight;
    std::int32_t slot;    //!< of the view, or the ring of its history
    std::int32_t lag;     //!< steps; 0: slot is the view itself
    std::int32_t length;  //!< of the ring
    std::int32_t driver;  //!< for the decomposition
    std::int32_t start;   //!< slot of the value that Y(0) reads
};
enum class FrontierKind : std::int32_t { frontier, mean, outside };

//! How dimension scores become one: a fixed order of 1 or 0 needs no power.
enum class Mean : std::int32_t { arithmetic, geometric, generalised };

struct DimensionNode {
    Operand weight;
    Operand steepness;
    FrontierKind reference;
    std::int32_t outside;  //!< first entry of Topology::outside_path, one per step state 0 ... steps
};
//! Actor a, dimension k: at index a * dimensions + k.
struct Cell {
    Range loadings;
    Operand base_logit;       //!< its prior median or published value, on the logit scale
    std::int32_t contrasted;  //!< centre from the two totals and an uncertain contrast
    Number mean_total;        //!< [points]
    Operand contrast;         //!< [points]
    float contrast_sign;      //!< +1/2 or -1/2
    Number spread;            //!< sd on the logit scale
    Operand spread_z;         //!< slot of its normal
    std::int32_t state;       //!< first of the slots named by CellSlot
};
enum CellSlot : std::int32_t {
    slot_y_start,  //!< Y(0)
    slot_y,        //!< Y(t)
    slot_logit,    //!< l
    cell_slots
};
struct ActorConstants {
    Number total;       //!< T [points]
    Number total_odds;  //!< T/(100 - T)
    Number logit_total;
    Number revision_factor;  //!< 1/(100 T (1-T)), T as a fraction [1/points]
    Number revision_share;   //!< of the difference: +1/2, -1/2 or 0
    std::int32_t state;      //!< first of the slots named by ActorSlot
};
enum ActorSlot : std::int32_t {
    slot_anchor,  //!< odds of T over odds of M(0)
    slot_above,   //!< Score = 100 above/(above + below)
    slot_below,
    slot_rounding,    //!< T less what the formula gives where nothing moved: a few ulp [points]
    slot_score,       //!< [points]
    slot_revision,    //!< rho
    slot_edition,     //!< [points]
    slot_hundredths,  //!< published score [0.01 points]
    actor_slots
};
struct RevisionsNode {
    std::int32_t present;
    Operand probability;
    Operand common_mean, common_sd, difference_mean, difference_sd;
};
struct MeasurementNode {
    std::int32_t present;
    Operand sd;
};

enum class ContrastForm : std::int32_t { linear, ratio, log_ratio };
struct ContrastTerm {
    std::int32_t actor;
    Number coefficient;
};
struct ContrastNode {
    ContrastForm form;
    Range terms;   //!< linear: all; ratio and log_ratio: numerator, denominator
    Number start;  //!< value at base, of the published scores, as contrast_of computes it
};

}  // namespace gapmc
