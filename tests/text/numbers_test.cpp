// SPDX-License-Identifier: Apache-2.0
#include "host/text/numbers.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

TEST(Numbers, ShortestText) {
    EXPECT_EQ(shortest(0.1), "0.1");
    EXPECT_EQ(shortest(-19.96), "-19.96");
    EXPECT_EQ(shortest(100000), "100000");
    EXPECT_EQ(shortest(1e15), "1000000000000000");
    EXPECT_EQ(shortest(1e16), "1e+16");
    EXPECT_EQ(shortest(1e-5), "0.00001");
    EXPECT_EQ(shortest(9.9e-6), "9.9e-06");
    EXPECT_EQ(shortest(5e-324), "5e-324");
    EXPECT_EQ(shortest(-0.0), "0");
    EXPECT_EQ(shortest(std::numeric_limits<double>::quiet_NaN()), "NA");
    EXPECT_THROW(shortest(std::numeric_limits<double>::infinity()), StudyError);
}

TEST(Numbers, ShortestReadsBackAsTheSameBits) {
    std::mt19937_64 random{20240101};
    for (int i = 0; i < 200000; ++i) {
        double const value = std::bit_cast<double>(random());
        if (!(value - value == 0)) continue;
        std::string const text = shortest(value);
        ASSERT_EQ(std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)),
                  std::bit_cast<std::uint64_t>(value))
            << text;
    }
}

TEST(Numbers, DecimalCommaOfALocaleHasNoSay) {
    char const* const before = std::setlocale(LC_ALL, nullptr);
    std::string const saved = before;
    bool comma = false;
    for (char const* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"})
        comma = comma || std::setlocale(LC_ALL, name) != nullptr;
    if (!comma) GTEST_SKIP() << "no locale with a decimal comma is installed";
    EXPECT_EQ(shortest(0.5), "0.5");
    EXPECT_EQ(fixed_decimals(0.5, 2), "0.50");
    std::setlocale(LC_ALL, saved.c_str());
}

TEST(Numbers, FixedDecimals) {
    EXPECT_EQ(fixed_decimals(2.675, 2), "2.67");  // the binary number lies below
    EXPECT_EQ(fixed_decimals(-0.004, 2), "0.00");
    EXPECT_EQ(fixed_decimals(-0.006, 2), "-0.01");
    EXPECT_EQ(fixed_decimals(1e22, 0), "10000000000000000000000");
    EXPECT_EQ(fixed_decimals(std::numeric_limits<double>::max(), 17).size(), 309u + 1 + 17);
    EXPECT_EQ(fixed_decimals(std::numeric_limits<double>::quiet_NaN(), 2), "NA");
    EXPECT_EQ(typographic(-1.25, 1), "\u22121.2");
}

TEST(Numbers, DecimalsFollowTheError) {
    EXPECT_EQ(decimals_for(0.012, 9), 2);
    EXPECT_EQ(decimals_for(0.003, 9), 3);
    EXPECT_EQ(decimals_for(0.1, 9), 1);
    EXPECT_EQ(decimals_for(0.001, 9), 3);
    EXPECT_EQ(decimals_for(25, 9), 0);
    EXPECT_EQ(decimals_for(1e-12, 9), 6);
    EXPECT_EQ(decimals_for(0, 9), 9);
    EXPECT_EQ(decimals_for(std::numeric_limits<double>::quiet_NaN(), 9), 9);
}

TEST(Numbers, Grouped) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(18446744073709551615u), "18,446,744,073,709,551,615");
}

TEST(Numbers, RequireFinite) {
    EXPECT_EQ(require_finite(2.5, "x"), 2.5);
    EXPECT_THROW(require_finite(std::numeric_limits<double>::quiet_NaN(), "x"), StudyError);
    EXPECT_THROW(require_finite(-std::numeric_limits<double>::infinity(), "x"), StudyError);
}

}  // namespace
}  // namespace gapmc
