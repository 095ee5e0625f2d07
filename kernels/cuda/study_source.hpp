// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "kernels/model/topology.hpp"
#include "kernels/observe/observation.hpp"

namespace gapmc {

/*!
 * A variant's image, arena and tables as CUDA source: the header `gapmc_compiled_study.hpp` that list.hpp
 * includes where GAPMC_COMPILED_STUDY is defined. What is counted of its rows is no part of it.
 *
 * The arrays are const and have their values with them, which lets a compiler fold every read at a known
 * place; words of 32 bits, since no field of an image is narrower.
 */
std::string study_source(Topology const& topology, std::vector<Observed> const& observed);

}  // namespace gapmc
