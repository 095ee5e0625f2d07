// SPDX-License-Identifier: Apache-2.0
//! Drivers: trend, couplings, effects of events, ceilings, shocks, mean reversion (docs/model.md 2).
#pragma once

#include "kernels/model/inputs.hpp"
#include "kernels/model/numeric.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

//! What of a process depends on the trajectory's inputs but not on time.
template<class Store>
GAPMC_HD void prepare_process(Topology const& m, ProcessNode const& p, Store& s) {
    using V = typename Store::Value;
    std::int32_t const state = p.state;
    V const step = V(m.step);
    if (p.relaxes != 0) {
        V const y = step * V(ln2) / value_of(s, p.half_life);
        s[state + slot_ratio] = exponential(V(0.0f) - y);
        s[state + slot_amplitude] =
            (value_of(s, p.growth_start) - value_of(s, p.growth)) * (step * mean_decay(y));
        s[state + slot_decay] = V(1.0f);
    }
    if (p.reverts != 0) {
        V const kappa_step = value_of(s, p.reversion) * step;
        s[state + slot_persist] = exponential(V(0.0f) - kappa_step);
        s[state + slot_shock] =
            value_of(s, p.volatility) * square_root(step * mean_decay(V(2.0f) * kappa_step));
    } else {
        s[state + slot_shock] = value_of(s, p.volatility) * V(m.root_step);
    }
    GAPMC_UNROLL
    for (std::int32_t j = p.recoveries.begin; j < p.recoveries.end; ++j) {
        Recovery const& r = m.recoveries[j];
        s[r.slot] = V(0.0f);
        s[r.slot + 1] = exponential(V(0.0f) - step * V(ln2) / value_of(s, r.half_life));
    }
    s[state + slot_planned] = V(0.0f);
}

//! Reference path and deviation at base, from the latent start in slot_latent.
template<class Store>
GAPMC_HD void place_process(ProcessNode const& p, Store& s) {
    using V = typename Store::Value;
    std::int32_t const state = p.state;
    V const x = s[state + slot_latent];
    V const theta = p.has_level != 0 ? value_of(s, p.reversion_level) : x;
    s[state + slot_theta] = theta;
    s[state + slot_deviation] = x - theta;
}

//! Planned growth of the step that begins now; the trend's own state moves on.
template<class Store>
GAPMC_HD auto take_trend(Topology const& m, ProcessNode const& p, Store& s) -> typename Store::Value {
    using V = typename Store::Value;
    V growth = value_of(s, p.growth) * V(m.step);
    if (p.relaxes != 0) {
        growth = madd(s[p.state + slot_amplitude], s[p.state + slot_decay], growth);
        s[p.state + slot_decay] = s[p.state + slot_decay] * s[p.state + slot_ratio];
    }
    return growth;
}

//! M(-j steps) for j >= 0: the plan read backwards.
template<class Store>
GAPMC_HD auto trend_before(Topology const& m, ProcessNode const& p, std::int32_t j, Store& s) ->
    typename Store::Value {
    using V = typename Store::Value;
    V const time = V(static_cast<float>(j) * m.step);
    V growth = V(0.0f) - value_of(s, p.growth) * time;
    if (p.relaxes != 0) {
        V const rate = V(ln2) / value_of(s, p.half_life);
        V const excess = value_of(s, p.growth_start) - value_of(s, p.growth);
        growth = growth - excess * ((exponential(rate * time) - V(1.0f)) / rate);
    }
    return growth;
}

//! Write dev_j(t_n) of a history; entries before the base stay 0.
template<class Store>
GAPMC_HD void remember_deviation(Topology const& m, DeviationHistory const& h, std::int32_t n, Store& s) {
    using V = typename Store::Value;
    V const planned = V(h.factor) * s[m.processes[h.process].state + slot_planned];
    s.ring(h.ring, n % h.length) = n == 0 ? V(0.0f) : (s[h.view] - s[h.start]) - planned;
}

//! What the ceilings that are in force over this step take from the drift and, on the denominator of a ratio,
//! add to it.
template<class Value>
struct CeilingMoves {
    Value loss;
    Value gain;
};

//! The largest move each way; a ceiling on a denominator bounds the process from below.
template<class Store>
GAPMC_HD auto ceiling_moves(Topology const& m, ProcessNode const& p, typename Store::Value drift, Store& s)
    -> CeilingMoves<typename Store::Value> {
    using V = typename Store::Value;
    V loss = V(0.0f);
    V gain = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t j = p.ceilings.begin; j < p.ceilings.end; ++j) {
        Effect const& c = m.ceilings[j];
        V const share = s[m.events[c.event].state + slot_integral] / V(m.step);
        V const above = larger(madd(V(0.0f) - value_of(s, c.size), V(m.step), V(c.sign) * drift), V(0.0f));
        if (c.sign > 0.0f)
            loss = larger(loss, share * above);
        else
            gain = larger(gain, share * above);
    }
    return {loss, gain};
}

//! Standard deviation of this step's shock: volatility multipliers and fat tails included.
template<class Store>
GAPMC_HD auto shock_scale(Topology const& m, ProcessNode const& p, Store& s) -> typename Store::Value {
    using V = typename Store::Value;
    V scale = s[p.state + slot_shock];
    if (p.volatility_effects.begin != p.volatility_effects.end) {
        V variance = V(1.0f);
        GAPMC_UNROLL
        for (std::int32_t j = p.volatility_effects.begin; j < p.volatility_effects.end; ++j) {
            Effect const& e = m.volatility_effects[j];
            V const v = value_of(s, e.size);
            V const share = s[m.events[e.event].state + slot_integral] / V(m.step);
            variance = variance * madd(madd(v, v, V(-1.0f)), share, V(1.0f));
        }
        scale = scale * square_root(variance);
    }
    if (p.tail >= 0) scale = scale * s[m.tails[p.tail].slot];
    return scale;
}

//! Recovering level effects: decay, add this step's onset; their sum.
template<class Store>
GAPMC_HD auto take_recoveries(Topology const& m, ProcessNode const& p, Store& s) -> typename Store::Value {
    using V = typename Store::Value;
    V sum = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t j = p.recoveries.begin; j < p.recoveries.end; ++j) {
        Recovery const& r = m.recoveries[j];
        std::int32_t const event = m.events[r.event].state;
        V const rate = V(ln2) / value_of(s, r.half_life);
        V const age = V(m.step) - s[event + slot_tau];
        V const fresh =
            s[event + slot_fresh] * (V(r.sign) * value_of(s, r.size)) * exponential(V(0.0f) - rate * age);
        s[r.slot] = madd(s[r.slot], s[r.slot + 1], fresh);
        sum = sum + s[r.slot];
    }
    return sum;
}

//! √W of every tail group for a calendar year.
template<class Store, class Draws>
GAPMC_HD void draw_tails(Topology const& m, Draws const& draws, std::int32_t year, Store& s) {
    GAPMC_UNROLL
    for (std::int32_t g = 0; g < m.tails.size; ++g) {
        Tail const& tail = m.tails[g];
        draws.before_tail(g, year);
        s[tail.slot] = exponential(hermite(m.tables, tail.table, tail.size, draws.tail(g, year)));
    }
}

//! One step of every process, events of the step being known.
template<class Store, class Draws, class Rates>
GAPMC_HD void advance_processes(Topology const& m, Draws const& draws, std::int32_t n, Store& s,
                                Rates& rates) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (std::int32_t j = 0; j < m.shock_draws.size; ++j) {
        draws.before_shock(j, n);
        s[m.shock_slots + j] = draws.shock(j, n);
    }
    GAPMC_UNROLL
    for (ProcessNode const& p : m.processes) {
        V const trend = take_trend(m, p, s);
        s[p.state + slot_planned] = s[p.state + slot_planned] + trend;
        s[p.state + slot_drift] = trend;
    }
    GAPMC_UNROLL
    for (CouplingNode const& c : m.couplings) {
        DeviationHistory const& h = m.deviations[c.history];
        V const now = s.ring(h.ring, n % h.length);
        V const then = n < c.lag ? V(0.0f) : s.ring(h.ring, (n - c.lag) % h.length);
        V& drift = s[m.processes[c.process].state + slot_drift];
        drift = madd(value_of(s, c.strength) * V(c.factor), now - then, drift);
    }
    GAPMC_UNROLL
    for (Effect const& e : m.growth_effects) {
        V& drift = s[m.processes[e.process].state + slot_drift];
        drift = madd(V(e.sign) * value_of(s, e.size), s[m.events[e.event].state + slot_integral], drift);
    }
    GAPMC_UNROLL
    for (Effect const& e : m.level_effects) {
        V& theta = s[m.processes[e.process].state + slot_theta];
        theta = madd(V(e.sign) * value_of(s, e.size), s[m.events[e.event].state + slot_fresh], theta);
    }
    GAPMC_UNROLL
    for (ProcessNode const& p : m.processes) {
        V const drift = s[p.state + slot_drift];
        V theta = s[p.state + slot_theta] + drift;
        if (p.ceilings.begin != p.ceilings.end) {
            CeilingMoves<V> const moves = ceiling_moves(m, p, drift, s);
            rates.ceiling(moves.loss + moves.gain > V(0.0f));
            theta = s[p.state + slot_theta] + ((drift - moves.loss) + moves.gain);
        }
        V u = s[p.state + slot_deviation];
        if (p.reverts != 0) u = u * s[p.state + slot_persist];
        if (p.noisy != 0) {
            V const z = mix<V>(m.mixtures, p.shock, [&](std::int32_t j) { return s[m.shock_slots + j]; });
            u = madd(shock_scale(m, p, s), z, u);
        }
        s[p.state + slot_theta] = theta;
        s[p.state + slot_deviation] = u;
        s[p.state + slot_latent] = (theta + u) + take_recoveries(m, p, s);
    }
}

}  // namespace gapmc
