// SPDX-License-Identifier: Apache-2.0
//! What tests of the engine on a machine in software begin and end with.
#pragma once

#include <gmock/gmock.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "tests/cuda/fake/compiler.hpp"
#include "tests/cuda/fake/engine.hpp"
#include "tests/cuda/fake/machine.hpp"

namespace gapmc::support {

using fake::DeviceModel;
using fake::MachineModel;
using fake::Pace;

//! GAPMC_CUDA_COMPILE while it lives.
struct CompileWhen {
    explicit CompileWhen(char const* word) { setenv("GAPMC_CUDA_COMPILE", word, 1); }
    CompileWhen(CompileWhen const&) = delete;
    CompileWhen& operator=(CompileWhen const&) = delete;
    ~CompileWhen() { unsetenv("GAPMC_CUDA_COMPILE"); }
};

class FakeCuda : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { fake::install_engine(); }
    void SetUp() override {
        fake::set_compiler({});
        fake::power_on();
    }
    //! Whatever happened, nothing is left behind, and nothing was copied that nobody wrote.
    void TearDown() override { EXPECT_THAT(fake::complaints(), ::testing::IsEmpty()); }
};

//! Machines of one to three devices, of different sizes and paces, and batches that suit neither.
inline std::vector<std::pair<MachineModel, int>> machines() {
    DeviceModel small;
    small.name = "Small", small.processors = 1, small.shared_bytes = 99 * 1024, small.major = 8,
    small.minor = 6;
    DeviceModel large;
    large.name = "Large", large.processors = 4, large.threads = 1024;
    return {{{{DeviceModel{}}, 13000, Pace::late, 1}, 0},
            {{{large, small}, 13000, Pace::mixed, 2}, 64},
            {{{small, large, DeviceModel{}}, 13000, Pace::mixed, 3}, 128}};
}

}  // namespace gapmc::support
