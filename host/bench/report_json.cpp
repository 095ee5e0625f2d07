// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "host/bench/report.hpp"
#include "host/facts/facts.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::ordered_json;

template<class Value>
Json or_null(std::optional<Value> const& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json or_null(std::string const& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json spread_json(Spread const& spread) {
    return {{"median", spread.median}, {"min", spread.least}, {"max", spread.most}};
}

Json state_json(DeviceState const& state) {
    return {{"sm_clock_mhz", or_null(state.sm_clock)},
            {"sm_clock_max_mhz", or_null(state.sm_clock_max)},
            {"memory_clock_mhz", or_null(state.memory_clock)},
            {"temperature_celsius", or_null(state.temperature)},
            {"power_watts", or_null(state.power)},
            {"power_limit_watts", or_null(state.power_limit)},
            {"throttle_reasons", state.throttled ? Json(throttle_reasons(*state.throttled)) : Json(nullptr)}};
}

Json states_json(std::vector<DeviceState> const& states, std::vector<int> const& devices) {
    Json all = Json::array();
    for (std::size_t i = 0; i < states.size(); ++i) {
        Json one = {{"device", devices[i]}};
        one.update(state_json(states[i]));
        all.push_back(one);
    }
    return all;
}

Json devices_json(BenchReport const& report) {
    Json all = Json::array();
    for (int const index : report.engine.devices) {
        CudaDevice const& device = report.cuda.devices[static_cast<std::size_t>(index)];
        all.push_back({{"device", index},
                       {"name", device.name},
                       {"compute_capability", device.capability},
                       {"multiprocessors", device.multiprocessors},
                       {"memory_bytes", device.memory},
                       {"pci", device.pci}});
    }
    return all;
}

Json goals_json(std::vector<PrecisionGoal> const& goals, double rate) {
    Json all = Json::array();
    for (PrecisionGoal const& goal : goals)
        all.push_back({{"contrast", goal.contrast},
                       {"statistic", goal.statistic},
                       {"year", goal.year},
                       {"unit", goal.unit},
                       {"standard_error", goal.error},
                       {"trajectories", or_null(goal.trajectories)},
                       {"seconds", goal.trajectories ? Json(*goal.trajectories / rate) : Json(nullptr)}});
    return all;
}

//! What warm runs gave; nulls where the answer was wrong, so that nobody reads a rate there.
void add_rates(Json& out, WorkloadReport const& w, BenchReport const& report) {
    char const* const keys[] = {"cold", "warm", "normals_per_second", "time_to_error", "devices"};
    for (char const* const key : keys) out[key] = nullptr;
    if (!w.right()) return;
    Spread const rates = rates_of(static_cast<double>(w.trajectories), w.seconds);
    auto const normals = static_cast<double>(w.normals);
    out["cold"] = {{"seconds", w.cold_seconds},
                   {"trajectories", golden_trajectories},
                   {"trajectories_per_second", static_cast<double>(golden_trajectories) / w.cold_seconds},
                   {"first_of_process", w.first_of_process}};
    out["warm"] = {{"repetitions", w.seconds.size()},
                   {"trajectories", w.trajectories},
                   {"seconds", w.seconds},
                   {"trajectories_per_second", spread_json(rates)},
                   {"result_digest", w.result_digest}};
    out["normals_per_second"] =
        spread_json({rates.median * normals, rates.least * normals, rates.most * normals});
    out["time_to_error"] = goals_json(w.goals, rates.median);
    if (report.engine.devices.empty()) return;
    Json clocks = Json::array();
    for (double const clock : w.sm_clocks) clocks.push_back(clock > 0 ? Json(clock) : Json(nullptr));
    out["devices"] = {{"before", states_json(w.before, report.engine.devices)},
                      {"after", states_json(w.after, report.engine.devices)},
                      {"sm_clock_mhz", clocks},
                      {"instructions_per_trajectory", or_null(w.workload.instructions)},
                      {"share_of_issue_ceiling", or_null(w.issue_share)}};
}

Json workload_json(WorkloadReport const& w, BenchReport const& report) {
    Json out = {{"workload", w.workload.name},
                {"overrides", w.workload.overrides},
                {"right", w.right()},
                {"golden",
                 {{"trajectories", golden_trajectories},
                  {"digest", w.answer.digest},
                  {"expected", w.answer.golden},
                  {"equal", w.answer.right()}}},
                {"repeatable", w.repeatable},
                {"walk", or_null(w.walk)},
                {"normals_per_trajectory", w.normals}};
    add_rates(out, w, report);
    return out;
}

}  // namespace

bool BenchReport::right() const {
    return std::all_of(workloads.begin(), workloads.end(), [](auto const& w) { return w.right(); });
}

std::string bench_json(BenchReport const& report) {
    Json out;
    out["format"] = "gapmc-bench";
    out["version"] = 1;
    out["program"] = program_facts();
    out["host"] = host_facts();
    out["host"]["usable_processors"] = usable_processors();
    bool const on_processor = report.engine.devices.empty();
    out["engine"] = {{"backend", report.backend},
                     {"demanded", report.request.device},
                     {"why", report.why},
                     {"instance", or_null(report.engine.instance)},
                     {"threads", on_processor ? Json(report.engine.threads) : Json(nullptr)},
                     {"batch", report.request.batch},
                     {"devices", devices_json(report)}};
    out["cuda"] = {{"toolkit", or_null(report.cuda.toolkit)},
                   {"driver", or_null(report.cuda.driver)},
                   {"absence", or_null(report.cuda.absence)}};
    out["nvml"] = {{"driver", or_null(report.nvml_driver)}, {"absence", or_null(report.nvml_absence)}};
    out["workloads"] = Json::array();
    for (WorkloadReport const& w : report.workloads) out["workloads"].push_back(workload_json(w, report));
    out["right"] = report.right();
    out["finished"] = utc_now();
    return out.dump(2) + "\n";
}

}  // namespace gapmc
