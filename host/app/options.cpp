// SPDX-License-Identifier: Apache-2.0
#include "host/app/options.hpp"

#include <cstdlib>

#include <fmt/format.h>

#include "host/app/whole_number.hpp"
#include "host/study/request_limits.hpp"
#include "host/study/scenario.hpp"
#include "host/text/utf8.hpp"
#include "kernels/api/backend.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t most_threads = 8192;  // more processors than any kernel is built for by default

//! "90", "90s", "5m", "1h", "500ms": up to a week.
std::chrono::milliseconds parse_interval(std::string const& option, std::string const& text) {
    constexpr std::uint64_t week = 7 * 24 * 3600 * 1000;
    struct Unit {
        std::string_view name;
        std::uint64_t milliseconds;
    };
    for (Unit const& unit :
         {Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000}, Unit{"", 1000}}) {
        if (!text.ends_with(unit.name)) continue;
        std::uint64_t const number = parse_whole(option, text.substr(0, text.size() - unit.name.size()),
                                                 {0, week / unit.milliseconds});
        return std::chrono::milliseconds{number * unit.milliseconds};
    }
    return {};  // every text ends with nothing
}

Outcome parse_outcome(std::string const& text) {
    for (Outcome const outcome : {Outcome::constant, Outcome::edition, Outcome::published})
        if (text == name_of(outcome)) return outcome;
    throw UsageError{"--outcome " + escaped_bytes(text) + ": use constant, edition or published"};
}

}  // namespace

std::string checked_override(std::string const& word) {
    if (is_utf8(word)) return word;
    throw UsageError{
        fmt::format("'{}': not UTF-8, as every text of a study is. Write it in UTF-8", escaped_bytes(word))};
}

void declare_study(VerbOptions& verb, StudyOptions& options) {
    verb.argument("STUDY", "Study file, or the folder of a run",
                  [&options](std::string const& text) { options.study = text; })
        .offers(Offer::files);
    verb.argument(
            "KEY=VALUE", "Replaces a key of the study, e.g. index.phi=0.5; with + in front it adds one",
            [&options](std::string const& word) { options.overrides.push_back(checked_override(word)); })
        .offers(Offer::study_keys)
        .repeated()
        .optional();
}

Declared& declare_trajectories(VerbOptions& verb, std::optional<std::uint64_t>& trajectories,
                               std::string help) {
    return verb.option("-n,--trajectories", "N", std::move(help), [&trajectories](std::string const& text) {
        trajectories = parse_whole("-n", text, {1, most_trajectories}, Writing::count);
    });
}

void declare_seed(VerbOptions& verb, StudyOptions& options) {
    verb.option("--seed", "S", "Seed of the draws, 0 to 2^63 - 1 (default: the study's)",
                [&options](std::string const& text) {
                    options.seed = parse_whole("--seed", text, {0, most_seed});
                });
}

void declare_scenario(VerbOptions& verb, StudyOptions& options) {
    verb.option("--scenario", "NAME", "Make this scenario of the study (default: baseline, the study itself)",
                [&options](std::string const& text) { options.scenario = text == baseline ? "" : text; })
        .offers(Offer::scenarios);
}

void declare_engine(VerbOptions& verb, EngineOptions& options, std::vector<std::string> const& beside) {
    verb.option("--device", "D", "auto (default), cpu, cuda, cuda:0,1 or cuda:all",
                [&options](std::string const& text) { options.device = text; })
        .of({"auto", "cpu", "cuda", "cuda:all"})
        .not_beside(beside);
    verb.option("--threads", "T", "CPU threads; 0 (default): all that this process may use",
                [&options](std::string const& text) {
                    options.threads = static_cast<int>(parse_whole("--threads", text, {0, most_threads}));
                })
        .not_beside(beside);
    verb.option("--batch", "B",
                "Trajectories in a batch, a multiple of 64; 0 (default): the engine's choice; a matter of "
                "speed alone",
                [&options](std::string const& text) {
                    options.batch =
                        checked_batch(static_cast<int>(parse_whole("--batch", text, {0, largest_batch})));
                })
        .not_beside(beside);
}

void declare_shown(VerbOptions& verb, Shown& shown) {
    verb.option("--contrast", "NAME", "Contrast of table and chart (default: the study's report.contrast)",
                [&shown](std::string const& text) { shown.contrast = text; })
        .offers(Offer::contrasts);
    declare_outcome(verb, shown, "Its outcome");
    verb.flag("--no-report", "Leave out report.html", shown.no_report);
}

void declare_outcome(VerbOptions& verb, Shown& shown, std::string const& of) {
    verb.option("--outcome", "O", of + ": constant, edition or published (default: report.outcome)",
                [&shown](std::string const& text) { shown.outcome = parse_outcome(text); })
        .of({outcome_names.begin(), outcome_names.end()});
}

void declare_exact(VerbOptions& verb, std::optional<Exact>& exact) {
    verb.option(
            "--exact", "",
            "Further passes until quantiles of contrasts and scores are order statistics of all trajectories",
            [&exact](std::string const&) { exact = Exact::scores; })
        .not_beside({"--exact-drivers", "--shard"});
    verb.option("--exact-drivers", "", "The same, with quantiles of drivers, which may take more passes",
                [&exact](std::string const&) { exact = Exact::drivers; })
        .not_beside({"--shard"});
}

void declare_quiet(VerbOptions& verb, bool& quiet) {
    verb.flag("--quiet", "No progress and no warnings on stderr; errors remain", quiet);
}

Declared& declare_keeping(VerbOptions& verb, KeepingOptions& options) {
    return verb.option("--checkpoint-every", "T",
                       "Keep what was counted every 30s, 5m or 1h (default: 2m); 0: on a stop alone",
                       [&options](std::string const& text) {
                           options.checkpoint_every = parse_interval("--checkpoint-every", text);
                       });
}

std::vector<std::string> words_of(EngineOptions const& options) {
    return {"--device",  options.device,
            "--threads", std::to_string(options.threads),
            "--batch",   std::to_string(options.batch)};
}

std::vector<std::string> words_of(KeepingOptions const& options) {
    return {"--checkpoint-every", std::to_string(options.checkpoint_every.count()) + "ms"};
}

namespace {

//! The task of a job array that this process is. A number that does not fit is no other part of the run.
std::uint64_t slurm_task(std::uint64_t tasks) {
    char const* const id = std::getenv("SLURM_ARRAY_TASK_ID");
    std::string const text = id == nullptr ? "" : id;
    std::string const what = "--shard slurm/" + std::to_string(tasks) + ": SLURM_ARRAY_TASK_ID " +
                             (text.empty() ? "is not set" : "is '" + escaped_bytes(text) + "'") +
                             ", which is no shard. Submit the job with --array=1-" + std::to_string(tasks);
    try {
        return parse_whole("SLURM_ARRAY_TASK_ID", text, {1, tasks});
    } catch (UsageError const&) {
        throw UsageError{what};
    }
}

}  // namespace

Shard parse_shard(std::string const& text) {
    std::size_t const slash = text.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == text.size())
        throw UsageError{"--shard " + escaped_bytes(text) +
                         ": not a shard. Write i/n with 1 <= i <= n, e.g. 2/8, or slurm/8 in a job array"};
    std::uint64_t const shards = parse_whole("--shard .../", text.substr(slash + 1), {1, most_trajectories});
    if (text.compare(0, slash, "slurm") == 0) return {slurm_task(shards), shards};
    return {parse_whole("--shard", text.substr(0, slash), {1, shards}), shards};
}

}  // namespace gapmc
