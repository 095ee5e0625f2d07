// SPDX-License-Identifier: Apache-2.0
#include "host/text/rough.hpp"

#include <fmt/format.h>

namespace gapmc {

std::string duration_text(double seconds) {
    if (seconds < 60) return fmt::format("{:.1f} s", seconds);
    auto const whole = static_cast<long long>(seconds);
    if (seconds < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    if (seconds < 48 * 3600) return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
    if (seconds < 1000 * 24 * 3600.0) return fmt::format("{} d {} h", whole / 86400, whole / 3600 % 24);
    return fmt::format("{:.3g} years", seconds / (365.25 * 86400));
}

std::string count_text(double number) {
    if (number < 1e3) return fmt::format("{:.0f}", number);
    if (number < 1e6) return fmt::format("{:.3g} k", number / 1e3);
    if (number < 1e9) return fmt::format("{:.3g} M", number / 1e6);
    if (number < 1e12) return fmt::format("{:.3g} G", number / 1e9);
    return fmt::format("{:.3g} T", number / 1e12);
}

}  // namespace gapmc
