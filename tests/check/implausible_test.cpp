// SPDX-License-Identifier: Apache-2.0
//! What is said of inputs that are hardly meant, to the number.
#include "host/check/implausible.hpp"

#include <gmock/gmock.h>

#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

using ::testing::HasSubstr;

std::string said_of(std::string const& us) {
    return format_problems(implausible_inputs(parse(study_text({}, one_driver(us, ""))), "test.toml"));
}

TEST(Implausible, ProposesWhatWasMeant) {
    EXPECT_THAT(said_of(", volatility = 35"), HasSubstr("Did you mean 35 %? Then write \"35 %\" or 0.35.\n"));
    EXPECT_THAT(said_of(", growth = 1.5"), HasSubstr("For 50 % a year write growth_per_year = 1.5.\n"));
    EXPECT_THAT(said_of(", growth = 35"),
                HasSubstr("For 35 % a year write growth_per_year = 1.35; growth = \"35 %\" is a rate on the "
                          "logarithm, 41.9 % a year"));  // e^0.35 = 1.41907
    EXPECT_THAT(said_of(", growth = 0.3"), "");
}

//! Loaded with a lag of 6 years, growth of 0.1 that was 0.9 more 6 years ago's half-life ago.
TEST(Implausible, NamesTheHalfLifeThatItReckonsWith) {
    std::string const driver =
        ", growth = 0.1, growth_start = 1.0, growth_half_life = { p05 = 1.25, p95 = 5 }";
    std::string text = study_text({}, one_driver(driver, ""));
    std::string const loading = "x = 1.0";
    text.replace(text.find(loading), loading.size(), "x = { weight = 1.0, lag = 6 }");
    std::string const said = format_problems(implausible_inputs(parse(text), "test.toml"));
    EXPECT_THAT(said, HasSubstr("with a half-life of 1.25 years (its 5 % quantile)"));
}

}  // namespace
}  // namespace gapmc::support
