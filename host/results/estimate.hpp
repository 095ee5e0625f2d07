// SPDX-License-Identifier: Apache-2.0
//! A number with its Monte Carlo standard error, or the reason why there is none.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace gapmc {

//! Half the width of a 95 % interval of a normal distribution, in standard deviations: what value ± 1.96 mcse
//! means.
inline constexpr double normal_95 = 1.959963984540054;

//! Why an estimate has no error, or no value either.
enum class Missing : std::uint8_t {
    nothing,      //!< both are there
    few,          //!< too few trajectories for this error
    unmoved,      //!< every trajectory has the same value, and something that may change it was not seen yet
    heavy_tails,  //!< few trajectories carry the sum, so that no error can be read from the others
    beyond_bins,  //!< the rank lies outside the histogram
    saturated,    //!< values that no 32-bit integer holds
};

//! The reason in words for a cell that says NA; empty for `nothing`.
constexpr std::string_view reason(Missing missing) {
    switch (missing) {
        case Missing::few:
            return "too few trajectories";
        case Missing::unmoved:
            return "no trajectory differs from another yet";
        case Missing::heavy_tails:
            return "heavy tails";
        case Missing::beyond_bins:
            return "rank beyond the bins";
        case Missing::saturated:
            return "values too large to count";
        default:
            return "";
    }
}

//! A value and its Monte Carlo standard error. What is not defined is NaN (written NA), and `missing` says
//! why. The claim: in at most 7 of 100 runs with other seeds an error is stated and value ± 1.96 mcse misses
//! the true number (docs/validation.md).
struct Estimate {
    double value = 0;
    double mcse = std::numeric_limits<double>::quiet_NaN();
    Missing missing = Missing::nothing;
};

//! Whether there is no value, for a reason that is known.
inline bool has_no_value(Estimate const& e) { return e.missing != Missing::nothing && e.value != e.value; }

//! No value, and why.
constexpr Estimate no_estimate(Missing why) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan, why};
}

//! A value without an error, and why.
constexpr Estimate without_error(double value, Missing why) {
    return {value, std::numeric_limits<double>::quiet_NaN(), why};
}

}  // namespace gapmc
