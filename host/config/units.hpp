// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gapmc::config {

//! What a number measures: decides the units that a key accepts. Plain numbers and factors are pure ones that
//! nobody means in percent.
enum class Measure { pure, plain, factor, rate, time, volatility, score, per_point, level };

/*!
 * Conversion to the canonical unit: stored = written * multiply / divide.
 *
 * Two numbers, because 1/100 and 1/12 are not binary fractions: 5 percent is 5/100, the nearest double to
 * 0.05.
 */
struct Conversion {
    double multiply = 1;
    double divide = 1;
    double operator()(double value) const { return value * multiply / divide; }
};

//! Conversion of a unit of this measure; nothing for a unit that it does not accept. Levels have no
//! conversion.
std::optional<Conversion> conversion(Measure measure, std::string_view unit);

//! Accepted units, the canonical one first.
std::vector<std::string> units_of(Measure measure);

//! "a rate", "a time" ... for messages.
std::string_view described(Measure measure);

}  // namespace gapmc::config
