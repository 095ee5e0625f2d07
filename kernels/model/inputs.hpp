// SPDX-License-Identifier: Apache-2.0
//! Uncertain inputs: one draw each per trajectory (docs/model.md 1).
#pragma once

#include "kernels/math/functions.hpp"
#include "kernels/model/numeric.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

inline constexpr float table_reach = 6.5f;  //!< tables cover |z| <= 6.5

//! Cubic in the part of z within its interval; beyond +-6.5 the end's value.
template<class V>
GAPMC_HD V hermite(Table<float> const& tables, std::int32_t first, std::int32_t intervals, V z) {
    V const scaled = (z + V(table_reach)) * V(static_cast<float>(intervals) / (2.0f * table_reach));
    V const inside = larger(smaller(scaled, V(static_cast<float>(intervals) - 0.0001f)), V(0.0f));
    IntOf<V> const k = to_int(inside);
    V const t = inside - from_int<V>(k);
    IntOf<V> const at = k + k + k + k;
    float const* const c = tables.placed() + first;
    V q = gather<V>(c + 3, at);
    q = madd(q, t, gather<V>(c + 2, at));
    q = madd(q, t, gather<V>(c + 1, at));
    return madd(q, t, gather<V>(c, at));
}

//! Value of a discrete input: the last entry whose threshold is not above z.
template<class V>
GAPMC_HD V step_value(List<Step> const& steps, std::int32_t first, std::int32_t count, V z) {
    V value = V(steps[first].value);
    GAPMC_UNROLL
    for (std::int32_t j = 1; j < count; ++j)
        value = select(z < V(steps[first + j].threshold), value, V(steps[first + j].value));
    return value;
}

//! A fixed combination of independent normals, in a fixed order. \param normal  normal(draw)
template<class V, class Normal>
GAPMC_HD V mix(List<Mixture> const& mixtures, Range range, Normal&& normal) {
    V z = normal(mixtures[range.begin].draw) * V(mixtures[range.begin].coefficient);
    GAPMC_UNROLL
    for (std::int32_t j = range.begin + 1; j < range.end; ++j)
        z = madd(normal(mixtures[j].draw), V(mixtures[j].coefficient), z);
    return z;
}

template<class V>
GAPMC_HD V inverse_link(Inverse inverse, V q) {
    switch (inverse) {
        case Inverse::exponential:
            return exponential(q);
        case Inverse::logistic:
            return logistic(q);
        default:
            return q;
    }
}

//! Turn the logs of a group's gammas into weights that add up to 1.
template<class Store>
GAPMC_HD void normalise_weights(WeightGroup const& group, Store& s) {
    using V = typename Store::Value;
    V top = s[group.first];
    GAPMC_UNROLL
    for (std::int32_t k = 1; k < group.count; ++k) top = larger(top, s[group.first + k]);
    V sum = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t k = 0; k < group.count; ++k) {
        V const g = exponential(s[group.first + k] - top);
        s[group.first + k] = g;
        sum = sum + g;
    }
    GAPMC_UNROLL
    for (std::int32_t k = 0; k < group.count; ++k) s[group.first + k] = s[group.first + k] / sum;
}

//! Fill the slots of all uncertain inputs: first with their normals, then with their values.
template<class Store, class Draws>
GAPMC_HD void draw_inputs(Topology const& m, Draws const& draws, Store& s) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (std::int32_t i = 0; i < m.inputs.size; ++i) {
        draws.before_input(i);
        s[m.inputs[i].slot] = draws.input(i);
    }
    GAPMC_UNROLL
    for (MixedInput const& mixed : m.mixed_inputs)
        s[m.inputs[mixed.input].slot] =
            mix<V>(m.mixtures, mixed.mixture, [&](std::int32_t i) { return s[m.inputs[i].slot]; });
    GAPMC_UNROLL
    for (Input const& input : m.inputs) {
        V const z = s[input.slot];
        V q;
        switch (input.kind) {
            case InputKind::affine:
                q = madd(V(input.scale), z, V(input.offset));
                break;
            case InputKind::table:
                q = hermite(m.tables, input.table, input.size, z);
                break;
            default:
                q = step_value(m.steps_of_choice, input.table, input.size, z);
                break;
        }
        s[input.slot] = inverse_link(input.inverse, q);
    }
    GAPMC_UNROLL
    for (WeightGroup const& group : m.weights) normalise_weights(group, s);
}

}  // namespace gapmc
