// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "kernels/base/embedded_file.hpp"

namespace gapmc {

//! The studies that `gapmc bench` measures, byte for byte as in configs/ when the program was built.
std::vector<EmbeddedFile> embedded_studies();

}  // namespace gapmc
