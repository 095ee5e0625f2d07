// SPDX-License-Identifier: Apache-2.0
#include "host/config/all_quantities.hpp"

#include <algorithm>

namespace gapmc {
namespace {

class Collector {
  public:
    std::vector<Quantity const*> found;

    void add(Quantity const& quantity) {
        if (!quantity.path.empty()) found.push_back(&quantity);
    }
    void add(std::optional<Quantity> const& quantity) {
        if (quantity) add(*quantity);
    }
    template<class Key>
    void add(std::map<Key, Quantity> const& quantities) {
        for (auto const& [key, quantity] : quantities) add(quantity);
    }

    void add(Process const& process) {
        add(process.level);
        add(process.growth);
        add(process.growth_start);
        add(process.growth_half_life);
        add(process.volatility);
        add(process.reversion);
        add(process.reversion_level);
        if (process.capacity) {
            add(process.capacity->utilisation);
            add(process.capacity->efficiency_growth);
        }
    }

    void add(Event const& event) {
        add(event.rate);
        add(event.duration);
        add(event.adaptation_half_life);
        add(event.refractory);
        if (event.feedback) add(event.feedback->strength);
        for (auto const& [other, quantity] : event.multipliers) add(quantity);
        add(event.growth);
        add(event.level);
        add(event.recovery);
        add(event.volatility);
        add(event.ceiling);
    }

    void add(Index const& index) {
        add(index.phi);
        add(index.order);
        for (Dimension const& dimension : index.dimensions) {
            add(dimension.steepness);
            add(dimension.base);
            if (dimension.base_contrast) add(dimension.base_contrast->points);
        }
        if (index.revisions) {
            add(index.revisions->probability);
            add(index.revisions->common_mean);
            add(index.revisions->common_sd);
            add(index.revisions->difference_mean);
            add(index.revisions->difference_sd);
        }
        if (index.measurement) add(index.measurement->sd);
    }
};

}  // namespace

std::vector<Quantity const*> all_quantities(Study const& study) {
    Collector all;
    for (Actor const& actor : study.actors) all.add(actor.score_quantity);
    for (Driver const& driver : study.drivers) {
        if (driver.ratio) all.add(driver.ratio->process);
        for (auto const& [actor, process] : driver.actors) all.add(process);
    }
    for (Coupling const& coupling : study.couplings) all.add(coupling.strength);
    for (Event const& event : study.events) all.add(event);
    all.add(study.index);
    std::sort(all.found.begin(), all.found.end(),
              [](Quantity const* a, Quantity const* b) { return a->path < b->path; });
    return all.found;
}

}  // namespace gapmc
