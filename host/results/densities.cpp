// SPDX-License-Identifier: Apache-2.0
#include "host/results/densities.hpp"

#include <algorithm>
#include <cstdint>

#include "host/results/quantities.hpp"
#include "host/results/row_counts.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t most_cells = 100;

//! The largest r with r^3 <= n.
std::uint64_t cube_root(std::uint64_t n) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 20; bit > 0; bit /= 2)
        if (std::uint64_t const next = root + bit; next * next * next <= n) root = next;
    return root;
}

//! One histogram, bin by bin.
class BinCounts {
  public:
    BinCounts(RowCounts const& counts, Histogram const& histogram)
        : counts_{counts}, h_{histogram}, below_{counts.bin(histogram.below())} {}

    //! The bin with the trajectory of that rank from 0, clamped to the bins.
    std::uint32_t bin_of(std::uint64_t rank) const {
        std::uint64_t sum = below_;
        for (std::uint32_t i = 0; i < h_.bins; ++i) {
            sum += counts_.bin(h_.bin(i));
            if (sum > rank) return i;
        }
        return h_.bins - 1;
    }

    //! In bins [first, last), of which those beyond the end hold nothing.
    std::uint64_t in(std::uint32_t first, std::uint32_t last) const {
        std::uint64_t sum = 0;
        for (std::uint32_t i = first; i < std::min(last, h_.bins); ++i) sum += counts_.bin(h_.bin(i));
        return sum;
    }

    std::uint64_t below() const { return below_; }

  private:
    RowCounts const& counts_;
    Histogram const& h_;
    std::uint64_t below_;
};

//! Cells of a distribution that is spread over these bins.
std::uint64_t cells_for(std::uint64_t bins, std::uint64_t quartile_bins, std::uint64_t trajectories) {
    if (quartile_bins == 0) return std::min(bins, most_cells);
    std::uint64_t const wanted = bins * cube_root(trajectories) / (2 * quartile_bins) + 1;
    return std::max<std::uint64_t>(2, std::min({bins, wanted, most_cells}));
}

}  // namespace

std::vector<DensitySummary> summarise_densities(Study const& study, Plan const& plan, Record const& record) {
    std::vector<DensitySummary> all;
    RowCounts const counts{plan, record};
    std::uint64_t const n = counts.trajectories();
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        Row const& row = plan.rows[r];
        if (!is_contrast(row.target) || row.world != 0 || row.difference) continue;
        for (int y = 0; y < plan.spec.years; ++y) {
            Histogram const* const h = counts.histogram(r, y);
            if (h == nullptr || !is_reported(study, y)) continue;
            BinCounts const bins{counts, *h};
            std::uint32_t const first = bins.bin_of(n / 1000);
            std::uint32_t const last = bins.bin_of(n - 1 - n / 1000) + 1;
            if (last - first < 2) continue;
            std::uint64_t const quartiles = bins.bin_of(n - 1 - n / 4) - bins.bin_of(n / 4);
            std::uint64_t const cells = cells_for(last - first, quartiles, n);
            auto const width = static_cast<std::uint32_t>((last - first + cells - 1) / cells);
            double const unit = 1.0 / row.units;
            double const bin = static_cast<double>(std::int64_t{1} << h->shift) * unit;
            DensitySummary d{
                row.target, row.id, study.base + 1 + y, h->lo * unit + first * bin, width * bin, {}, 0, 0};
            std::uint64_t inside = 0;
            for (std::uint32_t i = first; i < last; i += width) {
                std::uint64_t const count = bins.in(i, i + width);
                inside += count;
                d.shares.push_back(static_cast<double>(count) / static_cast<double>(n));
            }
            std::uint64_t const below = bins.below() + bins.in(0, first);
            d.below = static_cast<double>(below) / static_cast<double>(n);
            d.above = static_cast<double>(n - below - inside) / static_cast<double>(n);
            all.push_back(std::move(d));
        }
    }
    return all;
}

}  // namespace gapmc
