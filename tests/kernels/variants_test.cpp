// SPDX-License-Identifier: Apache-2.0
//! One trajectory number in several worlds: each is walked as it would be alone, and rows of two are
//! subtracted before they are counted.
#include <gtest/gtest.h>

#include "kernels/cpu/instance.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "tests/support/two_worlds.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t n = 300;

std::int32_t const* row_of(std::vector<std::int32_t> const& rows, TallySpec const& spec, std::size_t row,
                           int year) {
    return rows.data() + (row * static_cast<std::size_t>(spec.years) + static_cast<std::size_t>(year)) * n;
}

TEST(Variants, EachIsWalkedAsIfItWereAlone) {
    TwoWorlds const worlds;
    Progress progress;
    auto const together = cpu()->observe(worlds.job({0, n}), progress);
    auto const first = observe(worlds.plan(), 0, n, *cpu());
    ASSERT_TRUE(std::equal(first.begin(), first.end(), together.begin()));

    TallySpec alone;
    alone.years = worlds.spec().years;
    alone.observed = {worlds.spec().observed.back()};
    alone.rows.push_back({0});
    auto const second =
        cpu()->observe({{&worlds.other().topology}, alone, worlds.plan().seed, {0, n}}, progress);
    EXPECT_TRUE(
        std::equal(second.begin(), second.end(), row_of(together, worlds.spec(), worlds.other_gap(), 0)));
    EXPECT_FALSE(std::equal(second.begin(), second.end(), row_of(together, worlds.spec(), worlds.gap(), 0)))
        << "control: the worlds differ";
}

TEST(Variants, DifferencesAreTakenTrajectoryByTrajectory) {
    TwoWorlds const worlds;
    Progress progress;
    auto const rows = cpu()->observe(worlds.job({0, n}), progress);
    Tally const tally = cpu("", 2)->run(worlds.job({0, n}), progress);
    for (int y = 0; y < worlds.spec().years; ++y) {
        Int128 sum = 0, squares = 0;
        for (std::uint64_t i = 0; i < n; ++i) {
            std::int64_t const expected =
                std::int64_t{row_of(rows, worlds.spec(), worlds.other_gap(), y)[i]} -
                row_of(rows, worlds.spec(), worlds.gap(), y)[i];
            ASSERT_EQ(row_of(rows, worlds.spec(), worlds.difference(), y)[i], expected);
            sum += expected;
            squares += static_cast<Int128>(expected) * expected;
        }
        CountedRow const& counted = worlds.spec().rows[worlds.difference()];
        Int128 counted_sum = 0, counted_squares = 0;
        for (std::size_t g = 0; g < tally_groups; ++g) {
            counted_sum += tally.sums[std::size_t{counted.sum(y)} * tally_groups + g];
            counted_squares += tally.products[std::size_t{counted.square(y)} * tally_groups + g];
        }
        EXPECT_TRUE(counted_sum == sum && counted_squares == squares) << y;
    }
}

//! Another replicate of a draw is another draw of the same law; those it shares stay what they were.
TEST(Variants, ReplicatesDrawAnew) {
    auto const plain = build_model(load("tests/oracle/studies/04-events.toml"));
    auto const anew = build_model(load("tests/oracle/studies/04-events.toml"));
    for (DrawName& draw : anew->input_draws) draw.replicate = 1;
    AddressedDraws<float> const a{plain->topology, 7, 5};
    AddressedDraws<float> const b{anew->topology, 7, 5};
    for (std::int32_t i = 0; i < plain->topology.input_draws.size; ++i)
        EXPECT_NE(a.input(i), b.input(i)) << i;
    for (std::int32_t j = 0; j < plain->topology.shock_draws.size; ++j)
        EXPECT_EQ(a.shock(j, 2), b.shock(j, 2)) << j;
}

TEST(Variants, InstancesAgree) {
    TwoWorlds const worlds;
    Progress progress;
    Tally const expected = cpu("portable")->run(worlds.job({0, n}), progress);
    for (CpuInstance const* const instance : cpu_instances())
        if (instance->runs_here()) {
            EXPECT_TRUE(cpu(instance->name, 3, 64)->run(worlds.job({0, n}), progress) == expected)
                << instance->name;
        }
}

}  // namespace
}  // namespace gapmc::support
