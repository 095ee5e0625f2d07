// SPDX-License-Identifier: Apache-2.0
#include "host/charts/random_walk.hpp"

#include <cmath>

#include "host/study/published_history.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
double RandomWalk::half_width(double years) const { return normal_95 * yearly_sd * std::sqrt(years); }

std::optional<RandomWalk> random_walk(std::map<int, double> const& history, std::vector<int> const& breaks,
                                      QuantitySummary const& quantity) {
    PublishedMoves const moves = published_moves(history, breaks);
    RandomWalk walk;
    if (moves.steps >= 2) {
        walk.steps = moves.steps;
        walk.yearly_sd = *moves.rms;
        return walk;
    }
    if (quantity.years.empty()) throw DataError{"The result has no index year of " + quantity.id + "."};
    auto const& first = quantity.years.front();
    if (std::isnan(first.sd.value)) return std::nullopt;
    walk.yearly_sd = first.sd.value / std::sqrt(static_cast<double>(first.year - history.rbegin()->first));
    return walk;
}

}  // namespace gapmc
