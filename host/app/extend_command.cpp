// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/progress_line.hpp"
#include "host/app/refine_record.hpp"
#include "host/app/renew_run.hpp"
#include "host/app/signals.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

int extend(ExtendOptions const& options) {
    std::string const folder = plain_text(options.study);
    std::uint64_t const wanted = *options.trajectories;
    auto const begin = [&](RecordHead& head) -> std::string {
        Request& request = head.request;
        if (request.is_shard())
            throw UsageError(
                fmt::format("{} holds shard {} of {}. Merge the shards first, then extend the run", folder,
                            request.shard, request.shards));
        if (wanted < request.trajectories)
            throw UsageError(fmt::format("{} has {} trajectories already, more than {}. Give a larger -n",
                                         folder, request.trajectories, wanted));
        if (wanted == request.trajectories)
            return fmt::format("{} has {} trajectories already", folder, wanted);
        request.trajectories = wanted;
        return "";
    };
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
    declare_keeping(verb, *options);
    declare_engine(verb, *options);
    declare_quiet(verb, options->quiet);
    return [options] { return extend(*options); };
}

}  // namespace gapmc
