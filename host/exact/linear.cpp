// SPDX-License-Identifier: Apache-2.0
#include "host/exact/linear.hpp"

#include <algorithm>

namespace gapmc::exact {
namespace {

double magnitude(double x) { return x < 0 ? -x : x; }

}  // namespace

SquareMatrix SquareMatrix::identity(int rows) {
    SquareMatrix result{rows};
    for (int i = 0; i < rows; ++i) result.at(i, i) = 1;
    return result;
}

SquareMatrix submatrix(SquareMatrix const& matrix, std::vector<int> const& members) {
    SquareMatrix result{static_cast<int>(members.size())};
    for (int i = 0; i < result.size; ++i) {
        for (int j = 0; j < result.size; ++j) {
            result.at(i, j) =
                matrix.at(members[static_cast<std::size_t>(i)], members[static_cast<std::size_t>(j)]);
        }
    }
    return result;
}

std::vector<std::vector<int>> connected_groups(SquareMatrix const& matrix) {
    int const n = matrix.size;
    std::vector<bool> seen(static_cast<std::size_t>(n), false);
    std::vector<std::vector<int>> groups;
    for (int first = 0; first < n; ++first) {
        if (seen[static_cast<std::size_t>(first)]) continue;
        std::vector<int> group{first};
        seen[static_cast<std::size_t>(first)] = true;
        for (std::size_t head = 0; head < group.size(); ++head) {
            for (int j = 0; j < n; ++j) {
                bool const linked = matrix.at(group[head], j) != 0 || matrix.at(j, group[head]) != 0;
                if (!linked || seen[static_cast<std::size_t>(j)]) continue;
                seen[static_cast<std::size_t>(j)] = true;
                group.push_back(j);
            }
        }
        std::sort(group.begin(), group.end());
        groups.push_back(std::move(group));
    }
    return groups;
}

std::optional<SquareMatrix> cholesky_psd(SquareMatrix const& matrix) {
    int const n = matrix.size;
    SquareMatrix factor{n};
    // Zeros at the start of a row stay zeros: skipping them changes no bit and makes sparse matrices cheap.
    std::vector<int> first(static_cast<std::size_t>(n), 0);
    std::vector<double> rest(static_cast<std::size_t>(n), 0.0);  // diagonal not yet explained
    for (int i = 0; i < n; ++i) {
        int& start = first[static_cast<std::size_t>(i)];
        while (start < i && matrix.at(i, start) == 0) ++start;
        rest[static_cast<std::size_t>(i)] = matrix.at(i, i);
    }
    for (int i = 0; i < n; ++i) {
        int const start = first[static_cast<std::size_t>(i)];
        double* const row = &factor.at(i, 0);
        for (int j = start; j < i; ++j) {
            double const* const other = &factor.at(j, 0);
            double value = matrix.at(i, j);
            for (int k = std::max(start, first[static_cast<std::size_t>(j)]); k < j; ++k)
                value -= row[k] * other[k];
            double& left = rest[static_cast<std::size_t>(i)];
            if (other[j] == 0) {
                // Not finite, or the pivot vanished but its column did not.
                if (!(value * value <= psd_tolerance * std::max(left, psd_tolerance))) return std::nullopt;
                continue;
            }
            row[j] = value / other[j];
            left -= row[j] * row[j];
        }
        double const pivot = rest[static_cast<std::size_t>(i)];
        if (!(pivot >= -psd_tolerance) || !(pivot < 1e300)) return std::nullopt;
        row[i] = pivot > psd_tolerance ? __builtin_sqrt(pivot) : 0.0;
    }
    return factor;
}

std::optional<Triple> worst_triple(SquareMatrix const& matrix) {
    int const n = matrix.size;
    if (n < 3) return std::nullopt;
    Triple worst;
    worst.eigenvalue = 2;
    for (int i = 0; i < n; ++i) {
        for (int j = i + 1; j < n; ++j) {
            double const a = matrix.at(i, j);
            for (int k = j + 1; k < n; ++k) {
                double const b = matrix.at(i, k);
                double const c = matrix.at(j, k);
                // With the diagonal taken off: ν³ - sν - 2abc = 0, whose smallest root is at least
                // -2·sqrt(s/3).
                double const s = a * a + b * b + c * c;
                double root = -2 * __builtin_sqrt(s / 3);
                if (1 + root >= worst.eigenvalue) continue;
                double const product = 2 * a * b * c;
                for (int step = 0; step < 60; ++step) {
                    double const slope = 3 * root * root - s;
                    double const next =
                        slope > 0 ? root - ((root * root - s) * root - product) / slope : root;
                    if (!(magnitude(next - root) > 1e-16)) break;
                    root = next;
                }
                if (1 + root < worst.eigenvalue) worst = {{i, j, k}, 1 + root};
            }
        }
    }
    return worst;
}

}  // namespace gapmc::exact
