// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/refine_record.hpp"
#include "host/app/refine_shard.hpp"
#include "host/app/renew_run.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

int refine(RefineOptions const& options) {
    auto const begin = [&](RecordHead& head) -> std::string {
        std::string const folder = plain_text(options.study);
        Request& request = head.request;
        if (request.is_shard())
            throw UsageError(
                fmt::format("{} holds {}, whose quantiles are not those of the run. "
                            "Merge the shards first, then refine the run",
                            folder, shard_words(request.shard)));
        if (request.exact >= options.exact) return "the quantiles in " + folder + " are exact already";
        request.exact = options.exact;
        return "";
    };
    auto const work = [&](Session const& session, UnderWay& run, Backend& backend, Keeper& keeper) {
        if (options.shares.empty())
            refine_record(session, run, options.exact, backend, {}, keeper, options.quiet);
        else
            refine_by_shares(session, run, options.exact, backend, options.shares);
    };
    Task task{"refine", {}};
    if (options.exact == Exact::drivers) task.words.emplace_back("--drivers");
    return renew_run(options, options, options, {task, begin, {}, work});
}

}  // namespace

Action declare_refine(VerbOptions& verb) {
    auto const options = std::make_shared<RefineOptions>();
    verb.argument("DIR", "Folder of a finished run, whose files are renewed",
                  [options](std::string const& text) { options->study = text; })
        .offers(Offer::folders);
    verb.argument("SHARD", "Folders of the shards of a pass, to be added up",
                  [options](std::string const& text) { options->shares.push_back(text); })
        .offers(Offer::folders)
        .repeated()
        .optional()
        .not_beside({"--shard"});
    verb.option(
        "--shard", "I/N",
        "Only the I-th of N parts of a pass, in a folder of its own; slurm/N: the task of a job array",
        [options](std::string const& text) { options->shard = parse_shard(text); });
    verb.option("--out", "DIR", "Folder of the shard",
                [options](std::string const& text) { options->out = text; })
        .offers(Offer::folders)
        .only_with("--shard");
    verb.flag("--force", "Replace a finished shard in that folder", options->force).only_with("--shard");
    verb.option("--drivers", "", "Quantiles of drivers too, which may take more passes",
                [options](std::string const&) { options->exact = Exact::drivers; });
    declare_keeping(verb, *options);
    declare_engine(verb, *options);
    declare_quiet(verb, options->quiet);
    return [options] { return options->shard ? refine_shard(*options) : refine(*options); };
}

}  // namespace gapmc
