// SPDX-License-Identifier: Apache-2.0
#include "host/plan/observed.hpp"

#include <algorithm>
#include <cmath>

namespace gapmc {
namespace {

constexpr std::int32_t primary_bins = 1 << 16;
constexpr std::int32_t other_bins = 1 << 10;

//! Smallest bins of a power-of-two width that cover lo ... hi with at most `most` of them.
HistogramSpec cover(std::int64_t lo, std::int64_t hi, std::int32_t most) {
    HistogramSpec h;
    while (((hi - lo) >> h.shift) + 1 > most) ++h.shift;
    h.lo = static_cast<std::int32_t>(std::clamp<std::int64_t>(lo, INT32_MIN, INT32_MAX));
    h.bins = static_cast<std::uint32_t>(((hi - h.lo) >> h.shift) + 1);
    return h;
}

bool is_published(Observed const& o) { return o.what == Observable::contrast_published; }

//! Bounds of a linear contrast of scores in 0 ... 100, in observation units.
HistogramSpec contrast_bins(Model const& model, ContrastNode const& contrast, Observed const& o) {
    double lo = 0;
    double hi = 0;
    for (std::int32_t j = contrast.terms.begin; j < contrast.terms.end; ++j) {
        double const c = model.contrast_terms[static_cast<std::size_t>(j)].coefficient;
        (c < 0 ? lo : hi) += 100.0 * c;
    }
    double const unit = is_published(o) ? 100.0 : static_cast<double>(fine_unit);
    return cover(static_cast<std::int64_t>(std::floor(lo * unit)),
                 static_cast<std::int64_t>(std::ceil(hi * unit)), primary_bins);
}

}  // namespace

std::vector<Observed> observed_quantities(Model const& model) {
    Topology const& t = model.topology;
    std::vector<Observed> out;
    for (std::int32_t c = 0; c < t.contrasts.size; ++c) {
        bool const linear = t.contrasts[c].form == ContrastForm::linear;
        out.push_back({Observable::contrast, c, fine_unit});
        if (t.revisions.present != 0) out.push_back({Observable::contrast_edition, c, fine_unit});
        if (t.measurement.present != 0)
            out.push_back({Observable::contrast_published, c, linear ? hundredths_unit : fine_unit});
    }
    for (std::int32_t a = 0; a < t.actors; ++a) out.push_back({Observable::score, a, fine_unit});
    for (std::int32_t i = 0; i < t.pairs; ++i) out.push_back({Observable::driver, i, fine_unit});
    for (std::int32_t e = 0; e < t.events.size; ++e) out.push_back({Observable::event_onsets, e, 1.0f});
    for (std::int32_t e = 0; e < t.events.size; ++e) out.push_back({Observable::event_active, e, fine_unit});
    return out;
}

double units_per_one(Model const& model, Observed const& o) {
    bool const hundredths =
        is_published(o) && model.contrasts[static_cast<std::size_t>(o.index)].form == ContrastForm::linear;
    return hundredths ? 100.0 : static_cast<double>(o.scale);
}

std::vector<HistogramSpec> choose_bins(Model const& model, TallySpec const& spec,
                                       std::vector<std::int32_t> const& pilot, std::size_t trajectories) {
    std::vector<HistogramSpec> bins;
    for (std::int32_t q = 0; q < spec.binned; ++q) {
        Observed const& o = spec.observed[static_cast<std::size_t>(q)];
        bool const contrast =
            o.what == Observable::contrast || o.what == Observable::contrast_edition || is_published(o);
        bool const linear =
            contrast && model.contrasts[static_cast<std::size_t>(o.index)].form == ContrastForm::linear;
        for (std::int32_t y = 0; y < spec.years; ++y) {
            if (linear) {
                bins.push_back(contrast_bins(model, model.contrasts[static_cast<std::size_t>(o.index)], o));
            } else if (o.what == Observable::score) {
                bins.push_back(cover(0, static_cast<std::int64_t>(100.0 * fine_unit), other_bins));
            } else {
                auto const row =
                    pilot.begin() +
                    static_cast<std::ptrdiff_t>(static_cast<std::size_t>(q * spec.years + y) * trajectories);
                auto const [least, most] =
                    std::minmax_element(row, row + static_cast<std::ptrdiff_t>(trajectories));
                // A pilot of 4096 reaches about 3.5 sd; one whole range on either side reaches beyond 10.
                std::int64_t const width = std::max<std::int64_t>(std::int64_t{*most} - *least, 1);
                bins.push_back(cover(std::max<std::int64_t>(*least - width, INT32_MIN),
                                     std::min<std::int64_t>(*most + width, INT32_MAX),
                                     contrast ? primary_bins : other_bins));
            }
        }
    }
    return bins;
}

}  // namespace gapmc
