// SPDX-License-Identifier: Apache-2.0
//! Draws read from a buffer are those computed from their addresses, for every kind and every lane.
#include <gtest/gtest.h>

#include <set>

#include "host/resolve/build_model.hpp"
#include "kernels/draws/draw_buffer.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

using support::load;
using support::parse;
using support::study_text;

//! Inputs, shocks, tails, events with durations, revisions and measurement error at once.
std::string const every_kind =
    "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = { p05 = 8, p95 = 12 }, volatility = 0.2 }\n"
    "cn = { level = 5, growth = { p05 = 0.1, p95 = 0.3 }, volatility = 0.1 }\n"
    "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n"
    "[shocks]\nnu = 5\n[shocks.tail_groups.one]\nnu = 4\nmembers = [\"x.us\"]\n"
    "[events.a]\nrate = 0.3\nduration = 1\n[events.b]\nrate = 0.2\n"
    "[index.revisions]\nprobability = 0.3\ndifference_sd = 1\n[index.measurement]\nsd = 0.2\n";

//! Bit patterns of all draws of one trajectory, in the order of the buffer, durations last.
template<class Draws>
std::vector<std::uint32_t> all_draws(Topology const& m, Draws const& draws) {
    std::vector<std::uint32_t> out;
    for (std::int32_t i = 0; i < m.input_ids.size; ++i) out.push_back(bits_of(draws.input(i)));
    for (std::int32_t n = 0; n < m.steps; ++n) {
        for (std::int32_t j = 0; j < m.shock_ids.size; ++j) out.push_back(bits_of(draws.shock(j, n)));
        for (std::int32_t i = 0; i < m.onset_ids.size; ++i) out.push_back(bits_of(draws.onset(i, n)));
    }
    for (std::int32_t y = 0; y < m.years; ++y) {
        for (std::int32_t g = 0; g < m.tail_ids.size; ++g) out.push_back(bits_of(draws.tail(g, y)));
        if (m.revisions.present != 0) {
            out.push_back(bits_of(draws.revision(y)));
            out.push_back(bits_of(draws.revision_common(y)));
            out.push_back(bits_of(draws.revision_difference(y)));
        }
        if (m.measurement.present != 0)
            for (std::int32_t a = 0; a < m.actors; ++a) out.push_back(bits_of(draws.measurement(a, y)));
    }
    for (std::int32_t n = -1; n < m.steps; ++n)
        for (std::int32_t i = 0; i < m.onset_ids.size; ++i) out.push_back(bits_of(draws.duration(i, n)));
    return out;
}

void expect_equal_draws(Study const& study, std::uint64_t seed, std::uint64_t group) {
    auto const model = build_model(study);
    Topology const& m = model->topology;
    DrawLayout const layout = draw_layout(m);
    std::vector<float> buffer(static_cast<std::size_t>(layout.entries) * 4, -99.0f);
    fill_draws(m, layout, key_of_seed(seed), group, buffer.data());
    std::set<std::uint32_t> lanes_first;
    for (int lane = 0; lane < 4; ++lane) {
        std::uint64_t const trajectory = 4 * group + static_cast<std::uint64_t>(lane);
        BufferedDraws<float> const buffered{m, layout, buffer.data() + lane, seed, trajectory};
        auto const expected = all_draws(m, AddressedDraws<float>{m, seed, trajectory});
        auto const durations = static_cast<std::size_t>((m.steps + 1) * m.onset_ids.size);
        ASSERT_EQ(expected.size(), static_cast<std::size_t>(layout.entries) + durations);
        EXPECT_EQ(all_draws(m, buffered), expected) << "lane " << lane;
        lanes_first.insert(expected.front());
    }
    EXPECT_EQ(lanes_first.size(), 4u) << "lanes must differ";
    for (float const x : buffer) ASSERT_NE(x, -99.0f) << "an entry was never written";
}

TEST(DrawBuffer, EqualsAddressedDraws) {
    for (char const* const step : {"1 year", "3 months", "1 month"})
        expect_equal_draws(parse(study_text({step, 2030}, every_kind)), 7, 0);
    expect_equal_draws(parse(study_text({}, every_kind)), ~std::uint64_t{0} >> 1, std::uint64_t{1} << 40);
}

TEST(DrawBuffer, EqualsAddressedDrawsOfTheFlagship) {
    expect_equal_draws(load("configs/us-china-ai-index.toml"), 1, 12345);
}

//! All names of draws have ids of their own, so no two kinds share a word.
TEST(DrawBuffer, KindsDoNotShareWords) {
    auto const model = build_model(parse(study_text({}, every_kind)));
    auto const draws = all_draws(model->topology, AddressedDraws<float>{model->topology, 3, 9});
    std::set<std::uint32_t> const distinct(draws.begin(), draws.end());
    EXPECT_GE(distinct.size() + 1, draws.size());  // 23 bits of a uniform may meet another by chance
}

TEST(SilentDraws, LeaveNothingToChance) {
    SilentDraws<float> const silent;
    EXPECT_EQ(silent.input(0), 0.0f);
    EXPECT_EQ(silent.shock(0, 0), 0.0f);
    EXPECT_EQ(silent.tail(0, 0), 0.0f);
    EXPECT_EQ(silent.measurement(0, 0), 0.0f);
    EXPECT_EQ(silent.revision(0), 1.0f);  // not below any probability
    EXPECT_EQ(silent.onset(0, 0), never);
    EXPECT_FLOAT_EQ(silent.duration(0, 0), 0.69314718f);  // the median of a unit exponential
}

}  // namespace
}  // namespace gapmc
