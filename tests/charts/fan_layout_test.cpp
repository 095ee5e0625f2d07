// SPDX-License-Identifier: Apache-2.0
#include "host/charts/fan_layout.hpp"

#include <gtest/gtest.h>

#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

double origin_of(int year, int month, int day) {
    Study study = testing::example_study();
    study.origin = {year, month, day};
    return fan_data(study, testing::example_results(study), "gap", Outcome::constant).origin;
}

//! Days into the year, counted by hand, after the end of the year before.
TEST(FanLayout, TheOriginStandsWhereItsDayIsInTheYear) {
    std::array const last_days{31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    std::array const lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
        auto const m = static_cast<std::size_t>(month - 1);
        EXPECT_DOUBLE_EQ(origin_of(2025, month, lengths[m]), 2024 + last_days[m] / 365.0) << month;
        int const leap = month > 1 ? 1 : 0;
        EXPECT_DOUBLE_EQ(origin_of(2024, month, lengths[m] + (month == 2 ? 1 : 0)),
                         2023 + (last_days[m] + leap) / 366.0)
            << month;
    }
}

}  // namespace
}  // namespace gapmc
