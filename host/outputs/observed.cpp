// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/observed.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr double normal_975 = 1.959963984540054;

std::optional<double> score_of(Study const& study, std::string const& actor, int year) {
    for (auto const& candidate : study.actors) {
        if (candidate.id != actor) continue;
        auto const found = candidate.history.find(year);
        if (found != candidate.history.end()) return found->second;
    }
    return std::nullopt;
}

std::optional<double> value_of(Study const& study, Contrast const& contrast, int year) {
    if (contrast.kind == ContrastKind::log_ratio) return std::nullopt;
    if (contrast.kind == ContrastKind::ratio) {
        auto const of = score_of(study, contrast.of, year);
        auto const to = score_of(study, contrast.to, year);
        return of && to ? std::optional{*of / *to} : std::nullopt;
    }
    double sum = 0;
    for (auto const& [actor, coefficient] : contrast.coefficients) {
        auto const score = score_of(study, actor, year);
        if (!score) return std::nullopt;
        sum += coefficient * *score;
    }
    return sum;
}

}  // namespace

std::map<int, double> observed_contrast(Study const& study, QuantitySummary const& quantity) {
    auto const contrast =
        std::find_if(study.contrasts.begin(), study.contrasts.end(),
                     [&](Contrast const& candidate) { return candidate.id == quantity.id; });
    if (contrast == study.contrasts.end())
        throw UsageError{"The study has no contrast \"" + quantity.id + "\"."};
    std::map<int, double> observed;
    for (auto const& actor : study.actors) {
        for (auto const& entry : actor.history) {
            if (entry.first >= study.base) continue;
            if (auto const value = value_of(study, *contrast, entry.first)) observed[entry.first] = *value;
        }
    }
    observed[study.base] = quantity.start;
    return observed;
}

double RandomWalk::half_width(double years) const { return normal_975 * yearly_sd * std::sqrt(years); }

RandomWalk random_walk(Study const& study, QuantitySummary const& quantity) {
    auto const observed = observed_contrast(study, quantity);
    RandomWalk walk;
    walk.start = quantity.start;
    if (observed.size() < 3) {
        if (quantity.years.empty()) throw DataError{"The result has no index year of " + quantity.id + "."};
        auto const& first = quantity.years.front();
        if (std::isnan(first.sd.value)) return walk;  // a single trajectory has no spread to walk with
        walk.yearly_sd = first.sd.value / std::sqrt(static_cast<double>(first.year - study.base));
        return walk;
    }
    double sum = 0;
    for (auto previous = observed.begin(), next = std::next(previous); next != observed.end();
         ++previous, ++next) {
        double const step = next->second - previous->second;
        sum += step * step / (next->first - previous->first);
        ++walk.steps;
    }
    walk.yearly_sd = std::sqrt(sum / static_cast<double>(walk.steps));
    return walk;
}

}  // namespace gapmc
