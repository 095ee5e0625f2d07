// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/run_card.hpp"
#include "host/app/signals.hpp"
#include "host/app/simulate.hpp"
#include "host/app/stopwatch.hpp"
#include "host/app/talk.hpp"
#include "host/folder/directory.hpp"
#include "host/record/parts.hpp"
#include "host/record/record_bytes.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! The whole run that a part is of, shown as the command line asks.
OpenedStudies whole_run_of(RecordHead head, std::string const& folder, Shown const& wanted) {
    head.request.shard = {};
    head.request.exact = Exact::none;
    return open_as_shown(head, folder, wanted);
}

//! \throws UsageError if the result would replace a part of itself
void refuse_part_as_result(std::vector<std::string> const& parts, std::string const& out) {
    for (std::string const& part : parts) {
        std::error_code ignored;
        if (std::filesystem::equivalent(part, out, ignored))
            throw UsageError(fmt::format(
                "{} is a part of the run and would be replaced by it. Give another folder with --out",
                plain_text(out)));
    }
}

//! \throws DataError, which says whether it is of another run
PartReader part_of(Session const& session, std::string const& bytes) {
    try {
        return {bytes, session.plan()};
    } catch (DataError const&) {
        // A part of another run is not damaged: its own words come first.
        require_same(session.empty_record().identity, read_record_head(bytes).identity);
        throw;
    }
}

//! All parts in one record; of what is read only one is in memory at a time.
Record added_up(Session const& session, MergeOptions const& options, Backend& backend,
                Progress const& progress) {
    Parts parts{session.empty_record(),
                [&](Record& record, TrajectoryRange group) { session.take_back(record, group, backend); }};
    for (std::string const& folder : options.parts) {
        progress.go_on();
        std::string const bytes = read_run_file(folder, record_name);
        parts.add(plain_text(folder), in_folder(folder, [&] { return part_of(session, bytes); }));
    }
    if (std::string const missing = parts.missing(); !missing.empty()) {
        if (!options.partial)
            throw DataError(
                fmt::format("the run is not whole without {}. Give the rest too, or say --partial", missing));
        if (!options.quiet) say("not whole: {} are missing", missing);
    }
    return parts.take();
}

int merge(MergeOptions const& options) {
    Stopwatch const whole;
    Progress& progress = program_progress();
    std::string const& first = options.parts.front();
    for (std::string const& folder : options.parts)
        if (!is_directory(folder)) throw InputMissing(plain_text(folder) + ": not the folder of a run");
    auto const backend = make_cpu_backend(processor_of({}));
    Session const session{
        whole_run_of(in_folder(first, [&] { return read_record_head(read_run_file(first, record_name)); }),
                     first, options.shown),
        *backend, progress};
    Study const& study = session.study();
    std::string const folder = options.out.empty() ? "results/" + study.name : options.out;
    refuse_part_as_result(options.parts, folder);

    HoldsFiles const holding;
    OutputDirectory directory{folder, options.force ? Existing::replace : Existing::refuse,
                              names_of_run(study)};
    Record record = added_up(session, options, *backend, progress);
    double const reading_seconds = whole.seconds();
    record.exemplars = session.exemplars(record, *backend, progress);
    Results const results = session.results(record);
    std::string const json = add_files(directory, session, record, progress);
    RunOptions card;
    card.verb = "merge";
    card.study = first;
    directory.add("run.json", run_card(card, *backend, results, {whole.seconds(), reading_seconds, 0}),
                  Listed::no);
    progress.go_on();  // the last look: from here on the files come to be, whatever is wished
    directory.commit();
    settle_outcome();
    print_data(options.json ? json : results_text(session, results, folder));
    if (!options.quiet)
        say("{} {} added up in {:.2g} s", options.parts.size(), options.parts.size() == 1 ? "part" : "parts",
            whole.seconds());
    return 0;
}

}  // namespace

Action declare_merge(VerbOptions& verb) {
    auto const options = std::make_shared<MergeOptions>();
    verb.argument("DIR", "Folder of a part: a run with --shard, or an earlier merge",
                  [options](std::string const& text) { options->parts.push_back(text); })
        .offers(Offer::folders)
        .repeated();
    verb.option("--out", "DIR", "Folder for the results (default: in results/, by the study's name)",
                [options](std::string const& text) { options->out = text; })
        .offers(Offer::folders);
    verb.flag("--force", "Replace a finished run in that folder", options->force);
    verb.flag("--partial", "Go on though trajectories of the run are missing, and say which",
              options->partial);
    declare_shown(verb, options->shown);
    verb.flag("--json", "Results as JSON on stdout instead of the table", options->json);
    declare_quiet(verb, options->quiet);
    return [options] { return merge(*options); };
}

}  // namespace gapmc
