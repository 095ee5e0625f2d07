// SPDX-License-Identifier: Apache-2.0
#include "host/results/decompositions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/exact/integer_moments.hpp"
#include "host/results/moments.hpp"
#include "host/results/unseen.hpp"
#include "kernels/observe/observation.hpp"

namespace gapmc {
namespace {

//! Where the sums of parts lie in Diagnostics::sums.
class PartSums {
  public:
    PartSums(Diagnostics const& diagnostics, std::size_t years) : d_{diagnostics}, years_{years} {}

    //! Sums of x by group, sums of x^2 behind them.
    Int128 const* at(std::size_t contrast, std::size_t part, std::size_t year) const {
        std::size_t const row = contrast * static_cast<std::size_t>(d_.parts) + part;
        return d_.sums.data() + (row * years_ + year) * 2 * tally_groups;
    }

  private:
    Diagnostics const& d_;
    std::size_t years_;
};

std::vector<std::string> part_names(Model const& model) {
    std::vector<std::string> names{"compression"};
    for (std::string const& driver : model.driver_names) names.push_back("driver." + driver);
    names.insert(names.end(), {"outside", "method", "residual"});
    return names;
}

}  // namespace

std::vector<DecompositionSummary> summarise_decompositions(Study const& study, Plan const& plan,
                                                           Record const& record) {
    std::vector<DecompositionSummary> out;
    if (record.midpoints == 0) return out;
    Diagnostics const& d = record.diagnostics;
    Model const& model = plan.model();
    auto const years = static_cast<std::size_t>(plan.spec.years);
    PartSums const sums{d, years};
    GroupSizes const sizes = record.done.below(diagnosed_trajectories).group_sizes();
    std::vector<std::string> const names = part_names(model);
    Unseen const unseen{plan, record};
    std::size_t number = 0;
    for (std::size_t c = 0; c < model.contrast_names.size(); ++c) {
        if (model.contrasts[c].form != ContrastForm::linear) continue;
        DecompositionSummary s{model.contrast_names[c], d.trajectories, {}};
        for (std::size_t y = 0; y < years; ++y) {
            auto const part = [&](std::size_t p) {
                Int128 const* const groups = sums.at(number, p, y);
                MomentCounters const counters{
                    groups, groups + tally_groups,
                    sizes,  std::nullopt,
                    0,      unseen.may_move(Target::contrast_edition, static_cast<int>(y))};
                return estimate_moments(counters, static_cast<double>(fine_unit)).mean;
            };
            DecompositionYear year;
            year.year = study.base + 1 + static_cast<int>(y);
            for (std::size_t p = 0; p < names.size(); ++p) year.parts.emplace_back(names[p], part(p));
            year.total = part(names.size());
            s.years.push_back(year);
        }
        out.push_back(s);
        ++number;
    }
    return out;
}

bool leaves_little(Diagnostics const& diagnostics, std::size_t contrasts, std::size_t years, double bound) {
    PartSums const sums{diagnostics, years};
    auto const residual = static_cast<std::size_t>(diagnostics.parts) - 2;  // before the total
    for (std::size_t c = 0; c < contrasts; ++c)
        for (std::size_t y = 0; y < years; ++y) {
            Int128 const* const groups = sums.at(c, residual, y);
            Int128 const sum = std::accumulate(groups, groups + tally_groups, Int128{0});
            Int128 const squares =
                std::accumulate(groups + tally_groups, groups + 2 * tally_groups, Int128{0});
            MeanAndSd const m = mean_and_sd(diagnostics.trajectories, sum, squares);
            double const error = m.sd / std::sqrt(static_cast<double>(diagnostics.trajectories));
            if (std::fabs(m.mean) - 2.0 * error > bound * static_cast<double>(fine_unit)) return false;
        }
    return true;
}

std::map<std::string, double> rates_of(Record const& record) {
    if (record.midpoints == 0) return {};
    RateCounts const& r = record.diagnostics.rates;
    auto const share = [](std::uint64_t met, std::uint64_t all) {
        return all == 0 ? 0.0 : static_cast<double>(met) / static_cast<double>(all);
    };
    return {{"capped_hazards", share(r.capped, r.hazards)},
            {"clipped_base_scores", share(r.clipped, r.bases)},
            {"saturated_scores", share(r.saturated, r.scores)},
            {"limited_capacities", share(r.limited, r.capacities)},
            {"binding_ceilings", share(r.ceiling_bound, r.ceilings)}};
}

}  // namespace gapmc
