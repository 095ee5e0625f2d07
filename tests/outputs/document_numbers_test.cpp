// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/document_numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/outputs/example.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

using ::testing::HasSubstr;

DocumentNumber const& find(std::vector<DocumentNumber> const& all, std::string const& key) {
    auto const found =
        std::find_if(all.begin(), all.end(), [&](DocumentNumber const& n) { return n.key == key; });
    if (found == all.end()) throw std::runtime_error{"no " + key};
    return *found;
}

std::vector<DocumentNumber> example() {
    Study const study = testing::example_study();
    return document_numbers(study, testing::example_results(study));
}

//! The example's gap: mean 20 - 0.75 t, sd 2 sqrt(t), a million trajectories; by hand.
TEST(DocumentNumbers, AreRoundedByTheirErrors) {
    auto const all = example();
    // t = 6: mean 15.5 with error 4.899/1000; the median's error is 1.2533 of that, 0.0061.
    EXPECT_EQ(find(all, "gap.mean@2030").text, "15.500");
    EXPECT_EQ(find(all, "gap.p50@2030").text, "15.500");
    // 15.5 - 1.959964 x 4.898979 = 5.898177, error 0.131.
    EXPECT_EQ(find(all, "gap.p2.5@2030").text, "5.90");
    EXPECT_EQ(find(all, "gap.p2.5@2030").unit, "points");
    // P(X <= 0) = Phi(-15.5/4.898979) = Phi(-3.163924) = 0.000778; in percent, error 0.0028 %.
    EXPECT_EQ(find(all, "gap.le0@2030").text, "0.078");
    EXPECT_EQ(find(all, "gap.le0@2030").unit, "%");
    EXPECT_EQ(find(all, "gap.start").text, "20");
    EXPECT_EQ(find(all, "trajectories").text, "1,000,000");
    EXPECT_EQ(find(all, "digest").text, "0123456789ab");
    EXPECT_THAT(find(all, "gap.p50@2030").what,
                HasSubstr("median: Gap, United States minus China, constant method of 2024, end of 2030"));
}

//! Small and large numbers, and those whose errors say nothing.
TEST(DocumentNumbers, AreRoundedWhateverTheirSize) {
    Study const study = testing::example_study();
    Results results = testing::example_results(study);
    double const nan = std::numeric_limits<double>::quiet_NaN();
    struct Case {
        Estimate estimate;
        char const* text;
    };
    for (Case const& c : {Case{{434617.3, 4148}, "435000"}, Case{{1718016, 254488}, "1700000"},
                          Case{{3.61e-5, 3.5e-7}, "0.0000361"}, Case{{0.00012, 0}, "0.00012"},
                          Case{{12345.678, nan}, "12350"}, Case{{57.4, 12}, "60"}, Case{{57.4, 9.9}, "57"}}) {
        results.quantities[0].years[0].mean = c.estimate;
        EXPECT_EQ(find(document_numbers(study, results), "gap.mean@2025").text, c.text);
    }
    results.request.seed = 9223372036854775807u;
    auto const seed = find(document_numbers(study, results), "seed");
    EXPECT_EQ(seed.text, "9223372036854775807");
    EXPECT_TRUE(std::isnan(seed.estimate.value)) << "no double has it";
}

TEST(DocumentNumbers, OfTwoWithOneNameTheFirstCounts) {
    Study const study = testing::example_study();
    Results results = testing::example_results(study);
    QuantitySummary driver = results.quantities.back();
    driver.id = "gap.constant";
    results.quantities.push_back(driver);
    std::set<std::string> keys;
    for (DocumentNumber const& n : document_numbers(study, results))
        EXPECT_TRUE(keys.insert(n.key).second) << n.key;
    EXPECT_EQ(find(document_numbers(study, results), "gap.constant.mean@2030").text, "15.500");
}

TEST(DocumentNumbers, NameEveryOutcomeAndTheShownOneBesides) {
    Study study = testing::example_study();
    Results results = testing::example_results(study);
    for (QuantitySummary& q : results.quantities)
        if (q.target == Target::contrast_published) q.years.front().mean = {99, 0.01};
    auto const text = [&](char const* key) { return find(document_numbers(study, results), key).text; };
    EXPECT_EQ(text("gap.mean@2025"), text("gap.constant.mean@2025"));
    EXPECT_EQ(text("gap.published.mean@2025"), "99.00");
    study.outcome = Outcome::published;
    EXPECT_EQ(text("gap.mean@2025"), "99.00");
}

//! Keys are safe in all three languages, and there is one of each, in every study of the tree.
TEST(DocumentNumbers, KeysAreUniqueAndPlain) {
    for (std::string const path : {"configs/us-china-ai-index.toml", "configs/three-actors.toml"}) {
        Session const session = support::session_of(support::source_text(path), 256);
        Record const record = support::record_of(session, *support::cpu());
        std::set<std::string> keys;
        for (DocumentNumber const& n : document_numbers(session.study(), session.results(record))) {
            EXPECT_TRUE(keys.insert(n.key).second) << n.key;
            EXPECT_EQ(
                n.key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-"),
                std::string::npos)
                << n.key;
            EXPECT_FALSE(n.text.empty()) << n.key;
            EXPECT_FALSE(n.what.empty()) << n.key;
        }
        EXPECT_GT(keys.size(), 300u);
    }
}

TEST(DocumentNumbers, OfWhatIsMissingAreNA) {
    Study const study = testing::example_study();
    Results results = testing::example_results(study);
    results.quantities[0].years[0].mean = no_estimate(Missing::few);
    auto const all = document_numbers(study, results);
    EXPECT_EQ(find(all, "gap.mean@2025").text, "NA");
    auto const json = nlohmann::json::parse(numbers_json(study, results));
    EXPECT_TRUE(json["numbers"]["gap.mean@2025"]["value"].is_null());
    EXPECT_TRUE(json["numbers"]["digest"]["value"].is_null());
    EXPECT_THAT(numbers_tex(study, results), HasSubstr("\\gapmcdefine{gap.mean@2025}{NA}{NA}\n"));
    results.done = {};
    EXPECT_TRUE(document_numbers(study, results).empty());
    EXPECT_THAT(numbers_typ(study, results), HasSubstr("#let gapmc-numbers = (:\n)\n"));
}

TEST(DocumentNumbers, HaveTheMinusOfTheirLanguage) {
    Study const study = testing::example_study();
    Results results = testing::example_results(study);
    results.quantities[0].years[0].mean = {-2.114, 0.01};
    EXPECT_THAT(numbers_tex(study, results),
                HasSubstr("\\gapmcdefine{gap.mean@2025}{\\ensuremath{-2.11}}{0.01}\n"));
    EXPECT_THAT(numbers_typ(study, results),
                HasSubstr("  \"gap.mean@2025\": (\"\u22122.11\", \"0.01\", \"points\"),\n"));
    EXPECT_EQ(nlohmann::json::parse(numbers_json(study, results))["numbers"]["gap.mean@2025"]["text"],
              "-2.11");
}

TEST(DocumentNumbers, TextsOfTheStudyStayText) {
    Study const study = testing::example_study();
    Results results = testing::example_results(study);
    for (QuantitySummary& q : results.quantities) {
        q.name = "\"}\\input{/etc/passwd}%";
        q.unit = "\"; #eval(\"1\") \\";
    }
    std::string const tex = numbers_tex(study, results);
    EXPECT_EQ(tex.find("passwd"), std::string::npos) << "LaTeX gets numbers alone";
    std::string const typ = numbers_typ(study, results);
    EXPECT_THAT(typ, HasSubstr("\"\\\"; #eval(\\\"1\\\") \\\\\""));
    EXPECT_TRUE(nlohmann::json::accept(numbers_json(study, results)));
}

}  // namespace
}  // namespace gapmc
