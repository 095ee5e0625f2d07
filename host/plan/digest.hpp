// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/resolve/model.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

//! SHA-256 of every constant that reaches a trajectory: equal digests simulate the same trajectories, bit for
//! bit.
std::string model_digest(Model const& model);

//! SHA-256 of a model digest with what is counted, the seed and the number of trajectories.
std::string plan_digest(std::string const& model_digest, TallySpec const& spec, std::uint64_t seed,
                        std::uint64_t trajectories);

}  // namespace gapmc
