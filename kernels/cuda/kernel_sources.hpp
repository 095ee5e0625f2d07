// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace gapmc {

//! A source of this program that a kernel is made of, under the name by which others include it.
struct KernelSource {
    char const* name;
    char const* text;
};
//! What compiled_walk.cuh includes, but for the study; scripts/cmake/EmbedSources.cmake writes it.
std::vector<KernelSource> kernel_sources();

}  // namespace gapmc
