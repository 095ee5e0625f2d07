// SPDX-License-Identifier: Apache-2.0
//! Draws of one trajectory, or of the lanes of a value, each computed from its address.
#pragma once

#include <cstdint>

#include "kernels/draws/drawn_alone.hpp"
#include "kernels/draws/variates.hpp"
#include "kernels/model/topology.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc {

//! Calendar month of the end of step n (n = -1: the base).
GAPMC_HD std::uint32_t month_of_step(Topology const& m, std::int32_t n) {
    return static_cast<std::uint32_t>(m.month_of_base + (n + 1) * m.months_per_step);
}
//! December of index year `year`, counted from 0 for the first after the base.
GAPMC_HD std::uint32_t month_of_year(Topology const& m, std::int32_t year) {
    return static_cast<std::uint32_t>(m.month_of_base + (year + 1) * 12);
}
inline constexpr std::uint32_t month_of_inputs = 0;

/*!
 * \tparam V  one lane: float, or double for the accuracy oracle (the same words through another math policy);
 *            or the lanes of neighbouring trajectories
 */
template<class V>
class AddressedDraws : public DrawnAlone {
  public:
    //! \param first  trajectory of the first lane, a multiple of the number of lanes
    GAPMC_HD AddressedDraws(Topology const& m, std::uint64_t seed, std::uint64_t first)
        : m_{m}, key_{key_of_seed(seed)}, first_{first} {}

    //! Standard normal of input i.
    GAPMC_HD V input(std::int32_t i) const { return normal(month_of_inputs, m_.input_draws[i]); }
    //! Standard normal of shock j in step n.
    GAPMC_HD V shock(std::int32_t j, std::int32_t n) const {
        return normal(month_of_step(m_, n), m_.shock_draws[j]);
    }
    //! Unit exponential behind the onset of event i in step n.
    GAPMC_HD V onset(std::int32_t i, std::int32_t n) const {
        return Variate<V>::exponential(words(month_of_step(m_, n), m_.onset_draws[i]));
    }
    //! Unit exponential behind the duration of event i that begins in step n (-1: in force at base).
    GAPMC_HD V duration(std::int32_t i, std::int32_t n) const {
        return Variate<V>::exponential(words(month_of_step(m_, n), m_.duration_draws[i]));
    }
    //! Standard normal of tail group g in a year.
    GAPMC_HD V tail(std::int32_t g, std::int32_t year) const {
        return normal(month_of_year(m_, year), m_.tail_draws[g]);
    }
    //! Uniform that decides whether the method is revised in a year.
    GAPMC_HD V revision(std::int32_t year) const {
        return Variate<V>::uniform(words(month_of_year(m_, year), m_.revision_draw));
    }
    GAPMC_HD V revision_common(std::int32_t year) const {
        return normal(month_of_year(m_, year), m_.revision_common_draw);
    }
    GAPMC_HD V revision_difference(std::int32_t year) const {
        return normal(month_of_year(m_, year), m_.revision_difference_draw);
    }
    //! Standard normal of an actor's measurement error in a year.
    GAPMC_HD V measurement(std::int32_t a, std::int32_t year) const {
        return normal(month_of_year(m_, year), m_.measurement_draws[a]);
    }

  private:
    GAPMC_HD WordOf<V> words(std::uint32_t month, DrawName name) const {
        return Words<V>::at(month, name.replicate, name.id, first_, key_);
    }
    GAPMC_HD V normal(std::uint32_t month, DrawName name) const {
        return Variate<V>::normal(words(month, name));
    }

    Topology const& m_;
    PhiloxKey key_;
    std::uint64_t first_;
};

/*!
 * No chance at all: the central path. Inputs at their medians, no shock, no onset, no revision; an event that
 * is in force at base stays for its median remaining time.
 */
template<class T>
struct SilentDraws : DrawnAlone {
    GAPMC_HD T input(std::int32_t) const { return T(0); }
    GAPMC_HD T shock(std::int32_t, std::int32_t) const { return T(0); }
    GAPMC_HD T onset(std::int32_t, std::int32_t) const { return T(never); }
    GAPMC_HD T duration(std::int32_t, std::int32_t) const { return T(0.693147180559945309417f); }
    GAPMC_HD T tail(std::int32_t, std::int32_t) const { return T(0); }
    GAPMC_HD T revision(std::int32_t) const { return T(1); }
    GAPMC_HD T revision_common(std::int32_t) const { return T(0); }
    GAPMC_HD T revision_difference(std::int32_t) const { return T(0); }
    GAPMC_HD T measurement(std::int32_t, std::int32_t) const { return T(0); }
};

}  // namespace gapmc
