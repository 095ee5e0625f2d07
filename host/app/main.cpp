// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "gapmc_version.hpp"
#include "host/app/complete.hpp"
#include "host/app/data_out.hpp"
#include "host/app/ranks.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "host/app/verb.hpp"
#include "host/folder/standard_descriptors.hpp"
#include "host/ranks/leader.hpp"
#include "host/text/utf8.hpp"
#include "kernels/api/backend.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

int end_of(std::exception_ptr const& thrown);

//! Rank 0 runs the verb, the others count for it; all end with its exit code.
int run_with_ranks(MpiTransport& ranks, std::function<int()> const& verb) {
    int code = 0;
    try {
        if (ranks.rank() != 0) return serve_ranks(ranks);
        set_program_ranks(&ranks);
        code = verb();
    } catch (...) {
        code = end_of(std::current_exception());
        if (ranks.rank() != 0) ranks.abort(code);  // nobody would come to know of it
    }
    set_program_ranks(nullptr);
    if (ranks.given_up()) ranks.abort(code);
    dismiss(ranks, code);
    return code;
}

int run_program(std::vector<std::string> words) {
    if (words.empty()) throw UsageError{"a verb is missing. See `gapmc --help`"};
    std::string const first = words.front();
    words.erase(words.begin());
    if (first == "--help" || first == "-h" || first == "help") {
        if (first == "help" && !words.empty()) return print_data(verb_help(known_verb(words.front()))), 0;
        return print_data(program_help()), 0;
    }
    if (first == "--version")
        return print_data(fmt::format("gapmc {} ({}, {}, {})\n", version, commit, compiler, build_type)), 0;
    if (first == completing_word) return print_data(completions(words)), 0;
    Verb const& verb = known_verb(first);
    auto const run = [&] {
        if (std::optional<Action> const action = parse_words(verb, words)) return (*action)();
        return print_data(verb_help(verb)), 0;
    };
    std::unique_ptr<MpiTransport> const ranks = join_ranks(verb, words);
    return ranks == nullptr ? run() : run_with_ranks(*ranks, run);
}

int end_with(ExitCode code, std::string_view what) noexcept {
    say("gapmc: {}", what);
    return static_cast<int>(code);
}

//! The exit code of what was thrown, after a word on it. One place, so that nothing else ends the program.
int end_of(std::exception_ptr const& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (Stopped const& e) {
        ExitCode const code = interrupted_again() ? ExitCode::interrupted_again : e.exit_code();
        say("gapmc: {}; {}", e.what(), e.remedy());
        return static_cast<int>(code);
    } catch (Error const& e) {
        return end_with(e.exit_code(), e.what());
    } catch (std::filesystem::filesystem_error const& e) {
        say("gapmc: {}: the file system refused it ({}). Check the path and its permissions",
            escaped_bytes(e.path1().string()), e.code().message());
        return static_cast<int>(ExitCode::io_error);
    } catch (std::system_error const& e) {
        say("gapmc: the system refused something the program needs ({}). Free some of it, or raise a limit",
            e.code().message());
        return static_cast<int>(ExitCode::io_error);
    } catch (std::bad_alloc const&) {
        return end_with(
            ExitCode::internal_fault,
            "out of memory (the system gave no more). Allow the program more memory, or ask for less: "
            "make the study smaller (fewer contrasts, thresholds or years), --batch smaller, and "
            "--threads fewer where there are several");
    } catch (std::exception const& e) {
        say("gapmc: internal fault ({}). Please report it with the command and the study", e.what());
        return static_cast<int>(ExitCode::internal_fault);
    } catch (...) {
        return end_with(ExitCode::internal_fault, "internal fault. Please report it with the command");
    }
}

//! All that the program does. \return its exit code
int begin_to_end(int argc, char** argv) noexcept {
    try {
        try {
            return run_program({argv + std::min(argc, 1), argv + argc});
        } catch (...) {
            return end_of(std::current_exception());
        }
    } catch (...) {  // there was no memory for a word
        return static_cast<int>(ExitCode::internal_fault);
    }
}

}  // namespace
}  // namespace gapmc

int main(int argc, char** argv) {
    gapmc::watch_signals();
    gapmc::occupy_standard_descriptors();
    int const code = gapmc::begin_to_end(argc, argv);
    if (gapmc::compilations_under_way() > 0) std::_Exit(code);
    return code;
}
