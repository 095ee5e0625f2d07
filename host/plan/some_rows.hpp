// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/plan/plan.hpp"

namespace gapmc {

//! Some rows of a plan and what they are made of, nothing counted: what a job needs that observes them alone.
struct SomeRows {
    std::vector<Topology const*> variants;  //!< worlds that the rows need
    TallySpec spec;
    std::vector<std::size_t> rows;  //!< where each wanted row is in the spec

    /*!
     * \param wanted  rows of the plan, differences among them
     * They come in the order of the plan's rows; one that is wanted twice is there once.
     */
    SomeRows(Plan const& plan, std::vector<std::size_t> const& wanted);

    Job job(std::uint64_t seed, TrajectoryRange range) const { return {variants, spec, seed, range}; }
};

//! Observe rows of a plan in its first trajectories. \return [wanted][year][trajectory] \throws Stopped
std::vector<std::int32_t> observe_pilot(Plan const& plan, std::vector<std::size_t> const& wanted,
                                        Backend& backend, Progress& progress);

}  // namespace gapmc
