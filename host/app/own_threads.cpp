// SPDX-License-Identifier: Apache-2.0
#include "host/app/own_threads.hpp"

#include <unistd.h>

#include <cstdlib>

namespace gapmc {

ThreadShare own_share(int processes) {
    auto const variable = [](char const* name) -> std::string {
        char const* const value = std::getenv(name);
        return value == nullptr ? "" : value;
    };
    return share_of_process(processors(), static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN)), processes,
                            variable);
}

EngineOptions with_threads(EngineOptions options, int processes) {
    if (options.threads == 0) options.threads = own_share(processes).threads;
    return options;
}

}  // namespace gapmc
