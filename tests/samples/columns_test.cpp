// SPDX-License-Identifier: Apache-2.0
//! Observations in a column's unit.
#include "host/samples/columns.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/observe/observation.hpp"

namespace gapmc {
namespace {

TEST(QuantityColumn, UndoesUnitsAndScales) {
    QuantityColumn const plain{{}, 0, 4, PairLevel::none};
    EXPECT_EQ(plain.value(10), 2.5);
    EXPECT_EQ(plain.value(-10), -2.5);
    QuantityColumn const log{{}, 0, 4, PairLevel::exponential};
    EXPECT_NEAR(log.value(10), 12.182493960703473, 1e-13);  // e^2.5
    QuantityColumn const share{{}, 0, 4, PairLevel::logistic};
    EXPECT_NEAR(share.value(-4), 0.2689414213699951, 1e-15);  // 1 / (1 + e)
}

//! The largest integers stand for all that is larger.
TEST(QuantityColumn, SaysWhatIsBeyondObservations) {
    for (std::int32_t const end : {saturated_at, INT32_MAX}) {
        QuantityColumn column{{}, 0, 1048576, PairLevel::none};
        EXPECT_EQ(column.value(end), HUGE_VAL);
        EXPECT_EQ(column.value(-end), -HUGE_VAL);
        EXPECT_TRUE(std::isfinite(column.value(saturated_at - 1)));
        column.level = PairLevel::exponential;
        EXPECT_EQ(column.value(end), HUGE_VAL);
        EXPECT_EQ(column.value(-end), 0);
        column.level = PairLevel::logistic;
        EXPECT_EQ(column.value(end), 1);
        EXPECT_EQ(column.value(-end), 0);
    }
}

}  // namespace
}  // namespace gapmc
