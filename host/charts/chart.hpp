// SPDX-License-Identifier: Apache-2.0
//! Geometry and text of charts: scales, ticks, labels that keep apart. All by + - * / on doubles: equal
//! input, equal bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gapmc {

//! Straight map of [from_low, from_high] onto [to_low, to_high] (pixels; to_low may be the larger).
struct Scale {
    double from_low = 0;
    double from_high = 1;
    double to_low = 0;
    double to_high = 1;
    double operator()(double value) const {
        return to_low + (to_high - to_low) * ((value - from_low) / (from_high - from_low));
    }
};

struct Ticks {
    std::vector<double> values;
    int decimals = 0;  //!< that tell them apart
};

//! Multiples of 1, 2 or 5 times a power of ten within [low, high], about `wanted` of them (half to twice).
//! Needs low < high.
Ticks ticks(double low, double high, int wanted);

//! Step between labelled years: 1, 2, 5, 10, 20 or 50, such that at most `most` fall into a span of so many
//! years.
int year_step(double span, int most);

/*!
 * Moves labels apart: positions near the wanted ones, in the same order, `gap` apart, within [low, high].
 *
 * Least squares under those constraints (pool adjacent violators; Ayer et al. 1955); ties keep the order
 * given. Where they do not fit at all, the gap shrinks evenly. \param wanted ascending
 */
std::vector<double> spread_labels(std::vector<double> const& wanted, double gap, double low, double high);

//! Width of text in pixels at a font size, no less than common sans-serif faces need (wide East Asian
//! characters: one em).
double text_width(std::string_view text, double size);

//! The text, cut with an ellipsis where it would be wider.
std::string fitted(std::string const& text, double width, double size);

//! Lines broken at spaces so that each fits; a longer word is cut.
std::vector<std::string> wrapped(std::string const& text, double width, double size);

}  // namespace gapmc
