// SPDX-License-Identifier: Apache-2.0
#include "host/app/refine_shard.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "host/app/checkpoints.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/progress_line.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/checkpoint/checkpoint.hpp"
#include "host/folder/directory.hpp"
#include "host/folder/durable.hpp"
#include "host/record/record_bytes.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr char const* share_name = "pass.bin";

//! What a shard is a part of, before it is understood.
struct Source {
    RecordHead head;
    std::string name;        //!< of the file with the record
    std::string record;      //!< its bytes; empty: they are in the checkpoint
    std::string checkpoint;  //!< bytes of a refinement that is under way; empty: none has begun
};

//! Passes over all of a run, which shards can take part in.
bool is_of_all(Task const& task) {
    return task.verb == "refine" &&
           std::find(task.words.begin(), task.words.end(), "--shard") == task.words.end();
}

//! The run in a folder, and the passes that were made there; or the checkpoint of a shard that goes on.
Source source_of(std::string const& path, Exact exact) {
    if (!is_directory(path)) {
        if (!begins_as_checkpoint(path)) throw InputMissing(plain_text(path) + ": not the folder of a run");
        std::string bytes = read_small_file(path);
        CheckpointHead head = read_checkpoint_head(bytes, plain_text(path));
        return {std::move(head.record), path, "", std::move(bytes)};
    }
    settle_before_reading(path);
    Source source{{}, path + "/" + record_name, read_run_file(path, record_name), ""};
    source.head = in_folder(path, [&] { return read_record_head(source.record); });
    try {
        auto const found = find_checkpoint(Generations{FileCalls::system(), path});
        if (found && is_of_all(found->head.task) && found->head.exact == exact)
            source.checkpoint = found->bytes;
    } catch (DataError const& e) {
        // As `gapmc refine` does, which takes the shards: the passes begin anew.
        say("gapmc: {}: the passes begin anew", e.what());
    }
    return source;
}

UnderWay run_of(Source const& source, Session const& session) {
    if (!source.checkpoint.empty())
        return read_checkpoint(source.checkpoint, plain_text(source.name), session.study(), session.plan());
    return {read_record(source.record, session.plan())};
}

Refinement refinement_of(Session const& session, UnderWay const& run) {
    Exact const exact = session.request().exact;
    if (!run.refinement) return session.refinement(run.record, exact);
    return {session.study(), session.plan(), run.record, *run.refinement};
}

//! Whether two states are of one pass.
bool is_same_pass(RefinementState const& a, RefinementState const& b) {
    return a.passes == b.passes && a.open == b.open;
}

//! The shard alone is of no use; what it is a shard of says how many passes there will be.
std::string done_words(RefineOptions const& options, Refinement const& refinement) {
    return fmt::format("{} of a further pass: {} trajectories; {} {} to be made\nshard in {}\n",
                       shard_words(*options.shard), refinement.counted(), refinement.passes(),
                       refinement.passes() == 1 ? "pass is" : "passes are", plain_text(options.out));
}

}  // namespace

bool is_pass_shard(std::string const& folder) {
    std::error_code unknown;
    std::filesystem::path const path{folder};
    return std::filesystem::exists(path / share_name, unknown) &&
           !std::filesystem::exists(path / record_name, unknown);
}

int refine_shard(RefineOptions const& options) {
    if (options.out.empty())
        throw UsageError("a shard needs a folder of its own, beside that of the run. Give one with --out");
    if (is_directory(options.study)) refuse_own_folder(options.study, options.out);
    Source source = source_of(options.study, options.exact);
    Request& request = source.head.request;
    std::string const folder = plain_text(options.study);
    if (request.is_shard())
        throw UsageError(
            fmt::format("{} holds {}, whose quantiles are not those of the run. Merge the shards "
                        "first, then refine the run",
                        folder, shard_words(request.shard)));
    if (request.exact >= options.exact) {
        print_data("the quantiles in " + folder + " are exact already\n");
        return 0;
    }
    request.exact = options.exact;
    OpenedStudies opened = open_studies(source.head, source.name);
    ChosenEngine const chosen = engine_of(options, options.quiet);
    Backend& backend = *chosen.backend;
    if (!options.quiet) say("{} ({})", backend.describe(), chosen.why);
    Progress& progress = program_progress();
    Session const session{std::move(opened), backend, progress};

    UnderWay fresh = run_of(source, session);
    Refinement begun = refinement_of(session, fresh);
    if (begun.finished()) {
        print_data("no quantile in " + folder + " needs a further pass: `gapmc refine` makes them exact\n");
        return 0;
    }
    TrajectoryRange const part =
        shard_range(fresh.record.request.trajectories, options.shard->number, options.shard->of);
    begun.share(part);
    fresh.refinement = begun.state();

    HoldsFiles const holding;
    OutputDirectory directory{options.out, options.force ? Existing::replace : Existing::go_on, {share_name}};
    Task task{"refine", {"--shard", fmt::format("{}/{}", options.shard->number, options.shard->of)}};
    if (options.exact == Exact::drivers) task.words.emplace_back("--drivers");
    Checkpoints checkpoints{
        directory, session, task, {options.checkpoint_every, options.force, options.quiet, part.size()}};
    UnderWay run = checkpoints.begin(fresh);
    if (!run.refinement || !is_same_pass(*run.refinement, *fresh.refinement))
        throw CannotCreate(plain_text(options.out) +
                           " holds a shard of another pass that has not ended. Choose another folder with "
                           "--out");
    Refinement refinement{session.study(), session.plan(), run.record, *fresh.refinement};
    refinement.share(part);
    refinement.add(*run.refinement);
    checkpoints.watch(run, [&] {
        progress.done = refinement.counted();
        ProgressLine const line{progress, part.size(), {"", 0, "", "further pass: "}, options.quiet};
        for (bool ended = false; !ended;) {
            ended = refinement.pass_until(backend, progress, checkpoints.next());
            run.refinement = refinement.state();
            progress.go_on();
            if (!ended) checkpoints.keep(run);
        }
        directory.add(share_name, checkpoints.bytes_of(run));
    });
    directory.commit();
    settle_outcome();
    print_data(done_words(options, refinement));
    return 0;
}

void add_shares(Refinement& refinement, Session const& session, Record const& record,
                std::vector<std::string> const& folders) {
    refinement.gather();
    for (std::string const& folder : folders) {
        std::string const name = plain_text(folder);
        if (!is_directory(folder)) throw InputMissing(name + ": not the folder of a shard");
        settle_before_reading(folder);
        std::string const file = name + "/" + share_name;
        if (!is_pass_shard(folder))
            throw InputMissing(name +
                               ": not the folder of a shard. Give those that `gapmc refine --shard` made");
        std::string const bytes = read_run_file(folder, share_name);
        bool of_this = read_checkpoint_head(bytes, file).record.identity == record.identity;
        UnderWay share;
        if (of_this) {
            share = read_checkpoint(bytes, file, session.study(), session.plan());
            of_this = share.refinement && result_digest(share.record) == result_digest(record);
        }
        if (!of_this)
            throw DataError(name + " is of another run, or of another state of it. Count its shards anew");
        try {
            refinement.add(*share.refinement);
        } catch (DataError const& e) {
            throw DataError(name + ": " + e.what());
        }
    }
    Ranges const missing = refinement.uncounted();
    if (missing.empty()) return;
    TrajectoryRange const first = missing.all().front();
    throw DataError(
        fmt::format("{} trajectories are in no shard, the first of them {} to {}. Give the shards "
                    "that have them too",
                    missing.size(), first.first, first.last - 1));
}

}  // namespace gapmc
