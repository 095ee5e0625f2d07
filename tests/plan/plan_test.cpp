// SPDX-License-Identifier: Apache-2.0
//! What is fixed before the first trajectory: shards, what is observed, bins, thresholds, digests.
#include "host/plan/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "host/plan/digest.hpp"
#include "host/plan/observed.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

TEST(ShardRange, PartsFollowEachOtherAndCutAtTheGrain) {
    for (std::uint64_t const n :
         {std::uint64_t{1}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{100'001},
          5 * fingerprint_block, 7 * fingerprint_block + 13, std::uint64_t{1} << 62})
        for (std::uint64_t const shards : {1u, 2u, 3u, 7u, 100u}) {
            std::uint64_t next = 0;
            std::uint64_t least = n;
            std::uint64_t most = 0;
            std::uint64_t const grain = n / fingerprint_block >= shards ? fingerprint_block : tally_groups;
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
                                        "driver compute.cn", "driver compute.us"}));
    Sample const events = sample(load("tests/oracle/studies/09-tails.toml"), 64);
    EXPECT_EQ(events.labels(),
              (std::vector<std::string>{"contrast gap", "score cn", "score us", "driver compute.cn",
                                        "driver compute.us", "driver quality.cn", "driver quality.us",
                                        "driver talent.cn", "driver talent.us", "onsets leak",
                                        "onsets merger", "active leak", "active merger"}));
    EXPECT_EQ(events.plan.spec.first_event, 9);
    EXPECT_EQ(events.plan.spec.binned, 9);
}

TEST(Bins, CoverEveryPossibleScoreAndLinearContrast) {
    for (std::string const path : {"tests/oracle/studies/07-method.toml", "configs/three-actors.toml",
                                   "configs/us-china-ai-index.toml"}) {
        Plan const plan = plan_of(load(path), 4096);
        for (std::int32_t q = 0; q < plan.spec.binned; ++q) {
            Observed const& o = plan.spec.observed[static_cast<std::size_t>(q)];
            std::string const label = label_of(*plan.model, o);
            double const unit = units_per_one(*plan.model, o);
            for (std::int32_t y = 0; y < plan.spec.years; ++y) {
                HistogramSpec const& h =
                    plan.spec.histograms[static_cast<std::size_t>(q * plan.spec.years + y)];
                double const lo = h.lo / unit;
                double const hi = (h.lo + std::ldexp(h.bins, h.shift)) / unit;
                if (label == "contrast gap" || label == "edition gap" || label == "published gap") {
                    EXPECT_LE(lo, -100.0);
                    EXPECT_GT(hi, 100.0);
                    EXPECT_LE(std::ldexp(1.0, h.shift) / unit, 0.011) << label;
                }
                if (label == "published gap") {
                    EXPECT_EQ(h.shift, 0) << "exact in hundredths";
                }
                if (o.what == Observable::score) {
                    EXPECT_LE(lo, 0.0);
                    EXPECT_GT(hi, 100.0);
                }
                EXPECT_LE(h.bins, (1u << 16) + 2);
            }
        }
    }
}

//! The pilot is the run's own beginning, so nothing of it may lie outside.
TEST(Bins, HoldThePilot) {
    Plan const plan = plan_of(load("configs/three-actors.toml"), pilot_trajectories);
    Tally const tally = run(plan, 0, pilot_trajectories, *cpu());
    for (HistogramSpec const& h : plan.spec.histograms)
        ASSERT_EQ(tally.counts[h.offset + h.bins] + tally.counts[h.offset + h.bins + 1], 0u);
    std::uint64_t end = 0;
    for (HistogramSpec const& h : plan.spec.histograms) {
        ASSERT_EQ(h.offset, end) << "counters lie next to each other";
        end = h.offset + h.bins + 2;
    }
}

TEST(Thresholds, InHundredthsAreNotLostToTheProduct) {
    std::string const body =
        one_driver("", "") +
        "[index.measurement]\nsd = 0.2\n[contrasts.gap]\ncoefficients = { us = 1, cn = -1 }\n"
        "thresholds = [19.9, 0.29, -0.07, 20.005, -20.005, 0]\n";
    Plan const plan = plan_of(parse(study_text({}, body)), 64);
    ASSERT_EQ(plan.spec.contrasts.size(), 2u);
    EXPECT_EQ(plan.spec.observed[static_cast<std::size_t>(plan.spec.contrasts[1].quantity)].what,
              Observable::contrast_published);
    auto const sorted = [](std::vector<std::int32_t> x) {
        std::sort(x.begin(), x.end());
        return x;
    };
    EXPECT_EQ(sorted(plan.spec.contrasts[1].thresholds),
              (std::vector<std::int32_t>{-2001, -7, 0, 29, 1990, 2000}));
    EXPECT_EQ(plan.spec.contrasts[1].start, 2000);
    EXPECT_EQ(plan.spec.contrasts[0].start, 20 << 20);
    EXPECT_EQ(sorted(plan.spec.contrasts[0].thresholds)[4],
              static_cast<std::int32_t>(std::floor(19.9 * 1048576)));
}

class Digests : public ::testing::Test {
  protected:
    static Plan of(std::vector<std::string> const& overrides, std::uint64_t n = 64) {
        return plan_of(load("configs/reference-2x3x11.toml", overrides), n);
    }
    Plan const base = of({});
};

TEST_F(Digests, NamesAndTextsDoNotReachATrajectory) {
    for (std::string const word :
         {"study.title=other words", "report.quantiles=[0.1, 0.9]", "study.name=another"}) {
        EXPECT_EQ(of({word}).model_digest, base.model_digest) << word;
        EXPECT_EQ(of({word}).plan_digest, base.plan_digest) << word;
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

TEST_F(Digests, SeedNumberAndWhatIsCountedBelongToThePlanAlone) {
    Plan const seed = of({"study.seed=2"});
    Plan const number = of({}, 128);
    Plan const threshold = of({"+contrasts.gap.coefficients.us=1", "+contrasts.gap.coefficients.cn=-1",
                               "+contrasts.gap.thresholds=[3]"});
    for (Plan const* plan : {&seed, &number, &threshold}) {
        EXPECT_EQ(plan->model_digest, base.model_digest);
        EXPECT_NE(plan->plan_digest, base.plan_digest);
    }
}

TEST_F(Digests, DoNotDependOnTheBackend) {
    Study study = load("configs/reference-2x3x11.toml");
    study.trajectories = 64;
    Plan const portable = make_plan(study, "", {0, 64}, *cpu("portable", 3, 64));
    EXPECT_EQ(portable.plan_digest, base.plan_digest);
    EXPECT_NE(make_plan(study, "text", {0, 64}, *cpu()).study_digest, base.study_digest);
}

}  // namespace
}  // namespace gapmc::support
