// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {

//! A study whose event `e` (and perhaps others) acts on nothing.
inline Bench bench_of(std::string const& events, std::string const& step = "1 year") {
    return Bench{parse(study_text({step, 2034}, one_driver("", "") + events))};
}

//! Of times, in years.
inline constexpr float tolerance = 2e-6f;

}  // namespace gapmc::support
