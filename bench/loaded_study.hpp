// SPDX-License-Identifier: Apache-2.0
//! A study of configs/, planned and ready to run on one CPU thread.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>

#include "host/config/guard.hpp"
#include "host/session/session.hpp"

namespace gapmc::bench {

struct LoadedStudy {
    std::unique_ptr<Backend> backend;
    Session session;

    Plan const& plan() const { return session.plan(); }
};

//! \param instance  GAPMC_SIMD name of the CPU instance  \throws Error if the study or the instance cannot be
//! used
inline LoadedStudy load_study(std::string const& file, std::string const& instance,
                              std::uint64_t trajectories) {
    char const* const tree = std::getenv("GAPMC_TREE");  // of a program that was carried to another machine
    std::string const path = (tree == nullptr ? GAPMC_CONFIGS : std::string{tree} + "/configs") + "/" + file;
    auto backend = make_cpu_backend({1, 0, instance});
    RequestOptions request;
    request.trajectories = trajectories;
    Progress progress;
    Session session{open_study({read_study_text(path), {}}, file, request), *backend, progress};
    return {std::move(backend), std::move(session)};
}

//! Everything that a run counts, fingerprints too.
inline Job job_of(LoadedStudy const& loaded) {
    TrajectoryRange const range = loaded.session.range();
    return loaded.plan().job(range, fingerprinted(range, range.last, loaded.plan().digest));
}

}  // namespace gapmc::bench
