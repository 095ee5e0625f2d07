// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "host/digest/sha256.hpp"
#include "host/plan/bins.hpp"
#include "host/plan/central_path.hpp"
#include "host/plan/digest.hpp"
#include "host/plan/pilot.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/thresholds.hpp"
#include "host/resolve/build_model.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

Contrast const& contrast_of(Study const& study, std::string const& id) {
    return *std::find_if(study.contrasts.begin(), study.contrasts.end(),
                         [&](Contrast const& c) { return c.id == id; });
}

//! Decides which sections count what of each row.
class SpecBuilder {
  public:
    SpecBuilder(Study const& study, Pilot const& pilot, Plan& plan)
        : study_{study}, pilot_{pilot}, spec_{plan.spec} {}

    void add(ObservedRow& observed) {
        row_ = static_cast<std::int32_t>(spec_.rows.size());
        Row& row = observed.row;
        spec_.rows.push_back({1});
        bool const binned =
            is_contrast(row.target) || row.target == Target::score || row.target == Target::driver;
        if (binned) add_histograms(observed);
        if (is_contrast(row.target)) add_contrast(observed);
        if (row.target == Target::event_onsets) {
            row.happened = static_cast<std::int32_t>(spec_.happenings.size());
            spec_.happenings.push_back({row_, 0});
        }
    }

  private:
    void add_histograms(ObservedRow const& observed) {
        spec_.rows.back().histograms = static_cast<std::int32_t>(spec_.histograms.size());
        for (std::int32_t y = 0; y < spec_.years; ++y) {
            auto const at = static_cast<std::size_t>(row_ * spec_.years + y);
            Histogram h = bins_of(observed, pilot_.ranges[at]);
            h.row = row_;
            h.year = y;
            spec_.histograms.push_back(h);
        }
    }

    void add_contrast(ObservedRow& observed) {
        Row& row = observed.row;
        Contrast const& contrast = contrast_of(study_, row.id);
        Standing standing;
        standing.row = row_;
        standing.start = row.start;
        standing.nearer_below = std::abs(row.start);
        standing.nearer_above = -standing.nearer_below;
        if (contrast.kind == ContrastKind::ratio) {
            // Parity is 1: nearer lies between X(0) and its reciprocal.
            double const start = static_cast<double>(row.start) / row.units;
            std::int32_t const inverse = to_fixed(static_cast<float>(1.0 / start), observed.observed.scale);
            standing.nearer_above = std::min(row.start, inverse);
            standing.nearer_below = std::max(row.start, inverse);
        }
        row.standing = static_cast<std::int32_t>(spec_.standings.size());
        spec_.standings.push_back(standing);
        row.thresholds = contrast.thresholds;
        row.first_threshold = static_cast<std::int32_t>(spec_.thresholds.size());
        for (double const threshold : contrast.thresholds) {
            std::int32_t const value = threshold_of(study_, contrast, observed, threshold);
            spec_.thresholds.push_back({row_, value, row.start <= value ? 1 : 0, spec_.years, 0});
        }
    }

    Study const& study_;
    Pilot const& pilot_;
    TallySpec& spec_;
    std::int32_t row_ = 0;
};

void add_central_path(Plan& plan, std::vector<ObservedRow> const& rows) {
    std::vector<float> const values = central_values(plan.model(), plan.spec.observed.front());
    auto const years = static_cast<std::size_t>(plan.spec.years);
    for (std::size_t i = 0; i < values.size(); ++i) {
        ObservedRow const& row = rows[i / years];
        // Values come in hundredths, or relative to a reference, where the row is observed so.
        double const scale = static_cast<double>(row.observed.scale) / row.row.units;
        plan.central.push_back(static_cast<double>(values[i]) * scale);
    }
    plan.central_starts = central_starts(plan.model());
}

}  // namespace

std::size_t Plan::row_of(Target target, std::string const& id) const {
    for (std::size_t r = 0; r < rows.size(); ++r)
        if (rows[r].target == target && rows[r].id == id) return r;
    throw std::out_of_range("no row of that name: " + id);
}

Job Plan::job(TrajectoryRange range, Fingerprinted fingerprinted) const {
    std::vector<Topology const*> topologies;
    for (auto const& variant : variants) topologies.push_back(&variant->topology);
    return {std::move(topologies), spec, seed, range, std::move(fingerprinted)};
}

Plan make_plan(Study const& study, std::string const& assumptions, std::uint64_t seed, Backend& backend,
               Progress& progress) {
    Plan plan;
    plan.seed = seed;
    plan.variants.push_back(build_model(study));
    Model const& model = plan.model();
    std::vector<ObservedRow> rows = rows_of(model);
    Pilot const pilot = run_pilot(model, rows, seed, backend, progress);
    plan.pilot_sds = pilot.end_sds;

    std::vector<Observed> observed;
    for (ObservedRow const& row : rows) observed.push_back(row.observed);
    std::vector<std::int32_t> const starts = starts_of(model, observed);
    plan.spec.years = model.topology.years;
    plan.spec.observed.push_back(observed);
    SpecBuilder builder{study, pilot, plan};
    for (std::size_t r = 0; r < rows.size(); ++r) {
        rows[r].row.start = starts[r];
        builder.add(rows[r]);
    }
    lay_out(plan.spec);
    add_central_path(plan, rows);
    for (ObservedRow const& row : rows) plan.rows.push_back(row.row);

    plan.study_digest = sha256_hex(assumptions);
    plan.model_digest = model_digest(model);
    plan.digest = plan_digest(plan);
    return plan;
}

}  // namespace gapmc
