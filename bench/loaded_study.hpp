// SPDX-License-Identifier: Apache-2.0
//! A study of configs/, planned and ready to run on one CPU thread.
#pragma once

#include <memory>
#include <string>

#include "host/config/read_study.hpp"
#include "host/config/write_study.hpp"
#include "host/plan/plan.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc::bench {

struct LoadedStudy {
    Study study;
    std::unique_ptr<Backend> backend;
    Plan plan;
};

//! \param instance  GAPMC_SIMD name of the CPU instance  \throws Error if the study or the instance cannot be
//! used
inline LoadedStudy load_study(std::string const& file, std::string const& instance,
                              std::uint64_t trajectories) {
    ReadResult read = read_study_file(std::string{GAPMC_CONFIGS} + "/" + file);
    read.require_ok();
    LoadedStudy loaded;
    loaded.study = std::move(read.study);
    loaded.study.trajectories = trajectories;
    CpuOptions options;
    options.threads = 1;
    options.simd = instance;
    loaded.backend = make_cpu_backend(options);
    loaded.plan = make_plan(loaded.study, resolved_toml(loaded.study), {0, trajectories}, *loaded.backend);
    return loaded;
}

inline Job job_of(LoadedStudy const& loaded) {
    Plan const& plan = loaded.plan;
    return {plan.model->topology, plan.spec, plan.seed, plan.range.first, plan.range.last};
}

}  // namespace gapmc::bench
