// SPDX-License-Identifier: Apache-2.0
//! Plans and short runs on a chosen CPU instance.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/plan/plan.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc::support {

inline std::unique_ptr<Backend> cpu(std::string const& simd = "", int threads = 1, int batch = 256) {
    return make_cpu_backend({threads, batch, simd});
}

//! The plan of a study's first n trajectories.
inline Plan plan_of(Study study, std::uint64_t n) {
    study.trajectories = n;
    return make_plan(study, "", {0, n}, *cpu());
}

inline Tally run(Plan const& plan, std::uint64_t first, std::uint64_t last, Backend& backend) {
    Progress progress;
    return backend.run({plan.model->topology, plan.spec, plan.seed, first, last}, progress);
}

//! Raw observations of trajectories first ... last-1, [quantity][year][trajectory - first].
inline std::vector<std::int32_t> observe(Plan const& plan, std::uint64_t first, std::uint64_t last,
                                         Backend& backend) {
    return backend.observe({plan.model->topology, plan.spec, plan.seed, first, last});
}

//! What a quantity is called, unlike its index the same in every study that has it: "contrast gap", ...
inline std::string label_of(Model const& m, Observed const& o) {
    auto const i = static_cast<std::size_t>(o.index);
    switch (o.what) {
        case Observable::contrast:
            return "contrast " + m.contrast_names[i];
        case Observable::contrast_edition:
            return "edition " + m.contrast_names[i];
        case Observable::contrast_published:
            return "published " + m.contrast_names[i];
        case Observable::score:
            return "score " + m.actor_names[i];
        case Observable::driver:
            return "driver " + m.pair_names[i].text();
        case Observable::event_onsets:
            return "onsets " + m.event_names[i];
        default:
            return "active " + m.event_names[i];
    }
}

//! Observations of n trajectories with their names.
struct Sample {
    Plan plan;
    std::uint64_t n;
    std::vector<std::int32_t> values;

    std::size_t find(std::string const& label) const {
        std::size_t q = 0;
        while (q < plan.spec.observed.size() && label_of(*plan.model, plan.spec.observed[q]) != label) ++q;
        return q;
    }
    bool has(std::string const& label) const { return find(label) < plan.spec.observed.size(); }
    std::int32_t const* row(std::string const& label, int year) const {
        return values.data() +
               (find(label) * static_cast<std::size_t>(plan.spec.years) + static_cast<std::size_t>(year)) * n;
    }
    //! All years of a quantity.
    std::vector<std::int32_t> rows(std::string const& label) const {
        return {row(label, 0), row(label, 0) + static_cast<std::size_t>(plan.spec.years) * n};
    }
    std::vector<std::string> labels() const {
        std::vector<std::string> all;
        for (Observed const& o : plan.spec.observed) all.push_back(label_of(*plan.model, o));
        return all;
    }
};

inline Sample sample(Study const& study, std::uint64_t n) {
    Plan plan = plan_of(study, n);
    std::vector<std::int32_t> values = observe(plan, 0, n, *cpu());
    return {std::move(plan), n, std::move(values)};
}

}  // namespace gapmc::support
