// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/refine_record.hpp"
#include "host/app/run_card.hpp"
#include "host/app/signals.hpp"
#include "host/app/simulate.hpp"
#include "host/app/stopwatch.hpp"
#include "host/app/talk.hpp"
#include "host/folder/directory.hpp"
#include "host/record/record_bytes.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! \throws UsageError for a part of a run
void refuse_part(std::string const& folder, Request const& request) {
    if (request.is_shard())
        throw UsageError(fmt::format(
            "{} holds shard {} of {}, whose quantiles are not those of the run. Refine a run without --shard",
            plain_text(folder), request.shard, request.shards));
}

int refine_command(RefineOptions const& options) {
    Stopwatch const whole;
    std::string const& folder = options.study;
    if (!is_directory(folder)) throw InputMissing(plain_text(folder) + ": not the folder of a run");
    settle_before_reading(folder);
    static_cast<void>(read_sums(folder));  // a run that is finished has them
    RecordHead const head = read_record_head(read_run_file(folder, record_name));
    refuse_part(folder, head.request);
    if (head.request.exact >= options.exact) {
        print_data(fmt::format("the quantiles in {} are exact already\n", plain_text(folder)));
        return 0;
    }
    OpenedStudies opened = open_studies(head, folder + "/study.toml");
    auto const [backend, why] = engine_of(options, options.quiet);
    if (!options.quiet) say("{} ({})", backend->describe(), why);
    Progress& progress = program_progress();
    Session const session{std::move(opened), *backend, progress};

    HoldsFiles const holding;
    OutputDirectory directory{folder, Existing::replace, names_of_run(session.study())};
    // Again, now that nobody else can replace it.
    Record record = read_record(read_run_file(folder, record_name), session.plan());
    Stopwatch const simulation;
    refine_record(session, record, options.exact, *backend, {}, options.quiet);
    double const simulation_seconds = simulation.seconds();
    say_refused_threads(backend->engine(), options.quiet);
    progress.go_on();
    Results const results = session.results(record);
    add_files(directory, session, record, progress);
    RunOptions card;
    static_cast<StudyOptions&>(card) = options;
    static_cast<EngineOptions&>(card) = options;
    card.verb = "refine";
    directory.add("run.json", run_card(card, *backend, results, whole.seconds(), simulation_seconds),
                  Listed::no);
    progress.go_on();  // the last look: from here on the files come to be, whatever is wished
    directory.commit();
    settle_outcome();
    print_data(results_text(session, results, folder));
    return 0;
}

}  // namespace

Action declare_refine(VerbOptions& verb) {
    auto const options = std::make_shared<RefineOptions>();
    verb.argument("DIR", "Folder of a finished run, whose files are renewed",
                  [options](std::string const& text) { options->study = text; })
        .offers(Offer::folders);
    verb.option("--drivers", "", "Quantiles of drivers too, which may take more passes",
                [options](std::string const&) { options->exact = Exact::drivers; });
    declare_engine(verb, *options);
    declare_quiet(verb, options->quiet);
    return [options] { return refine_command(*options); };
}

}  // namespace gapmc
