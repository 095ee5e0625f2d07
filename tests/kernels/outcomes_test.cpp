// SPDX-License-Identifier: Apache-2.0
//! Contrasts, method revisions, measurement error and publication in hundredths (docs/model.md 4,
//! "Outcomes").
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string const contrasts =
    "[contrasts.gap]\ncoefficients = { us = 1, cn = -1 }\n[contrasts.weighted]\ncoefficients = { us = 0.5, "
    "cn = -0.8 }\n"
    "[contrasts.ratio]\nkind = \"ratio\"\nof = \"cn\"\nto = \"us\"\n[contrasts.logs]\nkind = "
    "\"log_ratio\"\nof = \"us\"\nto = \"cn\"\n";

double logit(double p) { return std::log(p / (1 - p)); }

TEST(Outcomes, ContrastsOfScores) {
    Bench b{parse(study_text({}, one_driver(", growth = 0.1", ", growth = 0.3") + contrasts))};
    b.run(4);
    double const us = b.score("us");
    double const cn = b.score("cn");
    EXPECT_GT(cn, 60);
    EXPECT_NEAR(b.contrast("gap"), us - cn, 1e-5);
    EXPECT_NEAR(b.contrast("weighted"), 0.5 * us - 0.8 * cn, 1e-5);
    EXPECT_NEAR(b.contrast("ratio"), cn / us, 1e-6);
    EXPECT_NEAR(b.contrast("logs"), std::log(us / cn), 1e-6);
}

TEST(Outcomes, ContrastsStartAtThePublishedScores) {
    Bench b{parse(study_text({}, one_driver("", "") + contrasts))};
    auto const start = [&](char const* name) {
        return b.topology().contrasts[index_of(b.model().contrast_names, name)].start;
    };
    EXPECT_EQ(start("gap"), 20.0f);
    EXPECT_FLOAT_EQ(start("weighted"), static_cast<float>(39 - 46.4));
    EXPECT_FLOAT_EQ(start("ratio"), static_cast<float>(58.0 / 78.0));
    EXPECT_NEAR(start("logs"), std::log(78.0 / 58.0), 5e-7) << "the walk's own: two logarithms in float32";
}

std::string const revisions =
    "[index.revisions]\nprobability = 0.4\ncommon_mean = 0.5\ncommon_sd = 2\ndifference_mean = "
    "-1\ndifference_sd = 3\n";

//! rho gains J/(100 T (1 - T)) in the years in which the uniform is below the probability, and stays.
TEST(Outcomes, RevisionsJumpAndStay) {
    Bench b{parse(study_text({"6 months", 2034}, one_driver("", "") + revisions))};
    b.draws.revisions = {{0, 0.39f}, {1, 0.4f}, {2, 0.0f}, {3, 0.9f}};
    b.draws.revision_commons = {{0, 1.0f}, {1, 5.0f}, {2, -1.0f}};
    b.draws.revision_differences = {{0, 2.0f}, {1, 5.0f}, {2, 0.0f}};
    b.start();
    double us = logit(0.78);
    double cn = logit(0.58);
    for (int y = 0; y < 4; ++y) {
        b.step(2 * y);
        b.step(2 * y + 1);
        double const common = y == 0 ? 2.5 : y == 2 ? -1.5 : 0;
        double const difference = y == 0 ? 5.0 : y == 2 ? -1.0 : 0;
        us += (common + difference / 2) / (100 * 0.78 * 0.22);
        cn += (common - difference / 2) / (100 * 0.58 * 0.42);
        EXPECT_NEAR(b.actor("us", slot_edition), 100 / (1 + std::exp(-us)), 2e-5) << y;
        EXPECT_NEAR(b.actor("cn", slot_edition), 100 / (1 + std::exp(-cn)), 2e-5) << y;
        EXPECT_NEAR(b.score("us"), 78.0, 1e-5) << "the constant method does not see revisions";
    }
}

TEST(Outcomes, RevisionsBetweenNamedActorsLeaveTheThirdItsCommonPart) {
    std::string const three =
        "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus.level = 1\ncn.level = 1\neu.level = "
        "1\n[actors.eu]\nscore = 40\n"
        "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n" +
        revisions + "between = [\"eu\", \"us\"]\n";
    Bench b{parse(study_text({"1 year", 2034, R"("us", "cn", "eu")"}, three))};
    b.draws.revisions = {{0, 0.1f}};
    b.draws.revision_differences = {{0, 1.0f}};  // difference 2, common 0.5
    b.run(1);
    auto const edition = [](double score, double jump) {
        double const p = score / 100;
        return 100 / (1 + std::exp(-(logit(p) + jump / (100 * p * (1 - p)))));
    };
    EXPECT_NEAR(b.actor("eu", slot_edition), edition(40, 0.5 + 1), 2e-5);
    EXPECT_NEAR(b.actor("us", slot_edition), edition(78, 0.5 - 1), 2e-5);
    EXPECT_NEAR(b.actor("cn", slot_edition), edition(58, 0.5), 2e-5);
}

TEST(Outcomes, PublishedScoresAreRoundedBeforeTheContrast) {
    Bench b{parse(study_text({}, one_driver("", "") + contrasts + "[index.measurement]\nsd = 0.5\n"))};
    b.draws.measurements = {{{0, 0}, 0.5086f}, {{1, 0}, -1.009f}};  // cn 58.2543, us 77.4955
    b.run(1);
    EXPECT_EQ(b.actor("cn", slot_hundredths), 5825.0f);
    EXPECT_EQ(b.actor("us", slot_hundredths), 7750.0f);
    EXPECT_EQ(b.contrast("gap", slot_hundredths), 1925.0f) << "77.50 - 58.25, not round(19.2412)";
    EXPECT_NEAR(b.contrast("ratio", slot_hundredths), 58.25 / 77.50, 1e-6);
    EXPECT_NEAR(b.actor("us", slot_edition), 78.0, 1e-5)
        << "without revisions the edition is the constant method";
}

TEST(Outcomes, MeasurementErrorIsNotCarriedOver) {
    Bench b{parse(study_text({}, one_driver("", "") + "[index.measurement]\nsd = 0.5\n"))};
    b.draws.measurements = {{{1, 0}, 2.0f}};
    b.start();
    b.step(0);
    EXPECT_EQ(b.actor("us", slot_hundredths), 7900.0f);
    b.step(1);
    EXPECT_EQ(b.actor("us", slot_hundredths), 7800.0f);
}

}  // namespace
}  // namespace gapmc::support
