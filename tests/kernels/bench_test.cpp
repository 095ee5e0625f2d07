// SPDX-License-Identifier: Apache-2.0
//! The bench of the other tests, and that it walks like the walk.
#include "tests/support/bench.hpp"

#include <gtest/gtest.h>

#include "tests/support/studies.hpp"

namespace gapmc::support {

void Bench::start() {
    PackedStore<float> store{slots_.data()};
    NoRates rates;
    draw_inputs(topology(), draws, store);
    start_drivers(topology(), store);
    start_events(topology(), draws, store);
    start_index(topology(), store, rates);
}

void Bench::step(std::int32_t n) {
    Topology const& m = topology();
    PackedStore<float> store{slots_.data()};
    NoRates rates;
    if (n % m.steps_per_year == 0) {
        for (EventNode const& e : m.events) store[e.state + slot_onsets] = store[e.state + slot_time] = 0;
        draw_tails(m, draws, n / m.steps_per_year, store);
    }
    advance_events(m, draws, n, store, rates);
    advance_processes(m, draws, n, store, rates);
    show_views(m, n + 1, store);
    score_actors(m, n + 1, store, rates);
    if (m.score_each_step != 0) remember_feedback(m, n + 1, store);
    bool const publishes = m.revisions.present != 0 || m.measurement.present != 0;
    if ((n + 1) % m.steps_per_year == 0 && publishes) publish(m, draws, n / m.steps_per_year, store);
}

namespace {

//! Remembers every slot at the end of each year.
struct SlotRecorder {
    std::size_t slots;
    std::vector<std::vector<float>> years;

    template<class Store>
    void year(std::int32_t, Store& s) {
        years.emplace_back();
        for (std::size_t i = 0; i < slots; ++i) years.back().push_back(s[static_cast<std::int32_t>(i)]);
    }
};

TEST(Bench, WalksLikeTheWalk) {
    for (char const* const path : {"tests/oracle/studies/04-events.toml", "configs/us-china-ai-index.toml"}) {
        Bench bench{load(path)};
        Topology const& m = bench.topology();
        AddressedDraws<float> const source{m, 5, 17};
        for (std::int32_t i = 0; i < m.input_draws.size; ++i) bench.draws.inputs[i] = source.input(i);
        for (std::int32_t n = 0; n < m.steps; ++n) {
            for (std::int32_t j = 0; j < m.shock_draws.size; ++j)
                bench.draws.shocks[{j, n}] = source.shock(j, n);
            for (std::int32_t e = 0; e < m.events.size; ++e) bench.draws.onsets[{e, n}] = source.onset(e, n);
        }
        for (std::int32_t n = -1; n < m.steps; ++n)
            for (std::int32_t e = 0; e < m.events.size; ++e)
                bench.draws.durations[{e, n}] = source.duration(e, n);
        for (std::int32_t y = 0; y < m.years; ++y)
            for (std::int32_t g = 0; g < m.tails.size; ++g) bench.draws.tails[{g, y}] = source.tail(g, y);

        std::vector<float> slots(static_cast<std::size_t>(m.slots));
        PackedStore<float> store{slots.data()};
        SlotRecorder recorder{slots.size(), {}};
        NoRates rates;
        walk(m, bench.draws, store, recorder, rates);

        bench.start();
        for (std::int32_t n = 0; n < m.steps; ++n) {
            bench.step(n);
            if ((n + 1) % m.steps_per_year != 0) continue;
            auto const& seen = recorder.years[static_cast<std::size_t>(n / m.steps_per_year)];
            for (std::int32_t i = 0; i < m.slots; ++i)
                ASSERT_EQ(bits_of(bench.slot(i)), bits_of(seen[static_cast<std::size_t>(i)]))
                    << path << " step " << n << " slot " << i;
        }
    }
}

}  // namespace
}  // namespace gapmc::support
