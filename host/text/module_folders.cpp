// SPDX-License-Identifier: Apache-2.0
#include "host/text/module_folders.hpp"

#include <system_error>

namespace gapmc {
namespace fs = std::filesystem;

std::vector<fs::path> module_folders() {
    std::error_code error;
    fs::path const program = fs::read_symlink("/proc/self/exe", error);
    if (error) return {};
    fs::path const folder = program.parent_path();
    return {folder, folder / GAPMC_MODULES_FROM_PROGRAM};
}

}  // namespace gapmc
