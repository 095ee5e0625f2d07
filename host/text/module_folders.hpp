// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace gapmc {

//! Where modules may lie: beside the program, as built, or in the library folder of where it is installed.
std::vector<std::filesystem::path> module_folders();

}  // namespace gapmc
