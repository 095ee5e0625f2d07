// SPDX-License-Identifier: Apache-2.0
#include "host/bench/forecast.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/outputs/lookup.hpp"
#include "host/text/rough.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::ordered_json;

std::string bytes_text(double bytes) { return count_text(bytes) + "B"; }

std::string time_text(RunTime const& time) {
    std::string text =
        fmt::format("{} = {} start + {} simulation + {} by one process", duration_text(time.total()),
                    duration_text(time.start), duration_text(time.simulation), duration_text(time.once));
    if (time.together > 0) text += fmt::format(" + {} bringing together", duration_text(time.together));
    return text;
}

Json time_json(RunTime const& time) {
    return {{"total", time.total()},
            {"start", time.start},
            {"simulation", time.simulation},
            {"one_process", time.once},
            {"together", time.together}};
}

}  // namespace

std::uint64_t Forecast::number_of_devices() const {
    std::uint64_t number = 0;
    for (PlannedDevices const& kind : devices) number += kind.devices.number;
    return number;
}

Forecast forecast_of(std::uint64_t trajectories, std::vector<PlannedDevices> devices, MeasuredStudy measured,
                     YearSummary const& last) {
    Forecast forecast;
    forecast.trajectories = trajectories;
    std::vector<Devices> kinds;
    for (PlannedDevices const& kind : devices) kinds.push_back(kind.devices);
    auto const n = static_cast<double>(trajectories);
    forecast.ranks = time_as_ranks(measured.costs, n, kinds);
    forecast.parts = time_as_parts(measured.costs, n, kinds);
    forecast.useful = useful_devices(measured.costs, n, kinds.front().rate);
    double const shrink = std::sqrt(static_cast<double>(measured.trajectories) / n);
    auto const add = [&](char const* statistic, double error) {
        if (!std::isnan(error)) forecast.precisions.push_back({statistic, error * shrink});
    };
    add("mean", last.mean.mcse);
    for (auto const& [level, words] : {std::pair{0.05, "5 % quantile"}, std::pair{0.5, "median"}})
        if (std::optional<Estimate> const found = find_quantile(last, level)) add(words, found->mcse);
    forecast.bin_width = last.bin_width;
    forecast.devices = std::move(devices);
    forecast.measured = std::move(measured);
    return forecast;
}

std::string forecast_table(Forecast const& f) {
    std::string text;
    auto const line = [&](std::string const& what, std::string const& value) {
        text += fmt::format("{:<13} {}\n", what, value);
    };
    line("study", f.study);
    line("trajectories", std::to_string(f.trajectories));
    for (PlannedDevices const& kind : f.devices)
        line(&kind == &f.devices.front() ? "devices" : "",
             fmt::format("{} x {}: {} trajectories/s each ({})", kind.devices.number, kind.name,
                         count_text(kind.devices.rate), kind.source));
    std::uint64_t const number = f.number_of_devices();
    if (number == 1) {
        line("time", time_text(f.ranks));
    } else {
        line("time", "as ranks of one job: " + time_text(f.ranks));
        line("", "as parts and a merge: " + time_text(f.parts));
    }
    line("", f.useful >= 1
                 ? fmt::format(
                       "as ranks, nine tenths of the time are simulation with up to {:.0f} of the first kind",
                       f.useful)
                 : "with one of the first kind already, more than a tenth of the time is not simulation");
    auto const record = static_cast<double>(f.measured.record_bytes);
    line("memory", fmt::format("{} of counters for each thread of a processor, whatever the number of "
                               "trajectories; a merge holds two records",
                               bytes_text(static_cast<double>(f.measured.worker_bytes))));
    line("files",
         fmt::format(
             "about {} in the folder, of them {} the record; checkpoints take at most twice the record",
             bytes_text(static_cast<double>(f.measured.folder_bytes)), bytes_text(record)));
    if (number > 1)
        line("", fmt::format(
                     "as parts about {} more",
                     bytes_text(static_cast<double>(number) * static_cast<double>(f.measured.folder_bytes))));
    line("error", f.quantity + ", one standard error:");
    for (Precision const& p : f.precisions)
        line("", fmt::format("{} \u00b1 {:.2g} {}{}", p.statistic, p.error, f.unit,
                             p.statistic == "mean" ? "" : " once `refine` has made it exact"));
    if (f.precisions.size() > 1)
        line("", fmt::format("before that a quantile is known to a part of its bin, which is {:.2g} {} wide",
                             f.bin_width, f.unit));
    return text;
}

std::string forecast_json(Forecast const& f) {
    Json devices = Json::array();
    for (PlannedDevices const& kind : f.devices)
        devices.push_back({{"name", kind.name},
                           {"number", kind.devices.number},
                           {"trajectories_per_second", kind.devices.rate},
                           {"source", kind.source}});
    Json errors = Json::array();
    for (Precision const& p : f.precisions)
        errors.push_back({{"statistic", p.statistic}, {"standard_error", p.error}});
    Json const out = {{"format", "gapmc-plan"},
                      {"version", 1},
                      {"study", f.study},
                      {"trajectories", f.trajectories},
                      {"devices", devices},
                      {"seconds", {{"as_ranks", time_json(f.ranks)}, {"as_parts", time_json(f.parts)}}},
                      {"useful_devices", f.useful},
                      {"seconds_to_add_a_record", f.measured.costs.part},
                      {"bytes",
                       {{"counters_of_a_thread", f.measured.worker_bytes},
                        {"record", f.measured.record_bytes},
                        {"folder", f.measured.folder_bytes}}},
                      {"quantity", f.quantity},
                      {"unit", f.unit},
                      {"bin_width", f.bin_width},
                      {"errors", errors},
                      {"measured_with_trajectories", f.measured.trajectories}};
    return out.dump(2) + "\n";
}

}  // namespace gapmc
