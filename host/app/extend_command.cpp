// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/progress_line.hpp"
#include "host/app/refine_record.hpp"
#include "host/app/run_card.hpp"
#include "host/app/signals.hpp"
#include "host/app/simulate.hpp"
#include "host/app/stopwatch.hpp"
#include "host/app/talk.hpp"
#include "host/app/whole_number.hpp"
#include "host/folder/directory.hpp"
#include "host/record/record_bytes.hpp"
#include "host/study/request_limits.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! \throws UsageError for a part of a run, or fewer trajectories than there are
void refuse_what_cannot_grow(std::string const& folder, Request const& request, std::uint64_t wanted) {
    if (request.is_shard())
        throw UsageError(fmt::format("{} holds shard {} of {}. Merge the shards first, then extend the run",
                                     plain_text(folder), request.shard, request.shards));
    if (wanted < request.trajectories)
        throw UsageError(fmt::format("{} has {} trajectories already, more than {}. Give a larger -n",
                                     plain_text(folder), request.trajectories, wanted));
}

int extend(ExtendOptions const& options) {
    Stopwatch const whole;
    std::string const& folder = options.study;
    if (!is_directory(folder)) throw InputMissing(plain_text(folder) + ": not the folder of a run");
    settle_before_reading(folder);
    static_cast<void>(read_sums(folder));  // a run that is finished has them
    RecordHead head = read_record_head(read_run_file(folder, record_name));
    std::uint64_t const wanted = *options.trajectories;
    refuse_what_cannot_grow(folder, head.request, wanted);
    if (wanted == head.request.trajectories) {
        print_data(fmt::format("{} has {} trajectories already\n", plain_text(folder), wanted));
        return 0;
    }
    std::uint64_t const before = head.request.trajectories;
    Exact const exact = head.request.exact;
    head.request.trajectories = wanted;
    OpenedStudies opened = open_studies(head, folder + "/study.toml");
    auto const [backend, why] = engine_of(options, options.quiet);
    if (!options.quiet) say("{} ({})", backend->describe(), why);
    Progress& progress = program_progress();
    Session const session{std::move(opened), *backend, progress};

    HoldsFiles const holding;
    OutputDirectory directory{folder, Existing::replace, names_of_run(session.study())};
    // Again, now that nobody else can replace it.
    Record record = read_record(read_run_file(folder, record_name), session.plan());
    if (record.done.size() != before)
        throw UsageError(fmt::format("{} is a part of a run. Merge the missing parts first, then extend it",
                                     plain_text(folder)));
    Stopwatch const simulation;
    {
        ProgressLine const line{progress, wanted - before, {}, options.quiet};
        record = session.extended(std::move(record), *backend, progress);
    }
    if (exact != Exact::none) refine_record(session, record, exact, *backend, {}, options.quiet);
    double const simulation_seconds = simulation.seconds();
    say_refused_threads(backend->engine(), options.quiet);
    progress.go_on();
    Results const results = session.results(record);
    add_files(directory, session, record, progress);
    RunOptions card;
    static_cast<StudyOptions&>(card) = options;
    static_cast<EngineOptions&>(card) = options;
    card.verb = "extend";
    directory.add("run.json", run_card(card, *backend, results, whole.seconds(), simulation_seconds),
                  Listed::no);
    progress.go_on();  // the last look: from here on the files come to be, whatever is wished
    directory.commit();
    settle_outcome();
    print_data(results_text(session, results, folder));
    return 0;
}

}  // namespace

Action declare_extend(VerbOptions& verb) {
    auto const options = std::make_shared<ExtendOptions>();
    verb.argument("DIR", "Folder of a finished run, whose files are renewed",
                  [options](std::string const& text) { options->study = text; })
        .offers(Offer::folders);
    verb.option("-n,--trajectories", "N", "Trajectories that the run shall have in all",
                [options](std::string const& text) {
                    options->trajectories = parse_whole("-n", text, {1, most_trajectories}, Writing::count);
                })
        .needed();
    declare_engine(verb, *options);
    declare_quiet(verb, options->quiet);
    return [options] { return extend(*options); };
}

}  // namespace gapmc
