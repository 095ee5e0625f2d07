// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "kernels/base/embedded_file.hpp"

namespace gapmc {

//! What compiled_walk.cuh includes, but for the study.
std::vector<EmbeddedFile> kernel_sources();

}  // namespace gapmc
