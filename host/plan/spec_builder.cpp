// SPDX-License-Identifier: Apache-2.0
#include "host/plan/spec_builder.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/bins.hpp"
#include "host/plan/thresholds.hpp"
#include "host/study/named.hpp"

namespace gapmc {
namespace {

class SpecBuilder {
  public:
    SpecBuilder(TallySpec& spec, Study const& study) : spec_{spec}, study_{study} {}

    //! \param ranges  [year]
    void add(ObservedRow& observed, RowRange const* ranges) {
        row_ = static_cast<std::int32_t>(spec_.rows.size());
        Row& row = observed.row;
        spec_.rows.push_back({observed.counted ? 1 : 0});
        if (!observed.counted) return;
        bool const binned =
            is_contrast(row.target) || row.target == Target::score || row.target == Target::driver;
        if (binned) add_histograms(observed, ranges);
        if (is_contrast(row.target)) add_contrast(observed);
        if (row.target == Target::event_onsets) {
            row.happened = static_cast<std::int32_t>(spec_.happenings.size());
            spec_.happenings.push_back({row_, 0});
        }
    }

  private:
    void add_histograms(ObservedRow const& observed, RowRange const* ranges) {
        spec_.rows.back().histograms = static_cast<std::int32_t>(spec_.histograms.size());
        for (std::int32_t y = 0; y < spec_.years; ++y) {
            Histogram h = bins_of(observed, ranges[y]);
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

    TallySpec& spec_;
    Study const& study_;
    std::int32_t row_ = 0;
};

}  // namespace

void add_rows(TallySpec& spec, Study const& study, std::vector<ObservedRow>& rows,
              std::vector<RowRange> const& ranges) {
    SpecBuilder builder{spec, study};
    for (std::size_t r = 0; r < rows.size(); ++r)
        builder.add(rows[r], ranges.data() + r * static_cast<std::size_t>(spec.years));
}

}  // namespace gapmc
