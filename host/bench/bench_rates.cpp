// SPDX-License-Identifier: Apache-2.0
#include "host/bench/bench_rates.hpp"

#include <nlohmann/json.hpp>

#include "host/bench/workloads.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

// Of anything that may be: a file beyond them was changed, and a plan of it would be nonsense.
constexpr double least_rate = 1;
constexpr double most_rate = 1e15;

}  // namespace

BenchRates read_bench_rates(std::string const& json, std::string const& name) {
    using Json = nlohmann::json;
    Json const report = Json::parse(json, nullptr, /*allow_exceptions=*/false);
    if (!report.is_object() || report.value("format", Json{}) != "gapmc-bench" ||
        report.value("version", Json{}) != 1)
        throw DataError(name + ": not a file of `gapmc bench --out`");
    Workload const flagship = choose_workloads({"flagship"}).front();
    try {
        BenchRates rates{report.at("engine").at("backend"), report.at("finished"), 0};
        for (Json const& workload : report.at("workloads")) {
            if (workload.at("workload") != flagship.name) continue;
            if (workload.at("golden").at("expected") != flagship.golden_digest)
                throw DataError(name +
                                ": measured by a program that draws or counts differently. Measure again");
            if (workload.at("right") != true)
                throw DataError(name + ": its flagship has a wrong answer, and so no rate");
            rates.flagship = workload.at("warm").at("trajectories_per_second").at("median");
            if (!(rates.flagship >= least_rate && rates.flagship <= most_rate))
                throw DataError(name +
                                ": its rate of the flagship is none that a machine has. Measure again");
        }
        if (rates.flagship == 0)
            throw DataError(name + ": the flagship was not measured. Run `gapmc bench flagship` there");
        return rates;
    } catch (Json::exception const&) {
        throw DataError(name + ": a file of `gapmc bench` that was changed. Measure again");
    }
}

}  // namespace gapmc
