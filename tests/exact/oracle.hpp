// SPDX-License-Identifier: Apache-2.0
//! Fifty-digit references and error measures for the tests of host/exact.
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstdint>

namespace gapmc::oracle {

using Wide = boost::multiprecision::cpp_bin_float_50;

//! Distance of value from the exact one in units in the last place of the exact one.
inline double ulps(double value, Wide const& exact) {
    Wide const magnitude = abs(exact);
    if (magnitude == 0) return value == 0 ? 0 : HUGE_VAL;
    int exponent = 0;
    frexp(magnitude, &exponent);
    Wide const unit = ldexp(Wide{1}, std::max(exponent - 53, -1074));
    return static_cast<double>(abs(Wide{value} - exact) / unit);
}

inline double relative_error(double value, Wide const& exact) {
    if (exact == 0) return value == 0 ? 0 : HUGE_VAL;
    return static_cast<double>(abs((Wide{value} - exact) / exact));
}

//! Uniform in [low, high) from a fixed sequence (SplitMix64): the same points on every machine.
class Points {
  public:
    explicit Points(std::uint64_t seed) : state_{seed} {}
    std::uint64_t word() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    double uniform(double low, double high) {
        return low + (high - low) * (static_cast<double>(word() >> 11) * 0x1p-53);
    }

  private:
    std::uint64_t state_;
};

}  // namespace gapmc::oracle
