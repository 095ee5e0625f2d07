// SPDX-License-Identifier: Apache-2.0
#include "host/plan/central_path.hpp"

#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/walk.hpp"

namespace gapmc {
namespace {

//! Passes values on as they are.
struct ValueObserver {
    Topology const& topology;
    std::vector<Observed> const& observed;
    std::vector<float>& out;

    template<class Store>
    void year(std::int32_t year, Store& s) {
        for (std::size_t r = 0; r < observed.size(); ++r)
            out[r * static_cast<std::size_t>(topology.years) + static_cast<std::size_t>(year)] =
                observed_value(topology, observed[r], s);
    }
};

std::vector<float> empty_slots(Topology const& m) {
    return std::vector<float>(static_cast<std::size_t>(m.slots));
}

}  // namespace

std::vector<double> central_starts(Model const& model) {
    Topology const& m = model.topology;
    std::vector<float> slots = empty_slots(m);
    PackedStore<float> store{slots.data()};
    draw_inputs(m, SilentDraws<float>{}, store);
    start_drivers(m, store);
    std::vector<double> out;
    for (std::int32_t const slot : m.pair_slots) out.push_back(static_cast<double>(store[slot]));
    return out;
}

std::vector<float> central_values(Model const& model, std::vector<Observed> const& observed) {
    Topology const& m = model.topology;
    std::vector<float> slots = empty_slots(m);
    PackedStore<float> store{slots.data()};
    std::vector<float> out(observed.size() * static_cast<std::size_t>(m.years));
    ValueObserver observe{m, observed, out};
    NoRates rates;
    walk(m, SilentDraws<float>{}, store, observe, rates);
    return out;
}

std::vector<std::int32_t> starts_of(Model const& model, std::vector<Observed> const& observed) {
    Topology const& m = model.topology;
    std::vector<float> slots = empty_slots(m);
    PackedStore<float> store{slots.data()};
    NoRates rates;
    draw_inputs(m, SilentDraws<float>{}, store);
    start_drivers(m, store);
    start_index(m, store, rates);
    std::vector<std::int32_t> out;
    for (Observed const& o : observed) {
        bool const moves = o.what > Observable::score;
        out.push_back(moves ? 0 : to_fixed(observed_value(m, o, store), o.scale));
    }
    return out;
}

}  // namespace gapmc
