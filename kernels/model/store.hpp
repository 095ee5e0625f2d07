// SPDX-License-Identifier: Apache-2.0
//! Where one trajectory keeps its slots. A store gives slot s as store[s], and entry n of a ring of slots as
//! ring(first, n): entries are chosen by the step, which a compiler does not know, slots by the study.
#pragma once

#include <cstdint>

#include "kernels/base/value.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

//! Slots next to each other: a block of trajectories in the first-level cache of a CPU.
template<class V>
struct PackedStore {
    using Value = V;
    V* data;
    GAPMC_HD V& operator[](std::int32_t slot) const { return data[slot]; }
    GAPMC_HD V& ring(std::int32_t first, std::int32_t entry) const { return data[first + entry]; }
};

//! Slot s of a thread at data[s * stride]: shared memory as [slot][thread], free of bank conflicts.
template<class V>
struct StridedStore {
    using Value = V;
    V* data;
    std::int32_t stride;
    GAPMC_HD V& operator[](std::int32_t slot) const { return data[slot * stride]; }
    GAPMC_HD V& ring(std::int32_t first, std::int32_t entry) const { return data[(first + entry) * stride]; }
};

//! Value of a parameter. The branch is the same for every trajectory.
template<class Store>
GAPMC_HD auto value_of(Store const& store, Operand const& operand) -> typename Store::Value {
    using V = typename Store::Value;
    return operand.slot < 0 ? V(operand.constant) : store[operand.slot];
}

}  // namespace gapmc
