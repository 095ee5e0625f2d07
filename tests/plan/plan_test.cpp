// SPDX-License-Identifier: Apache-2.0
//! What is fixed before the first trajectory: shards, what is observed, bins, thresholds, digests.
#include "host/plan/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "host/plan/digest.hpp"
#include "host/plan/pilot.hpp"
#include "host/record/ranges.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

TEST(ShardRange, PartsFollowEachOtherAndCutAtTheGrain) {
    for (std::uint64_t const n :
         {std::uint64_t{1}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{100'001},
          std::uint64_t{5} << 20, (std::uint64_t{7} << 20) + 13, std::uint64_t{1} << 62})
        for (std::uint64_t const shards : {1u, 2u, 3u, 7u, 100u}) {
            std::uint64_t next = 0;
            std::uint64_t least = n;
            std::uint64_t most = 0;
            constexpr std::uint64_t grain = tally_groups;
            for (std::uint64_t i = 1; i <= shards; ++i) {
                TrajectoryRange const r = shard_range(n, i, shards);
                ASSERT_EQ(r.first, next);
                ASSERT_GE(r.last, r.first);
                if (r.last < n) {
                    ASSERT_EQ(r.last % grain, 0u) << n << " " << shards;
                }
                next = r.last;
                least = std::min(least, r.last - r.first);
                most = std::max(most, r.last - r.first);
            }
            EXPECT_EQ(next, n);
            EXPECT_LT(most - least, 2 * grain) << n << " " << shards;
        }
}

TEST(ObservedQuantities, OrderAndOutcomes) {
    Sample const method = sample(load("tests/oracle/studies/07-method.toml"), 64);
    EXPECT_EQ(method.labels(),
              (std::vector<std::string>{"contrast gap", "edition gap", "published gap", "contrast ratio",
                                        "edition ratio", "published ratio", "score cn", "score us",
                                        "driver compute.cn", "driver compute.us", "level compute.cn",
                                        "level compute.us"}));
    Sample const events = sample(load("tests/oracle/studies/09-tails.toml"), 64);
    EXPECT_EQ(events.labels(),
              (std::vector<std::string>{"contrast gap", "score cn", "score us", "driver compute.cn",
                                        "driver compute.us", "driver quality.cn", "driver quality.us",
                                        "driver talent.cn", "driver talent.us", "level compute.cn",
                                        "level compute.us", "onsets leak", "onsets merger", "active leak",
                                        "active merger"}))
        << "a driver on the identity is its own level; of a ratio alone none is known";
}

TEST(Bins, CoverEveryPossibleLinearContrast) {
    int seen = 0;
    for (std::string const path : {"tests/oracle/studies/07-method.toml", "configs/three-actors.toml",
                                   "configs/us-china-ai-index.toml"}) {
        Plan const plan = plan_of(load(path));
        for (Histogram const& h : plan.spec.histograms) {
            Row const& row = plan.rows[static_cast<std::size_t>(h.row)];
            EXPECT_LE(h.bins, (1u << 16) + 2);
            if (!is_contrast(row.target) || row.id != "gap") continue;
            ++seen;
            EXPECT_LE(h.lo / row.units, -100.0);
            EXPECT_GT((h.lo + std::ldexp(h.bins, h.shift)) / row.units, 100.0);
            EXPECT_LE(std::ldexp(1.0, h.shift) / row.units, 0.011) << label_of(row);
            if (row.target == Target::contrast_published) {
                EXPECT_EQ(h.shift, 0) << "exact in hundredths";
            }
        }
    }
    EXPECT_GT(seen, 60);
}

//! Of a range that the pilot gives, cut at 0 and 100: no wider than their number demands.
TEST(Bins, OfScoresAreNarrow) {
    Plan const plan = plan_of(load("configs/us-china-ai-index.toml"));
    int seen = 0;
    for (Histogram const& h : plan.spec.histograms) {
        Row const& row = plan.rows[static_cast<std::size_t>(h.row)];
        if (row.target != Target::score) continue;
        ++seen;
        EXPECT_GE(h.lo, 0);
        EXPECT_LT(h.lo / row.units, 77.97);
        EXPECT_LE((h.lo + std::ldexp(h.bins - 1, h.shift)) / row.units, 100.0);
        EXPECT_GT(h.bins, 2047u);
        EXPECT_LE(h.bins, 4096u);
    }
    EXPECT_EQ(seen, 2 * plan.spec.years);
}

//! The pilot is the run's own beginning: only its outermost values may lie outside.
TEST(Bins, HoldThePilot) {
    Plan const plan = plan_of(load("configs/three-actors.toml"));
    Tally const tally = run(plan, 0, pilot_trajectories, *cpu());
    std::uint64_t end = 0;
    for (Histogram const& h : plan.spec.histograms) {
        ASSERT_LE(tally.bins[h.below()] + tally.bins[h.above()], 8u);
        ASSERT_EQ(h.first, end) << "counters lie next to each other";
        end = h.first + h.bins + 3;
    }
    EXPECT_EQ(plan.spec.sizes.bins, end);
}

TEST(Thresholds, InHundredthsAreNotLostToTheProduct) {
    std::string const body =
        one_driver("", "") +
        "[index.measurement]\nsd = 0.2\n[contrasts.gap]\ncoefficients = { us = 1, cn = -1 }\n"
        "thresholds = [19.9, 0.29, -0.07, 20.005, -20.005, 0]\n";
    Plan const plan = plan_of(parse(study_text({}, body)));
    auto const values = [&](Target target) {
        std::vector<std::int32_t> of_row;
        auto const row = static_cast<std::int32_t>(plan.row_of(target, "gap"));
        for (Threshold const& threshold : plan.spec.thresholds)
            if (threshold.row == row) of_row.push_back(threshold.value);
        std::sort(of_row.begin(), of_row.end());
        return of_row;
    };
    EXPECT_EQ(values(Target::contrast_published), (std::vector<std::int32_t>{-2001, -7, 0, 29, 1990, 2000}));
    EXPECT_EQ(plan.rows[plan.row_of(Target::contrast_published, "gap")].start, 2000);
    EXPECT_EQ(plan.rows[plan.row_of(Target::contrast, "gap")].start, 20 << 20);
    EXPECT_EQ(values(Target::contrast)[4],
              static_cast<std::int32_t>(std::nearbyint(static_cast<double>(19.9f) * 1048576)));
}

//! Scores with three decimals are published with two: 77.975 - 58.01 is 19.965, and a published gap is 19.96
//! or 19.97.
TEST(Thresholds, AtBaseIsNoHundredthIfTheScoresAreNone) {
    std::string const body =
        one_driver("", "") +
        "[index.measurement]\nsd = 0.005\n[contrasts.gap]\ncoefficients = { us = 1, cn = -1 }\n"
        "thresholds = [19.96, 19.9649, 19.965, 19.9651, 19.97]\n";
    Plan const plan =
        plan_of(parse(study_text({}, body), {"actors.us.score=77.975", "actors.cn.score=58.01"}));
    auto const values = [&](Target target) {
        std::vector<std::int32_t> of_row;
        auto const row = static_cast<std::int32_t>(plan.row_of(target, "gap"));
        for (Threshold const& threshold : plan.spec.thresholds)
            if (threshold.row == row) of_row.push_back(threshold.value);
        return of_row;
    };
    EXPECT_EQ(values(Target::contrast_published), (std::vector<std::int32_t>{1996, 1996, 1996, 1996, 1997}));
    auto const constant = values(Target::contrast);
    EXPECT_EQ(constant[2], plan.rows[plan.row_of(Target::contrast, "gap")].start);
    EXPECT_TRUE(std::is_sorted(constant.begin(), constant.end()));
}

//! In units of 2^-27, four in a billion would be no more than one of them.
TEST(Levels, SmallSharesHaveAScaleOfTheirOwn) {
    auto const units = [](std::string const& level) {
        Plan const plan = plan_of(
            parse(study_text({}, "[drivers.x]\nunit = \"share\"\nlink = \"logit\"\nus = { level = " + level +
                                     ", growth = -0.05, volatility = 0.1 }\ncn = { level = 0.3 "
                                     "}\n[index.dimensions.d]\nweight = 1\nloadings = { x = 1 }\n")));
        return plan.rows[plan.row_of(Target::driver_level, "x.us")].units;
    };
    EXPECT_GT(units("4e-9"), 0x1p40);
    EXPECT_EQ(units("0.2"), 0x1p27);
}

class Digests : public ::testing::Test {
  protected:
    static Plan of(std::vector<std::string> const& overrides, std::uint64_t seed = 1) {
        return plan_of(load("configs/reference-2x3x11.toml", overrides), seed);
    }
    Plan const base = of({});
};

TEST_F(Digests, NamesAndTextsDoNotReachATrajectory) {
    for (std::string const word :
         {"study.title=other words", "report.quantiles=[0.1, 0.9]", "study.name=another"}) {
        EXPECT_EQ(of({word}).model_digest, base.model_digest) << word;
        EXPECT_EQ(of({word}).digest, base.digest) << word;
    }
}

TEST_F(Digests, EveryConstantThatReachesATrajectoryShows) {
    std::set<std::string> seen{base.model_digest};
    for (std::string const word :
         {"actors.us.score=78.0001", "drivers.compute.us.level=4501", "drivers.compute.us.growth.p05=0.1001",
          "events.bust.rate=0.1001", "index.phi=0.5001", "index.weight_concentration=20.001",
          "study.end=2036", "study.step=6 months", "events.bust.repeat=true",
          "index.dimensions.people.steepness=1.001"})
        EXPECT_TRUE(seen.insert(of({word}).model_digest).second) << word;
}

TEST_F(Digests, SeedAndWhatIsCountedBelongToThePlanAlone) {
    Plan const seed = of({}, 2);
    Plan const threshold = of({"+contrasts.gap.coefficients.us=1", "+contrasts.gap.coefficients.cn=-1",
                               "+contrasts.gap.thresholds=[3]"});
    for (Plan const* plan : {&seed, &threshold}) {
        EXPECT_EQ(plan->model_digest, base.model_digest);
        EXPECT_NE(plan->digest, base.digest);
    }
}

//! The number of trajectories is asked of a study: neither its digest nor its plan's knows it.
TEST_F(Digests, TheRequestBelongsToNeither) {
    std::string const text = source_text("configs/reference-2x3x11.toml");
    Session const few = session_of(text, 64);
    Session const many = session_of(text, 1'000'000'000'000'000);
    EXPECT_EQ(few.plan().digest, many.plan().digest);
    EXPECT_EQ(few.plan().study_digest(), many.plan().study_digest());
    EXPECT_EQ(few.plan().study_digest(), session_of(text, 64, {"study.seed=9"}).plan().study_digest());
    EXPECT_NE(few.plan().study_digest(), session_of(text, 64, {"index.phi=0.5001"}).plan().study_digest());
}

TEST_F(Digests, DoNotDependOnTheBackend) {
    Study const study = load("configs/reference-2x3x11.toml");
    Progress progress;
    EXPECT_EQ(make_plan(study, "", 1, *cpu("portable", 3, 64), progress).digest, base.digest);
    EXPECT_NE(make_plan(study, "text", 1, *cpu(), progress).study_digest(), base.study_digest());
}

}  // namespace
}  // namespace gapmc::support
