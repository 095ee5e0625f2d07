// SPDX-License-Identifier: Apache-2.0
#include "host/exact/conditioned.hpp"

#include <algorithm>
#include <numeric>

#include "host/exact/distribution.hpp"
#include "host/exact/transform.hpp"

namespace gapmc::exact {
namespace {

std::optional<Quantity> larger_values(Quantity const& choice, double bound) {
    Quantity left = choice;
    left.values.clear();
    left.weights.clear();
    for (std::size_t i = 0; i < choice.values.size(); ++i) {
        if (!(choice.values[i] > bound)) continue;
        left.values.push_back(choice.values[i]);
        left.weights.push_back(choice.weights[i]);
    }
    if (left.values.empty()) return std::nullopt;
    if (left.values.size() == choice.values.size()) return choice;
    double const total = std::accumulate(left.weights.begin(), left.weights.end(), 0.0);
    for (double& weight : left.weights) weight /= total;
    return left;
}

}  // namespace

double probability_above(Quantity const& quantity, double bound) {
    if (quantity.is_constant()) return quantity.parameters[0] > bound ? 1 : 0;
    if (quantity.family != Family::choice) return make_distribution(quantity)->probability(bound).upper;
    double above = 0;
    for (std::size_t i = 0; i < quantity.values.size(); ++i)
        if (quantity.values[i] > bound) above += quantity.weights[i];
    return above;
}

std::optional<Quantity> given_above(Quantity const& quantity, double bound) {
    if (quantity.family == Family::choice) return larger_values(quantity, bound);
    double const above = probability_above(quantity, bound);
    if (above == 0) return std::nullopt;
    if (above == 1) return quantity;
    Quantity left = quantity;
    left.truncate_min = std::max(bound, quantity.truncate_min.value_or(bound));
    if (!problems(left).empty()) return std::nullopt;
    return left;
}

}  // namespace gapmc::exact
