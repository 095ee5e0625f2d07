// SPDX-License-Identifier: Apache-2.0
#include "host/app/length.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 5> units{{{"cm", pixels_per_cm},
                                                                    {"mm", pixels_per_cm / 10},
                                                                    {"in", pixels_per_inch},
                                                                    {"pt", pixels_per_point},
                                                                    {"px", 1}}};

}  // namespace

double parse_length(std::string const& option, std::string const& text, LengthRange range) {
    double number = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    if (unit.starts_with(' ')) unit.remove_prefix(1);
    for (auto const& [name, pixels] : units) {
        if (fault != std::errc{} || unit != name || !std::isfinite(number)) continue;
        double const length = number * pixels;
        if (length >= range.least && length <= range.most) return length;
        throw UsageError(fmt::format("{}: {} is out of range. Give {} to {}", option, plain_text(text),
                                     significant(range.least / pixels, 3) + std::string{name},
                                     significant(range.most / pixels, 3) + std::string{name}));
    }
    throw UsageError(fmt::format("{}: {} is no length. Write a number and cm, mm, in, pt or px, such as 16cm",
                                 option, plain_text(text)));
}

}  // namespace gapmc
