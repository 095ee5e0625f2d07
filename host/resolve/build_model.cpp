// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/build_model.hpp"

#include <cmath>

#include "host/resolve/model_builder.hpp"
#include "kernels/model/outcomes.hpp"
#include "kernels/model/store.hpp"

namespace gapmc {
namespace {

/*!
 * Contrasts at base as the walk itself computes them from the published scores, in float32: a trajectory in
 * which nothing has moved then stands exactly where it started.
 */
void start_contrasts(Model& model) {
    Topology const& t = model.topology;
    std::vector<float> slots(static_cast<std::size_t>(t.slots));
    PackedStore<float> store{slots.data()};
    for (ActorConstants const& actor : t.actor) store[actor.state + slot_score] = actor.total;
    for (ContrastNode& contrast : model.contrasts)
        contrast.start = contrast_of(t, contrast, slot_score, store);
}

}  // namespace

std::unique_ptr<Model> build_model(Study const& study) {
    auto model = std::make_unique<Model>();
    Topology& t = model->topology;
    ModelBuilder b{study, *model};
    t.years = study.end - study.base;
    t.steps_per_year = 12 / study.months_per_step;
    t.steps = t.years * t.steps_per_year;
    t.step = static_cast<float>(study.months_per_step / 12.0);
    t.root_step = static_cast<float>(std::sqrt(study.months_per_step / 12.0));  // IEEE: correctly rounded
    t.months_per_step = study.months_per_step;
    t.month_of_base = 12 * study.base + 11;
    t.actors = static_cast<std::int32_t>(study.actors.size());
    t.dimensions = static_cast<std::int32_t>(study.index.dimensions.size());
    t.drivers = static_cast<std::int32_t>(study.drivers.size());
    t.pairs = static_cast<std::int32_t>(model->pair_names.size());
    build_drivers(b);
    build_events(b);
    build_index(b);
    build_dependence(b);
    model->bind();
    start_contrasts(*model);
    return model;
}

}  // namespace gapmc
