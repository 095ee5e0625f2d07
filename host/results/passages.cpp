// SPDX-License-Identifier: Apache-2.0
#include "host/results/passages.hpp"

#include "host/results/row_counts.hpp"

namespace gapmc {
namespace {

PassageSummary passage(Study const& study, RowCounts const& counts, Row const& row, Threshold const& t,
                       double threshold) {
    PassageSummary s;
    s.target = row.target;
    s.contrast = row.id;
    s.threshold = threshold;
    s.starts_at_most = t.starts_at_most != 0;
    std::uint64_t const n = counts.trajectories();
    std::uint64_t reached = 0;
    for (std::int32_t y = 0; y < t.years; ++y) {
        int const year = study.base + 1 + y;
        reached += counts.count(t.passed_first(y));
        s.reached[year] = estimate_probability(n, reached);
        s.first[year] = counts.probability(t.passed_first(y));
        s.lasting[year] = counts.probability(t.passed_for_good(y));
    }
    s.never = counts.probability(t.passed_first(t.years));
    s.lasting_never = counts.probability(t.passed_for_good(t.years));
    s.crossings = estimate_mean(n, counts.count(t.crossings()), counts.count(t.crossings_squared()));
    s.share_above = estimate_mean(n, counts.count(t.above()), counts.count(t.above_squared()));
    s.share_above.value /= t.years;
    s.share_above.mcse /= t.years;
    return s;
}

}  // namespace

std::vector<PassageSummary> summarise_passages(Study const& study, Plan const& plan, Record const& record) {
    RowCounts const counts{plan, record};
    std::vector<PassageSummary> out;
    for (Row const& row : plan.rows)
        for (std::size_t k = 0; k < row.thresholds.size(); ++k)
            out.push_back(passage(study, counts, row,
                                  plan.spec.thresholds[static_cast<std::size_t>(row.first_threshold) + k],
                                  row.thresholds[k]));
    return out;
}

}  // namespace gapmc
