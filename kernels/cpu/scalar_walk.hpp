// SPDX-License-Identifier: Apache-2.0
//! The walk with one trajectory per value, behind a CpuInstance. Included once by each scalar instance;
//! everything is internal to the file that includes it, since its instructions must not leak into others at
//! link time.
#pragma once

#include <cstddef>

#include "kernels/cpu/instance.hpp"
#include "kernels/draws/draw_buffer.hpp"
#include "kernels/model/decomposition.hpp"
#include "kernels/model/walk.hpp"

namespace gapmc {
namespace {

//! Writes one lane of a batch.
struct LaneSink {
    std::int32_t* out;
    int stride;
    int years;
    std::uint64_t trajectory;
    Lost* losses;

    GAPMC_HD void put(std::int32_t quantity, std::int32_t year, std::int32_t value) {
        out[static_cast<std::ptrdiff_t>(quantity * years + year) * stride] = value;
    }
    GAPMC_HD void lost(std::int32_t quantity, bool) {
        ++losses[quantity].count;
        if (trajectory < losses[quantity].first) losses[quantity].first = trajectory;
    }
};

//! Counts how often bounds were met.
struct CountingRates {
    RateCounts& counts;

    GAPMC_HD void hazard(bool capped) {
        ++counts.hazards;
        counts.capped += capped;
    }
    GAPMC_HD void clipped(bool at_bound) {
        ++counts.bases;
        counts.clipped += at_bound;
    }
    GAPMC_HD void ceiling(bool bound) {
        ++counts.ceilings;
        counts.ceiling_bound += bound;
    }
    GAPMC_HD void saturated(bool at_bound) {
        ++counts.scores;
        counts.saturated += at_bound;
    }
};

//! Passes the parts of every contrast's change on, as observations, and looks at capacities.
struct DiagnosisObserver {
    Diagnosis const& work;
    int lane;

    template<class Store>
    GAPMC_HD void year(std::int32_t year, Store& s) {
        Topology const& m = *work.topology;
        float moves[max_actors][max_drivers + 1];
        float parts[part_first_driver + max_drivers + parts_after_drivers];
        std::int32_t const n = (year + 1) * m.steps_per_year;
        driver_moves(m, n, work.midpoints, s, moves);
        std::int32_t row = 0;
        for (std::int32_t const contrast : work.contrasts) {
            decompose(m, m.contrasts[contrast], moves, s, parts);
            for (std::int32_t part = 0; part < decomposition_parts(m); ++part, ++row)
                work.out[static_cast<std::ptrdiff_t>(row * m.years + year) * work.stride + lane] =
                    to_fixed(parts[part], fine_unit);
        }
        for (View const& view : m.views) {
            if (view.kind != ViewKind::capacity) continue;
            float const x = s[m.processes[view.process].state + slot_latent];
            ++work.rates->capacities;
            // At the capacity itself the view lies s ln 2 below the latent.
            work.rates->limited += x - s[view.slot] > view.smoothness * ln2;
        }
    }
};

std::size_t scalar_scratch_bytes(Topology const& m) {
    auto const draws = static_cast<std::size_t>(draw_layout(m).entries) * 4;
    return (draws + static_cast<std::size_t>(m.slots)) * sizeof(float);
}

void scalar_simulate(Simulation const& work) {
    Topology const& m = *work.topology;
    DrawLayout const layout = draw_layout(m);
    auto* const buffer = static_cast<float*>(work.scratch);
    PackedStore<float> store{buffer + static_cast<std::ptrdiff_t>(layout.entries) * 4};
    NoRates rates;
    for (int begin = 0; begin < work.count; begin += 4) {
        fill_draws(m, layout, key_of_seed(work.seed), (work.first + static_cast<std::uint64_t>(begin)) >> 2,
                   buffer);
        int const lanes = work.count - begin < 4 ? work.count - begin : 4;
        for (int lane = 0; lane < lanes; ++lane) {
            std::uint64_t const trajectory = work.first + static_cast<std::uint64_t>(begin + lane);
            BufferedDraws<float> const draws{m, layout, buffer + lane, work.seed, trajectory};
            LaneSink sink{work.out + begin + lane, work.stride, m.years, trajectory, work.lost};
            Observe<LaneSink> observe{m, work.observed, sink};
            walk(m, draws, store, observe, rates);
        }
    }
}

void scalar_diagnose(Diagnosis const& work) {
    Topology const& m = *work.topology;
    DrawLayout const layout = draw_layout(m);
    auto* const buffer = static_cast<float*>(work.scratch);
    PackedStore<float> store{buffer + static_cast<std::ptrdiff_t>(layout.entries) * 4};
    CountingRates rates{*work.rates};
    for (int begin = 0; begin < work.count; begin += 4) {
        fill_draws(m, layout, key_of_seed(work.seed), (work.first + static_cast<std::uint64_t>(begin)) >> 2,
                   buffer);
        int const lanes = work.count - begin < 4 ? work.count - begin : 4;
        for (int lane = 0; lane < lanes; ++lane) {
            std::uint64_t const trajectory = work.first + static_cast<std::uint64_t>(begin + lane);
            BufferedDraws<float> const draws{m, layout, buffer + lane, work.seed, trajectory};
            DiagnosisObserver observe{work, begin + lane};
            walk(m, draws, store, observe, rates);
        }
    }
}

}  // namespace
}  // namespace gapmc
