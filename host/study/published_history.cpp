// SPDX-License-Identifier: Apache-2.0
#include "host/study/published_history.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

namespace gapmc {
namespace {

std::optional<double> score_of(Study const& study, std::string const& actor, int year) {
    for (Actor const& candidate : study.actors) {
        if (candidate.id != actor) continue;
        auto const found = candidate.history.find(year);
        if (found != candidate.history.end()) return found->second;
    }
    return std::nullopt;
}

std::optional<double> value_of(Study const& study, Contrast const& contrast, int year) {
    if (contrast.kind != ContrastKind::linear) {
        auto const of = score_of(study, contrast.of, year);
        auto const to = score_of(study, contrast.to, year);
        // A score of 0 has a ratio to none, and no logarithm.
        if (!of || !to || *to == 0 || (contrast.kind == ContrastKind::log_ratio && *of == 0))
            return std::nullopt;
        return contrast.kind == ContrastKind::ratio ? *of / *to : std::log(*of / *to);
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

std::map<int, double> published_history(Study const& study, Contrast const& contrast, double start) {
    std::map<int, double> values;
    for (Actor const& actor : study.actors)
        for (auto const& entry : actor.history) {
            if (entry.first >= study.base) continue;
            if (auto const value = value_of(study, contrast, entry.first)) values[entry.first] = *value;
        }
    values[study.base] = start;
    return values;
}

std::map<int, double> published_history(Study const& study, Actor const& actor) {
    std::map<int, double> values{actor.history.begin(), actor.history.lower_bound(study.base)};
    values[study.base] = actor.score;
    return values;
}

bool method_changed(std::vector<int> const& breaks, int from, int to) {
    return std::any_of(breaks.begin(), breaks.end(), [&](int year) { return from < year && year <= to; });
}

PublishedMoves published_moves(std::map<int, double> const& history, std::vector<int> const& breaks) {
    PublishedMoves moves;
    double change = 0, squares = 0;
    if (history.empty()) return moves;
    for (auto a = history.begin(), b = std::next(a); b != history.end(); ++a, ++b) {
        if (method_changed(breaks, a->first, b->first)) continue;
        double const years = b->first - a->first;
        double const step = b->second - a->second;
        ++moves.steps;
        moves.years += years;
        change += step;
        squares += step * step / years;
    }
    if (moves.steps == 0) return moves;
    double const n = static_cast<double>(moves.steps);
    moves.drift = change / moves.years;
    moves.rms = std::sqrt(squares / n);
    // About the drift, sum (step - drift years)^2 / years = squares - drift change.
    if (moves.steps > 1) moves.sd = std::sqrt(std::max(0.0, squares - *moves.drift * change) / (n - 1));
    return moves;
}

}  // namespace gapmc
