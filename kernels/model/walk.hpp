// SPDX-License-Identifier: Apache-2.0
//! One trajectory, from its draws to what is observed of it.
#pragma once

#include "kernels/model/events.hpp"
#include "kernels/model/index.hpp"
#include "kernels/model/inputs.hpp"
#include "kernels/model/outcomes.hpp"
#include "kernels/model/processes.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"
#include "kernels/model/views.hpp"

namespace gapmc {

//! Takes no notice of how often bounds were met: the main pass.
struct NoRates {
    template<class M>
    GAPMC_HD void hazard(M) {}
    template<class M>
    GAPMC_HD void clipped(M) {}
    template<class M>
    GAPMC_HD void saturated(M) {}
    template<class M>
    GAPMC_HD void ceiling(M) {}
};

/*!
 * Simulate one trajectory (or, for a value type of several lanes, one per lane).
 *
 * \tparam Store    slots; its Value is the value type
 * \tparam Draws    where draws come from: addressed (production), scripted (tests), silent (central path)
 * \tparam Observer observe(year, store) is called at the end of each index year, year = 0 for the first
 * \tparam Rates    notified of caps, clips and saturation
 *
 * The order inside a step is normative: events from the state at its start, drift, shocks, views, index.
 */
template<class Store, class Draws, class Observer, class Rates>
GAPMC_HD void walk(Topology const& m, Draws const& draws, Store& s, Observer& observe, Rates& rates) {
    using V = typename Store::Value;
    draw_inputs(m, draws, s);
    start_drivers(m, s);
    start_events(m, draws, s);
    start_index(m, s, rates);
    for (std::int32_t n = 0; n < m.steps; ++n) {
        std::int32_t const year = n / m.steps_per_year;
        bool const year_begins = n % m.steps_per_year == 0;
        bool const year_ends = (n + 1) % m.steps_per_year == 0;
        if (year_begins) draw_tails(m, draws, year, s);
        advance_events(m, draws, n, s, rates);
        advance_processes(m, draws, n, s, rates);
        show_views(m, n + 1, s);
        if (year_ends || m.score_each_step != 0) score_actors(m, n + 1, s, rates);
        if (m.score_each_step != 0) remember_feedback(m, n + 1, s);
        if (year_ends) {
            if (m.revisions.present != 0 || m.measurement.present != 0) publish(m, draws, year, s);
            observe.year(year, s);
            GAPMC_UNROLL
            for (EventNode const& e : m.events) {
                s[e.state + slot_onsets] = V(0.0f);
                s[e.state + slot_time] = V(0.0f);
            }
        }
    }
}

}  // namespace gapmc
