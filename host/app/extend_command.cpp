// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/progress_line.hpp"
#include "host/app/refine_record.hpp"
#include "host/app/renew_run.hpp"
#include "host/app/signals.hpp"
#include "host/app/simulate.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! \return what to say where nothing is missing, else nothing \throws UsageError
std::string refuse_or_ask(std::string const& folder, Request& request, std::uint64_t wanted) {
    if (request.is_shard())
        throw UsageError(fmt::format("{} holds {}. Merge the shards first, then extend the run", folder,
                                     shard_words(request.shard)));
    if (wanted < request.trajectories)
        throw UsageError(fmt::format("{} has {} trajectories already, more than {}. Give a larger -n", folder,
                                     request.trajectories, wanted));
    if (wanted == request.trajectories) return fmt::format("{} has {} trajectories already", folder, wanted);
    request.trajectories = wanted;
    return "";
}

/*!
 * A shard of what is missing is a run of its own, in its own folder, of which `merge` makes the longer run
 * together with the one that is extended. Its checkpoints say what it is, so that `run` goes on with them.
 */
int extend_shard(ExtendOptions const& options) {
    if (options.out.empty())
        throw UsageError("a shard needs a folder of its own, beside that of the run. Give one with --out");
    std::string const& folder = options.study;
    if (!is_directory(folder)) throw InputMissing(plain_text(folder) + ": not the folder of a run");
    settle_before_reading(folder);
    refuse_own_folder(folder, options.out);
    RecordHead head = in_folder(folder, [&] { return read_record_head(read_run_file(folder, record_name)); });
    std::uint64_t const before = head.request.trajectories;
    if (std::string const done = refuse_or_ask(plain_text(folder), head.request, *options.trajectories);
        !done.empty()) {
        print_data(done + "\n");
        return 0;
    }
    head.request.shard = *options.shard;
    head.request.shard.extends = before;
    head.request.exact = Exact::none;  // of the sum, when there is one
    RunOptions run;
    static_cast<StudyOptions&>(run) = options;
    static_cast<EngineOptions&>(run) = options;
    static_cast<KeepingOptions&>(run) = options;
    run.verb = head.compared.empty() ? "run" : "compare";
    run.out = options.out;
    run.force = options.force;
    return simulate(open_studies(head, folder + "/study.toml"), run, options.out);
}

int extend_whole(ExtendOptions const& options) {
    std::string const folder = plain_text(options.study);
    std::uint64_t const wanted = *options.trajectories;
    auto const begin = [&](RecordHead& head) { return refuse_or_ask(folder, head.request, wanted); };
    auto const prepare = [&](Session const& session, Record& record, Backend& backend) {
        if (record.done.size() != record.request.trajectories)
            throw UsageError(folder + " is a part of a run. Merge the missing parts first, then extend it");
        session.begin_extension(record, backend, program_progress());
    };
    auto const work = [&](Session const& session, UnderWay& run, Backend& backend, Keeper& keeper) {
        Progress& progress = program_progress();
        {
            progress.done = run.record.done.size();
            ProgressLine const line{progress, wanted, {}, options.quiet};
            session.go_on(run, backend, progress, {}, {nullptr, nullptr, &keeper});
        }
        Exact const exact = session.request().exact;
        if (run.record.request.exact < exact)
            refine_record(session, run, exact, backend, {}, keeper, options.quiet);
    };
    Task const task{"extend", {"-n", std::to_string(wanted)}};
    return renew_run(options, options, options, {task, begin, prepare, work});
}

}  // namespace

Action declare_extend(VerbOptions& verb) {
    auto const options = std::make_shared<ExtendOptions>();
    verb.argument("DIR", "Folder of a finished run, whose files are renewed",
                  [options](std::string const& text) { options->study = text; })
        .offers(Offer::folders);
    declare_trajectories(verb, options->trajectories, "Trajectories that the run shall have in all").needed();
    verb.option("--shard", "I/N",
                "Only the I-th of N parts of what is missing, in a folder of its own; slurm/N: the task of a "
                "job array",
                [options](std::string const& text) { options->shard = parse_shard(text); });
    verb.option("--out", "DIR", "Folder of the shard",
                [options](std::string const& text) { options->out = text; })
        .offers(Offer::folders)
        .only_with("--shard");
    verb.flag("--force", "Replace a finished run in that folder", options->force).only_with("--shard");
    declare_keeping(verb, *options);
    declare_engine(verb, *options);
    declare_quiet(verb, options->quiet);
    return [options] { return options->shard ? extend_shard(*options) : extend_whole(*options); };
}

}  // namespace gapmc
