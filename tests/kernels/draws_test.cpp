// SPDX-License-Identifier: Apache-2.0
//! The draws of several lanes are those of their trajectories, for every kind.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <set>
#include <vector>

#include "host/resolve/build_model.hpp"
#include "kernels/draws/addressed_draws.hpp"
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

using FourLanes = Twice<Twice<float>>;

//! Bit patterns of all draws of the lanes of a value, [draw][lane], in the order of the walk, durations last.
template<class V, class Draws>
std::vector<std::array<std::uint32_t, ValueTraits<V>::width>> all_draws(Topology const& m,
                                                                        Draws const& draws) {
    std::vector<std::array<std::uint32_t, ValueTraits<V>::width>> out;
    auto const put = [&](V const& value) {
        std::array<std::uint32_t, ValueTraits<V>::width> lanes;
        static_assert(sizeof(lanes) == sizeof(V));
        std::memcpy(lanes.data(), &value, sizeof(V));
        out.push_back(lanes);
    };
    for (std::int32_t i = 0; i < m.input_draws.size; ++i) put(draws.input(i));
    for (std::int32_t n = 0; n < m.steps; ++n) {
        for (std::int32_t j = 0; j < m.shock_draws.size; ++j) put(draws.shock(j, n));
        for (std::int32_t i = 0; i < m.onset_draws.size; ++i) put(draws.onset(i, n));
    }
    for (std::int32_t y = 0; y < m.years; ++y) {
        for (std::int32_t g = 0; g < m.tail_draws.size; ++g) put(draws.tail(g, y));
        if (m.revisions.present != 0) {
            put(draws.revision(y));
            put(draws.revision_common(y));
            put(draws.revision_difference(y));
        }
        if (m.measurement.present != 0)
            for (std::int32_t a = 0; a < m.actors; ++a) put(draws.measurement(a, y));
    }
    for (std::int32_t n = -1; n < m.steps; ++n)
        for (std::int32_t i = 0; i < m.onset_draws.size; ++i) put(draws.duration(i, n));
    return out;
}

void expect_equal_draws(Study const& study, std::uint64_t seed, std::uint64_t first) {
    auto const model = build_model(study);
    Topology const& m = model->topology;
    auto const lanes = all_draws<FourLanes>(m, AddressedDraws<FourLanes>{m, seed, first});
    for (std::size_t lane = 0; lane < 4; ++lane) {
        auto const single = all_draws<float>(m, AddressedDraws<float>{m, seed, first + lane});
        ASSERT_EQ(lanes.size(), single.size());
        for (std::size_t i = 0; i < lanes.size(); ++i)
            ASSERT_EQ(lanes[i][lane], single[i][0]) << "lane " << lane << " draw " << i;
    }
    std::set<std::uint32_t> const distinct(lanes.front().begin(), lanes.front().end());
    EXPECT_EQ(distinct.size(), 4u) << "lanes must differ";
}

TEST(AddressedDraws, OfLanesAreThoseOfTheirTrajectories) {
    for (char const* const step : {"1 year", "3 months", "1 month"})
        expect_equal_draws(parse(study_text({step, 2030}, every_kind)), 7, 0);
    expect_equal_draws(parse(study_text({}, every_kind)), ~std::uint64_t{0} >> 1, std::uint64_t{1} << 42);
}

TEST(AddressedDraws, OfLanesAreThoseOfTheirTrajectoriesInTheFlagship) {
    expect_equal_draws(load("configs/us-china-ai-index.toml"), 1, 49380);
}

//! All names of draws have ids of their own, so no two kinds share a word.
TEST(AddressedDraws, KindsDoNotShareWords) {
    auto const model = build_model(parse(study_text({}, every_kind)));
    auto const draws = all_draws<float>(model->topology, AddressedDraws<float>{model->topology, 3, 9});
    std::set<std::uint32_t> distinct;
    for (auto const& lanes : draws) distinct.insert(lanes[0]);
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
