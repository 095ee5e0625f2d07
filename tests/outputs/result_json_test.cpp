// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/result_json.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "host/text/json_text.hpp"
#include "kernels/base/error.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(ResultJson, Structure) {
    auto const study = testing::example_study();
    auto const results = testing::example_results(study);
    auto const json = nlohmann::json::parse(result_json(study, results));
    EXPECT_EQ(json["format"], "gapmc-result");
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["study"]["name"], "example");
    EXPECT_EQ(json["study"]["base"], 2024);
    EXPECT_EQ(json["study"]["origin"], "2025-11-30");
    EXPECT_EQ(json["study"]["months_per_step"], 12);
    EXPECT_EQ(json["study"]["actors"][0]["id"], "us");
    EXPECT_EQ(json["study"]["actors"][0]["score"], 78.0);
    EXPECT_EQ(json["run"]["trajectories"], 1000000);
    EXPECT_EQ(json["run"]["result_digest"], results.result_digest);
    auto const& gap = json["quantities"][0];
    EXPECT_EQ(gap["target"], "contrast");
    EXPECT_EQ(gap["id"], "gap");
    EXPECT_EQ(gap["years"].size(), 11u);
    auto const& year = gap["years"][0];
    EXPECT_EQ(year["year"], 2025);
    EXPECT_EQ(year["mean"][0].get<double>(), results.quantities[0].years[0].mean.value);
    EXPECT_EQ(year["mean"][1].get<double>(), results.quantities[0].years[0].mean.mcse);
    EXPECT_EQ(year["quantiles"].size(), 9u);
    EXPECT_EQ(year["quantiles"]["0.05"][0].get<double>(),
              results.quantities[0].years[0].quantiles[1].estimate.value);
    EXPECT_TRUE(year["cdf"].contains("0"));
    EXPECT_TRUE(year["cdf"].contains("10"));
    EXPECT_TRUE(year.contains("narrower"));
    EXPECT_EQ(json["quantities"][3]["target"], "score");
    EXPECT_FALSE(json["quantities"][3]["years"][0].contains("narrower"));
    EXPECT_EQ(json["passages"][0]["threshold"], 0);
    EXPECT_EQ(json["passages"][0]["first"].size(), 12u);
    EXPECT_EQ(json["passages"][0]["first"]["never"][0].get<double>(), results.passages[0].never.value);
    EXPECT_EQ(json["passages"][0]["lasting"]["never"][0].get<double>(),
              results.passages[0].lasting_never.value);
    EXPECT_EQ(json["events"][0]["years"][10]["happened"][0].get<double>(),
              results.events[0].years[10].happened.value);
    EXPECT_EQ(json["decomposition"][0]["trajectories"], 65536);
    EXPECT_EQ(json["decomposition"][0]["years"][2]["parts"]["driver.compute"][0].get<double>(),
              results.decompositions[0].years[2].parts[1].second.value);
    EXPECT_EQ(json["rates"]["capped"], 0.0001);
}

TEST(ResultJson, LargeCountsAreExact) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    results.done = Ranges{{0, std::uint64_t{1} << 62}};
    results.request.seed = (std::uint64_t{1} << 63) - 1;
    auto const json = nlohmann::json::parse(result_json(study, results));
    EXPECT_EQ(json["run"]["trajectories"].get<std::uint64_t>(), results.trajectories());
    EXPECT_EQ(json["run"]["seed"].get<std::uint64_t>(), results.request.seed);
}

TEST(ResultJson, UndefinedErrorIsNull) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    results.quantities[0].years[0].mean.mcse = nan;
    auto const json = nlohmann::json::parse(result_json(study, results));
    EXPECT_TRUE(json["quantities"][0]["years"][0]["mean"][1].is_null());
}

TEST(ResultJson, AValueThatIsMissingForAReasonIsNull) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    results.quantities[0].years[0].quantiles[3].estimate = no_estimate(Missing::beyond_bins);
    auto const json = nlohmann::json::parse(result_json(study, results));
    auto const quantile = std::next(json["quantities"][0]["years"][0]["quantiles"].begin(), 3).value();
    EXPECT_TRUE(quantile[0].is_null());
    EXPECT_TRUE(quantile[1].is_null());
}

TEST(ResultJson, WhatIsMissingHasItsReasonAndTheRestHasNone) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    YearSummary& year = results.quantities[0].years[0];
    year.sd = without_error(1, Missing::heavy_tails);
    year.quantiles[3].estimate = no_estimate(Missing::beyond_bins);
    auto const json = nlohmann::json::parse(result_json(study, results));
    auto const& written = json["quantities"][0]["years"];
    std::string const level = std::next(written[0]["quantiles"].begin(), 3).key();
    EXPECT_EQ(written[0]["missing"],
              (nlohmann::json{{"sd", "heavy tails"}, {"quantiles." + level, "rank beyond the bins"}}));
    EXPECT_FALSE(written[1].contains("missing"));
}

TEST(ResultJson, ASingleTrajectoryHasNoSpread) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    results.quantities[0].years[0].sd = no_estimate(Missing::few);
    auto const json = nlohmann::json::parse(result_json(study, results));
    EXPECT_TRUE(json["quantities"][0]["years"][0]["sd"][0].is_null());
}

TEST(ResultJson, NoValueMayBeUndefined) {
    auto const study = testing::example_study();
    auto const good = testing::example_results(study);
    auto const refused = [&](auto spoil) {
        auto results = good;
        spoil(results);
        EXPECT_THROW(result_json(study, results), StudyError);
    };
    refused([](Results& r) { r.quantities[0].years[0].mean.value = nan; });
    refused([](Results& r) { r.quantities[0].years[0].mean.mcse = std::numeric_limits<double>::infinity(); });
    refused([](Results& r) { r.quantities[0].years[0].sd.value = std::numeric_limits<double>::infinity(); });
    refused([](Results& r) { r.quantities[0].years[0].quantiles[3].estimate.value = nan; });
    refused([](Results& r) { r.quantities[0].years[0].cdf[0].estimate.value = nan; });
    refused([](Results& r) { r.quantities[0].years[0].narrower->value = nan; });
    refused([](Results& r) { r.quantities[0].years[0].central = nan; });
    refused([](Results& r) { r.quantities[0].years[0].bin_width = nan; });
    refused([](Results& r) { r.quantities[0].start = nan; });
    refused([](Results& r) { r.passages[0].never.value = nan; });
    refused([](Results& r) { r.passages[0].crossings.value = nan; });
    refused([](Results& r) { r.events[0].years[0].onsets.value = nan; });
    refused([](Results& r) { r.decompositions[0].years[0].total.value = nan; });
    refused([](Results& r) { r.decompositions[0].years[0].parts[0].second.value = nan; });
    refused([](Results& r) { r.rates["capped"] = nan; });
}

TEST(ResultJson, EqualResultsGiveEqualBytes) {
    auto const study = testing::example_study();
    EXPECT_EQ(result_json(study, testing::example_results(study)),
              result_json(study, testing::example_results(study)));
}

TEST(JsonText, Layout) {
    nlohmann::ordered_json const json = {
        {"b", 1}, {"a", {0.1, nullptr}}, {"c", nlohmann::ordered_json::object()}, {"d", {{"x", "q\"\n"}}}};
    EXPECT_EQ(json_text(json),
              "{\n \"b\": 1,\n \"a\": [0.1, null],\n \"c\": {},\n \"d\": {\n  \"x\": \"q\\\"\\n\"\n }\n}\n");
    EXPECT_THROW(json_text({{"x", nan}}), StudyError);
    EXPECT_EQ(nlohmann::json::parse(json_text({{"x", "\xff"}}))["x"], "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace gapmc
