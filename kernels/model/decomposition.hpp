// SPDX-License-Identifier: Apache-2.0
//! Why a contrast moved: compression, relative growth by driver, outside path, method (docs/model.md 5).
#pragma once

#include "kernels/math/functions.hpp"
#include "kernels/model/index.hpp"
#include "kernels/model/outcomes.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

//! Midpoints of the path integral: the fewer where they leave less than `largest_residual`, else the more.
inline constexpr int few_midpoints = 8;
inline constexpr int many_midpoints = 32;
inline constexpr double largest_residual = 1e-3;  //!< mean over trajectories, in any year [points]
inline constexpr int max_drivers = 8;

//! Order of the parts that are passed on; drivers in the order of names.
enum DecompositionPart : std::int32_t { part_compression, part_first_driver };
//! After the drivers come: outside, method, residual, total.
inline constexpr std::int32_t parts_after_drivers = 4;
GAPMC_HD std::int32_t decomposition_parts(Topology const& m) {
    return part_first_driver + m.drivers + parts_after_drivers;
}

//! Moves of Y since the base, by cell and driver; the last "driver" is the outside path.
template<class V>
struct LevelMoves {
    V by_driver[max_actors * max_dimensions][max_drivers];
    V total[max_actors * max_dimensions];
};

template<class Store>
GAPMC_HD void level_moves(Topology const& m, std::int32_t n, Store& s,
                          LevelMoves<typename Store::Value>& moves) {
    using V = typename Store::Value;
    for (std::int32_t c = 0; c < m.cells.size; ++c) {
        Cell const& cell = m.cells[c];
        for (std::int32_t d = 0; d < m.drivers; ++d) moves.by_driver[c][d] = V(0.0f);
        for (std::int32_t j = cell.loadings.begin; j < cell.loadings.end; ++j) {
            LoadingTerm const& term = m.loadings[j];
            V const moved = loaded_view(term, n, s) - s[term.start];
            moves.by_driver[c][term.driver] =
                madd(value_of(s, term.weight), moved, moves.by_driver[c][term.driver]);
        }
        moves.total[c] = s[cell.state + slot_y] - s[cell.state + slot_y_start];
    }
}

//! F_k at the fraction theta of the way from base to t, and its rate of change by driver (outside path last).
//! The frontier's rate is that of the actor that leads there.
template<class Store>
GAPMC_HD auto reference_at(Topology const& m, std::int32_t k, std::int32_t n, typename Store::Value theta,
                           LevelMoves<typename Store::Value> const& moves, Store& s,
                           typename Store::Value* by_driver) -> typename Store::Value {
    using V = typename Store::Value;
    FrontierKind const kind = m.dimension[k].reference;
    by_driver[m.drivers] = V(0.0f);
    if (kind == FrontierKind::outside) {
        for (std::int32_t d = 0; d < m.drivers; ++d) by_driver[d] = V(0.0f);
        by_driver[m.drivers] = V(m.outside_path[m.dimension[k].outside + n]);
        return theta * by_driver[m.drivers];
    }
    if (kind == FrontierKind::mean) {
        V const share = V(1.0f) / V(static_cast<float>(m.actors));
        V sum = V(0.0f);
        for (std::int32_t d = 0; d < m.drivers; ++d) by_driver[d] = V(0.0f);
        for (std::int32_t a = 0; a < m.actors; ++a) {
            std::int32_t const c = a * m.dimensions + k;
            sum = madd(share, moves.total[c], sum);
            for (std::int32_t d = 0; d < m.drivers; ++d)
                by_driver[d] = madd(share, moves.by_driver[c][d], by_driver[d]);
        }
        return theta * sum;
    }
    V start = s[m.cells[k].state + slot_y_start];
    V now = madd(theta, moves.total[k], start);
    for (std::int32_t d = 0; d < m.drivers; ++d) by_driver[d] = moves.by_driver[k][d];
    for (std::int32_t a = 1; a < m.actors; ++a) {
        std::int32_t const c = a * m.dimensions + k;
        V const own_start = s[m.cells[c].state + slot_y_start];
        V const own = madd(theta, moves.total[c], own_start);
        auto const leads = own > now;
        now = select(leads, own, now);
        start = larger(start, own_start);
        for (std::int32_t d = 0; d < m.drivers; ++d)
            by_driver[d] = select(leads, moves.by_driver[c][d], by_driver[d]);
    }
    return now - start;
}

//! Weights of the path integral: d logit(M_a) = sum_k out[k] d(logit S_k) at the given logits of the scores.
template<class Store>
GAPMC_HD void aggregation_gradient(Topology const& m, typename Store::Value const* logits, Store& s,
                                   typename Store::Value* out) {
    using V = typename Store::Value;
    V const p = value_of(s, m.order);
    V u[max_dimensions];
    V top = V(-1e30f);
    for (std::int32_t k = 0; k < m.dimensions; ++k) {
        u[k] = V(4.60517018598809f) - softplus(V(0.0f) - logits[k]);
        top = larger(top, p * u[k]);
    }
    V sum = V(0.0f);
    V mean = V(0.0f);
    for (std::int32_t k = 0; k < m.dimensions; ++k) {
        V const share = value_of(s, m.dimension[k].weight) * exponential(p * u[k] - top);
        sum = sum + share;
        // (1 - S_k/100) for each, and for the mean below
        out[k] = share * logistic(V(0.0f) - logits[k]);
    }
    V const log_mean = log_generalised_mean(m, u, s);
    mean = smaller(exponential(log_mean) * V(0.01f), V(highest_mean * 0.01f));
    for (std::int32_t k = 0; k < m.dimensions; ++k) out[k] = out[k] / (sum * (V(1.0f) - mean));
}

//! delta l_{a,d}: what each driver (and last the outside path) moved every actor's log-odds by. \param out
//! [actor][drivers + 1]
template<class Store>
GAPMC_HD void driver_moves(Topology const& m, std::int32_t n, std::int32_t midpoints, Store& s,
                           typename Store::Value (*out)[max_drivers + 1]) {
    using V = typename Store::Value;
    LevelMoves<V> moves;
    level_moves(m, n, s, moves);
    for (std::int32_t a = 0; a < m.actors; ++a)
        for (std::int32_t d = 0; d <= m.drivers; ++d) out[a][d] = V(0.0f);
    V const phi = value_of(s, m.phi);
    float const number = static_cast<float>(midpoints);
    V const width = V(1.0f / number);
    for (std::int32_t j = 0; j < midpoints; ++j) {
        V const theta = V((static_cast<float>(j) + 0.5f) / number);
        V reference[max_dimensions];
        V reference_moves[max_dimensions][max_drivers + 1];
        for (std::int32_t k = 0; k < m.dimensions; ++k)
            reference[k] = reference_at(m, k, n, theta, moves, s, reference_moves[k]);
        for (std::int32_t a = 0; a < m.actors; ++a) {
            V logits[max_dimensions];
            V gradient[max_dimensions];
            for (std::int32_t k = 0; k < m.dimensions; ++k) {
                std::int32_t const c = a * m.dimensions + k;
                V const moved = madd(theta, moves.total[c], V(0.0f) - phi * reference[k]);
                logits[k] =
                    madd(value_of(s, m.dimension[k].steepness), moved, s[m.cells[c].state + slot_logit]);
            }
            aggregation_gradient(m, logits, s, gradient);
            for (std::int32_t k = 0; k < m.dimensions; ++k) {
                std::int32_t const c = a * m.dimensions + k;
                V const slope = width * gradient[k] * value_of(s, m.dimension[k].steepness);
                for (std::int32_t d = 0; d <= m.drivers; ++d) {
                    V const own = d < m.drivers ? moves.by_driver[c][d] : V(0.0f);
                    out[a][d] = madd(slope, own - phi * reference_moves[k][d], out[a][d]);
                }
            }
        }
    }
}

//! Score difference per unit of log-odds between two levels; the derivative half-way where they are close.
template<class V>
GAPMC_HD V secant(V from, V to) {
    V const apart = to - from;
    auto const close = both(apart<V(0.01f), apart> V(-0.01f));
    V const middle = logistic((from + to) * V(0.5f));
    V const slope = V(100.0f) * middle * (V(1.0f) - middle);
    V const quotient = V(100.0f) * (logistic(to) - logistic(from)) / select(close, V(1.0f), apart);
    return select(close, slope, quotient);
}

/*!
 * Parts of a linear contrast's change since the base, in points.
 * \param moves  from driver_moves
 * \param parts  [decomposition_parts]: compression, drivers, outside, method, residual, total
 */
template<class Store>
GAPMC_HD void decompose(Topology const& m, ContrastNode const& contrast,
                        typename Store::Value (*moves)[max_drivers + 1], Store& s,
                        typename Store::Value* parts) {
    using V = typename Store::Value;
    V const share = V(1.0f) / V(static_cast<float>(m.actors));
    // Log-odds of the actors' scores: in the walk only their odds are needed.
    V level[max_actors];
    V common = V(0.0f);
    V mean[max_drivers + 1];
    for (std::int32_t d = 0; d <= m.drivers; ++d) mean[d] = V(0.0f);
    for (std::int32_t a = 0; a < m.actors; ++a) {
        std::int32_t const state = m.actor[a].state;
        level[a] = natural_log(s[state + slot_above] / s[state + slot_below]);
        common = madd(share, level[a] - V(m.actor[a].logit_total), common);
        for (std::int32_t d = 0; d <= m.drivers; ++d) mean[d] = madd(share, moves[a][d], mean[d]);
    }
    V explained = V(0.0f);
    for (std::int32_t part = 0; part < decomposition_parts(m); ++part) parts[part] = V(0.0f);
    for (std::int32_t j = contrast.terms.begin; j < contrast.terms.end; ++j) {
        ContrastTerm const& term = m.contrast_terms[j];
        V const coefficient = V(term.coefficient);
        V const start = V(m.actor[term.actor].logit_total);
        V const shifted = start + common;
        V const compressed = coefficient * (V(100.0f) * (logistic(shifted) - logistic(start)));
        parts[part_compression] = parts[part_compression] + compressed;
        explained = explained + compressed;
        V const slope = coefficient * secant(shifted, level[term.actor]);
        for (std::int32_t d = 0; d <= m.drivers; ++d) {
            V const grown = slope * (moves[term.actor][d] - mean[d]);
            parts[part_first_driver + d] = parts[part_first_driver + d] + grown;
            explained = explained + grown;
        }
    }
    V const gap = contrast_of(m, contrast, slot_score, s);
    V const edition = m.revisions.present != 0 ? contrast_of(m, contrast, slot_edition, s) : gap;
    std::int32_t const method = part_first_driver + m.drivers + 1;
    parts[method] = edition - gap;
    parts[method + 1] = (gap - V(contrast.start)) - explained;
    parts[method + 2] = edition - V(contrast.start);
}

}  // namespace gapmc
