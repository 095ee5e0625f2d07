// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "host/exact/linear.hpp"

namespace gapmc::exact {
namespace {

//! Whether each index can be reached from the first one along non-zero entries.
std::vector<bool> reachable(SquareMatrix const& matrix, int start, bool backwards) {
    std::vector<bool> seen(static_cast<std::size_t>(matrix.size), false);
    std::vector<int> waiting{start};
    seen[static_cast<std::size_t>(start)] = true;
    while (!waiting.empty()) {
        int const i = waiting.back();
        waiting.pop_back();
        for (int j = 0; j < matrix.size; ++j) {
            double const entry = backwards ? matrix.at(j, i) : matrix.at(i, j);
            if (entry == 0 || seen[static_cast<std::size_t>(j)]) continue;
            seen[static_cast<std::size_t>(j)] = true;
            waiting.push_back(j);
        }
    }
    return seen;
}

std::vector<std::vector<int>> strong_groups(SquareMatrix const& matrix) {
    std::vector<bool> done(static_cast<std::size_t>(matrix.size), false);
    std::vector<std::vector<int>> groups;
    for (int first = 0; first < matrix.size; ++first) {
        if (done[static_cast<std::size_t>(first)]) continue;
        std::vector<bool> const forward = reachable(matrix, first, false);
        std::vector<bool> const backward = reachable(matrix, first, true);
        std::vector<int> group;
        for (int i = first; i < matrix.size; ++i) {
            auto const k = static_cast<std::size_t>(i);
            if (!forward[k] || !backward[k]) continue;
            done[k] = true;
            group.push_back(i);
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

//! x <- matrix·x, scaled to a largest component of 1.
void power_step(SquareMatrix const& matrix, std::vector<double>& x) {
    std::vector<double> next;
    double largest = 0;
    for (int i = 0; i < matrix.size; ++i) {
        double sum = 0;
        for (int j = 0; j < matrix.size; ++j) sum += matrix.at(i, j) * x[static_cast<std::size_t>(j)];
        next.push_back(sum);
        largest = std::max(largest, sum);
    }
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = next[i] / largest;
}

//! matrix·matrix, scaled to a largest entry of 1.
SquareMatrix squared(SquareMatrix const& matrix) {
    SquareMatrix result{matrix.size};
    double largest = 0;
    for (int i = 0; i < matrix.size; ++i) {
        for (int k = 0; k < matrix.size; ++k) {
            double const left = matrix.at(i, k);
            for (int j = 0; j < matrix.size; ++j) result.at(i, j) += left * matrix.at(k, j);
        }
        for (int j = 0; j < matrix.size; ++j) largest = std::max(largest, result.at(i, j));
    }
    for (double& value : result.values) value /= largest;
    return result;
}

double radius_of_irreducible(SquareMatrix const& matrix) {
    int const n = matrix.size;
    if (n == 1) return matrix.at(0, 0);
    double scale = 0;  // largest row sum, an upper bound
    for (int i = 0; i < n; ++i) {
        double sum = 0;
        for (int j = 0; j < n; ++j) sum += matrix.at(i, j);
        scale = std::max(scale, sum);
    }
    // A positive diagonal makes the powers converge even where the matrix permutes cyclically.
    SquareMatrix step = matrix;
    for (int i = 0; i < n; ++i) step.at(i, i) += 0.5 * scale;
    std::vector<double> x(static_cast<std::size_t>(n), 1.0);
    double low = 0;
    double high = scale;
    for (int round = 0; round < 60; ++round) {
        for (int i = 0; i < 8; ++i) power_step(step, x);
        low = scale;
        high = 0;
        for (int i = 0; i < n; ++i) {
            double sum = 0;
            for (int j = 0; j < n; ++j) sum += matrix.at(i, j) * x[static_cast<std::size_t>(j)];
            double const component = x[static_cast<std::size_t>(i)];
            double const ratio = component > 0 ? sum / component : scale;
            low = std::min(low, ratio);
            high = std::max(high, ratio);
        }
        if (high - low <= 1e-13 * high) break;
        // Squaring doubles what one more round is worth, so that nearly cyclic matrices end as well.
        if (round >= 4) step = squared(step);
    }
    return high;
}

}  // namespace

double spectral_radius_nonnegative(SquareMatrix const& matrix) {
    double radius = 0;
    for (std::vector<int> const& group : strong_groups(matrix)) {
        radius = std::max(radius, radius_of_irreducible(submatrix(matrix, group)));
    }
    return radius;
}

}  // namespace gapmc::exact
