// SPDX-License-Identifier: Apache-2.0
//! The walk over the lanes of a value type, behind a CpuInstance. Included once by each instance; everything
//! is internal to the file that includes it, since its instructions must not leak into others at link time.
#pragma once

#include <cstddef>
#include <cstring>

#include "kernels/cpu/instance.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/decomposition.hpp"
#include "kernels/model/walk.hpp"

namespace gapmc {
namespace {

//! Write an observation of every lane at the place of its trajectory.
template<class T>
GAPMC_HD void put_in_order(Twice<Twice<T>> x, T* out) {
    out[0] = x.a.a;
    out[1] = x.a.b;
    out[2] = x.b.a;
    out[3] = x.b.b;
}

//! The lanes of one walk: where they begin, and which of them are wanted (the last walk of a job may have
//! more).
template<class V>
struct LaneBlock {
    std::uint64_t first;   //!< trajectory of lane 0
    std::uint64_t wanted;  //!< one bit per lane

    static LaneBlock of(std::uint64_t first, int count) {
        LaneBlock block{first, 0};
        for (int lane = 0; lane < ValueTraits<V>::width; ++lane)
            if (Words<V>::trajectory_of_lane(lane) < count) block.wanted |= std::uint64_t{1} << lane;
        return block;
    }
    GAPMC_HD std::uint64_t count(MaskOf<V> mask) const {
        return static_cast<std::uint64_t>(__builtin_popcountll(lane_bits(mask) & wanted));
    }
    GAPMC_HD std::uint64_t lanes() const { return static_cast<std::uint64_t>(__builtin_popcountll(wanted)); }
    GAPMC_HD std::uint64_t first_of(MaskOf<V> mask) const {
        std::uint64_t least = ~std::uint64_t{0};
        for (std::uint64_t bits = lane_bits(mask) & wanted; bits != 0; bits &= bits - 1) {
            int const trajectory = Words<V>::trajectory_of_lane(__builtin_ctzll(bits));
            if (first + static_cast<std::uint64_t>(trajectory) < least)
                least = first + static_cast<std::uint64_t>(trajectory);
        }
        return least;
    }
};

//! Writes the lanes' observations into a batch.
template<class V>
struct LaneSink {
    std::int32_t* out;
    int stride;
    int years;
    LaneBlock<V> const& block;
    Lost* losses;

    GAPMC_HD void put(std::int32_t quantity, std::int32_t year, IntOf<V> value) {
        put_in_order(value, out + static_cast<std::ptrdiff_t>(quantity * years + year) * stride);
    }
    //! Rare, and the run fails afterwards: not worth space in the walk.
    __attribute__((noinline, cold)) void lost(std::int32_t quantity, MaskOf<V> finite) {
        Lost& lost = losses[quantity];
        lost.count += block.count(negate(finite));
        std::uint64_t const least = block.first_of(negate(finite));
        if (least < lost.first) lost.first = least;
    }
};

//! Counts how often bounds were met.
template<class V>
struct CountingRates {
    RateCounts& counts;
    LaneBlock<V> const& block;

    GAPMC_HD void hazard(MaskOf<V> capped) {
        counts.hazards += block.lanes();
        counts.capped += block.count(capped);
    }
    GAPMC_HD void clipped(MaskOf<V> at_bound) {
        counts.bases += block.lanes();
        counts.clipped += block.count(at_bound);
    }
    GAPMC_HD void ceiling(MaskOf<V> bound) {
        counts.ceilings += block.lanes();
        counts.ceiling_bound += block.count(bound);
    }
    GAPMC_HD void saturated(MaskOf<V> at_bound) {
        counts.scores += block.lanes();
        counts.saturated += block.count(at_bound);
    }
};

//! Passes the parts of every contrast's change on, as observations, and looks at capacities.
template<class V>
struct DiagnosisObserver {
    Diagnosis const& work;
    std::int32_t* out;
    LaneBlock<V> const& block;

    template<class Store>
    GAPMC_HD void year(std::int32_t year, Store& s) {
        Topology const& m = *work.topology;
        V moves[max_actors][max_drivers + 1];
        V parts[part_first_driver + max_drivers + parts_after_drivers];
        std::int32_t const n = (year + 1) * m.steps_per_year;
        driver_moves(m, n, work.midpoints, s, moves);
        std::int32_t row = 0;
        for (std::int32_t const contrast : work.contrasts) {
            decompose(m, m.contrasts[contrast], moves, s, parts);
            for (std::int32_t part = 0; part < decomposition_parts(m); ++part, ++row)
                put_in_order(to_fixed(parts[part], fine_unit),
                             out + static_cast<std::ptrdiff_t>(row * m.years + year) * work.stride);
        }
        for (View const& view : m.views) {
            if (view.kind != ViewKind::capacity) continue;
            V const x = s[m.processes[view.process].state + slot_latent];
            work.rates->capacities += block.lanes();
            // At the capacity itself the view lies s ln 2 below the latent.
            work.rates->limited += block.count(x - s[view.slot] > V(view.smoothness * ln2));
        }
    }
};

template<class V>
std::size_t lane_scratch_bytes(Topology const& m) {
    return static_cast<std::size_t>(m.slots) * sizeof(V);
}

//! The lanes of a walk must not cross a group of 64 trajectories, where blocks of draws begin.
template<class V, class Walk>
void for_each_block(std::uint64_t first, int count, Walk&& walk_block) {
    constexpr int width = ValueTraits<V>::width;
    static_assert(width <= tally_groups && tally_groups % width == 0);
    for (int begin = 0; begin < count; begin += width)
        walk_block(begin, LaneBlock<V>::of(first + static_cast<std::uint64_t>(begin), count - begin));
}

//! Write the bits of a value's lanes in the order of their trajectories.
template<class V>
GAPMC_HD void put_bits_in_order(V const& x, std::int32_t* out) {
    if constexpr (ValueTraits<V>::width == 4) {  // a number, or a register whose first lane is used
        std::memcpy(out, &x.a.a, sizeof *out);
        std::memcpy(out + 1, &x.a.b, sizeof *out);
        std::memcpy(out + 2, &x.b.a, sizeof *out);
        std::memcpy(out + 3, &x.b.b, sizeof *out);
    } else {
        put_in_order(bits_of(x), out);
    }
}

//! Write the inputs of the walk that has just ended: no step of it changes them.
template<class V>
__attribute__((noinline)) void put_inputs(Topology const& m, PackedStore<V> const& store, int stride,
                                          std::int32_t* out) {
    for (std::int32_t i = 0; i < m.inputs.size; ++i)
        put_bits_in_order(store[m.inputs[i].slot], out + static_cast<std::ptrdiff_t>(i) * stride);
}

template<class V>
void lane_simulate(Simulation const& work) {
    Topology const& m = *work.topology;
    PackedStore<V> store{static_cast<V*>(work.scratch)};
    NoRates rates;
    for_each_block<V>(work.first, work.count, [&](int begin, LaneBlock<V> const& block) {
        AddressedDraws<V> const draws{m, work.seed, block.first};
        LaneSink<V> sink{work.out + begin, work.stride, m.years, block, work.lost};
        Observe<LaneSink<V>> observe{m, work.observed, sink};
        walk(m, draws, store, observe, rates);
        if (work.inputs != nullptr) put_inputs(m, store, work.stride, work.inputs + begin);
    });
}

template<class V>
void lane_diagnose(Diagnosis const& work) {
    Topology const& m = *work.topology;
    PackedStore<V> store{static_cast<V*>(work.scratch)};
    for_each_block<V>(work.first, work.count, [&](int begin, LaneBlock<V> const& block) {
        AddressedDraws<V> const draws{m, work.seed, block.first};
        CountingRates<V> rates{*work.rates, block};
        DiagnosisObserver<V> observe{work, work.out + begin, block};
        walk(m, draws, store, observe, rates);
    });
}

}  // namespace
}  // namespace gapmc
