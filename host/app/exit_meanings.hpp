// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "kernels/base/error.hpp"

namespace gapmc {

struct ExitMeaning {
    ExitCode code;
    std::string_view meaning;
};

//! Every code that the program ends with, for manual pages and docs/cli.md.
std::span<ExitMeaning const> exit_meanings();

}  // namespace gapmc
