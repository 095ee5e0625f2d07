// SPDX-License-Identifier: Apache-2.0
#include "host/text/numbers.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

// The longest text is a fixed one: 309 digits before the point, 17 after it, sign and point.
using Buffer = std::array<char, 384>;

std::string taken(Buffer const& buffer, std::to_chars_result const& result) {
    return std::string(buffer.data(), static_cast<std::size_t>(result.ptr - buffer.data()));
}

}  // namespace

double require_finite(double value, std::string const& what) {
    if (!std::isfinite(value)) {
        throw StudyError{what +
                         " is not a finite number. Look for inputs that overflow: `gapmc validate` shows "
                         "where each driver goes."};
    }
    return value;
}

std::string shortest(double value) {
    if (std::isnan(value)) return "NA";
    require_finite(value, "A result");
    if (value == 0) return "0";
    double const size = std::fabs(value);
    auto const format =
        size >= 1e-5 && size < 1e16 ? std::chars_format::fixed : std::chars_format::scientific;
    Buffer buffer;
    return taken(buffer, std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format));
}

std::string fixed_decimals(double value, int decimals) {
    if (std::isnan(value)) return "NA";
    require_finite(value, "A result");
    Buffer buffer;
    std::string text = taken(buffer, std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                                   std::chars_format::fixed, decimals));
    // What rounds to nothing has no sign.
    if (text.front() == '-' && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
    return text;
}

std::string significant(double value, int digits) {
    if (std::isnan(value) || value == 0) return shortest(value);
    require_finite(value, "A result");
    Buffer buffer;
    std::string const text = taken(buffer, std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                                         std::chars_format::scientific, digits - 1));
    double rounded = 0;
    std::from_chars(text.data(), text.data() + text.size(), rounded);
    return shortest(rounded);
}

std::string typographic(double value, int decimals) {
    std::string text = fixed_decimals(value, decimals);
    if (text.front() == '-') text.replace(0, 1, "\u2212");
    return text;
}

std::string grouped(std::uint64_t count) {
    std::string text = std::to_string(count);
    for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, ",");
    return text;
}

int decimals_for(double standard_error, int otherwise, int most) {
    if (!std::isfinite(standard_error) || standard_error <= 0) return otherwise;
    int decimals = 0;
    for (double unit = standard_error; unit < 1 && decimals < most; unit *= 10) ++decimals;
    return decimals;
}

}  // namespace gapmc
