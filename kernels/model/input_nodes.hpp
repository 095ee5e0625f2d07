// SPDX-License-Identifier: Apache-2.0
//! Uncertain inputs: one draw per trajectory each, see docs/model.md 1.
#pragma once

#include <cstdint>

#include "kernels/model/operand.hpp"

namespace gapmc {

enum class InputKind : std::int32_t { affine, table, step };
enum class Inverse : std::int32_t { none, exponential, logistic };  //!< g^-1 applied after q(z)

//! One draw per trajectory: slot = g^-1(q(z)), z a standard normal or a mixture of several.
struct Input {
    std::int32_t slot;
    InputKind kind;
    Inverse inverse;
    Number offset;  //!< affine: q = offset + scale z
    Number scale;
    std::int32_t
        table;  //!< table: first coefficient in Topology::tables; step: first entry of Topology::steps
    std::int32_t size;  //!< intervals, or number of values
};
//! A term of a mixture of normals: those of inputs, or of a step's shocks.
struct Mixture {
    std::int32_t draw;
    Number coefficient;
};
//! An input whose normal is a mixture of its own and earlier inputs' normals: a row of a Cholesky factor.
//! Rows are listed last first, so that each can take the place of its own normal.
struct MixedInput {
    std::int32_t input;
    Range mixture;
};
//! A value of a discrete input from its threshold in z upwards (the first has threshold -inf).
struct Step {
    Number threshold;
    Number value;
};
//! Slots first ... first+count-1 hold ln g and become g/sum(g).
struct WeightGroup {
    std::int32_t first;
    std::int32_t count;
};

}  // namespace gapmc
