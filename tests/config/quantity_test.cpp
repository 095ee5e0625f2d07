// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "config_test.hpp"
#include "host/config/all_quantities.hpp"
#include "host/config/schema.hpp"

namespace gapmc {
namespace {

Quantity quantity(std::string const& path, std::vector<std::string> const& overrides) {
    ReadResult const result = read_study(base_text(), "base.toml", overrides);
    EXPECT_TRUE(result.ok()) << problems_of(result);
    for (Quantity const* const candidate : all_quantities(result.study)) {
        if (candidate->path == path) return *candidate;
    }
    ADD_FAILURE() << path << " is missing";
    return {};
}

using Numbers = std::vector<double>;
constexpr char const* growth = "drivers.compute.us.growth";

Quantity growth_of(std::string const& value) { return quantity(growth, {std::string{growth} + "=" + value}); }

TEST(Quantity, ReadsEveryForm) {
    EXPECT_EQ(growth_of("0.3").parameters, (Numbers{0.3}));
    EXPECT_EQ(growth_of("1").parameters, (Numbers{1.0}));
    EXPECT_EQ(growth_of("{ value = 0.3 }").family, Family::constant);
    EXPECT_EQ(growth_of("{ p05 = 0.1, p95 = 0.3 }").family, Family::quantile2);
    EXPECT_EQ(growth_of("{ p05 = 0.1, p50 = 0.2, p95 = 0.4 }").parameters, (Numbers{0.1, 0.2, 0.4}));
    EXPECT_EQ(growth_of("{ dist = 'normal', mean = 0.3, sd = 0.1 }").family, Family::normal);
    EXPECT_EQ(growth_of("{ dist = 'lognormal', median = 0.3, sigma = 0.1 }").family, Family::lognormal);
    EXPECT_EQ(growth_of("{ dist = 'uniform', min = 0.1, max = 0.2 }").family, Family::uniform);
    EXPECT_EQ(growth_of("{ dist = 'triangular', min = 0, mode = 0.1, max = 0.2 }").family,
              Family::triangular);
    EXPECT_EQ(growth_of("{ dist = 'pert', min = 0, mode = 0.1, max = 0.2 }").family, Family::pert);
    EXPECT_EQ(growth_of("{ dist = 'beta', alpha = 2, beta = 3 }").parameters, (Numbers{2, 3, 0, 1}));
    EXPECT_EQ(growth_of("{ dist = 'beta', alpha = 2, beta = 3, max = 0.5 }").parameters,
              (Numbers{2, 3, 0, 0.5}));
    EXPECT_EQ(growth_of("{ dist = 'gamma', shape = 2, scale = 3 }").family, Family::gamma);
    EXPECT_EQ(growth_of("{ dist = 'student_t', location = 0, scale = 0.1, nu = 4 }").parameters,
              (Numbers{0, 0.1, 4}));
    EXPECT_EQ(growth_of("{ dist = 'empirical', values = [0.3, 0.1, 0.2] }").values, (Numbers{0.1, 0.2, 0.3}));
    Quantity const choice = quantity(
        "drivers.power.us.growth",
        {"drivers.power.us.growth={ dist = 'choice', values = [0.3, 0.1], weights = [0.75, 0.25] }"});
    EXPECT_EQ(choice.values, (Numbers{0.1, 0.3}));
    EXPECT_EQ(choice.weights, (Numbers{0.25, 0.75}));
}

TEST(Quantity, ConvertsEverythingThatHasAUnit) {
    EXPECT_EQ(growth_of("{ p05 = 10, p95 = 30, unit = 'percent/yr' }").parameters, (Numbers{0.1, 0.3}));
    EXPECT_EQ(growth_of("{ value = 0.02, unit = '1/month' }").parameters, (Numbers{0.24}));
    EXPECT_EQ(growth_of("{ dist = 'normal', mean = 40, sd = 10, unit = 'percent/yr', truncate = [0, 100] }")
                  .parameters,
              (Numbers{0.4, 0.1}));
    EXPECT_EQ(*growth_of("{ dist = 'normal', mean = 40, sd = 10, unit = 'percent/yr', truncate = [0, 100] }")
                   .truncate_max,
              1.0);
    EXPECT_EQ(growth_of("{ dist = 'lognormal', median = 40, sigma = 0.5, unit = 'percent/yr' }").parameters,
              (Numbers{0.4, 0.5}));
    EXPECT_EQ(growth_of("{ dist = 'gamma', shape = 4, scale = 10, unit = 'percent/yr' }").parameters,
              (Numbers{4, 0.1}));
    EXPECT_EQ(growth_of("{ dist = 'student_t', location = 40, scale = 10, nu = 5, unit = 'percent/yr' }")
                  .parameters,
              (Numbers{0.4, 0.1, 5}));
    EXPECT_EQ(growth_of("{ dist = 'empirical', values = [50, 10], unit = 'percent/yr' }").values,
              (Numbers{0.1, 0.5}));
    EXPECT_EQ(growth_of("{ value = 5, unit = 'percent/yr' }").unit, "1/yr");
    EXPECT_EQ(quantity("events.truce.duration", {"events.truce.duration={ value = 18, unit = 'month' }"})
                  .parameters,
              (Numbers{1.5}));
    Quantity const volatility =
        quantity("drivers.compute.cn.volatility",
                 {"drivers.compute.cn.volatility={ value = 0.1, unit = '1/sqrt(month)' }"});
    EXPECT_DOUBLE_EQ(volatility.parameters[0], 0.1 * std::sqrt(12.0));
    EXPECT_EQ(volatility.unit, "1/sqrt(yr)");
}

TEST(Quantity, StoresScoresOnALogitScaleAsFractions) {
    Quantity const base = quantity("index.dimensions.capability.base.us", {});
    EXPECT_EQ(base.link, Link::logit);
    EXPECT_EQ(base.parameters, (Numbers{0.65, 0.8}));
    EXPECT_EQ(base.unit, "1");
    EXPECT_EQ(quantity("index.dimensions.capability.base.cn", {}).parameters, (Numbers{5, 5, 0.2, 0.6}));
    // Differences of scores stay in points.
    EXPECT_EQ(quantity("index.dimensions.policy.base_contrast.points", {}).parameters, (Numbers{5, 15}));
    EXPECT_EQ(quantity("index.revisions.difference_sd", {}).unit, "points");
}

TEST(Quantity, TakesAnyTwoOrThreeLevels) {
    Quantity const wide = growth_of("{ p90 = 0.3, p10 = 0.1 }");
    EXPECT_EQ(wide.family, Family::quantile2);
    EXPECT_EQ(wide.levels, (std::vector<int>{100, 900}));
    EXPECT_EQ(wide.parameters, (Numbers{0.1, 0.3}));
    Quantity const uneven = growth_of("{ p025 = 0.1, p25 = 0.2, p975 = 0.5 }");
    EXPECT_EQ(uneven.family, Family::quantile3);
    EXPECT_EQ(uneven.levels, (std::vector<int>{25, 250, 975}));
    // The usual levels are not spelt out, so that a study has one form.
    EXPECT_TRUE(growth_of("{ p05 = 0.1, p95 = 0.3 }").levels.empty());
    EXPECT_EQ(growth_of("{ p05 = 0.1, p50 = 0.2, p95 = 0.4 }").quantile_levels(),
              (std::vector<int>{50, 500, 950}));
}

TEST(Quantity, NamesOfLevels) {
    EXPECT_EQ(config::level_of("p05"), 50);
    EXPECT_EQ(config::level_of("p50"), 500);
    EXPECT_EQ(config::level_of("p025"), 25);
    EXPECT_EQ(config::level_of("p001"), 1);
    EXPECT_EQ(config::level_of("p999"), 999);
    for (char const* none :
         {"p5", "p", "p00", "p000", "p100", "p050", "p0255", "p2.5", "q05", "median", "p-5", ""})
        EXPECT_EQ(config::level_of(none), 0) << none;
    for (int level = 1; level < 1000; ++level) EXPECT_EQ(config::level_of(config::level_name(level)), level);
}

TEST(Quantity, PercentAsText) {
    EXPECT_EQ(growth_of("'5 %'").parameters, (Numbers{0.05}));
    EXPECT_EQ(growth_of("'5%'").parameters, (Numbers{0.05}));
    EXPECT_EQ(growth_of("5%").parameters, (Numbers{0.05}));  // a bare word of the command line
    EXPECT_EQ(growth_of("'-0.5 percent'").parameters, (Numbers{-0.005}));
    EXPECT_EQ(growth_of("'\u2212 5\u00a0%'").family, Family::constant);
    EXPECT_EQ(growth_of("{ p05 = '10 %', p95 = '30 %' }").parameters, (Numbers{0.1, 0.3}));
    EXPECT_EQ(
        growth_of("{ dist = 'normal', mean = '40 %', sd = 0.1, truncate = ['0 %', '100 %'] }").truncate_max,
        1.0);
    EXPECT_EQ(quantity("index.phi", {"index.phi={ p05 = '20 %', p95 = '80 %' }"}).parameters,
              (Numbers{0.2, 0.8}));
    EXPECT_EQ(quantity("drivers.talent.us.level", {"drivers.talent.us.level='40 %'"}).parameters,
              (Numbers{0.4}));
    ReadResult const loaded =
        read_study(base_text(), "base.toml", {"report.quantiles=['5 %', 0.5, '97.5 %']"});
    EXPECT_EQ(loaded.study.quantiles, (Numbers{0.05, 0.5, 0.975}));
    // Text that is only text stays so.
    EXPECT_EQ(growth_of("{ value = 0.3, note = '5 %', source = '10 %' }").note, "5 %");
}

TEST(Quantity, TimesAsText) {
    EXPECT_EQ(quantity("events.truce.duration", {"events.truce.duration='18 months'"}).parameters,
              (Numbers{1.5}));
    EXPECT_EQ(quantity("events.truce.duration", {"events.truce.duration=2 years"}).parameters, (Numbers{2}));
    ReadResult const month =
        read_study(base_text(), "base.toml", {"study.step=1 month", "events.response.feedback.lag=1 month"});
    EXPECT_TRUE(month.ok()) << problems_of(month);
    for (Event const& event : month.study.events) {
        if (event.feedback) {
            EXPECT_EQ(event.feedback->lag, 1.0 / 12);
        }
    }
}

TEST(Quantity, PercentAndTimesOnlyWhereTheyMeanSomething) {
    auto const said = [](std::string const& word) {
        return problems_of(read_study(base_text(), "base.toml", {word}));
    };
    EXPECT_NE(said("drivers.power.us.level='5 %'").find("Only pure numbers, rates, volatilities and shares"),
              std::string::npos);
    EXPECT_NE(said("index.measurement.sd='5 %'").find("Only pure numbers"), std::string::npos);
    EXPECT_NE(said("events.truce.duration='5 %'").find("Only pure numbers"), std::string::npos);
    EXPECT_NE(said("drivers.power.cn.growth='2 months'").find("Only times"), std::string::npos);
    EXPECT_NE(said("drivers.power.cn.growth={ value = '5 %', unit = 'percent/yr' }").find("Leave out unit"),
              std::string::npos);
    EXPECT_NE(said("drivers.power.cn.growth='0,5 %'").find("point instead of the comma"), std::string::npos);
    EXPECT_NE(said("drivers.power.cn.growth='0.05'").find("Leave out the quotes"), std::string::npos);
}

TEST(Quantity, GrowthAsAFactorIsItsLogarithm) {
    auto const by_factor = [](std::string const& value) {
        return quantity(growth,
                        {"~drivers.compute.us.growth", "drivers.compute.us.growth_per_year=" + value});
    };
    EXPECT_DOUBLE_EQ(by_factor("1.05").parameters[0], std::log(1.05));
    EXPECT_EQ(by_factor("1").parameters, (Numbers{0}));
    Quantity const pair = by_factor("{ p05 = 1.02, p95 = 1.4, source = 'a' }");
    EXPECT_EQ(pair.family, Family::quantile2);
    EXPECT_EQ(pair.link, Link::identity);
    EXPECT_EQ(pair.unit, "1/yr");
    EXPECT_EQ(pair.path, growth) << "the draw is that of growth";
    EXPECT_EQ(pair.source, "a");
    EXPECT_DOUBLE_EQ(pair.parameters[1], std::log(1.4));
    Quantity const lognormal =
        by_factor("{ dist = 'lognormal', median = 1.1, sigma = 0.05, truncate = { min = 0, max = 2 } }");
    EXPECT_EQ(lognormal.family, Family::normal);
    EXPECT_EQ(lognormal.parameters[1], 0.05);
    EXPECT_FALSE(lognormal.truncate_min);
    EXPECT_DOUBLE_EQ(*lognormal.truncate_max, std::log(2.0));
}

TEST(Quantity, TruncationMayMissABound) {
    std::string const start = "{ dist = 'normal', mean = 0.3, sd = 0.1, truncate = ";
    Quantity const low = growth_of(start + "{ min = 0 } }");
    EXPECT_EQ(*low.truncate_min, 0.0);
    EXPECT_FALSE(low.truncate_max);
    Quantity const high = growth_of(start + "[-inf, 0.5] }");
    EXPECT_FALSE(high.truncate_min);
    EXPECT_EQ(*high.truncate_max, 0.5);
}

TEST(Quantity, KeepsProvenanceAndDefaults) {
    Quantity const given = growth_of("{ value = 0.3, source = 'a', note = 'b', as_of = 2025-03-01 }");
    EXPECT_EQ(given.source, "a");
    EXPECT_EQ(given.note, "b");
    EXPECT_EQ(given.as_of, "2025-03-01");
    EXPECT_FALSE(given.defaulted);
    Quantity const absent = quantity("drivers.talent.us.growth", {});
    EXPECT_TRUE(absent.defaulted);
    EXPECT_EQ(absent.parameters, (Numbers{0}));
}

TEST(Quantity, MinusZeroAndSubnormalNumbersAreZero) {
    EXPECT_FALSE(std::signbit(growth_of("-0.0").parameters[0]));
    EXPECT_FALSE(std::signbit(growth_of("{ value = -0.0, unit = 'percent/yr' }").parameters[0]));
    for (char const* tiny : {"1e-400", "4e-320"}) {
        ReadResult const result =
            read_study(base_text(), "base.toml", {std::string{growth} + "=" + tiny, "dependence.pair=[]"});
        ASSERT_TRUE(result.ok()) << problems_of(result);
        EXPECT_NE(problems_of(result).find("too small for double precision"), std::string::npos);
    }
}

}  // namespace
}  // namespace gapmc
