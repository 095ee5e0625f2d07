// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/same_numbers.hpp"

#include <gtest/gtest.h>

#include <string>

#include "host/outputs/bands_csv.hpp"
#include "host/outputs/result_json.hpp"
#include "kernels/base/error.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

std::string changed(std::string text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(SameNumbers, ARowIsKnownByWhatBothFilesHave) {
    std::string const ours = "target,horizon,value,mcse,level\ngap,1,20,0.1,0.5\ngap,2,19,0.2,0.5\n";
    std::string const older = "target,horizon,value,mcse\ngap,2,19,0.2\ngap,1,20,0.1\n";
    EXPECT_TRUE(compare_bands(older, ours).agree());
    EXPECT_EQ(compare_bands(older, ours).compared, 2u);
    EXPECT_TRUE(compare_bands(changed(older, "20,0.1", "20,0.3"), ours).agree())
        << "errors are claims of a version";
    ComparedNumbers const other = compare_bands(changed(older, "20,0.1", "20.5,0.1"), ours);
    EXPECT_FALSE(other.agree());
    ASSERT_EQ(other.different.size(), 1u);
    EXPECT_EQ(other.different[0], "gap,1,value");
}

TEST(SameNumbers, OfAnEstimateTheValueIsCompared) {
    auto const text = [](char const* mean) {
        return std::string{R"({"quantities": [{"id": "gap", "years": [{"year": 2025, "mean": )"} + mean +
               "}]}]}";
    };
    EXPECT_TRUE(compare_results(text("[1.5, 0.1]"), text("[1.5, 0.2]")).agree());
    EXPECT_TRUE(compare_results(text("[1.5, null]"), text("[1.5, 0.2]")).agree());
    EXPECT_FALSE(compare_results(text("[1.6, 0.1]"), text("[1.5, 0.1]")).agree());
    EXPECT_FALSE(compare_results(text("[1.5, 2, 3]"), text("[1.5, 2, 4]")).agree()) << "a list, no estimate";
}

TEST(SameNumbers, NothingToCompareIsNoAgreement) {
    EXPECT_FALSE(compare_bands("target,value,mcse\n", "target,value,mcse\ngap,1,2\n").agree());
    EXPECT_FALSE(compare_results("{}", "{\"quantities\": []}").agree());
    EXPECT_THROW(compare_bands("", "target,value,mcse\n"), DataError);
    EXPECT_THROW(compare_bands("target,number\n", "target,value,mcse\n"), DataError);
    EXPECT_THROW(compare_results("{", "{}"), DataError);
}

TEST(SameNumbers, EveryNumberOfARunIsCompared) {
    auto const study = testing::example_study();
    auto const results = testing::example_results(study);
    std::string const bands = bands_csv(study, results);
    std::string const json = result_json(study, results);
    EXPECT_TRUE(compare_bands(bands, bands).agree());
    EXPECT_TRUE(compare_results(json, json).agree());
    auto other = results;
    other.quantities.back().years.back().mean.value += 1e-9;
    EXPECT_EQ(compare_bands(bands_csv(study, other), bands).different.size(), 1u);
    EXPECT_EQ(compare_results(result_json(study, other), json).different.size(), 1u);
}

//! What a later version adds, drops or puts elsewhere is not held against it.
TEST(SameNumbers, OfListsGoByTheirNames) {
    std::string const ours =
        R"({"quantities": [{"target": "score", "id": "us", "years": [{"year": 2030, "mean": [1, 0.5]}]},)"
        R"({"target": "score", "id": "cn", "years": [{"year": 2030, "mean": [2, 0.5]}]}]})";
    std::string const theirs =
        R"({"quantities": [{"target": "score", "id": "cn", "new": 7, "years": [{"year": 2030, "mean": [2, 0.5]}]}]})";
    EXPECT_TRUE(compare_results(theirs, ours).agree());
    EXPECT_FALSE(compare_results(changed(theirs, "[2, 0.5]", "[2.5, 0.5]"), ours).agree());
    EXPECT_TRUE(compare_results(changed(theirs, "[2, 0.5]", "[2, null]"), ours).agree());
}

}  // namespace
}  // namespace gapmc
