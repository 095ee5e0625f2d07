// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kernels/model/topology.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

/*!
 * A job's image, arena and tables as CUDA source: the header `gapmc_compiled_study.hpp` that list.hpp
 * includes where GAPMC_COMPILED_STUDY is defined.
 *
 * The arrays are const and have their values with them, which lets a compiler fold every read at a known
 * place; words of 32 bits, since no field of an image is narrower.
 */
std::string study_source(Topology const& topology, TallySpec const& spec);

}  // namespace gapmc
