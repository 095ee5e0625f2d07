// SPDX-License-Identifier: Apache-2.0
#include "host/app/simulate.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "host/app/checkpoints.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/progress_line.hpp"
#include "host/app/refine_record.hpp"
#include "host/app/run_card.hpp"
#include "host/app/signals.hpp"
#include "host/app/stopwatch.hpp"
#include "host/app/talk.hpp"
#include "host/folder/directory.hpp"
#include "host/outputs/comparison_table.hpp"
#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/table.hpp"
#include "host/plan/kept_values.hpp"
#include "host/record/ranges.hpp"
#include "host/results/described.hpp"
#include "host/results/open_ranks.hpp"
#include "host/samples/sample_file.hpp"
#include "host/samples/taking.hpp"
#include "host/text/escape.hpp"
#include "host/text/rough.hpp"
#include "kernels/base/error.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

//! The row of table and chart, of which progress and plans speak.
struct ShownRow {
    std::string id;
    std::string unit;
    double pilot_sd = 0;
};
ShownRow shown_row(Session const& session) {
    Headline const shown = headline_of(session.study(), session.request());
    Plan const& plan = session.plan();
    std::size_t const row = plan.row_of(contrast_in(shown.outcome), shown.contrast);
    return {shown.contrast, describe(session.study(), plan, plan.rows[row]).unit, plan.pilot_sds[row]};
}

std::optional<StopRule> stop_rule_of(RunOptions const& options, OpenedStudy const& opened,
                                     std::vector<OpenedStudy> const& compared) {
    if (options.until.empty()) return std::nullopt;
    if (opened.request.is_shard())
        throw UsageError(
            "--until and --shard exclude each other: a stop rule needs every trajectory. Drop one");
    std::vector<std::string> scenarios;
    for (OpenedStudy const& other : compared)
        if (!other.given.scenario.empty()) scenarios.push_back(other.given.scenario);
    return parse_stop_rule(options.until, opened.study, headline_of(opened.study, opened.request).outcome,
                           scenarios);
}

//! What it will take until the rule holds: of a device without its time, which the first launches say
//! nothing of.
std::string forecast_words(Session const& session, Backend& backend, StopRule const& until) {
    Stopwatch const watch;
    StopForecast const forecast = session.forecast(until, backend, program_progress());
    double const seconds = watch.seconds();
    std::uint64_t const cap = session.request().trajectories;
    std::uint64_t const trial = std::min(forecast_trajectories, cap);
    std::string const from = fmt::format("by the first {} trajectories", trial);
    if (forecast.stops_at == 0) return fmt::format("what it takes cannot be said {}; at most {}", from, cap);
    std::string words = fmt::format("about {} trajectories {}", count_text(forecast.needed), from);
    if (forecast.stops_at > cap)
        return words + fmt::format(
                           ", looked for at {} and again at {}, which is beyond the {} of -n: the rule "
                           "will hardly be reached",
                           forecast.stops_at / 2, forecast.stops_at, cap);
    words += fmt::format(", so that the run ends at {}", forecast.stops_at);
    if (backend.engine().devices.empty())
        words += ", in about " +
                 duration_text(seconds * static_cast<double>(forecast.stops_at) / static_cast<double>(trial));
    return words;
}

//! What a run would cost, from a short one.
int dry_run(Session const& session, Backend& backend, std::optional<StopRule> const& until) {
    constexpr std::uint64_t trial = 16384;
    Study const& study = session.study();
    Plan const& plan = session.plan();
    Request const& request = session.request();
    backend.run(plan.job({0, trial}), program_progress());  // threads start, caches fill
    Stopwatch const watch;
    backend.run(plan.job({0, trial}), program_progress());
    double const rate = static_cast<double>(trial) / watch.seconds();
    double const n = static_cast<double>(session.range().size());
    auto const line = [](std::string const& what, std::string const& value) {
        print_data(fmt::format("{:<13} {}\n", what, value));
    };
    line("study", fmt::format("{} ({} to {}, {} steps of {} months)", study.name, study.base, study.end,
                              plan.model().topology.steps, study.months_per_step));
    line("trajectories", fmt::format("{}{}", session.range().size(),
                                     request.is_shard() ? " (" + shard_words(request.shard) + ")" : ""));
    line("device", backend.describe());
    line("memory", fmt::format("{} MB of accumulators per thread, whatever the number of trajectories",
                               worker_bytes(plan.spec) / 1'000'000 + 1));
    line("time", fmt::format("about {} at {} trajectories/s", duration_text(n / rate), count_text(rate)));
    ShownRow const shown = shown_row(session);
    if (request.exact != Exact::none)
        line("exact", "at least one further pass, of less time than the first; a run says how many");
    if (n > 0)
        line("error", fmt::format("mean of {}, {}, in {} within {:.2g} {} (95 %)", shown.id,
                                  outcome_words(headline_of(study, request).outcome, study), study.end,
                                  1.96 * shown.pilot_sd / std::sqrt(n), shown.unit));
    if (until) line("until", forecast_words(session, backend, *until));
    line("plan digest", plan.digest);
    return 0;
}

//! \throws UsageError for a shard, whose order statistics are not those of the run
void refuse_exact_shard(Request const& request) {
    if (request.exact != Exact::none && request.is_shard())
        throw UsageError("--exact needs every trajectory of the run, and this is a shard. Leave --exact out");
}

std::optional<SampleRequest> samples_of(RunOptions const& options, OpenedStudy const& opened,
                                        std::string& notice) {
    Request const& request = opened.request;
    return sample_request(options.samples, opened.study, request, range_of(request).size(), notice);
}

//! What checkpoints remember of the options, beside the request.
Task task_of(RunOptions const& options) {
    Task task{options.verb, words_of(options.samples)};
    if (!options.until.empty()) task.words.insert(task.words.end(), {"--until", options.until});
    return task;
}

CheckpointOptions keeping(RunOptions const& options) {
    return {options.checkpoint_every, options.force, options.quiet};
}

std::string spent_words(Spent const& spent, std::uint64_t before) {
    std::string const words =
        fmt::format("{} trajectories in {} ({}/s)", spent.simulated, duration_text(spent.simulation_seconds),
                    count_text(static_cast<double>(spent.simulated) / spent.simulation_seconds));
    return before == 0 ? words : fmt::format("{}, after {} that were there", words, before);
}

}  // namespace

std::string add_files(OutputDirectory& directory, Session const& session, Record const& record,
                      Progress const& progress) {
    std::string json;
    for (RunFile const& file : session.files(record)) {
        progress.go_on();
        directory.add(file.name, file.bytes);
        if (file.name == "result.json") json = file.bytes;
    }
    return json;
}

std::string results_text(Session const& session, Results const& results, std::string const& folder) {
    auto const [contrast, outcome] = headline_of(session.study(), results.request);
    auto const table = session.compared().empty() ? bands_table : comparison_table;
    std::string text = table(session.study(), results, contrast, outcome) + "\nresult digest " +
                       results.result_digest + "\n";
    if (!results.exact_digest.empty()) text += "exact digest  " + results.exact_digest + "\n";
    text += "results in " + plain_text(folder) + "\n";
    return has_page(results) ? text + "a page to read and to mail: " + plain_text(folder) + "/report.html\n"
                             : text;
}

int simulate(OpenedStudies opened, RunOptions const& options, std::string const& folder) {
    Stopwatch const whole;
    Progress& progress = program_progress();
    refuse_exact_shard(opened.study.request);
    std::optional<StopRule> const until = stop_rule_of(options, opened.study, opened.compared);
    std::string notice;
    std::optional<SampleRequest> const wanted = samples_of(options, opened.study, notice);
    ChosenEngine const chosen = engine_of(options, options.quiet);
    Backend& backend = *chosen.backend;
    if (!notice.empty() && !options.quiet) say("gapmc: {}", notice);
    if (!options.quiet) say("{} ({})", backend.describe(), chosen.why);
    Session const session{std::move(opened), backend, progress};
    if (options.dry_run) return dry_run(session, backend, until);

    Study const& study = session.study();
    HoldsFiles const holding;
    std::vector<std::string> names = names_of_run(study);
    std::vector<std::string> const of_samples = sample_file_names();
    names.insert(names.end(), of_samples.begin(), of_samples.end());
    OutputDirectory directory{folder, options.force ? Existing::replace : Existing::go_on, names,
                              FileCalls::system(), of_samples};
    Checkpoints checkpoints{directory, session, task_of(options), keeping(options)};
    UnderWay run = checkpoints.begin({session.empty_record()});
    std::uint64_t const before = run.record.done.size();
    if (until && !checkpoints.taken_up() && !options.quiet)
        say("--until: {}", forecast_words(session, backend, *until));

    std::optional<SampleTaking> samples;
    if (wanted) samples.emplace(*wanted, study, session.plan(), directory, processor_of(options));
    // A processor shows what it counts; a device does not, a stop rule does not know how many that will be,
    // and what another process counted, before or beside this one, nobody saw.
    bool const on_devices = !backend.engine().devices.empty();
    bool const beside = samples && !on_devices && backend.engine().ranks == 1 && !until && before == 0;
    TrajectorySink* const sink = beside ? &samples->sink(session.range()) : nullptr;
    KeptValues kept;
    if (on_devices && before == 0) {
        for (KeptLine const& line : quantile_lines(study, session.plan(), session.request().exact))
            kept.want(line);
        if (samples) samples->want(kept);
        kept.begin(backend, session.range().size());
    }
    bool precise = true;
    Stopwatch const simulation;
    double simulation_seconds = 0;
    std::uint64_t taken = 0;
    std::string json;
    checkpoints.watch(run, [&] {
        {
            ShownRow const shown = shown_row(session);
            progress.done = before;
            ProgressLine const line{progress,
                                    session.range().size(),
                                    {"mean at the end", shown.pilot_sd, shown.unit},
                                    options.quiet};
            precise = session.go_on(run, backend, progress, until, {sink, kept.columns(), &checkpoints});
        }
        Exact const exact = session.request().exact;
        if (run.record.request.exact < exact)
            refine_record(session, run, exact, backend, kept, checkpoints, options.quiet);
        simulation_seconds = simulation.seconds();
        say_refused_threads(backend.engine(), options.quiet);
        progress.go_on();
        std::uint64_t const first = session.range().first;
        if (samples) taken = samples->finish({first, first + run.record.done.size()}, kept, progress);
        json = add_files(directory, session, run.record, progress);
        samples.reset();
        progress.go_on();  // the last look: from here on the files come to be, whatever is wished
    });
    Results const results = session.results(run.record);
    Spent const spent{whole.seconds(), simulation_seconds, results.trajectories() - before};
    directory.add("run.json", run_card(options, backend, results, spent), Listed::no);
    directory.commit();

    settle_outcome();
    print_data(options.json ? json : results_text(session, results, folder));
    if (wanted && !options.quiet)
        say("{} {} kept as samples{}", taken, taken == 1 ? "trajectory" : "trajectories",
            wanted->number && taken < *wanted->number ? ": there are no more" : "");
    if (!options.quiet) say("{}", spent_words(spent, before));
    if (!precise) {
        say("gapmc: --until {} was not reached within {} trajectories. Raise -n", options.until,
            results.trajectories());
        return 1;
    }
    return 0;
}

void declare_simulation(VerbOptions& verb, RunOptions& options) {
    declare_trajectories(verb, options.trajectories,
                         "Number of trajectories: 500k, 10M, 1G, 1e8 (default: the study's)");
    declare_seed(verb, options);
    verb.option("--out", "DIR", "Folder for the results (default: in results/, by the study's name)",
                [&options](std::string const& text) { options.out = text; })
        .offers(Offer::folders);
    verb.flag("--force", "Replace a finished run in that folder", options.force);
    verb.option(
            "--until", "RULE",
            "Stop as soon as errors are small enough, e.g. 'mcse(gap.p50@2035)<=0.01', with -n as the cap",
            [&options](std::string const& text) { options.until = text; })
        .not_beside({"--shard"});
    declare_exact(verb, options.exact);
    verb.option("--shard", "I/N",
                "Only the I-th of N parts of the trajectories; slurm/N: the task of a job array",
                [&options](std::string const& text) { options.shard = parse_shard(text); });
    declare_shown(verb, options.shown);
    declare_keeping(verb, options).not_beside({"--dry-run"});
    verb.flag("--dry-run", "Device, memory, expected time and error; write nothing", options.dry_run);
    declare_engine(verb, options);
    verb.flag("--json", "Results as JSON on stdout instead of the table", options.json)
        .not_beside({"--dry-run"});
    declare_quiet(verb, options.quiet);
}

}  // namespace gapmc
