// SPDX-License-Identifier: Apache-2.0
#include "host/plan/digest.hpp"

#include <bit>
#include <type_traits>

#include "host/digest/sha256.hpp"

namespace gapmc {
namespace {

static_assert(std::endian::native == std::endian::little, "digests are over little-endian bytes");

//! Collects bytes of plain values; the structs of a topology are made of 32-bit fields and have no padding.
class Bytes {
  public:
    template<class T>
    void add(T const& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        text_.append(reinterpret_cast<char const*>(&value), sizeof(T));
    }
    template<class T>
    void add(std::vector<T> const& items) {
        static_assert(sizeof(T) % 4 == 0 && alignof(T) == 4,
                      "32-bit fields only, or padding would be hashed");
        add(static_cast<std::uint64_t>(items.size()));
        text_.append(reinterpret_cast<char const*>(items.data()), items.size() * sizeof(T));
    }
    std::string const& text() const { return text_; }

  private:
    std::string text_;
};

}  // namespace

std::string model_digest(Model const& m) {
    Bytes b;
    Topology const& t = m.topology;
    for (std::int32_t const number :
         {t.slots, t.steps, t.steps_per_year, t.years, t.actors, t.dimensions, t.drivers, t.pairs,
          t.score_each_step, t.shock_slots, t.month_of_base, t.months_per_step})
        b.add(number);
    b.add(t.step);
    b.add(t.root_step);
    b.add(m.inputs), b.add(m.mixed_inputs), b.add(m.mixtures), b.add(m.tables), b.add(m.steps_of_choice),
        b.add(m.weights);
    b.add(m.processes), b.add(m.views), b.add(m.pair_slots), b.add(m.share_members), b.add(m.deviations);
    b.add(m.couplings), b.add(m.view_histories), b.add(m.tails);
    b.add(m.events), b.add(m.multipliers), b.add(m.ended), b.add(m.growth_effects), b.add(m.level_effects);
    b.add(m.volatility_effects), b.add(m.ceilings), b.add(m.recoveries);
    b.add(m.dimensions), b.add(m.cells), b.add(m.loadings), b.add(m.outside_path), b.add(m.actors);
    b.add(m.contrasts), b.add(m.contrast_terms);
    b.add(m.input_ids), b.add(m.shock_ids), b.add(m.onset_ids), b.add(m.duration_ids), b.add(m.tail_ids);
    b.add(m.measurement_ids);
    b.add(t.phi), b.add(t.order), b.add(t.mean), b.add(t.revisions), b.add(t.measurement);
    b.add(t.revision_id), b.add(t.revision_common_id), b.add(t.revision_difference_id);
    return sha256_hex(b.text());
}

std::string plan_digest(std::string const& model_digest, TallySpec const& spec, std::uint64_t seed,
                        std::uint64_t trajectories) {
    Bytes b;
    for (char const c : model_digest) b.add(c);
    b.add(seed);
    b.add(trajectories);
    b.add(spec.observed);
    b.add(spec.years);
    for (HistogramSpec const& h : spec.histograms) b.add(h.lo), b.add(h.shift), b.add(h.bins);
    for (ContrastSpec const& c : spec.contrasts) b.add(c.quantity), b.add(c.start), b.add(c.thresholds);
    return sha256_hex(b.text());
}

}  // namespace gapmc
