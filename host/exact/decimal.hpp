// SPDX-License-Identifier: Apache-2.0
//! Sums and products of numbers as they are written in a study, without the error of binary fractions:
//! 77.97 - 58.01 is 19.96 and nothing else.
#pragma once

#include <optional>

#include "kernels/tally/int128.hpp"

namespace gapmc::exact {

/*!
 * A decimal fraction, digits * 10^exponent. Operations give nothing where the result needs more than 38
 * digits; then nobody wrote the numbers by hand, and the caller compares doubles.
 */
struct Decimal {
    Int128 digits = 0;
    int exponent = 0;
};

//! What a study's author wrote to get this double: the shortest decimal fraction that reads as it.
//! \pre the value is finite
Decimal decimal_of(double value);

std::optional<Decimal> sum(Decimal const& a, Decimal const& b);
std::optional<Decimal> product(Decimal const& a, Decimal const& b);

//! Whether two fractions are the same number.
bool same_number(Decimal const& a, Decimal const& b);

//! The double nearest to a fraction.
double nearest_double(Decimal const& value);

}  // namespace gapmc::exact
