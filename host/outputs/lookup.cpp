// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/lookup.hpp"

#include <cmath>

#include "host/text/numbers.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

std::string padded(int number, std::size_t digits) {
    std::string const text = std::to_string(number);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

}  // namespace

std::string target_name(Target target) {
    switch (target) {
        case Target::contrast:
            return "contrast";
        case Target::contrast_edition:
            return "contrast_edition";
        case Target::contrast_published:
            return "contrast_published";
        case Target::score:
            return "score";
        case Target::driver:
            return "driver";
        case Target::driver_level:
            return "driver_level";
        case Target::quantity:
            return "quantity";
        default:
            throw Error{"A quantity of an unknown kind."};
    }
}

QuantitySummary const& find_quantity(std::vector<QuantitySummary> const& quantities, Target target,
                                     std::string_view id) {
    std::string known;
    for (auto const& quantity : quantities) {
        if (quantity.target != target) continue;
        if (quantity.id == id) return quantity;
        known += (known.empty() ? "" : ", ") + quantity.id;
    }
    throw UsageError{"No " + target_name(target) + " is named \"" + std::string{id} +
                     "\". There are: " + known + "."};
}

std::optional<Estimate> find_quantile(YearSummary const& year, double level) {
    for (auto const& quantile : year.quantiles) {
        if (std::fabs(quantile.level - level) < 1e-9) return quantile.estimate;
    }
    return std::nullopt;
}

std::optional<Band> middle_band(YearSummary const& year) {
    auto const band = [&](double level) -> std::optional<Band> {
        auto const low = find_quantile(year, level);
        auto const high = find_quantile(year, 1 - level);
        if (!low || !high) return std::nullopt;
        return Band{*low, *high, shortest(std::round((1 - 2 * level) * 1e9) / 1e7)};
    };
    if (auto const usual = band(0.05)) return usual;
    for (auto const& quantile : year.quantiles) {  // they ascend
        if (quantile.level >= 0.5) break;
        if (auto const found = band(quantile.level)) return found;
    }
    return std::nullopt;
}

std::vector<int> spread_years(std::vector<int> const& years, std::size_t most) {
    if (years.empty() || most == 0) return {};
    std::size_t const stride = (years.size() + most - 1) / most;
    std::vector<int> chosen;
    for (std::size_t i = (years.size() - 1) % stride; i < years.size(); i += stride)
        chosen.push_back(years[i]);
    return chosen;
}

std::string iso_date(Date const& date) {
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::string year_end(int year) { return iso_date({year, 12, 31}); }

}  // namespace gapmc
