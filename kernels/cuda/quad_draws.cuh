// SPDX-License-Identifier: Apache-2.0
//! Draws of a thread's trajectory, made together with its neighbours'.
#pragma once

#include <cstdint>

#include "kernels/cuda/quad_exchange.cuh"
#include "kernels/draws/addressed_draws.hpp"

namespace gapmc {

/*!
 * All threads of a warp must walk together: they meet at every draw, also at those of durations, which few
 * trajectories need at a time but hardly any warp can do without. Words equal those of AddressedDraws.
 */
class QuadDraws {
  public:
    //! \param trajectory  of this thread; that of the warp's first thread is a multiple of 4
    //! \param room        quad_rooms entries per thread of the block
    __device__ QuadDraws(Topology const& m, PhiloxRoundKeys const& keys, std::uint64_t trajectory,
                         QuadWords* room)
        : m_{m},
          keys_{keys},
          trajectory_{trajectory},
          quad_{room, quad_rooms, 0},
          durations_{room, quad_rooms, 1} {}

    __device__ __forceinline__ void before_input(std::int32_t i) const {
        if (i % QuadExchange::draws == 0) share(quad_, month_of_inputs, m_.input_draws, i);
    }
    __device__ __forceinline__ void before_shock(std::int32_t j, std::int32_t n) const {
        if (j % QuadExchange::draws == 0) share(quad_, month_of_step(m_, n), m_.shock_draws, j);
    }
    __device__ __forceinline__ void before_onset(std::int32_t i, std::int32_t n) const {
        if (i % QuadExchange::draws != 0) return;
        share(quad_, month_of_step(m_, n), m_.onset_draws, i);
        if (some_last_by_chance(i)) share(durations_, month_of_step(m_, n), m_.duration_draws, i);
    }
    __device__ __forceinline__ void before_tail(std::int32_t g, std::int32_t year) const {
        if (g % QuadExchange::draws == 0) share(quad_, month_of_year(m_, year), m_.tail_draws, g);
    }
    //! A revision's three draws and the first actor's measurement.
    __device__ __forceinline__ void before_publication(std::int32_t year) const {
        DrawName const names[] = {m_.revision_draw, m_.revision_common_draw, m_.revision_difference_draw,
                                  m_.measurement_draws.size > 0 ? m_.measurement_draws[0] : DrawName{}};
        // By choices: an index would put the names into memory.
        OwnName const own{
            word_at({{names[0].id, names[1].id, names[2].id, names[3].id}}, quad_.own()),
            word_at({{names[0].replicate, names[1].replicate, names[2].replicate, names[3].replicate}},
                    quad_.own())};
        quad_.share(month_of_year(m_, year), own, group_of_trajectory(trajectory_), keys_);
    }
    __device__ __forceinline__ void before_measurement(std::int32_t a, std::int32_t year) const {
        if (a % QuadExchange::draws == 1) share(quad_, month_of_year(m_, year), m_.measurement_draws, a);
    }

    __device__ __forceinline__ float input(std::int32_t i) const { return normal(i % QuadExchange::draws); }
    __device__ __forceinline__ float shock(std::int32_t j, std::int32_t) const {
        return normal(j % QuadExchange::draws);
    }
    __device__ __forceinline__ float onset(std::int32_t i, std::int32_t) const {
        return Variate<float>::exponential(quad_.word(i % QuadExchange::draws));
    }
    //! \param n  step, or -1 for an event that is in force at base, whose thread draws alone
    __device__ __forceinline__ float duration(std::int32_t i, std::int32_t n) const {
        if (n >= 0) return Variate<float>::exponential(durations_.word(i % QuadExchange::draws));
        return Variate<float>::exponential(draw_word(month_of_step(m_, n), m_.duration_draws[i].replicate,
                                                     m_.duration_draws[i].id, trajectory_, keys_));
    }
    __device__ __forceinline__ float tail(std::int32_t g, std::int32_t) const {
        return normal(g % QuadExchange::draws);
    }
    __device__ __forceinline__ float revision(std::int32_t) const {
        return Variate<float>::uniform(quad_.word(0));
    }
    __device__ __forceinline__ float revision_common(std::int32_t) const { return normal(1); }
    __device__ __forceinline__ float revision_difference(std::int32_t) const { return normal(2); }
    __device__ __forceinline__ float measurement(std::int32_t a, std::int32_t) const {
        return normal((a + QuadExchange::draws - 1) % QuadExchange::draws);
    }

  private:
    //! The next four of a list; behind its end the last again.
    __device__ __forceinline__ void share(QuadExchange const& quad, std::uint32_t month,
                                          List<DrawName> const& names, std::int32_t first) const {
        auto place = static_cast<std::int32_t>(quad.own());
        std::int32_t const last = names.size - 1 - first;
        if (last < QuadExchange::draws - 1) place = place < last ? place : last;
        quad.share(month, name_behind(names, first, place), group_of_trajectory(trajectory_), keys_);
    }
    //! A name that each thread chooses for itself.
    static __device__ __forceinline__ OwnName name_behind(List<DrawName> const& names, std::int32_t first,
                                                          std::int32_t place) {
#if defined(GAPMC_COMPILED_STUDY)
        // The numbers of a list's items lie next to each other, as the items do.
        auto const at = names[first].id.place + 2 * static_cast<std::uint32_t>(place);
        return {compiled_values.numbers[at], compiled_values.numbers[at + 1]};
#else
        DrawName const& name = names[first + place];
        return {name.id, name.replicate};
#endif
    }
    //! Of the four events from one on. The same for every trajectory.
    __device__ __forceinline__ bool some_last_by_chance(std::int32_t first) const {
        bool some = false;
        GAPMC_UNROLL
        for (std::int32_t i = first; i < m_.events.size && i < first + QuadExchange::draws; ++i)
            some = some || m_.events[i].lasting == Lasting::exponential;
        return some;
    }
    __device__ __forceinline__ float normal(std::int32_t place) const {
        return Variate<float>::normal(quad_.word(place));
    }

    Topology const& m_;
    PhiloxRoundKeys const& keys_;
    std::uint64_t trajectory_;
    QuadExchange quad_;
    QuadExchange durations_;
};

}  // namespace gapmc
