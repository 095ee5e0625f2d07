// SPDX-License-Identifier: Apache-2.0
#include "host/results/open_ranks.hpp"

#include <algorithm>

#include "host/results/quantile_ranks.hpp"
#include "host/results/quantities.hpp"
#include "host/results/row_counts.hpp"

namespace gapmc {
namespace {

bool is_wanted(Row const& row, Exact exact) {
    return exact == Exact::drivers || (exact == Exact::scores && row.target != Target::driver);
}

//! Ranks of the reported quantiles, each once, ascending.
std::vector<std::uint64_t> ranks_of(std::vector<double> const& levels, std::uint64_t trajectories) {
    std::vector<std::uint64_t> ranks;
    for (double const level : levels) ranks.push_back(quantile_rank(trajectories, level));
    ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
    return ranks;
}

}  // namespace

std::vector<OpenRank> open_ranks(Study const& study, Plan const& plan, Record const& record, Exact exact) {
    std::vector<OpenRank> open;
    if (record.done.empty()) return open;
    RowCounts const counts{plan, record};
    auto const ranks = ranks_of(reported_levels(study), counts.trajectories());
    for (auto const& [row, year] : quantile_lines(study, plan, exact)) {
        RankedHistogram const histogram = counts.ranked(static_cast<std::size_t>(row), year);
        for (std::uint64_t const rank : ranks)
            if (!histogram.is_exact(rank)) open.push_back({row, year, rank, histogram.locate(rank)});
    }
    return open;
}

std::vector<KeptLine> quantile_lines(Study const& study, Plan const& plan, Exact exact) {
    std::vector<KeptLine> lines;
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        if (!is_wanted(plan.rows[r], exact) || plan.spec.rows[r].histograms < 0) continue;
        for (int y = 0; y < plan.spec.years; ++y)
            if (is_reported(study, y)) lines.push_back({static_cast<std::int32_t>(r), y});
    }
    return lines;
}

}  // namespace gapmc
