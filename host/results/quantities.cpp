// SPDX-License-Identifier: Apache-2.0
#include "host/results/quantities.hpp"

#include <algorithm>

#include "host/results/described.hpp"
#include "host/results/own_unit.hpp"
#include "host/results/quantile_ranks.hpp"
#include "host/results/row_counts.hpp"

namespace gapmc {
namespace {

class Summariser {
  public:
    Summariser(Study const& study, Plan const& plan, Record const& record)
        : study_{study},
          plan_{plan},
          counts_{plan, record},
          levels_{reported_levels(study)},
          refined_{record.request.exact != Exact::none} {}

    std::vector<QuantitySummary> all() const {
        std::vector<QuantitySummary> out;
        for (std::size_t r = 0; r < plan_.rows.size(); ++r)
            if (counts_.histogram(r, 0) != nullptr) out.push_back(quantity(r));
        for (std::size_t r = 0; r < plan_.rows.size(); ++r)
            if (plan_.rows[r].target == Target::driver) add_level(out, r);
        return out;
    }

  private:
    QuantitySummary titled(Row const& row) const {
        Described const described = describe(study_, plan_, row);
        return {row.target, row.id, described.name, described.unit, row.difference ? 0 : described.start, {}};
    }

    QuantitySummary quantity(std::size_t r) const {
        QuantitySummary s = titled(plan_.rows[r]);
        for (int y = 0; y < plan_.spec.years; ++y)
            if (is_reported(study_, y)) s.years.push_back(year(r, y));
        return s;
    }

    YearSummary year(std::size_t r, int y) const {
        YearSummary s;
        s.year = study_.base + 1 + y;
        MomentEstimates const moments = counts_.moments(r, y);
        s.mean = moments.mean;
        s.sd = moments.sd;
        RankedHistogram const histogram = counts_.ranked(r, y);
        for (double const level : levels_) {
            Estimate const estimate = histogram.quantile(level);
            bool const exact =
                !has_no_value(estimate) && histogram.is_exact(quantile_rank(counts_.trajectories(), level));
            s.quantiles.push_back({level, estimate, exact});
        }
        s.outside = histogram.outside();
        s.saturated = counts_.bin(counts_.histogram(r, y)->saturated());
        s.bin_width = refined_ && is_exact(s) ? 0.0 : histogram.bin_width();
        s.central = plan_.central_of(r, y);
        if (plan_.rows[r].standing >= 0) add_probabilities(s, plan_.rows[r], y);
        return s;
    }

    void add_probabilities(YearSummary& s, Row const& row, int y) const {
        Standing const& standing = plan_.spec.standings[static_cast<std::size_t>(row.standing)];
        // A difference of worlds is nearer to nothing.
        if (!row.difference) s.narrower = counts_.probability(standing.narrower(y));
        s.below_start = counts_.probability(standing.below_start(y));
        for (std::size_t k = 0; k < row.thresholds.size(); ++k) {
            Threshold const& t = plan_.spec.thresholds[static_cast<std::size_t>(row.first_threshold) + k];
            // What is saturated stands at the threshold's own end, on either side of it.
            bool const unknown = is_saturated(t.value) && s.saturated > 0;
            s.cdf.push_back({row.thresholds[k],
                             unknown ? no_estimate(Missing::saturated) : counts_.probability(t.at_most(y))});
        }
    }

    //! A driver in its own unit: quantiles are those of link space carried over, moments have a row of their
    //! own where the two differ.
    void add_level(std::vector<QuantitySummary>& out, std::size_t link_row) const {
        Row const& link = plan_.rows[link_row];
        PairLevel const level = plan_.model().pair_levels[static_cast<std::size_t>(link.index)];
        auto const own = std::find_if(plan_.rows.begin(), plan_.rows.end(), [&](Row const& row) {
            return row.target == Target::driver_level && row.index == link.index;
        });
        if (own == plan_.rows.end()) return;
        auto const own_row = static_cast<std::size_t>(own - plan_.rows.begin());
        QuantitySummary s = titled(*own);
        for (int y = 0; y < plan_.spec.years; ++y) {
            if (!is_reported(study_, y)) continue;
            YearSummary const in_link = year(link_row, y);
            YearSummary own_year;
            own_year.year = in_link.year;
            MomentEstimates const moments = counts_.moments(own_row, y, seen(link_row, level, own_row, y));
            own_year.mean = moments.mean;
            own_year.sd = moments.sd;
            for (QuantileEstimate const& q : in_link.quantiles) {
                own_year.quantiles.push_back({q.level, level_of(level, q.estimate), q.exact});
                // A bin of link space is as wide as this where the quantile lies.
                double const width =
                    level_of(level, q.estimate.value + in_link.bin_width) - level_of(level, q.estimate.value);
                if (width > own_year.bin_width) own_year.bin_width = width;
            }
            own_year.outside = in_link.outside;
            own_year.saturated = in_link.saturated;
            own_year.central = level_of(level, in_link.central);
            s.years.push_back(own_year);
        }
        out.push_back(s);
    }

    //! Smallest and largest level in units of its row, from those of its driver in link space.
    IntegerRange seen(std::size_t link_row, PairLevel level, std::size_t own_row, int y) const {
        IntegerRange const in_link = counts_.seen_of(*counts_.histogram(link_row, y));
        auto const mapped = [&](std::int64_t x) {
            double const view = static_cast<double>(x) / plan_.rows[link_row].units;
            double const units = level_of(level, view) * plan_.rows[own_row].units;
            return static_cast<std::int64_t>(std::clamp(units, -9e18, 9e18));
        };
        return {mapped(in_link.least), mapped(in_link.most)};
    }

    Study const& study_;
    Plan const& plan_;
    RowCounts counts_;
    std::vector<double> levels_;
    bool refined_;
};

}  // namespace

std::vector<double> reported_levels(Study const& study) {
    std::vector<double> levels = study.quantiles;
    levels.push_back(0.5);
    std::sort(levels.begin(), levels.end());
    levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    return levels;
}

bool is_reported(Study const& study, int year) {
    auto const& years = study.report_years;
    return std::find(years.begin(), years.end(), study.base + 1 + year) != years.end();
}

std::vector<QuantitySummary> summarise_quantities(Study const& study, Plan const& plan,
                                                  Record const& record) {
    return Summariser{study, plan, record}.all();
}

}  // namespace gapmc
