// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "host/app/checkpoints.hpp"
#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/options.hpp"
#include "host/folder/publication.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! The words of the verb that was stopped: of its options those that it had, of this verb's the rest.
std::vector<std::string> words_of_task(FoundCheckpoint const& found, VerbOptions const& verb,
                                       ResumeOptions const& options) {
    // Else the verb works in the folder that it is given.
    Declared const* const out = verb.find("--out");
    std::vector<std::string> const& task = found.head.task.words;
    bool const has_folder = out != nullptr && (out->beside.empty() || std::find(task.begin(), task.end(),
                                                                                out->beside) != task.end());
    std::vector<std::string> words{has_folder ? found.path : options.folder};
    auto const add = [&](std::vector<std::string> const& more) {
        words.insert(words.end(), more.begin(), more.end());
    };
    add(task);
    if (has_folder) add({"--out", options.folder});
    // What was there before the run may be replaced: it was begun with the same wish.
    if (verb.find("--force") != nullptr && has_folder && has_finished_run(options.folder)) add({"--force"});
    add(words_of(static_cast<EngineOptions const&>(options)));
    add(words_of(static_cast<KeepingOptions const&>(options)));
    if (options.quiet) add({"--quiet"});
    if (options.json) {
        if (verb.find("--json") == nullptr)
            throw UsageError(fmt::format("`gapmc {}`, which goes on here, has no --json. Leave it out",
                                         found.head.task.verb));
        add({"--json"});
    }
    return words;
}

int resume(ResumeOptions const& options) {
    std::string const folder = plain_text(options.folder);
    if (!is_directory(options.folder)) throw InputMissing(folder + ": not the folder of a run");
    settle_before_reading(options.folder);
    std::optional<FoundCheckpoint> const found =
        find_checkpoint(Generations{FileCalls::system(), options.folder});
    if (!found && !has_finished_run(options.folder))
        throw InputMissing(folder +
                           ": there is no run to go on with. Give the --out of one that was stopped");
    if (!found) {
        print_data("the run in " + folder + " has ended already\n");
        return 0;
    }
    Verb const* const verb = find_verb(found->head.task.verb);
    if (verb == nullptr)
        throw DataError(plain_text(found->path) + " is of a verb that this program does not have");
    VerbOptions declared;
    verb->declare(declared);
    auto const action = parse_words(*verb, words_of_task(*found, declared, options));
    try {
        return (*action)();
    } catch (Stopped const& e) {
        if (!e.nothing_was_written()) throw;
        // Not by this process; but the checkpoint that it found is still there.
        throw Stopped{
            e.what(),
            fmt::format("what was counted before is kept. `gapmc resume {}` goes on from there", folder)};
    }
}

}  // namespace

Action declare_resume(VerbOptions& verb) {
    auto const options = std::make_shared<ResumeOptions>();
    verb.argument("DIR", "Folder of a run that was stopped or killed",
                  [options](std::string const& text) { options->folder = text; })
        .offers(Offer::folders);
    declare_keeping(verb, *options);
    declare_engine(verb, *options);
    verb.flag("--json", "Results as JSON on stdout instead of the table", options->json);
    declare_quiet(verb, options->quiet);
    return [options] { return resume(*options); };
}

}  // namespace gapmc
