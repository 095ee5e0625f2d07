// SPDX-License-Identifier: Apache-2.0
//! From views to scores: score map, generalised mean, anchor (docs/model.md 4). Vocabulary of the OECD/JRC
//! Handbook on Constructing Composite Indicators (2008).
#pragma once

#include "kernels/math/functions.hpp"
#include "kernels/model/numeric.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

inline constexpr float lowest_base = 0.5f;  //!< dimension scores at base are clipped to this range [points]
inline constexpr float highest_base = 99.5f;
inline constexpr float highest_mean = 99.99999f;
inline constexpr float logit_bound = 5.29330482472449f;  //!< ln(99.5/0.5)

template<class V>
GAPMC_HD V clip(V x, float lo, float hi) {
    return larger(smaller(x, V(hi)), V(lo));
}

//! What a loading reads at state n: a view, or its value `lag` steps before.
template<class Store>
GAPMC_HD auto loaded_view(LoadingTerm const& term, std::int32_t n, Store& s) -> typename Store::Value {
    if (term.lag == 0) return s[term.slot];
    return s.ring(term.slot, (n - term.lag + term.length) % term.length);
}

//! Y of one cell at state n.
template<class Store>
GAPMC_HD auto dimension_level(Topology const& m, Cell const& cell, std::int32_t n, Store& s) ->
    typename Store::Value {
    using V = typename Store::Value;
    V y = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t j = cell.loadings.begin; j < cell.loadings.end; ++j) {
        LoadingTerm const& term = m.loadings[j];
        y = madd(value_of(s, term.weight), loaded_view(term, n, s), y);
    }
    return y;
}

//! Prior or published score of a dimension at base, on the logit scale, clipped.
template<class Store, class Rates>
GAPMC_HD auto base_logit(Cell const& cell, Store& s, Rates& rates) -> typename Store::Value {
    using V = typename Store::Value;
    V logit = value_of(s, cell.base_logit);
    if (cell.contrasted != 0) {
        V const centre = madd(V(cell.contrast_sign), value_of(s, cell.contrast), V(cell.mean_total));
        rates.clipped(either(centre<V(lowest_base), centre> V(highest_base)));
        logit = log_odds_of_score(clip(centre, lowest_base, highest_base));
    }
    logit = madd(V(cell.spread), value_of(s, cell.spread_z), logit);
    rates.clipped(either(logit<V(-logit_bound), logit> V(logit_bound)));
    return clip(logit, -logit_bound, logit_bound);
}

//! Generalised mean of order p of one actor's dimension scores u_k = ln S_k: its logarithm.
template<class Store>
GAPMC_HD auto log_generalised_mean(Topology const& m, typename Store::Value const* u, Store& s) ->
    typename Store::Value {
    using V = typename Store::Value;
    V const p = value_of(s, m.order);
    V mean = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t k = 0; k < m.dimensions; ++k)
        mean = madd(value_of(s, m.dimension[k].weight), u[k], mean);
    if (m.mean == Mean::geometric) return mean;
    V second = V(0.0f);
    V third = V(0.0f);
    V power = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t k = 0; k < m.dimensions; ++k) {
        V const w = value_of(s, m.dimension[k].weight);
        V const d = u[k] - mean;
        second = madd(w * d, d, second);
        third = madd(w * d * d, d, third);
        power = madd(w, exponential(p * d), power);
    }
    // Near p = 0 the quotient ln(.)/p loses its digits; its Taylor series in p does not.
    auto const near_zero = both(p<V(0.0625f), p> V(-0.0625f));
    V const series = madd(p * V(1.0f / 6.0f), third, second * V(0.5f)) * p;
    V const quotient = natural_log(power) / select(near_zero, V(1.0f), p);
    return mean + select(near_zero, series, quotient);
}

//! A score S as two positive numbers: S = 100 above/(above + below), odds = above/below.
template<class V>
struct ScoreParts {
    V above;
    V below;
};

//! M_a of the scores S_{a,k} = 100 logistic(l + shift_k).
template<class Store, class Shift, class Rates>
GAPMC_HD auto aggregate(Topology const& m, std::int32_t a, Store& s, Shift&& shift, Rates& rates)
    -> ScoreParts<typename Store::Value> {
    using V = typename Store::Value;
    V u[max_dimensions];
    V mean = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t k = 0; k < m.dimensions; ++k) {
        V const logit = s[m.cells[a * m.dimensions + k].state + slot_logit] + shift(k);
        rates.saturated(either(logit<V(-logit_bound), logit> V(logit_bound)));
        if (m.mean == Mean::arithmetic) {
            V const score = V(100.0f) / (V(1.0f) + exponential(V(0.0f) - logit));
            mean = madd(value_of(s, m.dimension[k].weight), score, mean);
        } else {
            // ln(100 logistic(x)) = ln 100 - softplus(-x)
            u[k] = V(4.60517018598809f) - softplus(V(0.0f) - logit);
        }
    }
    if (m.mean != Mean::arithmetic) mean = exponential(log_generalised_mean(m, u, s));
    // A mean of scores that all round to 100 stays one float32 below it, where its odds are finite.
    mean = smaller(mean, V(highest_mean));
    return {mean, V(100.0f) - mean};
}

//! F_k at state n, given Y of every actor in its slot.
template<class Store>
GAPMC_HD auto reference_level(Topology const& m, std::int32_t k, std::int32_t n, Store& s) ->
    typename Store::Value {
    using V = typename Store::Value;
    DimensionNode const& d = m.dimension[k];
    if (d.reference == FrontierKind::outside) return V(m.outside_path[d.outside + n]);
    V now = s[m.cells[k].state + slot_y];
    V start = s[m.cells[k].state + slot_y_start];
    bool const frontier = d.reference == FrontierKind::frontier;
    GAPMC_UNROLL
    for (std::int32_t a = 1; a < m.actors; ++a) {
        std::int32_t const cell = m.cells[a * m.dimensions + k].state;
        now = frontier ? larger(now, s[cell + slot_y]) : now + s[cell + slot_y];
        start = frontier ? larger(start, s[cell + slot_y_start]) : start + s[cell + slot_y_start];
    }
    return frontier ? now - start : (now - start) / V(static_cast<float>(m.actors));
}

//! Score of an actor from its parts. A trajectory in which nothing has moved keeps the published score, to
//! the last bit.
template<class Store>
GAPMC_HD auto score_of(std::int32_t state, typename Store::Value above, typename Store::Value below, Store& s)
    -> typename Store::Value {
    using V = typename Store::Value;
    V const formula = V(100.0f) * above / (above + below) + s[state + slot_rounding];
    return smaller(V(100.0f), formula);  // in this order a value that is not a number passes, and is counted
}

//! Levels, base scores and anchors at t = 0; scores there are the published ones by definition.
template<class Store, class Rates>
GAPMC_HD void start_index(Topology const& m, Store& s, Rates& rates) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (Cell const& cell : m.cells) {
        V const y = dimension_level(m, cell, 0, s);
        s[cell.state + slot_y_start] = y;
        s[cell.state + slot_y] = y;
        s[cell.state + slot_logit] = base_logit(cell, s, rates);
        GAPMC_UNROLL
        for (std::int32_t j = cell.loadings.begin; j < cell.loadings.end; ++j)
            s[m.loadings[j].start] = loaded_view(m.loadings[j], 0, s);
    }
    GAPMC_UNROLL
    for (std::int32_t a = 0; a < m.actors; ++a) {
        ActorConstants const& actor = m.actor[a];
        auto const start = aggregate(
            m, a, s, [](std::int32_t) { return V(0.0f); }, rates);
        V const anchor = V(actor.total_odds) * (start.below / start.above);
        V const above = start.above * anchor;
        s[actor.state + slot_anchor] = anchor;
        s[actor.state + slot_above] = above;
        s[actor.state + slot_below] = start.below;
        s[actor.state + slot_rounding] = V(actor.total) - V(100.0f) * above / (above + start.below);
        s[actor.state + slot_score] = V(actor.total);
        s[actor.state + slot_edition] = V(actor.total);
        s[actor.state + slot_hundredths] = round_to_integer(V(actor.total) * V(100.0f));
        s[actor.state + slot_revision] = V(0.0f);
    }
}

//! Constant-method scores at state n.
template<class Store, class Rates>
GAPMC_HD void score_actors(Topology const& m, std::int32_t n, Store& s, Rates& rates) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (Cell const& cell : m.cells) s[cell.state + slot_y] = dimension_level(m, cell, n, s);
    V reference[max_dimensions];
    V const phi = value_of(s, m.phi);
    GAPMC_UNROLL
    for (std::int32_t k = 0; k < m.dimensions; ++k) reference[k] = phi * reference_level(m, k, n, s);
    GAPMC_UNROLL
    for (std::int32_t a = 0; a < m.actors; ++a) {
        auto const shift = [&](std::int32_t k) {
            std::int32_t const cell = m.cells[a * m.dimensions + k].state;
            V const moved = s[cell + slot_y] - s[cell + slot_y_start];
            return value_of(s, m.dimension[k].steepness) * (moved - reference[k]);
        };
        std::int32_t const state = m.actor[a].state;
        auto const mean = aggregate(m, a, s, shift, rates);
        V const above = mean.above * s[state + slot_anchor];
        s[state + slot_above] = above;
        s[state + slot_below] = mean.below;
        s[state + slot_score] = score_of(state, above, mean.below, s);
    }
}

}  // namespace gapmc
