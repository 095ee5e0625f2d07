// SPDX-License-Identifier: Apache-2.0
#include "host/bench/nvml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gapmc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

void expect_nothing(DeviceState const& state) {
    EXPECT_FALSE(state.sm_clock || state.sm_clock_max || state.memory_clock || state.temperature ||
                 state.power || state.power_limit || state.throttled);
}

TEST(Nvml, AbsentLibraryIsSaidAndReadsAsNothing) {
    Nvml const nvml{"libgapmc-has-no-such-library.so.1"};
    EXPECT_THAT(nvml.absence(), HasSubstr("cannot be opened"));
    EXPECT_THAT(nvml.driver(), IsEmpty());
    expect_nothing(nvml.read("0000:65:00.0"));
}

TEST(Nvml, ForeignLibraryIsNotTakenForIt) {
    Nvml const nvml{"libm.so.6"};
    EXPECT_FALSE(nvml.absence().empty());
    expect_nothing(nvml.read("0000:65:00.0"));
}

TEST(Nvml, FiguresComeInTheirUnitsAndMissingOnesAreMissing) {
    Nvml const nvml{GAPMC_FAKE_NVML};
    ASSERT_THAT(nvml.absence(), IsEmpty());
    EXPECT_EQ(nvml.driver(), "580.00");
    DeviceState const state = nvml.read("0000:65:00.0");
    EXPECT_EQ(state.sm_clock, 1755u);
    EXPECT_EQ(state.sm_clock_max, 1980u);
    EXPECT_EQ(state.temperature, 61u);
    ASSERT_TRUE(state.power);
    EXPECT_DOUBLE_EQ(*state.power, 412.5);
    ASSERT_TRUE(state.throttled);
    EXPECT_THAT(throttle_reasons(*state.throttled),
                ElementsAre("software power cap", "software thermal slowdown"));
    EXPECT_FALSE(state.memory_clock);  // not supported
    EXPECT_FALSE(state.power_limit);   // not in the library
}

TEST(Nvml, DeviceElsewhereReadsAsNothing) { expect_nothing(Nvml{GAPMC_FAKE_NVML}.read("0000:66:00.0")); }

TEST(ThrottleReasons, BitsHaveWords) {
    EXPECT_THAT(throttle_reasons(0), IsEmpty());
    EXPECT_THAT(throttle_reasons(0x1), ElementsAre("idle"));
    EXPECT_THAT(throttle_reasons(0x180), ElementsAre("hardware power brake", "display clock setting"));
    EXPECT_THAT(throttle_reasons(std::uint64_t{1} << 9), ElementsAre("bit 9"));
    EXPECT_THAT(throttle_reasons(std::uint64_t{1} << 63), ElementsAre("bit 63"));
}

}  // namespace
}  // namespace gapmc
