// SPDX-License-Identifier: Apache-2.0
//! Studies that are part of the program, byte for byte as in configs/ when it was built: what it measures
//! must not depend on a folder. Defined by scripts/cmake/EmbedStudies.cmake.
#pragma once

#include <string_view>

namespace gapmc {

std::string_view reference_study();  //!< configs/reference-2x3x11.toml
std::string_view flagship_study();   //!< configs/us-china-ai-index.toml

}  // namespace gapmc
