// SPDX-License-Identifier: Apache-2.0
#include "host/tables/table_module.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <system_error>

#include "host/text/module_folders.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace fs = std::filesystem;
FoundModule find_table_module(std::string const& name) {
    std::string const file = "gapmc_" + name + ".so";
    FoundModule found;
    for (fs::path const& folder : module_folders()) {
        std::error_code error;
        fs::path const path = folder / file;
        if (!fs::exists(path, error)) continue;
        void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (handle == nullptr) {
            found.absence = std::string{"it cannot be loaded: "} + dlerror();
            continue;
        }
        auto const* const module = static_cast<TableModule const*>(dlsym(handle, table_module_symbol));
        if (module != nullptr && module->seam == table_seam) return {module, ""};
        found.absence = path.string() + " is of another version of gapmc";
    }
    if (found.absence.empty()) found.absence = "this build of gapmc was made without it";
    return found;
}

std::unique_ptr<TableFile> open_table_file(TableModule const& module, std::string const& path,
                                           std::vector<DataTable> const& tables, std::string const& shown) {
    std::string failure;
    std::unique_ptr<TableFile> file{module.open(path.c_str(), tables, failure)};
    if (file == nullptr) throw IoError{"Cannot write " + shown + " (" + failure + ")."};
    return file;
}

}  // namespace gapmc
