// SPDX-License-Identifier: Apache-2.0
//! Plans and short runs on a chosen CPU instance.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/session/session.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc::support {

inline std::unique_ptr<Backend> cpu(std::string const& simd = "", int threads = 1, int batch = 256) {
    return make_cpu_backend({threads, batch, simd});
}

inline Plan plan_of(Study const& study, std::uint64_t seed = 1) {
    Progress progress;
    return make_plan(study, "", seed, *cpu(), progress);
}

//! A session over a study's text, of n trajectories.
inline Session session_of(std::string const& text, std::uint64_t n,
                          std::vector<std::string> const& overrides = {}) {
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    return {open_study({text, overrides}, "test.toml", options), *cpu(), progress};
}

inline Tally run(Plan const& plan, std::uint64_t first, std::uint64_t last, Backend& backend) {
    Progress progress;
    return backend.run(plan.job({first, last}, {{{first, last}}, {}}), progress);
}

inline Record record_of(Session const& session, Backend& backend) {
    Progress progress;
    return session.run(backend, progress).record;
}

//! Raw observations of trajectories first ... last-1, [row][year][trajectory - first].
inline std::vector<std::int32_t> observe(Plan const& plan, std::uint64_t first, std::uint64_t last,
                                         Backend& backend) {
    Progress progress;
    return backend.observe(plan.job({first, last}), progress);
}

inline std::vector<std::int32_t> linear_contrasts(Plan const& plan) {
    std::vector<std::int32_t> linear;
    auto const& contrasts = plan.model().contrasts;
    for (std::size_t c = 0; c < contrasts.size(); ++c)
        if (contrasts[c].form == ContrastForm::linear) linear.push_back(static_cast<std::int32_t>(c));
    return linear;
}

inline Diagnostics diagnose(Plan const& plan, std::uint64_t n, int midpoints, Backend& backend) {
    Progress progress;
    return backend.diagnose(plan.job({0, n}), {linear_contrasts(plan), midpoints}, progress);
}

//! What a row is called, unlike its place the same in every study that has it: "contrast gap", ...
inline std::string label_of(Target target, std::string const& id) {
    char const* const kinds[] = {"contrast ", "edition ", "published ", "score ",   "driver ",
                                 "level ",    "onsets ",  "active ",    "quantity "};
    return kinds[static_cast<int>(target)] + id;
}
inline std::string label_of(Row const& row) { return label_of(row.target, row.id); }

//! Observations of n trajectories with their names.
struct Sample {
    Plan plan;
    std::uint64_t n;
    std::vector<std::int32_t> values;

    std::size_t find(std::string const& label) const {
        std::size_t r = 0;
        while (r < plan.rows.size() && label_of(plan.rows[r]) != label) ++r;
        return r;
    }
    bool has(std::string const& label) const { return find(label) < plan.rows.size(); }
    std::int32_t const* row(std::string const& label, int year) const {
        return values.data() +
               (find(label) * static_cast<std::size_t>(plan.spec.years) + static_cast<std::size_t>(year)) * n;
    }
    //! All years of a row.
    std::vector<std::int32_t> rows(std::string const& label) const {
        return {row(label, 0), row(label, 0) + static_cast<std::size_t>(plan.spec.years) * n};
    }
    std::vector<std::string> labels() const {
        std::vector<std::string> all;
        for (Row const& row : plan.rows) all.push_back(label_of(row));
        return all;
    }
};

inline Sample sample(Study const& study, std::uint64_t n) {
    Plan plan = plan_of(study);
    std::vector<std::int32_t> values = observe(plan, 0, n, *cpu());
    return {std::move(plan), n, std::move(values)};
}

}  // namespace gapmc::support
