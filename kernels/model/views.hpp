// SPDX-License-Identifier: Apache-2.0
//! What pairs show of their processes: ratios, shares, capacity limits (docs/model.md 2, "View").
#pragma once

#include "kernels/model/numeric.hpp"
#include "kernels/model/processes.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

//! Views at base are the observations; the latent starts follow from them.
template<class Store>
GAPMC_HD void start_view(Topology const& m, View const& view, Store& s) {
    using V = typename Store::Value;
    ProcessNode const& p = m.processes[view.process];
    V const level = value_of(s, p.level);
    std::int32_t const latent = p.state + slot_latent;
    switch (view.kind) {
        case ViewKind::direct:
            s[view.slot] = level;
            s[latent] = level;
            break;
        case ViewKind::ratio:
            s[view.slot] = V(view.factor) * level;
            s[latent] = level;
            break;
        case ViewKind::share: {
            V rest = V(1.0f) - logistic(level);
            GAPMC_UNROLL
            for (std::int32_t j = view.members.begin; j < view.members.end; ++j)
                rest = rest - logistic(value_of(s, m.processes[m.share_members[j]].level));
            s[view.slot] = level;
            // Uncertain shares that leave no rest: not a number, which is counted and refused.
            rest = select(rest > V(0.0f), rest, V(not_a_number()));
            s[latent] = natural_log(logistic(level)) - natural_log(rest);
            break;
        }
        case ViewKind::capacity: {
            V const ln_used = natural_log(value_of(s, view.utilisation));
            V const ln_q = ln_used / V(view.smoothness);
            V const ceiling = level - ln_used;
            s[view.log_k] = ceiling - s[view.limiter];
            s[view.slot] = level;
            s[latent] = ceiling + V(view.smoothness) * (ln_q - natural_log(V(1.0f) - exponential(ln_q)));
            break;
        }
    }
}

//! x~ at time t [yr] after the base.
template<class Store>
GAPMC_HD void show_view(Topology const& m, View const& view, float t, Store& s) {
    using V = typename Store::Value;
    V const x = s[m.processes[view.process].state + slot_latent];
    switch (view.kind) {
        case ViewKind::direct:
            s[view.slot] = x;
            break;
        case ViewKind::ratio:
            s[view.slot] = V(view.factor) * x;
            break;
        case ViewKind::share: {
            V others = V(1.0f);
            GAPMC_UNROLL
            for (std::int32_t j = view.members.begin; j < view.members.end; ++j)
                others = others + exponential(s[m.processes[m.share_members[j]].state + slot_latent]);
            s[view.slot] = x - natural_log(others);
            break;
        }
        case ViewKind::capacity: {
            V const ceiling = madd(value_of(s, view.efficiency), V(t), s[view.log_k]) + s[view.limiter];
            V const excess = (x - ceiling) / V(view.smoothness);
            s[view.slot] = x - V(view.smoothness) * softplus(excess);
            break;
        }
    }
}

//! Rings at base: deviations 0, views along the plan read backwards.
template<class Store>
GAPMC_HD void start_histories(Topology const& m, Store& s) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (DeviationHistory const& h : m.deviations) {
        s[h.start] = s[h.view];
        GAPMC_UNROLL
        for (std::int32_t j = 0; j < h.length; ++j) s.ring(h.ring, j) = V(0.0f);
    }
    GAPMC_UNROLL
    for (ViewHistory const& h : m.view_histories) {
        s.ring(h.ring, 0) = s[h.view];
        GAPMC_UNROLL
        for (std::int32_t j = 1; j < h.length; ++j) {
            V const planned = V(h.factor) * trend_before(m, m.processes[h.process], j, s);
            s.ring(h.ring, h.length - j) = s[h.view] + planned;
        }
    }
}

//! State n of every view and of their histories.
template<class Store>
GAPMC_HD void show_views(Topology const& m, std::int32_t n, Store& s) {
    float const t = static_cast<float>(n) * m.step;
    GAPMC_UNROLL
    for (View const& view : m.views) show_view(m, view, t, s);
    GAPMC_UNROLL
    for (DeviationHistory const& h : m.deviations) remember_deviation(m, h, n, s);
    GAPMC_UNROLL
    for (ViewHistory const& h : m.view_histories) s.ring(h.ring, n % h.length) = s[h.view];
}

//! Processes and views at base.
template<class Store>
GAPMC_HD void start_drivers(Topology const& m, Store& s) {
    GAPMC_UNROLL
    for (ProcessNode const& p : m.processes) prepare_process(m, p, s);
    GAPMC_UNROLL
    for (View const& view : m.views) start_view(m, view, s);
    GAPMC_UNROLL
    for (ProcessNode const& p : m.processes) place_process(p, s);
    start_histories(m, s);
}

}  // namespace gapmc
