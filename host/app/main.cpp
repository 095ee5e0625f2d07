// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "gapmc_version.hpp"
#include "host/app/commands.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr int exit_usage = 64;
constexpr int exit_internal = 70;
constexpr int exit_io = 74;

//! Options that simulating verbs share; texts are turned into numbers when the verb runs.
struct Texts {
    std::string trajectories;
    std::string seed;
    std::string shard;
};

void add_engine_options(CLI::App& verb, SimulationOptions& o, Texts& texts) {
    verb.add_option("-n,--trajectories", texts.trajectories, "Number of trajectories: 500k, 10M, 1G, 1e8");
    verb.add_option("--device", o.device, "auto, cpu, cuda, cuda:0,1 or cuda:all");
    verb.add_option("--threads", o.threads, "CPU threads; 0: all this process may use")
        ->check(CLI::NonNegativeNumber);
    verb.add_option(
        "--batch", o.batch,
        "Trajectories per batch, a multiple of 64; 0: the engine's choice; never changes a result");
    verb.add_flag("--json", o.json, "Results as JSON on stdout");
    verb.add_flag("--quiet", o.quiet, "No talk on stderr but errors");
}

void add_simulation_options(CLI::App& verb, SimulationOptions& o, Texts& texts) {
    verb.add_option("study", o.study, "Study file, or the folder of a run")->required();
    verb.add_option("overrides", o.overrides, "key=value replaces a key of the study, +key=value adds one");
    add_engine_options(verb, o, texts);
    verb.add_option("--seed", texts.seed, "Seed of the draws");
}

void apply(Texts const& texts, SimulationOptions& o) {
    if (!texts.trajectories.empty()) o.trajectories = parse_count("--trajectories", texts.trajectories);
    if (!texts.seed.empty()) {
        if (texts.seed.find_first_not_of("0123456789") != std::string::npos || texts.seed.size() > 18)
            throw UsageError("--seed " + texts.seed +
                             ": not a whole number of at most 18 digits. Give e.g. 7");
        o.seed = std::stoull(texts.seed);
    }
}

int run_program(int argc, char** argv) {
    CLI::App app{
        "gapmc: probability distributions of the gap between composite-index scores, by Monte Carlo\n\n"
        "  gapmc run configs/us-china-ai-index.toml -n 10M\n"
        "  gapmc validate configs/us-china-ai-index.toml",
        "gapmc"};
    app.require_subcommand(1);
    app.set_version_flag("--version",
                         fmt::format("gapmc {} ({}, {}, {})", version, commit, compiler, build_type));

    RunOptions run;
    Texts texts;
    CLI::App& run_verb = *app.add_subcommand("run", "Simulate, reduce, write results");
    add_simulation_options(run_verb, run, texts);
    run_verb.add_option("--out", run.out, "Folder for the results (default: results/NAME)");
    run_verb.add_option("--until", run.until,
                        "Stop rule, e.g. 'mcse(gap.p50@2035)<=0.01', with -n as the cap");
    run_verb.add_option("--shard", texts.shard, "i/n: only the i-th of n parts of the trajectories");
    run_verb.add_flag("--force", run.force, "Replace a finished run in the folder");
    run_verb.add_flag("--dry-run", run.dry_run, "Plan, memory, expected time and error; simulate nothing");

    ValidateOptions validate;
    CLI::App& validate_verb = *app.add_subcommand(
        "validate", "Check a study: every problem at once, and the prior predictive gate");
    add_simulation_options(validate_verb, validate, texts);
    validate_verb.add_flag("--print-resolved", validate.print_resolved,
                           "Print the study with everything explicit");
    bool no_gate = false;
    validate_verb.add_flag("--no-gate", no_gate, "Skip the prior predictive gate");

    ReplayOptions replay;
    std::string trajectory;
    CLI::App& replay_verb = *app.add_subcommand("replay", "One trajectory in full, from its number");
    add_simulation_options(replay_verb, replay, texts);
    replay_verb.add_option("--trajectory", trajectory, "Its number, from 0")->required();

    VerifyOptions verify;
    CLI::App& verify_verb =
        *app.add_subcommand("verify", "Check a run's hashes and simulate random blocks again");
    add_simulation_options(verify_verb, verify, texts);
    verify_verb.add_option("--blocks", verify.blocks, "How many blocks of 2^20 trajectories");
    verify_verb.add_flag("--all", verify.all, "Every block, and the result digest");

    BenchOptions bench;
    CLI::App& bench_verb =
        *app.add_subcommand("bench", "Rates of this machine for fixed workloads, answers checked");
    bench_verb.add_option("workloads", bench.workloads,
                          "reference, flagship, flagship-quarterly (default: all)");
    add_engine_options(bench_verb, bench, texts);
    bench_verb.add_option("--seconds", bench.seconds, "Least time of repetitions, for each workload")
        ->check(CLI::NonNegativeNumber);
    bench_verb.add_option("--out", bench.out, "File for the JSON");

    CLI::App& doctor_verb =
        *app.add_subcommand("doctor", "What this machine offers, and a self-test of every engine");
    CLI::App& schema_verb = *app.add_subcommand("schema", "JSON Schema of study files, for editors");
    CLI::App& init_verb = *app.add_subcommand("init", "A commented study to start from");

    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& e) {
        if (e.get_exit_code() == 0) return app.exit(e);
        fmt::print(stderr, "gapmc: {}\nSee gapmc --help\n", e.what());
        return exit_usage;
    }
    if (run_verb.parsed()) {
        apply(texts, run);
        if (!texts.shard.empty()) parse_shard(texts.shard, run.shard, run.shards);
        return run_command(run);
    }
    if (validate_verb.parsed()) {
        apply(texts, validate);
        validate.gate = !no_gate;
        return validate_command(validate);
    }
    if (replay_verb.parsed()) {
        apply(texts, replay);
        replay.trajectory = trajectory == "0" ? 0 : parse_count("--trajectory", trajectory);
        return replay_command(replay);
    }
    if (verify_verb.parsed()) {
        apply(texts, verify);
        return verify_command(verify);
    }
    if (bench_verb.parsed()) {
        apply(texts, bench);
        return bench_command(bench);
    }
    if (doctor_verb.parsed()) return doctor_command();
    return schema_verb.parsed() ? schema_command() : (static_cast<void>(init_verb), init_command());
}

//! Data must have reached stdout, or the exit code must say so: a full disk shows only when the stream is
//! flushed.
int finish(int code) {
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        fmt::print(stderr, "gapmc: writing to stdout failed (disk full, or closed)\n");
        return exit_io;
    }
    return code;
}

int say(char const* what, int code) {
    fmt::print(stderr, "gapmc: {}\n", what);
    return code;
}

}  // namespace
}  // namespace gapmc

int main(int argc, char** argv) {
    using namespace gapmc;
    // A file-size limit and a closed pipe are then errors of the write that met them, and have an exit code.
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return finish(run_program(argc, argv));
    } catch (UsageError const& e) {
        return say(e.what(), exit_usage);
    } catch (DataError const& e) {
        return say(e.what(), 65);
    } catch (InputMissing const& e) {
        return say(e.what(), 66);
    } catch (BackendUnavailable const& e) {
        return say(e.what(), 69);
    } catch (CannotCreate const& e) {
        return say(e.what(), 73);
    } catch (IoError const& e) {
        return say(e.what(), exit_io);
    } catch (Stopped const& e) {
        return say(e.what(), 75);
    } catch (StudyError const& e) {
        return say(e.what(), 78);
    } catch (std::system_error const& e) {
        return say(e.what(), exit_io);
    } catch (std::bad_alloc const&) {
        return say("out of memory. Use fewer --threads", exit_internal);
    } catch (std::exception const& e) {
        return say((std::string{"internal fault: "} + e.what()).c_str(), exit_internal);
    }
}
