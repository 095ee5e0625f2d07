// SPDX-License-Identifier: Apache-2.0
#include "host/bench/bench_rates.hpp"

#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "host/bench/report.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::json;

//! As `gapmc bench` writes it, of a flagship with three repetitions of a thousand trajectories.
Json written() {
    BenchReport report;
    report.backend = "a device";
    for (Workload const& workload : bench_workloads()) {
        WorkloadReport w;
        w.workload = workload;
        w.answer = {workload.golden_digest, workload.golden_digest};
        w.cold_seconds = 1;
        w.trajectories = 1000;
        w.seconds = {0.5, 0.25, 1};
        if (workload.name != "flagship") w.seconds = {2};
        report.workloads.push_back(w);
    }
    return Json::parse(bench_json(report));
}

TEST(BenchRates, AreTheMedianOfTheFlagship) {
    BenchRates const rates = read_bench_rates(written().dump(), "f");
    EXPECT_EQ(rates.flagship, 2000);
    EXPECT_EQ(rates.backend, "a device");
    EXPECT_EQ(rates.date.size(), 20u);
}

TEST(BenchRates, OfNothingElseAreRefused) {
    for (char const* const text : {"", "no JSON", "[]", "3", "{}", R"({"format": "gapmc-bench"})",
                                   R"({"format": "gapmc-bench", "version": 1})",
                                   R"({"format": "gapmc-bench", "version": "1", "workloads": []})"})
        EXPECT_THROW(read_bench_rates(text, "f"), DataError) << text;
    for (std::function<void(Json&)> const& change : std::vector<std::function<void(Json&)>>{
             [](Json& j) { j["version"] = 2; }, [](Json& j) { j["workloads"] = Json::array(); },
             [](Json& j) { j["workloads"] = 5; }, [](Json& j) { j["workloads"][1]["right"] = false; },
             [](Json& j) { j["workloads"][1]["golden"]["expected"] = "other"; },
             [](Json& j) { j["workloads"][1]["warm"] = nullptr; },
             [](Json& j) { j["workloads"][1]["warm"]["trajectories_per_second"]["median"] = -1; },
             [](Json& j) { j["workloads"][1]["warm"]["trajectories_per_second"]["median"] = "fast"; },
             [](Json& j) { j["workloads"][1]["warm"]["trajectories_per_second"]["median"] = 1e-300; },
             [](Json& j) { j["workloads"][1]["warm"]["trajectories_per_second"]["median"] = 1e308; },
             [](Json& j) { j.erase("engine"); }}) {
        Json json = written();
        ASSERT_EQ(json["workloads"][1]["workload"], "flagship");
        change(json);
        EXPECT_THROW(read_bench_rates(json.dump(), "f"), DataError);
    }
}

}  // namespace
}  // namespace gapmc
