// SPDX-License-Identifier: Apache-2.0
#include "host/results/exemplars.hpp"

#include <cmath>

#include "host/results/row_counts.hpp"

namespace gapmc {
namespace {

//! Mean distance of a path from the means or medians of the years, in the row's unit.
double distance_from(RowCounts const& counts, Exemplar const& e, double units) {
    double sum = 0;
    auto const row = static_cast<std::size_t>(e.row);
    for (std::size_t y = 0; y < e.path.size(); ++y) {
        auto const year = static_cast<int>(y);
        double const centre = e.kind == ExemplarKind::mean_path
                                  ? counts.moments(row, year).mean.value
                                  : counts.ranked(row, year).quantile(0.5).value;
        sum += std::fabs(e.path[y] / units - centre);
    }
    return sum / static_cast<double>(e.path.size());
}

}  // namespace

std::string_view name_of(ExemplarKind kind) {
    constexpr std::string_view names[exemplar_kinds] = {"median_path", "mean_path", "highest", "lowest",
                                                        "earliest"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<ExemplarSummary> summarise_exemplars(Study const& study, Plan const& plan, Record const& record,
                                                 std::size_t world) {
    std::vector<ExemplarSummary> out;
    if (record.exemplars.empty()) return out;
    std::size_t first = 0;
    for (std::size_t w = 0; w < world; ++w) first += plan.spec.observed[w].size();
    std::size_t const last = first + plan.spec.observed[world].size();
    RowCounts const counts{plan, record};
    for (Exemplar const& e : record.exemplars) {
        auto const index = static_cast<std::size_t>(e.row);
        if (index < first || index >= last) continue;
        Row const& row = plan.rows[index];
        ExemplarSummary s;
        s.kind = e.kind;
        s.target = row.target;
        s.id = row.id;
        s.trajectory = e.trajectory;
        s.of = std::min(exemplar_trajectories, record.done.size());
        if (e.kind == ExemplarKind::earliest)
            s.threshold = row.thresholds[static_cast<std::size_t>(e.threshold)];
        if (e.kind == ExemplarKind::median_path || e.kind == ExemplarKind::mean_path)
            s.distance = distance_from(counts, e, row.units);
        for (std::size_t y = 0; y < e.path.size(); ++y)
            s.values.emplace(study.base + 1 + static_cast<int>(y), e.path[y] / row.units);
        out.push_back(std::move(s));
    }
    return out;
}

}  // namespace gapmc
