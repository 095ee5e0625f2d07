// SPDX-License-Identifier: Apache-2.0
#include "host/session/opened_study.hpp"

#include "host/check/feasibility.hpp"
#include "host/config/read_study.hpp"
#include "host/config/write_study.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

std::string OpenedStudy::resolved() const { return resolved_toml(study, request); }
std::string OpenedStudy::assumptions() const { return assumptions_toml(study); }

OpenedStudy open_study(GivenStudy given, std::string file, RequestOptions const& options) {
    OpenedStudy opened;
    opened.given = std::move(given);
    opened.file = std::move(file);
    ReadResult read = read_study(opened.given.text, opened.file, opened.given.overrides);
    opened.study = std::move(read.study);
    opened.problems = std::move(read.problems);
    opened.request = read.request;
    if (options.seed) opened.request.seed = *options.seed;
    if (options.trajectories) opened.request.trajectories = *options.trajectories;
    opened.request.shard = options.shard;
    opened.request.shards = options.shards;
    if (!opened.ok()) return opened;
    std::vector<Problem> const numeric = check_feasibility(opened.study, opened.file);
    opened.problems.insert(opened.problems.end(), numeric.begin(), numeric.end());
    sort_problems(opened.problems);
    return opened;
}

OpenedStudy open_study(RecordHead const& head, std::string file) {
    RequestOptions options;
    options.seed = head.request.seed;
    options.trajectories = head.request.trajectories;
    options.shard = head.request.shard;
    options.shards = head.request.shards;
    return open_study(head.given, std::move(file), options);
}

}  // namespace gapmc
