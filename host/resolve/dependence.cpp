// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/dependence.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "host/exact/elementary.hpp"
#include "host/resolve/correlation.hpp"

namespace gapmc {
namespace {

bool is_noisy(Process const& p) { return !p.volatility.is_constant() || p.volatility.parameters[0] != 0.0; }

std::map<std::string, int> rows_of(std::vector<std::string> const& names) {
    std::map<std::string, int> rows;
    for (std::size_t i = 0; i < names.size(); ++i) rows[names[i]] = static_cast<int>(i);
    return rows;
}

constexpr double pi = 3.14159265358979323846;

}  // namespace

std::vector<std::string> noisy_processes(Study const& study) {
    std::vector<PairName> pairs;
    for (Driver const& driver : study.drivers) {
        if (driver.ratio && is_noisy(driver.ratio->process)) pairs.push_back({driver.id, driver.ratio->of});
        for (auto const& [actor, process] : driver.actors)
            if (is_noisy(process)) pairs.push_back({driver.id, actor});
    }
    std::sort(pairs.begin(), pairs.end());
    std::vector<std::string> names;
    for (PairName const& pair : pairs) names.push_back(pair.text());
    return names;
}

exact::SquareMatrix shock_matrix(Study const& study) {
    auto const rows = rows_of(noisy_processes(study));
    exact::SquareMatrix matrix = exact::SquareMatrix::identity(static_cast<int>(rows.size()));
    for (ShockPair const& pair : study.shock_pairs) {
        auto const i = rows.find(pair.first.text());
        auto const j = rows.find(pair.second.text());
        if (i != rows.end() && j != rows.end()) set_correlation(matrix, i->second, j->second, pair.rho);
    }
    return matrix;
}

std::vector<std::string> linked_inputs(Study const& study) {
    std::set<std::string> linked;
    for (RankPair const& pair : study.rank_pairs) {
        linked.insert(pair.first);
        linked.insert(pair.second);
    }
    return {linked.begin(), linked.end()};
}

exact::SquareMatrix dependence_matrix(Study const& study) {
    auto const rows = rows_of(linked_inputs(study));
    exact::SquareMatrix matrix = exact::SquareMatrix::identity(static_cast<int>(rows.size()));
    for (RankPair const& pair : study.rank_pairs) {
        double const size = 2.0 * exact::sin(pi * (pair.spearman < 0 ? -pair.spearman : pair.spearman) / 6.0);
        set_correlation(matrix, rows.at(pair.first), rows.at(pair.second), pair.spearman < 0 ? -size : size);
    }
    return matrix;
}

}  // namespace gapmc
