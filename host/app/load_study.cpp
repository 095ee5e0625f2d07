// SPDX-License-Identifier: Apache-2.0
#include "host/app/load_study.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "host/app/own_threads.hpp"
#include "host/app/ranks.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/cache/code_cache.hpp"
#include "host/checkpoint/checkpoint.hpp"
#include "host/config/guard.hpp"
#include "host/folder/durable.hpp"
#include "host/folder/generations.hpp"
#include "host/folder/publication.hpp"
#include "host/record/record_bytes.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

namespace {

//! Whether an override names a key, to set it, to add it or to take it away.
bool names(std::string const& word, std::string const& key) {
    std::string const bare = word.starts_with('+') || word.starts_with('~') ? word.substr(1) : word;
    std::string const name = bare.substr(0, bare.find('='));
    return name == key || key.starts_with(name + ".");
}

//! What a run shows, where something else is asked for.
Shown overruled(Shown shown, Shown const& asked) {
    if (!asked.contrast.empty()) shown.contrast = asked.contrast;
    if (asked.outcome) shown.outcome = asked.outcome;
    shown.exemplars = shown.exemplars || asked.exemplars;
    shown.no_report = shown.no_report || asked.no_report;
    return shown;
}

//! What a folder shows, as far as neither an option nor an override of this command says something else.
Shown inherited(Shown shown, StudyOptions const& options, Shown const& asked) {
    for (std::string const& word : options.overrides) {
        if (names(word, "report.contrast")) shown.contrast.clear();
        if (names(word, "report.outcome")) shown.outcome.reset();
    }
    return overruled(std::move(shown), asked);
}

}  // namespace

OpenedStudies open_as_shown(RecordHead const& head, std::string const& folder, Shown const& wanted) {
    if (wanted.outcome && !head.compared.empty())
        throw UsageError("--outcome: a comparison counts its scenarios in one outcome. Leave it out");
    OpenedStudies opened = open_studies(head, folder + "/study.toml");
    if (!opened.study.ok()) throw StudyError(format_problems(opened.study.problems));
    Shown& shown = opened.study.request.shown;
    shown = overruled(shown, wanted);
    if (std::string const problem = shown_problem(opened.study.study, shown); !problem.empty())
        throw UsageError(problem);
    return opened;
}

void refuse_own_folder(std::string const& folder, std::string const& out) {
    std::error_code absent;
    if (std::filesystem::equivalent(folder, out, absent))
        throw UsageError(plain_text(out) +
                         " is the run itself and would be replaced. Give another folder with --out");
}

bool begins_as_checkpoint(std::string const& path) {
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown))
        return false;  // a pipe would be read, or waited for
    std::array<char, 32> first{};
    std::ifstream in{path, std::ios::binary};
    in.read(first.data(), first.size());
    return is_checkpoint({first.data(), static_cast<std::size_t>(in.gcount())});
}

bool is_directory(std::string const& path) {
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

std::string read_run_file(std::string const& directory, std::string const& name) {
    std::filesystem::path const path = std::filesystem::path{directory} / name;
    std::ifstream in{path, std::ios::binary};
    if (!in) refuse_unfinished(directory);
    if (!in) throw InputMissing(path.string() + ": not there. Give the folder of a finished run");
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw IoError(path.string() + ": cannot be read");
    return text.str();
}

std::optional<FoundRun> find_run(std::string const& path) {
    if (!is_directory(path)) {
        std::string const bytes = begins_as_checkpoint(path) ? read_small_file(path) : "";
        if (bytes.empty()) return std::nullopt;
        CheckpointHead head = read_checkpoint_head(bytes, plain_text(path));
        head.record.request.trajectories = head.trajectories;
        head.record.request.exact = head.exact;
        return FoundRun{std::move(head.record), path};
    }
    settle_before_reading(path);
    std::error_code unknown;
    if (!std::filesystem::exists(std::filesystem::path{path} / record_name, unknown)) {
        refuse_unfinished(path);
        throw InputMissing(
            path + ": a directory without the results of a run. Give a study file, or a run's folder");
    }
    return FoundRun{read_record_head(read_run_file(path, record_name)), path + "/study.toml"};
}

OpenedStudy load_study(StudyOptions const& options, PartOptions const& part) {
    RequestOptions request;
    request.seed = options.seed;
    request.trajectories = options.trajectories;
    request.shard = part.shard.value_or(Shard{});
    request.shown = part.shown;
    request.exact = part.exact.value_or(Exact::none);
    request.statements = part.statements;
    program_progress().go_on();
    std::optional<FoundRun> const run = find_run(options.study);
    if (!run)
        return open_study({read_study_text(options.study), options.overrides, options.scenario.value_or("")},
                          options.study, request);
    auto const& [head, file] = *run;
    static_cast<void>(open_studies(head, file));  // what the folder says of itself must hold
    GivenStudy given = head.given;
    given.overrides.insert(given.overrides.end(), options.overrides.begin(), options.overrides.end());
    if (options.scenario) given.scenario = *options.scenario;
    if (!request.seed) request.seed = head.request.seed;
    if (!request.trajectories) request.trajectories = head.request.trajectories;
    if (!part.shard) request.shard = head.request.shard;
    if (request.shard.extends >= *request.trajectories)
        throw UsageError(fmt::format("-n {}: {} holds {}. Give a larger number", *request.trajectories,
                                     plain_text(options.study), shard_words(request.shard)));
    request.shown = inherited(head.request.shown, options, part.shown);
    // A part of a run has no exact quantiles, and says nothing of them unless it is asked.
    request.exact = part.exact.value_or(!request.shard.is_all() ? Exact::none : head.request.exact);
    return open_study(std::move(given), file, request);
}

OpenedStudy load_sound_study(StudyOptions const& options, PartOptions const& part) {
    OpenedStudy opened = load_study(options, part);
    program_progress().go_on();
    if (!opened.ok()) throw StudyError(format_problems(opened.problems));
    std::size_t const warnings = count_warnings(opened.problems);
    if (warnings > 0 && !options.quiet)
        say("{} {} of {}, which may be run all the same: `gapmc validate` shows {}", warnings,
            warnings == 1 ? "warning" : "warnings", opened.file, warnings == 1 ? "it" : "them");
    return opened;
}

void say_refused_threads(Engine const& engine, bool quiet) {
    if (!quiet && engine.threads < engine.wanted_threads)
        say("{} of {} threads were used: the system would not start more. The results are the same",
            engine.threads, engine.wanted_threads);
}

CpuOptions processor_of(EngineOptions const& options) {
    char const* const simd = std::getenv("GAPMC_SIMD");
    return {with_threads(options, 1).threads, 0, simd != nullptr ? simd : options.simd};
}

ChosenEngine engine_of(EngineOptions options, bool quiet) {
    auto const tell = [quiet](std::string const& text) {
        if (quiet) return;
        // A line that renews itself may stand there.
        if (talk_is_on_a_terminal()) say_in_passing(fmt::format("\r{:<110}\r", ""));
        say("gapmc: {}", text);
    };
    auto const make = [&](EngineOptions engine) {
        engine = with_threads(std::move(engine), 1);
        engine.simd = processor_of(engine).simd;
        engine.codes = users_code_cache();
        return choose_engine(engine, tell);
    };
    Transport* const ranks = program_ranks();
    return ranks == nullptr ? make(options) : with_ranks(*ranks, options, make);
}

}  // namespace gapmc
