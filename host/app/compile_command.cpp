// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <memory>

#include <fmt/format.h>

#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/load_study.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/cache/code_cache.hpp"
#include "host/session/session.hpp"
#include "host/text/utf8.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

bool is_architecture(std::string_view word) {
    if (!word.starts_with("sm_")) return false;
    std::string_view const number = word.substr(3);
    return (number.size() == 2 || number.size() == 3) &&
           std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

//! \throws UsageError for words that are none, and without words where no device is here
std::vector<std::string> wanted_architectures(std::string const& words) {
    std::vector<std::string> wanted;
    auto const add = [&wanted](std::string word) {
        if (std::find(wanted.begin(), wanted.end(), word) == wanted.end()) wanted.push_back(std::move(word));
    };
    for (std::size_t at = 0; !words.empty() && at <= words.size();) {
        std::size_t const end = std::min(words.find(',', at), words.size());
        std::string const word = words.substr(at, end - at);
        if (!is_architecture(word))
            throw UsageError("--arch " + escaped_bytes(words) +
                             ": not an architecture. Give e.g. sm_90 (Hopper), or several as sm_90,sm_100");
        add(word);
        at = end + 1;
    }
    if (!wanted.empty()) return wanted;
    for (CudaDevice const& device : cuda_environment().devices) {
        std::string number = device.capability;
        number.erase(std::remove(number.begin(), number.end(), '.'), number.end());
        add("sm_" + number);
    }
    if (wanted.empty())
        throw UsageError("no CUDA device is here: say with --arch for which architecture, e.g. --arch sm_90");
    return wanted;
}

int compile_command(CompileOptions const& options) {
    std::vector<std::string> const architectures = wanted_architectures(options.architectures);
    std::shared_ptr<CodeCache> const codes =
        options.out.empty() ? users_code_cache() : std::make_shared<CodeCache>(options.out);
    if (codes == nullptr)
        throw UsageError("no folder to keep compiled walks in: give one with --out, or set GAPMC_CACHE");
    EngineOptions engine;
    engine.device = "cpu";
    auto const backend = choose_engine(engine).backend;  // for the plan
    Session const session{load_sound_study(options), *backend, program_progress()};
    Job const job = session.plan().job({0, tally_groups});
    for (std::string const& architecture : architectures) {
        auto const start = std::chrono::steady_clock::now();
        std::vector<AheadCode> const all = compile_ahead(job, architecture, codes, program_progress());
        double const seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        for (AheadCode const& ahead : all) {
            if (!ahead.not_kept.empty()) throw CannotCreate(ahead.not_kept);
            std::string const ptx =
                ahead.code.target == architecture ? "" : ", as PTX for " + ahead.code.target;
            print_data(fmt::format("{:<7} {}{}, {} bytes, {}\n", architecture, ahead.code.compiler, ptx,
                                   ahead.code.bytes.size(),
                                   ahead.was_kept ? "kept before" : fmt::format("{:.1f} s", seconds)));
        }
    }
    if (!options.quiet && !options.out.empty())
        say("kept in {}; runs find it there with GAPMC_CACHE={}", options.out, options.out);
    return 0;
}

}  // namespace

Action declare_compile(VerbOptions& verb) {
    auto const options = std::make_shared<CompileOptions>();
    declare_study(verb, *options);
    declare_scenario(verb, *options);
    verb.option("--arch", "SM",
                "Architectures to compile for, e.g. sm_90,sm_100; without it those of the devices here",
                [options](std::string const& words) { options->architectures = words; });
    verb.option("--out", "FOLDER",
                "Where to keep them, for GAPMC_CACHE of later runs; without it the user's cache",
                [options](std::string const& folder) { options->out = folder; })
        .offers(Offer::folders);
    declare_quiet(verb, options->quiet);
    return [options] { return compile_command(*options); };
}

}  // namespace gapmc
