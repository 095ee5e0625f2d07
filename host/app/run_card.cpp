// SPDX-License-Identifier: Apache-2.0
#include "host/app/run_card.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <nlohmann/json.hpp>

#include "host/facts/facts.hpp"
#include "host/text/utf8.hpp"

namespace gapmc {

std::string run_card(RunOptions const& options, Backend const& backend, Results const& results,
                     Spent const& spent) {
    using Json = nlohmann::ordered_json;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    Json card;
    card["format"] = "gapmc-run";
    card["version"] = 1;
    card["program"] = program_facts();
    card["command"] = {
        {"verb", options.verb},
        {"study", escaped_bytes(options.study)},
        {"overrides", options.overrides},
        {"device", escaped_bytes(options.device)},
        {"threads", options.threads},
        {"batch", options.batch},
        {"shard", fmt::format("{}/{}", results.request.shard.number, results.request.shard.of)},
        {"contrast", escaped_bytes(results.request.shown.contrast)},
        {"exemplars", results.request.shown.exemplars},
        {"report", !results.request.shown.no_report},
        {"outcome", results.request.shown.outcome ? name_of(*results.request.shown.outcome) : ""},
        {"until", options.until}};
    if (std::uint64_t const extends = results.request.shard.extends; extends > 0)
        card["command"]["extends"] = extends;
    if (options.scenario) card["command"]["scenario"] = escaped_bytes(*options.scenario);
    for (ScenarioResults const& scenario : results.scenarios)
        card["command"]["compared"].push_back(scenario.id);
    card["backend"] = backend.describe();
    if (std::string const walk = backend.engine().walk; !walk.empty()) card["walk"] = walk;
    card["host"] = host_facts();
    card["finished"] = utc_now();
    card["seconds"] = {{"total", spent.seconds}, {"simulation", spent.simulation_seconds}};
    card["simulated_trajectories"] = spent.simulated;
    card["trajectories_per_second"] = static_cast<double>(spent.simulated) / spent.simulation_seconds;
    card["peak_memory_bytes"] = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    card["result_digest"] = results.result_digest;
    return card.dump(2) + "\n";
}

}  // namespace gapmc
