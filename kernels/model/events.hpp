// SPDX-License-Identifier: Apache-2.0
//! Events: hazards that other events and the gap change, onsets in continuous time, durations, adaptation
//! (docs/model.md 3). Flags are 0 or 1 and every choice is a select, so that lanes need no branch.
#pragma once

#include "kernels/model/numeric.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

template<class Store>
GAPMC_HD auto refractory_of(EventNode const& e, Store& s) -> typename Store::Value {
    using V = typename Store::Value;
    return e.repeats != 0 ? value_of(s, e.refractory) : V(never);
}

//! Neither other events nor the gap change it.
GAPMC_HD bool hazard_is_fixed(EventNode const& e) {
    return e.multipliers.begin == e.multipliers.end && e.contrast < 0;
}

//! Whether exposure pauses after an end: the same for every trajectory.
GAPMC_HD bool rests(EventNode const& e) {
    return e.repeats == 0 || e.refractory.slot >= 0 || e.refractory.constant != 0.0f;
}

//! Events at base: idle, in force with their age and remaining time, or over with what is left of their rest.
template<class Store, class Draws>
GAPMC_HD void start_events(Topology const& m, Draws const& draws, Store& s) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (std::int32_t i = 0; i < m.events.size; ++i) {
        EventNode const& e = m.events[i];
        bool const in_force = e.at_base == AtBase::in_force;
        V remaining = V(never);
        V wait = V(0.0f);
        if (in_force && e.lasting == Lasting::exponential)
            remaining = value_of(s, e.duration) * draws.duration(i, -1);
        if (in_force && e.lasting == Lasting::fixed)
            remaining = larger(value_of(s, e.duration) - V(e.initial_age), V(0.0f));
        if (e.at_base == AtBase::over) {
            V const since_end = V(e.initial_age) - value_of(s, e.duration);
            wait = larger(refractory_of(e, s) - since_end, V(0.0f));
        }
        s[e.state + slot_active] = V(in_force ? 1.0f : 0.0f);
        s[e.state + slot_age] = V(e.initial_age);
        s[e.state + slot_remaining] = remaining;
        s[e.state + slot_wait] = wait;
        if (e.adapts != 0) {
            s[e.state + slot_rate] = V(ln2) / value_of(s, e.half_life);
            s[e.state + slot_mean_life] = value_of(s, e.half_life) / V(ln2);
        }
        if (hazard_is_fixed(e)) s[e.state + slot_interval] = exponential(V(0.0f) - value_of(s, e.log_rate));
        s[e.state + slot_onsets] = V(0.0f);
        s[e.state + slot_time] = V(0.0f);
        GAPMC_UNROLL
        for (std::int32_t j = 0; e.contrast >= 0 && j <= e.feedback_lag; ++j) s.ring(e.ring, j) = V(0.0f);
    }
}

//! Strength of every event at the start of a step: 2^(-age/h) while active, else 0.
template<class Store>
GAPMC_HD void take_strengths(Topology const& m, Store& s) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (EventNode const& e : m.events) {
        V strength = s[e.state + slot_active];
        if (e.adapts != 0)
            strength = strength * exponential(V(0.0f) - s[e.state + slot_rate] * s[e.state + slot_age]);
        s[e.state + slot_strength] = strength;
    }
}

//! 1/hazard of an event at the start of step n [yr], before the cap.
template<class Store>
GAPMC_HD auto mean_interval(Topology const& m, EventNode const& e, std::int32_t n, Store& s) ->
    typename Store::Value {
    using V = typename Store::Value;
    if (hazard_is_fixed(e)) return s[e.state + slot_interval];
    V log_rate = value_of(s, e.log_rate);
    GAPMC_UNROLL
    for (std::int32_t j = e.multipliers.begin; j < e.multipliers.end; ++j) {
        Multiplier const& f = m.multipliers[j];
        log_rate = madd(s[m.events[f.other].state + slot_strength], value_of(s, f.log_factor), log_rate);
    }
    if (e.contrast >= 0 && n >= e.feedback_lag) {
        V const moved = s.ring(e.ring, (n - e.feedback_lag) % (e.feedback_lag + 1));
        log_rate = madd(value_of(s, e.feedback), moved, log_rate);
    }
    return exponential(V(0.0f) - log_rate);
}

//! Strength integrated over `length` years that begin with strength `first`.
template<class Store>
GAPMC_HD auto integrate(EventNode const& e, typename Store::Value first, typename Store::Value length,
                        Store& s) -> typename Store::Value {
    if (e.adapts == 0) return first * length;
    return first * s[e.state + slot_mean_life] * one_minus_exponential(length * s[e.state + slot_rate]);
}

/*!
 * Where an onset falls that would come `drawn` years into the step if an active event stayed exposed.
 *
 * An event that restarts is exposed until it ends and again when it has rested; time in between does not
 * count. Without such a pause the result is `drawn`, to the bit. \param opens  begin of the window of dates
 * in this step
 */
template<class V>
GAPMC_HD V leave_out_rest(V drawn, MaskOf<V> active, V remaining, V refractory, V opens) {
    V const leaves = larger(opens, remaining);
    V const returns = larger(opens, remaining + refractory);
    return select(both(active, negate(drawn < leaves)), drawn + (returns - leaves), drawn);
}

//! One event over one step: onset, integrated strength, state at the step's end.
template<class Store, class Draws, class Rates>
GAPMC_HD void advance_event(Topology const& m, Draws const& draws, std::int32_t i, std::int32_t n, Store& s,
                            Rates& rates) {
    using V = typename Store::Value;
    EventNode const& e = m.events[i];
    V const step = V(m.step);
    V const zero = V(0.0f);
    V const age = s[e.state + slot_age];
    V const remaining = s[e.state + slot_remaining];
    V const refractory = refractory_of(e, s);
    auto const active = is_set(s[e.state + slot_active]);

    // The window in time since the step's start: the same for every trajectory.
    float const start_time = static_cast<float>(n) * m.step;
    float opens = 0.0f;
    float closes = m.step;
    if (e.windowed != 0) {
        opens = larger(e.from - start_time, opens);
        closes = smaller(e.until - start_time, closes);
    }

    auto onset = step < zero;  // false
    V tau = step;
    V lasts = zero;
    if (opens < closes) {
        V const uncapped = mean_interval(m, e, n, s);
        V const interval = larger(uncapped, V(e.least_interval));
        rates.hazard(uncapped < V(e.least_interval));
        V const busy = e.restarts != 0 ? zero : remaining + refractory;
        V const begins = larger(V(opens), select(active, busy, s[e.state + slot_wait]));
        V drawn = madd(draws.onset(i, n), interval, begins);
        if (e.restarts != 0 && rests(e))
            drawn = leave_out_rest(drawn, active, remaining, refractory, V(opens));
        onset = drawn < V(closes);
        tau = select(onset, drawn, step);
        if (any(onset)) {
            lasts = V(never);
            if (e.lasting != Lasting::forever) lasts = value_of(s, e.duration);
            if (e.lasting == Lasting::exponential) lasts = lasts * draws.duration(i, n);
        }
    }

    V first = smaller(remaining, step);
    if (e.restarts != 0) first = smaller(first, tau);
    first = select(active, first, zero);
    V const ends = tau + lasts;
    V const second = select(onset, smaller(step, ends) - tau, zero);
    s[e.state + slot_integral] =
        integrate(e, s[e.state + slot_strength], first, s) + integrate(e, V(1.0f), second, s);
    s[e.state + slot_onset] = flag_of<V>(onset);
    s[e.state + slot_fresh] = flag_of<V>(both(onset, negate(both(active, tau < remaining))));
    s[e.state + slot_tau] = tau;
    s[e.state + slot_onsets] = s[e.state + slot_onsets] + flag_of<V>(onset);
    s[e.state + slot_time] = s[e.state + slot_time] + (first + second);

    auto const renewed = both(onset, ends > step);
    auto const goes_on = both(both(active, negate(onset)), remaining > step);
    V const over =
        select(onset, ends + refractory, select(active, remaining + refractory, s[e.state + slot_wait]));
    s[e.state + slot_active] = flag_of<V>(either(renewed, goes_on));
    s[e.state + slot_age] = select(renewed, step - tau, age + step);
    s[e.state + slot_remaining] = select(renewed, ends, remaining) - step;
    s[e.state + slot_wait] = larger(over - step, zero);
}

//! An onset of `e` ends the events it names, from the next step on.
template<class Store>
GAPMC_HD void end_others(Topology const& m, EventNode const& e, Store& s) {
    using V = typename Store::Value;
    auto const onset = is_set(s[e.state + slot_onset]);
    GAPMC_UNROLL
    for (std::int32_t j = e.ends.begin; j < e.ends.end; ++j) {
        EventNode const& other = m.events[m.ended[j]];
        auto const stopped = both(onset, is_set(s[other.state + slot_active]));
        s[other.state + slot_active] = select(stopped, V(0.0f), s[other.state + slot_active]);
        s[other.state + slot_wait] = select(stopped, refractory_of(other, s), s[other.state + slot_wait]);
    }
}

//! All events over step n, from the state at its start.
template<class Store, class Draws, class Rates>
GAPMC_HD void advance_events(Topology const& m, Draws const& draws, std::int32_t n, Store& s, Rates& rates) {
    take_strengths(m, s);
    GAPMC_UNROLL
    for (std::int32_t i = 0; i < m.events.size; ++i) {
        draws.before_onset(i, n);
        advance_event(m, draws, i, n, s, rates);
    }
    GAPMC_UNROLL
    for (EventNode const& e : m.events) end_others(m, e, s);
}

}  // namespace gapmc
