// SPDX-License-Identifier: Apache-2.0
//! The three outcomes of a contrast: constant method, edition (with revisions), published (with measurement
//! error and rounding); docs/model.md 4, "Outcomes".
#pragma once

#include "kernels/math/functions.hpp"
#include "kernels/model/index.hpp"
#include "kernels/model/numeric.hpp"
#include "kernels/model/store.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

//! Logarithm of a score. A published one that a measurement error took below 0 is not a number: counted and
//! refused.
template<class V>
GAPMC_HD V log_of_score(V score) {
    return natural_log(select(score > V(0.0f), score, V(not_a_number())));
}

//! A contrast of the actors' scores found at `offset` among their slots.
template<class Store>
GAPMC_HD auto contrast_of(Topology const& m, ContrastNode const& c, std::int32_t offset, Store& s) ->
    typename Store::Value {
    using V = typename Store::Value;
    auto const score = [&](std::int32_t j) { return s[m.actor[m.contrast_terms[j].actor].state + offset]; };
    std::int32_t const first = c.terms.begin;
    if (c.form == ContrastForm::ratio) return score(first) / score(first + 1);
    if (c.form == ContrastForm::log_ratio) return log_of_score(score(first)) - log_of_score(score(first + 1));
    V sum = V(0.0f);
    GAPMC_UNROLL
    for (std::int32_t j = first; j < c.terms.end; ++j)
        sum = madd(V(m.contrast_terms[j].coefficient), score(j), sum);
    return sum;
}

//! Method revision of one calendar year: with its probability, a jump of every actor on the logit scale.
template<class Store, class Draws>
GAPMC_HD void revise(Topology const& m, Draws const& draws, std::int32_t year, Store& s) {
    using V = typename Store::Value;
    RevisionsNode const& r = m.revisions;
    V const happens = flag_of<V>(draws.revision(year) < value_of(s, r.probability));
    V const common = madd(value_of(s, r.common_sd), draws.revision_common(year), value_of(s, r.common_mean));
    V const difference =
        madd(value_of(s, r.difference_sd), draws.revision_difference(year), value_of(s, r.difference_mean));
    GAPMC_UNROLL
    for (ActorConstants const& actor : m.actor) {
        V const jump = madd(V(actor.revision_share), difference, common);
        V& rho = s[actor.state + slot_revision];
        rho = madd(happens * jump, V(actor.revision_factor), rho);
    }
}

//! Edition and published scores of an index year.
template<class Store, class Draws>
GAPMC_HD void publish(Topology const& m, Draws const& draws, std::int32_t year, Store& s) {
    using V = typename Store::Value;
    draws.before_publication(year);
    if (m.revisions.present != 0) revise(m, draws, year, s);
    GAPMC_UNROLL
    for (std::int32_t a = 0; a < m.actors; ++a) {
        std::int32_t const state = m.actor[a].state;
        V score = s[state + slot_score];
        if (m.revisions.present != 0) {
            V const above = s[state + slot_above] * exponential(s[state + slot_revision]);
            score = score_of(state, above, s[state + slot_below], s);
        }
        s[state + slot_edition] = score;
        if (m.measurement.present != 0) {
            draws.before_measurement(a, year);
            score = madd(value_of(s, m.measurement.sd), draws.measurement(a, year), score);
            // No index publishes a score of 0 or less, or above 100, whatever the error of measurement.
            V const hundredths = round_to_integer(score * V(100.0f));
            s[state + slot_hundredths] = larger(smaller(hundredths, V(10000.0f)), V(1.0f));
        }
    }
}

//! Remember the gap's move for events that read it; `moved` of state n at n mod (lag + 1).
template<class Store>
GAPMC_HD void remember_feedback(Topology const& m, std::int32_t n, Store& s) {
    using V = typename Store::Value;
    GAPMC_UNROLL
    for (EventNode const& e : m.events) {
        if (e.contrast < 0) continue;
        ContrastNode const& c = m.contrasts[e.contrast];
        s.ring(e.ring, n % (e.feedback_lag + 1)) = contrast_of(m, c, slot_score, s) - V(c.start);
    }
}

}  // namespace gapmc
