// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "host/bench/report.hpp"
#include "host/facts/machine.hpp"
#include "host/text/rough.hpp"

namespace gapmc {
namespace {

using TableRow = std::vector<std::string>;

//! The first column to the left, the others to the right, two blanks between them.
std::string aligned(std::vector<TableRow> const& rows) {
    std::vector<std::size_t> widths(rows.front().size());
    for (TableRow const& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (TableRow const& row : rows) {
        text += fmt::format("{:<{}}", row[0], widths[0]);
        for (std::size_t i = 1; i < row.size(); ++i) text += fmt::format("  {:>{}}", row[i], widths[i]);
        text += '\n';
    }
    return text;
}

std::string seconds_text(std::optional<double> const& seconds) {
    if (!seconds) return "?";
    return *seconds < 60 ? fmt::format("{:.3g} s", *seconds) : duration_text(*seconds);
}

TableRow row_of(WorkloadReport const& w) {
    if (!w.right()) return {w.workload.name, "WRONG", "-", "-", "-", "-", "-", "-", "-"};
    Spread const rates = rates_of(static_cast<double>(w.trajectories), w.seconds);
    TableRow row{w.workload.name,
                 "right",
                 count_text(rates.median),
                 count_text(rates.least),
                 count_text(rates.most),
                 count_text(static_cast<double>(golden_trajectories) / w.cold_seconds),
                 count_text(rates.median * static_cast<double>(w.normals))};
    for (PrecisionGoal const& goal : w.goals)
        row.push_back(seconds_text(goal.trajectories ? std::optional{*goal.trajectories / rates.median}
                                                     : std::nullopt));
    return row;
}

std::string state_text(DeviceState const& state) {
    auto const figure = [](auto const& value, char const* unit) {
        return value ? fmt::format("{:.0f} {}", static_cast<double>(*value), unit) : std::string{"?"};
    };
    std::string reasons = state.throttled ? "" : "?";
    if (state.throttled)
        for (std::string const& reason : throttle_reasons(*state.throttled))
            reasons += (reasons.empty() ? "" : ", ") + reason;
    return fmt::format(
        "SM {} of {}, memory {}, {}, {} of {}, throttled by: {}", figure(state.sm_clock, "MHz"),
        figure(state.sm_clock_max, "MHz"), figure(state.memory_clock, "MHz"), figure(state.temperature, "C"),
        figure(state.power, "W"), figure(state.power_limit, "W"), reasons.empty() ? "nothing" : reasons);
}

std::string details(WorkloadReport const& w, Engine const& engine) {
    if (!w.answer.right())
        return fmt::format("{}: result digest {}, not {}. No rate of this build means anything here\n",
                           w.workload.name, w.answer.digest, w.answer.golden);
    if (!w.repeatable)
        return fmt::format("{}: repetitions differ in their results. Do not trust this machine\n",
                           w.workload.name);
    std::string text = fmt::format("{}: {} times {} trajectories, result digest {}\n", w.workload.name,
                                   w.seconds.size(), w.trajectories, w.result_digest);
    if (!w.walk.empty()) text += fmt::format("{}: walk: {}\n", w.workload.name, w.walk);
    for (std::size_t i = 0; i < w.after.size(); ++i)
        text +=
            fmt::format("{}: cuda:{} before: {}\n{}: cuda:{} after: {}\n", w.workload.name, engine.devices[i],
                        state_text(w.before[i]), w.workload.name, engine.devices[i], state_text(w.after[i]));
    if (w.issue_share)
        text += fmt::format("{}: {:.1f} % of the instructions that the device could issue\n", w.workload.name,
                            100 * *w.issue_share);
    return text;
}

}  // namespace

std::string bench_table(BenchReport const& report) {
    std::vector<TableRow> rows{{"workload", "golden answer", "trajectories/s", "slowest", "fastest",
                                "first run", "normals/s", "mean to 0.01", "p05 to 0.05"}};
    for (WorkloadReport const& w : report.workloads) rows.push_back(row_of(w));
    std::string text =
        fmt::format("{} ({}; {})\n\n{}\n", report.backend, report.why, processor_name(), aligned(rows));
    for (WorkloadReport const& w : report.workloads) text += details(w, report.engine);
    if (!report.engine.devices.empty() && !report.nvml_absence.empty())
        text += "clocks unknown: " + report.nvml_absence + "\n";
    return text;
}

}  // namespace gapmc
