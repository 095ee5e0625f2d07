// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "host/app/commands.hpp"
#include "host/app/load_study.hpp"
#include "host/app/simulate.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

int run_command(RunOptions const& options) {
    OpenedStudy opened = load_sound_study(options, options);
    std::string const folder = options.out.empty() ? "results/" + opened.study.name : options.out;
    return simulate({std::move(opened), {}}, options, folder);
}

}  // namespace

Action declare_run(VerbOptions& verb) {
    auto const options = std::make_shared<RunOptions>();
    declare_study(verb, *options);
    declare_scenario(verb, *options);
    verb.flag("--exemplars", "Draw the trajectories that results name in the chart", options->shown.exemplars)
        .not_beside({"--shard"});
    declare_samples(verb, options->samples);
    declare_simulation(verb, *options);
    return [options] { return run_command(*options); };
}

}  // namespace gapmc
