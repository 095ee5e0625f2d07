// SPDX-License-Identifier: Apache-2.0
//! Draws of a thread's trajectory, made together with its neighbours'.
#pragma once

#include <cstdint>

#include "kernels/cuda/quad_exchange.cuh"
#include "kernels/draws/addressed_draws.hpp"

namespace gapmc {

/*!
 * All threads of a warp must walk together: they meet at every draw but durations, which few trajectories
 * need at a time and each draws alone. Words equal those of AddressedDraws.
 */
class QuadDraws {
  public:
    //! \param trajectory  of this thread; that of the warp's first thread is a multiple of 4
    //! \param room        one entry per thread of the block
    __device__ QuadDraws(Topology const& m, PhiloxRoundKeys const& keys, std::uint64_t trajectory,
                         QuadWords* room)
        : m_{m}, keys_{keys}, trajectory_{trajectory}, quad_{room} {}

    __device__ __forceinline__ void before_input(std::int32_t i) const {
        if (i % QuadExchange::draws == 0) share(month_of_inputs, m_.input_draws, i);
    }
    __device__ __forceinline__ void before_shock(std::int32_t j, std::int32_t n) const {
        if (j % QuadExchange::draws == 0) share(month_of_step(m_, n), m_.shock_draws, j);
    }
    __device__ __forceinline__ void before_onset(std::int32_t i, std::int32_t n) const {
        if (i % QuadExchange::draws == 0) share(month_of_step(m_, n), m_.onset_draws, i);
    }
    __device__ __forceinline__ void before_tail(std::int32_t g, std::int32_t year) const {
        if (g % QuadExchange::draws == 0) share(month_of_year(m_, year), m_.tail_draws, g);
    }
    //! A revision's three draws and the first actor's measurement.
    __device__ __forceinline__ void before_publication(std::int32_t year) const {
        quad_.share(month_of_year(m_, year),
                    {{m_.revision_draw, m_.revision_common_draw, m_.revision_difference_draw,
                      m_.measurement_draws.size > 0 ? m_.measurement_draws[0] : DrawName{}}},
                    group_of_trajectory(trajectory_), keys_);
    }
    __device__ __forceinline__ void before_measurement(std::int32_t a, std::int32_t year) const {
        if (a % QuadExchange::draws == 1) share(month_of_year(m_, year), m_.measurement_draws, a);
    }

    __device__ __forceinline__ float input(std::int32_t i) const { return normal(i % QuadExchange::draws); }
    __device__ __forceinline__ float shock(std::int32_t j, std::int32_t) const {
        return normal(j % QuadExchange::draws);
    }
    __device__ __forceinline__ float onset(std::int32_t i, std::int32_t) const {
        return Variate<float>::exponential(quad_.word(i % QuadExchange::draws));
    }
    __device__ __forceinline__ float duration(std::int32_t i, std::int32_t n) const {
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
    __device__ __forceinline__ void share(std::uint32_t month, List<DrawName> const& names,
                                          std::int32_t first) const {
        auto const name = [&](std::int32_t place) {
            return names[first + place < names.size ? first + place : names.size - 1];
        };
        quad_.share(month, {{name(0), name(1), name(2), name(3)}}, group_of_trajectory(trajectory_), keys_);
    }
    __device__ __forceinline__ float normal(std::int32_t place) const {
        return Variate<float>::normal(quad_.word(place));
    }

    Topology const& m_;
    PhiloxRoundKeys const& keys_;
    std::uint64_t trajectory_;
    QuadExchange quad_;
};

}  // namespace gapmc
