// SPDX-License-Identifier: Apache-2.0
#include "host/config/units.hpp"

#include <array>

namespace gapmc::config {
namespace {

struct Unit {
    Measure measure;
    std::string_view name;
    Conversion conversion;
};

constexpr double root_of_twelve = 3.46410161513775458705;  // sqrt(12), rounded by the compiler

//! All known units; the first of a measure is canonical.
constexpr std::array units{
    Unit{Measure::pure, "1", {}},
    Unit{Measure::pure, "percent", {1, 100}},
    Unit{Measure::plain, "1", {}},
    Unit{Measure::factor, "1", {}},
    Unit{Measure::rate, "1/yr", {}},
    Unit{Measure::rate, "percent/yr", {1, 100}},
    Unit{Measure::rate, "1/month", {12, 1}},
    Unit{Measure::time, "yr", {}},
    Unit{Measure::time, "month", {1, 12}},
    Unit{Measure::volatility, "1/sqrt(yr)", {}},
    Unit{Measure::volatility, "percent/sqrt(yr)", {1, 100}},
    Unit{Measure::volatility, "1/sqrt(month)", {root_of_twelve, 1}},
    Unit{Measure::score, "points", {}},
    Unit{Measure::per_point, "1/points", {}},
};

}  // namespace

std::optional<Conversion> conversion(Measure measure, std::string_view unit) {
    for (Unit const& known : units) {
        if (known.measure == measure && known.name == unit) return known.conversion;
    }
    return std::nullopt;
}

std::vector<std::string> units_of(Measure measure) {
    std::vector<std::string> names;
    for (Unit const& known : units) {
        if (known.measure == measure) names.emplace_back(known.name);
    }
    return names;
}

std::string_view described(Measure measure) {
    switch (measure) {
        case Measure::pure:
            return "a pure number";
        case Measure::plain:
            return "a plain number";
        case Measure::factor:
            return "a factor";
        case Measure::rate:
            return "a rate";
        case Measure::time:
            return "a time";
        case Measure::volatility:
            return "a volatility";
        case Measure::score:
            return "a score";
        case Measure::per_point:
            return "a reciprocal score";
        case Measure::level:
            return "a level";
    }
    return "";
}

}  // namespace gapmc::config
