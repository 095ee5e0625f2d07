// SPDX-License-Identifier: Apache-2.0
//! What leaves a trajectory: 32-bit integers. Every statistic is a function of these.
#pragma once

#include <cstdint>

#include "kernels/base/value.hpp"
#include "kernels/math/functions.hpp"
#include "kernels/model/outcomes.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

enum class Observable : std::int32_t {
    contrast,            //!< constant method
    contrast_edition,    //!< with method revisions
    contrast_published,  //!< with measurement error, scores rounded to 0.01
    score,
    driver,          //!< view of a pair, in link space
    level_of_log,    //!< e^view / e^reference: its level, for a driver whose link is the logarithm
    level_of_logit,  //!< logistic(view): its level, for a driver whose link is the logit
    event_onsets,    //!< onsets in the year
    event_active     //!< share of the year in which it is active
};

inline constexpr float fine_unit = 1048576.0f;  //!< 2^20: the usual scale of a row, and that of parts

//! One row of a variant: what is observed, and how many integer units make one of it.
struct Observed {
    Observable what = Observable::contrast;
    std::int32_t index = 0;   //!< contrast, actor, pair or event
    float scale = fine_unit;  //!< a power of two. Published linear contrasts are in hundredths of a point.
    Number reference{};       //!< of level_of_log, in link space
};

inline constexpr float fixed_limit = 2147483520.0f;       //!< largest float32 below 2^31
inline constexpr std::int32_t saturated_at = 2147483520;  //!< an observation of this size is that or more

//! Nearest integer of x * scale, saturated at the ends of int32. x must be finite.
template<class V>
GAPMC_HD IntOf<V> to_fixed(V x, float scale) {
    return to_nearest_int(larger(smaller(x * V(scale), V(fixed_limit)), V(-fixed_limit)));
}

//! Value of an observed quantity at the end of an index year.
template<class Store>
GAPMC_HD auto observed_value(Topology const& m, Observed const& o, Store& s) -> typename Store::Value {
    switch (o.what) {
        case Observable::contrast:
            return contrast_of(m, m.contrasts[o.index], slot_score, s);
        case Observable::contrast_edition:
            return contrast_of(m, m.contrasts[o.index], slot_edition, s);
        case Observable::contrast_published:
            return contrast_of(m, m.contrasts[o.index], slot_hundredths, s);
        case Observable::score:
            return s[m.actor[o.index].state + slot_score];
        case Observable::driver:
            return s[m.pair_slots[o.index]];
        case Observable::level_of_log:
            return exponential(s[m.pair_slots[o.index]] - typename Store::Value(o.reference));
        case Observable::level_of_logit:
            return logistic(s[m.pair_slots[o.index]]);
        case Observable::event_onsets:
            return s[m.events[o.index].state + slot_onsets];
        default:
            return s[m.events[o.index].state + slot_time];
    }
}

//! Passes every row of a year to a sink: put(row, year, value as int32), and
//! lost(row, finite) where some lane's value is not finite; such a value reads 0.
template<class Sink>
struct Observe {
    Topology const& m;
    List<Observed> observed;
    Sink& sink;

    template<class Store>
    GAPMC_HD_CALLED void year(std::int32_t year, Store& s) {
        using V = typename Store::Value;
        V trace = V(0.0f);  // 0, and not a number once any value was not finite
        GAPMC_UNROLL
        for (std::int32_t q = 0; q < observed.size; ++q) {
            V const value = observed_value(m, observed[q], s);
            trace = madd(value, V(0.0f), trace);
            sink.put(q, year, to_fixed(value, observed[q].scale));
        }
        if (any(negate(is_finite(trace)))) report(year, s);
    }

  private:
    //! Rare: the run fails afterwards.
    template<class Store>
    GAPMC_HD_CALLED void report(std::int32_t year, Store& s) {
        using V = typename Store::Value;
        GAPMC_UNROLL
        for (std::int32_t q = 0; q < observed.size; ++q) {
            V const value = observed_value(m, observed[q], s);
            auto const finite = is_finite(value);
            if (!any(negate(finite))) continue;
            sink.lost(q, finite);
            sink.put(q, year, to_fixed(select(finite, value, V(0.0f)), observed[q].scale));
        }
    }
};

}  // namespace gapmc
