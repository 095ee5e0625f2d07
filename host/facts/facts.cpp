// SPDX-License-Identifier: Apache-2.0
#include "host/facts/facts.hpp"

#include <chrono>

#include <fmt/chrono.h>
#include <sys/utsname.h>

#include "gapmc_version.hpp"
#include "host/facts/machine.hpp"

namespace gapmc {

nlohmann::ordered_json program_facts() {
    return {{"version", version}, {"commit", commit}, {"compiler", compiler}, {"build_type", build_type}};
}

nlohmann::ordered_json host_facts() {
    utsname system{};
    uname(&system);
    return {{"system", std::string{system.sysname} + " " + system.release + " " + system.machine},
            {"processor", processor_name()}};
}

std::string utc_now() {
    std::time_t const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

}  // namespace gapmc
