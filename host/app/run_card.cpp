// SPDX-License-Identifier: Apache-2.0
#include "host/app/run_card.hpp"

#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <nlohmann/json.hpp>

#include "gapmc_version.hpp"
#include "host/app/machine.hpp"

namespace gapmc {

std::string run_card(RunOptions const& options, Backend const& backend, Results const& results,
                     double seconds, double simulation_seconds) {
    using Json = nlohmann::ordered_json;
    utsname system{};
    uname(&system);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::time_t const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    Json card;
    card["format"] = "gapmc-run";
    card["version"] = 1;
    card["program"] = {
        {"version", version}, {"commit", commit}, {"compiler", compiler}, {"build_type", build_type}};
    card["command"] = {{"verb", "run"},
                       {"study", options.study},
                       {"overrides", options.overrides},
                       {"device", options.device},
                       {"threads", options.threads},
                       {"batch", options.batch},
                       {"shard", fmt::format("{}/{}", options.shard, options.shards)},
                       {"until", options.until}};
    card["backend"] = backend.describe();
    card["host"] = {{"system", std::string{system.sysname} + " " + system.release + " " + system.machine},
                    {"processor", processor_name()}};
    card["finished"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
    card["seconds"] = {{"total", seconds}, {"simulation", simulation_seconds}};
    card["trajectories_per_second"] = static_cast<double>(results.trajectories) / simulation_seconds;
    card["peak_memory_bytes"] = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    card["result_digest"] = results.result_digest;
    return card.dump(2) + "\n";
}

}  // namespace gapmc
