// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gapmc {

inline constexpr double pixels_per_inch = 96;  // as CSS has them
inline constexpr double pixels_per_cm = pixels_per_inch / 2.54;
inline constexpr double pixels_per_point = pixels_per_inch / 72;

//! Lengths of figures, in pixels of 1/96 inch.
struct LengthRange {
    double least = 0;
    double most = 0;
};

/*!
 * "16cm", "160 mm", "6.3in", "9pt" or "600px" in pixels of 1/96 inch, as CSS has them.
 *
 * \param option  what is named in the message, e.g. "--width"
 * \throws UsageError if it is no length, has no unit or is out of range
 */
double parse_length(std::string const& option, std::string const& text, LengthRange range);

}  // namespace gapmc
