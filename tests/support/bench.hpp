// SPDX-License-Identifier: Apache-2.0
//! One trajectory that a test moves step by step, its state read by name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/resolve/build_model.hpp"
#include "kernels/model/walk.hpp"
#include "tests/support/scripted_draws.hpp"

namespace gapmc::support {

inline std::int32_t index_of(std::vector<std::string> const& names, std::string const& name) {
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::runtime_error{name + ": no such name in the model"};
    return static_cast<std::int32_t>(found - names.begin());
}

//! The stages of `walk` in its order, one step at a time; defined next to the test that compares the two,
//! bench_test.cpp.
class Bench {
  public:
    explicit Bench(Study const& study) : model_{build_model(study)}, slots_(size()) {}

    ScriptedDraws<float> draws;

    void start();
    //! Step n; yearly counts of events are cleared when the next year begins, so that they can be read
    //! before.
    void step(std::int32_t n);
    void run(std::int32_t steps) {
        start();
        for (std::int32_t n = 0; n < steps; ++n) step(n);
    }

    Model const& model() const { return *model_; }
    Topology const& topology() const { return model_->topology; }
    float& slot(std::int32_t i) { return slots_[static_cast<std::size_t>(i)]; }
    PackedStore<float> store() { return {slots_.data()}; }

    std::int32_t event_index(std::string const& name) const { return index_of(model_->event_names, name); }
    float event(std::string const& name, EventSlot what) {
        return slot(topology().events[event_index(name)].state + what);
    }
    bool active(std::string const& name) { return event(name, slot_active) > 0.5f; }
    float process(std::string const& pair, ProcessSlot what) {
        return slot(topology().processes[index_of(model_->process_names, pair)].state + what);
    }
    float view(std::string const& pair) {
        for (std::size_t i = 0; i < model_->pair_names.size(); ++i)
            if (model_->pair_names[i].text() == pair)
                return slot(topology().pair_slots[static_cast<std::int32_t>(i)]);
        throw std::runtime_error{pair + ": no such pair"};
    }
    float actor(std::string const& name, ActorSlot what) {
        return slot(topology().actor[index_of(model_->actor_names, name)].state + what);
    }
    float score(std::string const& name) { return actor(name, slot_score); }
    float contrast(std::string const& name, ActorSlot what = slot_score) {
        auto s = store();
        return contrast_of(topology(), topology().contrasts[index_of(model_->contrast_names, name)], what, s);
    }
    //! Index of an uncertain input, for `draws.inputs`.
    std::int32_t input(std::string const& path) const {
        for (std::size_t i = 0; i < model_->input_names.size(); ++i)
            if (model_->input_names[i].path == path) return static_cast<std::int32_t>(i);
        throw std::runtime_error{path + ": not an uncertain input"};
    }

  private:
    std::size_t size() const { return static_cast<std::size_t>(model_->topology.slots); }

    std::unique_ptr<Model> model_;
    std::vector<float> slots_;
};

}  // namespace gapmc::support
