// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/app/commands.hpp"
#include "host/app/load_study.hpp"
#include "host/app/progress_line.hpp"
#include "host/app/run_card.hpp"
#include "host/app/signals.hpp"
#include "host/config/write_study.hpp"
#include "host/digest/sha256.hpp"
#include "host/outputs/bands_csv.hpp"
#include "host/outputs/directory.hpp"
#include "host/outputs/fan_svg.hpp"
#include "host/outputs/result_json.hpp"
#include "host/outputs/table.hpp"
#include "host/results/summarise.hpp"
#include "host/results/tally_file.hpp"
#include "host/run/simulate.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

//! What a run would cost, from a short one.
int dry_run(RunOptions const& options, Study const& study, Plan const& plan, Backend& backend) {
    std::uint64_t const trial = 16384;
    Progress progress;
    auto const start = Clock::now();
    backend.run({plan.model->topology, plan.spec, plan.seed, 0, trial}, progress);
    double const rate = static_cast<double>(trial) / seconds_since(start);
    double const n = static_cast<double>(plan.range.last - plan.range.first);
    std::uint64_t const tally =
        make_tally(plan.spec, plan.range.first, plan.range.last).sums.size() * sizeof(Int128) +
        plan.spec.counts * sizeof(std::uint64_t);
    fmt::print("study         {} ({} to {}, {} steps of {} months)\n", study.name, study.base, study.end,
               plan.model->topology.steps, study.months_per_step);
    fmt::print("trajectories  {}{}\n", plan.range.last - plan.range.first,
               options.shards > 1 ? fmt::format(" (shard {} of {})", options.shard, options.shards) : "");
    fmt::print("device        {}\n", backend.describe());
    fmt::print("memory        {} MB of accumulators per thread, whatever the number of trajectories\n",
               tally / 1'000'000 + 1);
    fmt::print("time          about {} at {} trajectories/s\n", duration_text(n / rate), count_text(rate));
    fmt::print("error         mean of {} in {} within {:.2g} {} (95 %)\n", study.contrasts.front().id,
               study.end, 1.96 * plan.pilot_sd / std::sqrt(n), study.contrasts.front().unit);
    fmt::print("plan digest   {}\n", plan.plan_digest);
    return 0;
}

}  // namespace

int run_command(RunOptions const& options) {
    auto const start = Clock::now();
    LoadedStudy loaded = load_sound_study(options);
    Study& study = loaded.study;
    std::optional<StopRule> until;
    if (!options.until.empty()) {
        if (options.shards > 1)
            throw UsageError(
                "--until and --shard exclude each other: a stop rule needs every trajectory. Drop one");
        until = parse_stop_rule(options.until, study);
    }
    auto const [backend, why] = choose_backend(options);
    if (!options.quiet) fmt::print(stderr, "{} ({})\n", backend->describe(), why);
    std::string resolved = resolved_toml(study);
    TrajectoryRange const range = shard_range(study.trajectories, options.shard, options.shards);
    if (range.first == range.last)
        throw UsageError("--shard: this shard is empty. Use fewer shards than blocks of 64 trajectories");
    Plan plan = make_plan(study, resolved, range, *backend);
    if (options.dry_run) return dry_run(options, study, plan, *backend);

    std::string const folder = options.out.empty() ? "results/" + study.name : options.out;
    bool const folder_is_new = !std::filesystem::exists(folder);
    auto directory =
        std::make_unique<OutputDirectory>(folder, options.force ? Existing::replace : Existing::refuse);
    Progress progress;
    Simulated simulated;
    auto const simulation_start = Clock::now();
    try {
        StopOnSignal const guard{progress};
        ProgressLine const line{progress, plan.range.last - plan.range.first, plan.pilot_sd,
                                study.contrasts.front().unit, options.quiet};
        simulated = simulate(study, plan, *backend, progress, until);
    } catch (Stopped const& e) {
        directory.reset();
        std::error_code ignored;
        if (folder_is_new) std::filesystem::remove(folder, ignored);  // only if it is empty
        throw Stopped(fmt::format("{}; nothing was written. Run again", e.what()));
    }
    double const simulation_seconds = seconds_since(simulation_start);
    if (until) {  // the number of trajectories is now known
        resolved = resolved_toml(study);
        plan.study_digest = sha256_hex(resolved);
    }
    Results const results = summarise(study, plan, simulated.tally, simulated.diagnostics);

    std::string const json = result_json(study, results);
    directory->add("study.toml", loaded.text);
    directory->add("resolved.toml", resolved);
    directory->add("bands.csv", bands_csv(study, results));
    directory->add(hub_name(study), hub_csv(study, results));
    directory->add("result.json", json);
    directory->add("fan.svg", fan_svg(study, results, study.contrasts.front().id));
    directory->add("tally.bin", write_tally(plan, simulated.tally));
    directory->add("run.json", run_card(options, *backend, results, seconds_since(start), simulation_seconds),
                   Listed::no);
    directory->commit();

    if (options.json) {
        fmt::print("{}", json);
    } else {
        fmt::print("{}\n", bands_table(study, results, study.contrasts.front().id));
        fmt::print("result digest {}\nresults in {}\n", results.result_digest, folder);
    }
    if (!options.quiet) {
        static_cast<void>(std::fflush(stdout));  // both streams may lead to one file; main reports a failure
        fmt::print(stderr, "{} trajectories in {} ({}/s)\n", results.trajectories,
                   duration_text(simulation_seconds),
                   count_text(static_cast<double>(results.trajectories) / simulation_seconds));
    }
    if (!simulated.precise) {
        fmt::print(stderr, "gapmc: --until {} was not reached within {} trajectories. Raise -n\n",
                   options.until, results.trajectories);
        return 1;
    }
    return 0;
}

}  // namespace gapmc
