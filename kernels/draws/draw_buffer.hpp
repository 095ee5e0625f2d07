// SPDX-License-Identifier: Apache-2.0
//! Draws of a block of neighbouring trajectories, computed first and read by the walk afterwards.
//!
//! Four neighbours share a Philox block, so one CPU thread fills the buffer for whole blocks and wastes no
//! word. The buffer is [entry][lane]; entries are inputs, then per step shocks and onsets, then per year
//! tails, revisions and measurement errors. Durations are rare and taken from their address when an event
//! begins.
#pragma once

#include <cstdint>

#include "kernels/draws/addressed_draws.hpp"
#include "kernels/draws/variates.hpp"
#include "kernels/model/topology.hpp"
#include "kernels/rng/address.hpp"

namespace gapmc {

//! Where each kind of draw lies in a buffer.
struct DrawLayout {
    std::int32_t step_begin;  //!< after the inputs
    std::int32_t step_stride;
    std::int32_t onset;  //!< within a step, after the shocks
    std::int32_t year_begin;
    std::int32_t year_stride;
    std::int32_t revision;  //!< within a year, after the tails: decision, common, difference
    std::int32_t measurement;
    std::int32_t entries;
};

GAPMC_HD DrawLayout draw_layout(Topology const& m) {
    DrawLayout l{};
    l.step_begin = m.input_ids.size;
    l.onset = m.shock_ids.size;
    l.step_stride = m.shock_ids.size + m.onset_ids.size;
    l.year_begin = l.step_begin + m.steps * l.step_stride;
    l.revision = m.tail_ids.size;
    l.measurement = l.revision + (m.revisions.present != 0 ? 3 : 0);
    l.year_stride = l.measurement + (m.measurement.present != 0 ? m.actors : 0);
    l.entries = l.year_begin + m.years * l.year_stride;
    return l;
}

//! Four lanes of one entry.
template<class T, class Transform>
GAPMC_HD void fill_entry(std::uint32_t month, std::uint32_t id, std::uint64_t group, PhiloxKey key, T* out,
                         Transform transform) {
    auto const block = draw_block(month, 0, id, group, key);
    for (int lane = 0; lane < 4; ++lane) out[lane] = transform(block.word[lane]);
}

//! All draws of the four trajectories 4 group ... 4 group + 3. \param out [entries][4]
template<class T>
GAPMC_HD void fill_draws(Topology const& m, DrawLayout const& l, PhiloxKey key, std::uint64_t group, T* out) {
    auto const normal = [](std::uint32_t w) { return Variate<T>::normal(w); };
    auto const exponential = [](std::uint32_t w) { return Variate<T>::exponential(w); };
    auto const uniform = [](std::uint32_t w) { return Variate<T>::uniform(w); };
    for (std::int32_t i = 0; i < m.input_ids.size; ++i)
        fill_entry(month_of_inputs, m.input_ids[i], group, key, out + 4 * i, normal);
    for (std::int32_t n = 0; n < m.steps; ++n) {
        T* const step = out + 4 * (l.step_begin + n * l.step_stride);
        std::uint32_t const month = month_of_step(m, n);
        for (std::int32_t j = 0; j < m.shock_ids.size; ++j)
            fill_entry(month, m.shock_ids[j], group, key, step + 4 * j, normal);
        for (std::int32_t i = 0; i < m.onset_ids.size; ++i)
            fill_entry(month, m.onset_ids[i], group, key, step + 4 * (l.onset + i), exponential);
    }
    for (std::int32_t y = 0; y < m.years; ++y) {
        T* const year = out + 4 * (l.year_begin + y * l.year_stride);
        std::uint32_t const month = month_of_year(m, y);
        for (std::int32_t g = 0; g < m.tail_ids.size; ++g)
            fill_entry(month, m.tail_ids[g], group, key, year + 4 * g, normal);
        if (m.revisions.present != 0) {
            fill_entry(month, m.revision_id, group, key, year + 4 * l.revision, uniform);
            fill_entry(month, m.revision_common_id, group, key, year + 4 * (l.revision + 1), normal);
            fill_entry(month, m.revision_difference_id, group, key, year + 4 * (l.revision + 2), normal);
        }
        if (m.measurement.present != 0)
            for (std::int32_t a = 0; a < m.actors; ++a)
                fill_entry(month, m.measurement_ids[a], group, key, year + 4 * (l.measurement + a), normal);
    }
}

//! Draws of one lane of a filled buffer. \param buffer first lane of entry 0, plus the lane
template<class T>
class BufferedDraws {
  public:
    GAPMC_HD BufferedDraws(Topology const& m, DrawLayout const& layout, T const* buffer, std::uint64_t seed,
                           std::uint64_t trajectory)
        : layout_{layout}, buffer_{buffer}, addressed_{m, seed, trajectory} {}

    GAPMC_HD T input(std::int32_t i) const { return at(i); }
    GAPMC_HD T shock(std::int32_t j, std::int32_t n) const { return at(step(n) + j); }
    GAPMC_HD T onset(std::int32_t i, std::int32_t n) const { return at(step(n) + layout_.onset + i); }
    GAPMC_HD T duration(std::int32_t i, std::int32_t n) const { return addressed_.duration(i, n); }
    GAPMC_HD T tail(std::int32_t g, std::int32_t y) const { return at(year(y) + g); }
    GAPMC_HD T revision(std::int32_t y) const { return at(year(y) + layout_.revision); }
    GAPMC_HD T revision_common(std::int32_t y) const { return at(year(y) + layout_.revision + 1); }
    GAPMC_HD T revision_difference(std::int32_t y) const { return at(year(y) + layout_.revision + 2); }
    GAPMC_HD T measurement(std::int32_t a, std::int32_t y) const {
        return at(year(y) + layout_.measurement + a);
    }

  private:
    GAPMC_HD std::int32_t step(std::int32_t n) const { return layout_.step_begin + n * layout_.step_stride; }
    GAPMC_HD std::int32_t year(std::int32_t y) const { return layout_.year_begin + y * layout_.year_stride; }
    GAPMC_HD T at(std::int32_t entry) const { return buffer_[4 * entry]; }

    DrawLayout const& layout_;
    T const* buffer_;
    AddressedDraws<T> addressed_;
};

}  // namespace gapmc
