// SPDX-License-Identifier: Apache-2.0
//! The one like-for-like year there is: what docs/study-us-china.md, section 6, says of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string const hindcast = "configs/us-china-2023-hindcast.toml";

//! Value of a quantity on the central path in 2024.
double central(Plan const& plan, std::string const& label) {
    for (std::size_t r = 0; r < plan.rows.size(); ++r)
        if (label_of(plan.rows[r]) == label) return plan.central_of(r, 0);
    ADD_FAILURE() << label << " is not observed";
    return 0;
}

TEST(Hindcast, CentralPathFindsTheObservedGap) {
    Plan const plan = plan_of(load(hindcast));
    ASSERT_EQ(plan.spec.years, 1);
    EXPECT_NEAR(central(plan, "contrast gap"), 19.96, 0.3);
    EXPECT_NEAR(central(plan, "contrast gap"), 19.83, 0.02);
    EXPECT_NEAR(central(plan, "score us"), 77.16, 0.02);
    EXPECT_NEAR(central(plan, "score cn"), 57.33, 0.02);
}

TEST(Hindcast, ObservedScoresLieInsideTheBand) {
    std::uint64_t const n = 16384;
    Sample const s = sample(load(hindcast), n);
    auto const share_below = [&](std::string const& label, double observed) {
        std::int32_t const* const row = s.row(label, 0);
        return static_cast<double>(
                   std::count_if(row, row + n, [&](std::int32_t x) { return x / 1048576.0 <= observed; })) /
               static_cast<double>(n);
    };
    EXPECT_NEAR(share_below("score us", 77.97), 0.73, 0.03);
    EXPECT_NEAR(share_below("score cn", 58.01), 0.63, 0.03);
    EXPECT_NEAR(share_below("contrast gap", 19.96), 0.55, 0.03);
}

TEST(Hindcast, MovingGoalpostsAreRefuted) {
    Plan const moving = plan_of(load(hindcast, {"index.phi=0.98"}));
    EXPECT_NEAR(central(moving, "score us") - 74.71, 0.1, 0.05) << "the observed rise is 3.26";
    Plan const fixed = plan_of(load(hindcast, {"index.phi=0.0001"}));
    EXPECT_NEAR(central(fixed, "score us") - 74.71, 4.7, 0.1);
    EXPECT_NEAR(central(fixed, "score cn") - 52.69, 7.7, 0.1);
}

//! From the heading `index` (a comment that ends a row of dashes) to the next heading or the first table of
//! outcomes.
std::string index_block(std::string const& path) {
    std::string const text = source_text(path);
    std::size_t const begin = text.find("- index\n");
    EXPECT_NE(begin, std::string::npos) << path;
    std::size_t const end = std::min(text.find("\n# ---", begin), text.find("\n[index.revisions]", begin));
    EXPECT_NE(end, std::string::npos) << path;
    return text.substr(begin, end - begin);
}

TEST(Hindcast, ItsScoreMapIsThatOfTheFlagship) {
    std::string const block = index_block("configs/us-china-ai-index.toml");
    EXPECT_GT(block.size(), 3000u);
    EXPECT_TRUE(index_block(hindcast) == block) << "the blocks from the heading `index` on differ";
}

}  // namespace
}  // namespace gapmc::support
