// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "host/app/commands.hpp"
#include "host/app/load_study.hpp"
#include "host/app/simulate.hpp"
#include "host/app/sweep.hpp"
#include "host/config/guard.hpp"
#include "host/digest/sha256.hpp"
#include "host/record/record_bytes.hpp"
#include "host/results/comparison.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::size_t most_worlds = 64;  // beside the baseline

//! A study as its file or folder has it.
GivenStudy given_at(std::string const& path) {
    std::optional<FoundRun> const run = find_run(path);
    return run ? run->head.given : GivenStudy{read_study_text(path), {}};
}

//! What a folder of a comparison compares, with the words that were said now below those of each world.
std::vector<GivenStudy> compared_in(std::string const& path, GivenStudy const& base) {
    std::optional<FoundRun> const run = find_run(path);
    if (!run) return {};
    RecordHead const& head = run->head;
    std::vector<GivenStudy> worlds = head.compared;
    for (GivenStudy& world : worlds) {
        // What came by --with keeps its own words, be it the same file.
        auto const& shared = head.given.overrides;
        bool const of_study = world.text == base.text && world.overrides.size() >= shared.size() &&
                              std::equal(shared.begin(), shared.end(), world.overrides.begin());
        if (!of_study) continue;
        std::vector<std::string> words = base.overrides;
        words.insert(words.end(), world.overrides.begin() + static_cast<std::ptrdiff_t>(shared.size()),
                     world.overrides.end());
        world.overrides = std::move(words);
    }
    return worlds;
}

//! Names of scenarios, several to an option.
std::vector<std::string> names_of(std::vector<std::string> const& options) {
    std::vector<std::string> names;
    for (std::string const& text : options)
        for (std::size_t begin = 0; begin <= text.size();) {
            std::size_t const end = std::min(text.find(',', begin), text.size());
            names.push_back(text.substr(begin, end - begin));
            if (names.back().empty())
                throw UsageError{"--scenario " + escaped_bytes(text) +
                                 ": a name is empty. Write NAME or NAME,NAME"};
            begin = end + 1;
        }
    return names;
}

//! Worlds to be compared with the baseline, as they are asked for.
std::vector<GivenStudy> asked_for(CompareOptions const& options, OpenedStudy const& base) {
    std::vector<GivenStudy> worlds;
    auto const with = [&](std::vector<std::string> const& words, std::string const& scenario) {
        GivenStudy given = base.given;
        given.overrides.insert(given.overrides.end(), words.begin(), words.end());
        given.scenario = scenario;
        worlds.push_back(std::move(given));
    };
    for (std::string const& name : names_of(options.scenarios)) {
        if (name == baseline)
            throw UsageError{"--scenario baseline: the others are compared with it. Leave it out"};
        with({}, name);
    }
    for (auto const& words : swept_words(options.sweeps)) with(words, "");
    for (std::string const& path : options.others) worlds.push_back(given_at(path));
    if (!worlds.empty()) return worlds;
    worlds = compared_in(options.study, base.given);
    if (!worlds.empty()) return worlds;
    for (Scenario const& scenario : base.study.scenarios) with({}, scenario.id);
    return worlds;
}

//! \throws UsageError if two worlds could not be told apart in the files
void require_ids(OpenedStudies const& opened) {
    auto const id_of = [&](OpenedStudy const& study) {
        return world_id(study.given, opened.study.given, sha256_hex(study.assumptions()));
    };
    std::vector<std::string> ids{id_of(opened.study)};
    for (OpenedStudy const& study : opened.compared) {
        std::string const id = id_of(study);
        if (id == ids.front())
            throw UsageError{"one of the worlds is the baseline: the two assume the same. Leave it out"};
        if (std::find(ids.begin(), ids.end(), id) != ids.end())
            throw UsageError{"'" + id +
                             "' is asked for twice: two of the worlds assume the same. Leave one out"};
        ids.push_back(id);
    }
}

//! \throws UsageError if there is none, or are too many
void require_some(std::vector<GivenStudy> const& worlds, OpenedStudy const& base) {
    if (worlds.empty())
        throw UsageError{escaped_bytes(base.file) +
                         " has no [scenarios]. Add some, or give --sweep KEY=A,B,C or --with another study"};
    if (worlds.size() > most_worlds)
        throw UsageError{"more than " + std::to_string(most_worlds) +
                         " worlds to compare. Give fewer values or scenarios"};
}

int compare_command(CompareOptions const& options) {
    OpenedStudy base = load_sound_study(options, options);
    if (!base.given.scenario.empty())
        throw UsageError{escaped_bytes(options.study) + " is of scenario '" + base.given.scenario +
                         "'. Compare the study itself"};
    std::vector<GivenStudy> const worlds = asked_for(options, base);
    require_some(worlds, base);
    OpenedStudies opened{std::move(base), {}};
    RequestOptions request;
    request.seed = opened.study.request.seed;
    request.trajectories = opened.study.request.trajectories;
    request.shard = opened.study.request.shard;
    // Those of --with come last; of a folder's own comparison the folder is named.
    std::size_t const first_other = worlds.size() - std::min(worlds.size(), options.others.size());
    for (std::size_t i = 0; i < worlds.size(); ++i) {
        std::string const file = i >= first_other ? options.others[i - first_other] : opened.study.file;
        opened.compared.push_back(open_study(worlds[i], file, request));
        if (!opened.compared.back().ok()) throw StudyError(format_problems(opened.compared.back().problems));
    }
    require_ids(opened);
    std::string const folder =
        options.out.empty() ? "results/" + opened.study.study.name + "-compared" : options.out;
    return simulate(std::move(opened), options, folder);
}

}  // namespace

Action declare_compare(VerbOptions& verb) {
    auto const options = std::make_shared<CompareOptions>();
    options->verb = "compare";
    declare_study(verb, *options);
    verb.option("--scenario", "NAME", "This scenario of the study; may be repeated (default: all of them)",
                [options](std::string const& text) { options->scenarios.push_back(text); })
        .offers(Offer::scenarios)
        .repeated();
    verb.option("--sweep", "KEY=A,B,C",
                "The study with each of these values; two sweeps give all combinations",
                [options](std::string const& text) { options->sweeps.push_back(text); })
        .repeated();
    verb.option("--with", "STUDY", "Another study file or run; what both name alike shares its draws",
                [options](std::string const& text) { options->others.push_back(text); })
        .offers(Offer::files)
        .repeated();
    declare_simulation(verb, *options);
    return [options] { return compare_command(*options); };
}

}  // namespace gapmc
