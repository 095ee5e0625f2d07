// SPDX-License-Identifier: Apache-2.0
#include "host/results/summarise.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/plan/observed.hpp"
#include "host/results/moments.hpp"
#include "host/results/quantile.hpp"
#include "host/results/tally_file.hpp"
#include "kernels/base/error.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/decomposition.hpp"
#include "kernels/model/walk.hpp"

namespace gapmc {
namespace {

template<class Items>
auto const& find_id(Items const& items, std::string const& id) {
    return *std::find_if(items.begin(), items.end(), [&](auto const& item) { return item.id == id; });
}

Target target_of(Observable what) {
    switch (what) {
        case Observable::contrast:
            return Target::contrast;
        case Observable::contrast_edition:
            return Target::contrast_edition;
        case Observable::contrast_published:
            return Target::contrast_published;
        case Observable::score:
            return Target::score;
        default:
            return Target::driver;
    }
}

bool is_contrast(Target target) { return target != Target::score && target != Target::driver; }

//! Collects the parts of a summary; one object per run.
class Summary {
  public:
    Summary(Study const& study, Plan const& plan, Tally const& tally)
        : study_{study}, plan_{plan}, tally_{tally}, central_{central_path(plan)} {}

    std::vector<QuantitySummary> quantities() const {
        std::vector<QuantitySummary> out;
        for (std::int32_t q = 0; q < plan_.spec.binned; ++q) out.push_back(quantity(q));
        return out;
    }

    std::vector<PassageSummary> passages() const {
        std::vector<PassageSummary> out;
        for (ContrastSpec const& c : plan_.spec.contrasts) {
            Observed const& o = plan_.spec.observed[static_cast<std::size_t>(c.quantity)];
            Contrast const& contrast =
                find_id(study_.contrasts, plan_.model->contrast_names[static_cast<std::size_t>(o.index)]);
            for (std::size_t k = 0; k < c.thresholds.size(); ++k)
                out.push_back(passage(c, k, contrast, target_of(o.what)));
        }
        return out;
    }

    std::vector<EventSummary> events() const {
        std::vector<EventSummary> out;
        for (std::int32_t e = 0; e < plan_.spec.events; ++e) {
            std::string const& id = plan_.model->event_names[static_cast<std::size_t>(e)];
            EventSummary summary{id, find_id(study_.events, id).name, {}};
            for (int y = 0; y < plan_.spec.years; ++y) {
                EventYear year;
                year.year = study_.base + 1 + y;
                year.onsets = moments(plan_.spec.first_event + e, y, 1.0).mean;
                year.active_share =
                    moments(plan_.spec.first_event + plan_.spec.events + e, y, fine_unit).mean;
                year.happened = probability(plan_.spec.happened_offset + index(e, y));
                summary.years.push_back(year);
            }
            out.push_back(summary);
        }
        return out;
    }

  private:
    std::size_t index(int row, int year) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(plan_.spec.years) +
               static_cast<std::size_t>(year);
    }

    MomentEstimates moments(int quantity, int year, double unit) const {
        return estimate_moments(tally_.sums.data() + index(quantity, year) * 2 * tally_groups,
                                plan_.range.first, plan_.range.last, unit);
    }
    Estimate probability(std::uint64_t counter) const {
        return estimate_probability(tally_.trajectories, tally_.counts[counter]);
    }

    void name_quantity(QuantitySummary& s, Observed const& o) const {
        auto const i = static_cast<std::size_t>(o.index);
        if (s.target == Target::score) {
            Actor const& actor = find_id(study_.actors, plan_.model->actor_names[i]);
            s.id = actor.id;
            s.name = actor.name;
            s.unit = "points";
            s.start = actor.score;
        } else if (s.target == Target::driver) {
            PairName const& pair = plan_.model->pair_names[i];
            Driver const& driver = find_id(study_.drivers, pair.driver);
            s.id = pair.text();
            s.name = driver.name + ", " + find_id(study_.actors, pair.actor).name;
            s.unit = (driver.link == Link::log     ? "ln "
                      : driver.link == Link::logit ? "logit "
                                                   : "") +
                     driver.unit;
            s.start = central_start_[i];
        } else {
            Contrast const& contrast = find_id(study_.contrasts, plan_.model->contrast_names[i]);
            s.id = contrast.id;
            s.name = contrast.id;
            s.unit = contrast.unit;
            s.start = plan_.model->contrasts[i].start;
        }
    }

    QuantitySummary quantity(std::int32_t q) const {
        Observed const& o = plan_.spec.observed[static_cast<std::size_t>(q)];
        double const unit = units_per_one(*plan_.model, o);
        QuantitySummary s;
        s.target = target_of(o.what);
        name_quantity(s, o);
        for (int y = 0; y < plan_.spec.years; ++y) {
            YearSummary year;
            year.year = study_.base + 1 + y;
            if (!is_contrast(s.target) && std::find(study_.report_years.begin(), study_.report_years.end(),
                                                    year.year) == study_.report_years.end())
                continue;
            MomentEstimates const m = moments(q, y, unit);
            year.mean = m.mean;
            year.sd = m.sd;
            RankedHistogram const histogram{plan_.spec.histograms[index(q, y)], tally_.counts.data(), unit};
            for (double const level : levels()) year.quantiles.push_back({level, histogram.quantile(level)});
            year.outside = histogram.outside();
            year.bin_width = histogram.bin_width();
            year.central = central_[index(q, y)];
            if (is_contrast(s.target)) add_probabilities(year, q, y, s.id);
            s.years.push_back(year);
        }
        return s;
    }

    //! The study's levels, the median always among them.
    std::vector<double> levels() const {
        std::vector<double> levels = study_.quantiles;
        levels.push_back(0.5);
        std::sort(levels.begin(), levels.end());
        levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
        return levels;
    }

    void add_probabilities(YearSummary& year, int q, int y, std::string const& id) const {
        auto const c = std::find_if(plan_.spec.contrasts.begin(), plan_.spec.contrasts.end(),
                                    [&](ContrastSpec const& x) { return x.quantity == q; });
        std::uint64_t const row = c->year_offset + static_cast<std::uint64_t>(y) * (2 + c->thresholds.size());
        year.narrower = probability(row);
        year.below_start = probability(row + 1);
        Contrast const& contrast = find_id(study_.contrasts, id);
        for (std::size_t k = 0; k < c->thresholds.size(); ++k)
            year.cdf.push_back({contrast.thresholds[k], probability(row + 2 + k)});
    }

    PassageSummary passage(ContrastSpec const& c, std::size_t k, Contrast const& contrast,
                           Target target) const {
        auto const years = static_cast<std::size_t>(plan_.spec.years);
        std::uint64_t const first = c.passage_offset + k * (2 * (years + 1) + passage_sums);
        std::uint64_t const lasting = first + years + 1;
        std::uint64_t const* const sums = tally_.counts.data() + lasting + years + 1;
        PassageSummary s;
        s.target = target;
        s.contrast = contrast.id;
        s.threshold = contrast.thresholds[k];
        for (std::size_t y = 0; y < years; ++y) {
            int const year = study_.base + 1 + static_cast<int>(y);
            s.first[year] = probability(first + y);
            s.lasting[year] = probability(lasting + y);
        }
        s.never = probability(first + years);
        s.lasting_never = probability(lasting + years);
        s.crossings = estimate_mean(tally_.trajectories, sums[0], sums[1]);
        Estimate const above = estimate_mean(tally_.trajectories, sums[2], sums[3]);
        s.share_above = {above.value / static_cast<double>(years), above.mcse / static_cast<double>(years)};
        return s;
    }

    Study const& study_;
    Plan const& plan_;
    Tally const& tally_;
    std::vector<double> central_;
    std::vector<double> central_start_ = central_starts(plan_);

    static std::vector<double> central_starts(Plan const& plan);
};

//! Passes observed values on, in the quantity's own unit.
struct CentralObserver {
    Plan const& plan;
    std::vector<double>& out;

    template<class Store>
    void year(std::int32_t year, Store& s) {
        for (std::size_t q = 0; q < plan.spec.observed.size(); ++q) {
            Observed const& o = plan.spec.observed[q];
            double value = observed_value(plan.model->topology, o, s);
            if (units_per_one(*plan.model, o) == 100.0) value /= 100.0;
            out[q * static_cast<std::size_t>(plan.spec.years) + static_cast<std::size_t>(year)] = value;
        }
    }
};

struct NoObserver {
    template<class Store>
    void year(std::int32_t, Store&) {}
};

std::vector<double> Summary::central_starts(Plan const& plan) {
    Topology const& m = plan.model->topology;
    std::vector<float> slots(static_cast<std::size_t>(m.slots));
    PackedStore<float> store{slots.data()};
    SilentDraws<float> const draws;
    draw_inputs(m, draws, store);
    start_drivers(m, store);
    std::vector<double> out;
    for (std::int32_t const slot : m.pair_slots) out.push_back(store[slot]);
    return out;
}

std::vector<DecompositionSummary> decompositions(Study const& study, Plan const& plan, Diagnostics const& d) {
    std::vector<DecompositionSummary> out;
    Model const& model = *plan.model;
    for (std::size_t c = 0; c < plan.decomposed.size(); ++c) {
        DecompositionSummary s;
        s.contrast = model.contrast_names[static_cast<std::size_t>(plan.decomposed[c])];
        s.trajectories = d.trajectories;
        std::vector<std::string> names{"compression"};
        for (std::string const& driver : model.driver_names) names.push_back("driver." + driver);
        names.insert(names.end(), {"outside", "method", "residual"});
        for (int y = 0; y < plan.spec.years; ++y) {
            auto const part = [&](std::size_t p) {
                std::size_t const row =
                    (c * static_cast<std::size_t>(d.parts) + p) * static_cast<std::size_t>(plan.spec.years);
                return estimate_moments(
                           d.sums.data() + (row + static_cast<std::size_t>(y)) * 2 * tally_groups,
                           plan.range.first, plan.range.first + d.trajectories, fine_unit)
                    .mean;
            };
            DecompositionYear year;
            year.year = study.base + 1 + y;
            for (std::size_t p = 0; p < names.size(); ++p) year.parts.emplace_back(names[p], part(p));
            year.total = part(names.size());
            s.years.push_back(year);
        }
        out.push_back(s);
    }
    return out;
}

std::map<std::string, double> rates_of(RateCounts const& r) {
    auto const share = [](std::uint64_t met, std::uint64_t all) {
        return all == 0 ? 0.0 : static_cast<double>(met) / static_cast<double>(all);
    };
    return {{"capped_hazards", share(r.capped, r.hazards)},
            {"clipped_base_scores", share(r.clipped, r.bases)},
            {"saturated_scores", share(r.saturated, r.scores)},
            {"limited_capacities", share(r.limited, r.capacities)},
            {"binding_ceilings", share(r.ceiling_bound, r.ceilings)}};
}

std::string observed_name(Plan const& plan, Observed const& o) {
    auto const i = static_cast<std::size_t>(o.index);
    Model const& m = *plan.model;
    switch (o.what) {
        case Observable::contrast:
            return "contrast " + m.contrast_names[i];
        case Observable::contrast_edition:
            return "contrast " + m.contrast_names[i] + " (edition)";
        case Observable::contrast_published:
            return "contrast " + m.contrast_names[i] + " (published)";
        case Observable::score:
            return "score " + m.actor_names[i];
        case Observable::driver:
            return "driver " + m.pair_names[i].text();
        default:
            return "event " + m.event_names[i];
    }
}

void refuse_lost(Plan const& plan, Tally const& tally) {
    std::string lines;
    for (std::size_t q = 0; q < tally.lost.size(); ++q)
        if (tally.lost[q].count > 0)
            lines += fmt::format("\n  {}: {} values, first in trajectory {}",
                                 observed_name(plan, plan.spec.observed[q]), tally.lost[q].count,
                                 tally.lost[q].first);
    if (!lines.empty())
        throw StudyError("the study produced values that are not finite:" + lines +
                         "\nLook at such a trajectory with `gapmc replay STUDY --trajectory NUMBER`");
}

}  // namespace

std::vector<double> central_path(Plan const& plan) {
    Topology const& m = plan.model->topology;
    std::vector<float> slots(static_cast<std::size_t>(m.slots));
    PackedStore<float> store{slots.data()};
    std::vector<double> out(plan.spec.observed.size() * static_cast<std::size_t>(plan.spec.years));
    CentralObserver observe{plan, out};
    SilentDraws<float> const draws;
    NoRates rates;
    walk(m, draws, store, observe, rates);
    return out;
}

Results summarise_quantities(Study const& study, Plan const& plan, Tally const& tally) {
    refuse_lost(plan, tally);
    Results r;
    r.quantities = Summary{study, plan, tally}.quantities();
    return r;
}

Results summarise(Study const& study, Plan const& plan, Tally const& tally, Diagnostics const& diagnostics) {
    refuse_lost(plan, tally);
    Summary const summary{study, plan, tally};
    Results r;
    r.trajectories = tally.trajectories;
    r.first_trajectory = plan.range.first;
    r.seed = plan.seed;
    r.study_digest = plan.study_digest;
    r.plan_digest = plan.plan_digest;
    r.result_digest = result_digest(plan, tally);
    r.quantities = summary.quantities();
    r.passages = summary.passages();
    r.events = summary.events();
    r.decompositions = decompositions(study, plan, diagnostics);
    r.rates = rates_of(diagnostics.rates);
    return r;
}

}  // namespace gapmc
