// SPDX-License-Identifier: Apache-2.0
#include "host/exact/hermite_table.hpp"

#include "host/exact/elementary.hpp"
#include "host/exact/gamma.hpp"

namespace gapmc::exact {
namespace {

constexpr int checks = 8;  // of each interval

//! Levels at the knots and at the points where a table is checked; the same for every table of that many
//! intervals.
struct Grid {
    explicit Grid(int intervals) {
        HermiteTable const frame;
        double const width = (frame.hi - frame.lo) / intervals;
        for (int i = 0; i <= intervals; ++i) {
            knots.push_back(level_at(frame.lo + i * width));
            for (int k = 0; k < checks && i < intervals; ++k) {
                between.push_back(level_at(frame.lo + (i + (k + 0.5) / checks) * width));
            }
        }
    }
    std::vector<Level> knots;
    std::vector<Level> between;  //!< [interval][checks]
};

Grid const& grid_of(int intervals) {
    // Constant once made; made at the first use of each.
    static Grid const smooth{smooth_intervals};
    if (intervals == smooth_intervals) return smooth;
    static Grid const kinked{kinked_intervals};
    return kinked;
}

double cubic(float const* c, double t) { return ((c[3] * t + c[2]) * t + c[1]) * t + c[0]; }

//! \param exact (Level, Search&) -> Local
template<class Exact>
HermiteTable build(Exact const& exact, int intervals) {
    Grid const& grid = grid_of(intervals);
    HermiteTable table;
    table.intervals = intervals;
    double const width = (table.hi - table.lo) / intervals;
    Search at_knots;
    Search between;
    between.tolerance = 1e-3;  // third order: 1e-9 is enough to measure an error
    Local left = exact(grid.knots[0], at_knots);
    for (int i = 0; i < intervals; ++i) {
        auto const index = static_cast<std::size_t>(i);
        Local const right = exact(grid.knots[index + 1], at_knots);
        double const rise = right.value - left.value;
        double const slope_left = width * left.slope;
        double const slope_right = width * right.slope;
        table.coefficients.push_back(static_cast<float>(left.value));
        table.coefficients.push_back(static_cast<float>(slope_left));
        table.coefficients.push_back(static_cast<float>(3 * rise - 2 * slope_left - slope_right));
        table.coefficients.push_back(static_cast<float>(slope_left + slope_right - 2 * rise));
        for (std::size_t k = 0; k < checks; ++k) {
            double const t = (static_cast<double>(k) + 0.5) / checks;
            double const value = exact(grid.between[index * checks + k], between).value;
            double const error = cubic(&table.coefficients[index * 4], t) - value;
            double const distance = error < 0 ? -error : error;
            // Written so that a NaN enters and stays.
            bool const sound = table.max_error == table.max_error;
            if (sound && !(distance <= table.max_error)) table.max_error = distance;
        }
        left = right;
    }
    return table;
}

}  // namespace

double evaluate(HermiteTable const& table, double z) {
    double const place = (z - table.lo) / (table.hi - table.lo) * table.intervals;
    int index = place > 0 ? static_cast<int>(place < table.intervals ? place : table.intervals - 1) : 0;
    double t = place - index;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return cubic(&table.coefficients[static_cast<std::size_t>(index) * 4], t);
}

HermiteTable make_table(Distribution const& distribution, int intervals) {
    return build([&](Level const& level, Search& search) { return distribution.at(level, search); },
                 intervals);
}

HermiteTable make_log_gamma_table(double shape) {
    LogGamma const prepared{shape};
    auto const exact = [&](Level const& level, Search& search) -> Local {
        Local const local = follow(prepared, level, search);
        return {local.value + prepared.centre(), local.slope};
    };
    return build(exact, smooth_intervals);
}

HermiteTable make_log_sqrt_tail_table(double nu) {
    LogGamma const prepared{0.5 * nu};
    double const shift = log(nu - 2) - ln_2 - prepared.centre();
    auto const exact = [&](Level const& level, Search& search) -> Local {
        Local const local = follow(prepared, level, search);
        return {0.5 * (shift - local.value), -0.5 * local.slope};
    };
    return build(exact, kinked_intervals);
}

}  // namespace gapmc::exact
