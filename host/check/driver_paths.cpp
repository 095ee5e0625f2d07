// SPDX-License-Identifier: Apache-2.0
#include "host/check/driver_paths.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "kernels/base/error.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/inputs.hpp"
#include "kernels/model/processes.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/views.hpp"

namespace gapmc {
namespace {

//! Order statistic of rank ceil(N p); the values are put into another order.
template<class Value>
double quantile_of(std::vector<Value>& values, double level) {
    auto const rank = static_cast<std::ptrdiff_t>(std::ceil(level * static_cast<double>(values.size()))) - 1;
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(rank)]);
}

//! \param scale  units of a value in one of link space
template<class Value>
PathPoint point_of(int year, std::vector<Value> values, double scale, PairLevel level) {
    auto const at = [&](double p) { return level_of(level, quantile_of(values, p) / scale); };
    return {year, at(0.05), at(0.5), at(0.95)};
}

//! Views of all pairs at base, [pair][trajectory].
std::vector<std::vector<float>> starts(Plan const& plan) {
    Topology const& m = plan.model().topology;
    std::vector<float> slots(static_cast<std::size_t>(m.slots));
    PackedStore<float> store{slots.data()};
    std::vector<std::vector<float>> out(static_cast<std::size_t>(m.pairs));
    for (std::uint64_t i = 0; i < prior_trajectories; ++i) {
        draw_inputs(m, AddressedDraws<float>{m, plan.seed, i}, store);
        start_drivers(m, store);
        for (std::size_t pair = 0; pair < out.size(); ++pair)
            out[pair].push_back(store[m.pair_slots[static_cast<int>(pair)]]);
    }
    return out;
}

std::string unit_of(Driver const& driver, PairLevel level) {
    if (level != PairLevel::none || driver.link == Link::identity) return driver.unit;
    return (driver.link == Link::log ? "ln " : "logit ") + driver.unit;
}

}  // namespace

std::vector<DriverPath> driver_paths(Study const& study, Plan const& plan, PriorSample const& sample) {
    Model const& model = plan.model();
    auto const at_base = starts(plan);
    int const half = (sample.years() + 1) / 2;
    std::vector<DriverPath> out;
    for (std::size_t pair = 0; pair < model.pair_names.size(); ++pair) {
        PairName const& name = model.pair_names[pair];
        PairLevel const level = model.pair_levels[pair];
        Driver const& driver = *std::find_if(study.drivers.begin(), study.drivers.end(),
                                             [&](Driver const& d) { return d.id == name.driver; });
        std::size_t const row = sample.find(Target::driver, name.text());
        auto const later = [&](int years) {
            std::int32_t const* const first = sample.values(row, years - 1);
            return point_of(study.base + years, std::vector<std::int32_t>{first, first + prior_trajectories},
                            sample.units(row), level);
        };
        DriverPath path{
            name.text(), unit_of(driver, level), {point_of(study.base, at_base[pair], 1.0, level)}};
        if (half < sample.years()) path.years.push_back(later(half));
        path.years.push_back(later(sample.years()));
        out.push_back(std::move(path));
    }
    return out;
}

void require_finite(std::vector<DriverPath> const& paths) {
    std::string lines;
    for (DriverPath const& path : paths)
        for (PathPoint const& p : path.years)
            if (!std::isfinite(p.p05) || !std::isfinite(p.median) || !std::isfinite(p.p95))
                lines += fmt::format("\n  {} at the end of {}", path.pair, p.year);
    if (!lines.empty())
        throw StudyError("drivers grow beyond what numbers hold:" + lines +
                         "\nLook for growth or volatility in percent where a rate is meant");
}

std::string driver_path_table(std::vector<DriverPath> const& paths) {
    if (paths.empty()) return "";
    std::string out = fmt::format("{:<28} {:>5} {:>11} {:>11} {:>11}  {}\n", "Drivers: implied", "year",
                                  "p05", "median", "p95", "unit");
    for (DriverPath const& path : paths)
        for (PathPoint const& p : path.years)
            out += fmt::format("{:<28} {:>5} {:>11.4g} {:>11.4g} {:>11.4g}  {}\n",
                               &p == path.years.data() ? path.pair : "", p.year, p.p05, p.median, p.p95,
                               &p == path.years.data() ? path.unit : "");
    return out;
}

}  // namespace gapmc
