// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/plan/plan.hpp"

namespace gapmc {

//! Raised whenever the same study and seed give other draws, other observations, or other counts.
inline constexpr std::uint64_t stream_version = 3;

//! SHA-256 of every constant that reaches a trajectory: equal digests simulate the same trajectories, bit for
//! bit.
std::string model_digest(Model const& model);

//! SHA-256 of the models of all variants, the seed, what is observed and what is counted.
std::string plan_digest(Plan const& plan);

}  // namespace gapmc
