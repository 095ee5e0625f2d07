// SPDX-License-Identifier: Apache-2.0
//! Of two generations one is always whole, whatever call of the system fails or is the last.
#include "host/folder/generations.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "kernels/base/error.hpp"
#include "tests/folder/example_runs.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using namespace testing;

QuickCalls quick;

//! What the slots hold; a content is a number of one digit, many times, so that a torn one shows.
std::multiset<std::string> contents(fs::path const& directory) {
    std::multiset<std::string> all;
    Generations const files{quick, directory};
    for (std::size_t slot = 0; slot < 2; ++slot)
        if (auto const bytes = files.read(slot)) all.insert(*bytes);
    return all;
}
std::string content(int generation) { return std::string(10'000, static_cast<char>('0' + generation)); }

void write_three(fs::path const& directory, FileCalls& calls) {
    Generations files{calls, directory};
    for (int generation = 1; generation <= 3; ++generation)
        files.write(static_cast<std::size_t>(generation % 2), content(generation));
}

bool are_whole(std::multiset<std::string> const& all) {
    return std::all_of(all.begin(), all.end(), [](std::string const& bytes) {
        return bytes == content(1) || bytes == content(2) || bytes == content(3);
    });
}

TEST(Generations, TheNewerTakesTheOlderOnesPlace) {
    TemporaryFolder const folder;
    EXPECT_FALSE(Generations::are_in(folder.path()));
    write_three(folder.path(), quick);
    EXPECT_TRUE(Generations::are_in(folder.path()));
    EXPECT_EQ(contents(folder.path()), (std::multiset<std::string>{content(2), content(3)}));
    EXPECT_EQ(files_in(folder.path()).size(), 2u);
}

TEST(Generations, AnErrorLeavesTheOneBefore) {
    for (Fault const fault :
         {Fault::no_space, Fault::io_error, Fault::interrupted, Fault::short_write, Fault::full_from_here}) {
        int failures = 0;
        for (int point = 1;; ++point) {
            TemporaryFolder const folder;
            FaultyCalls faulty{point, fault};
            Generations files{faulty, folder.path()};
            int written = 0;
            bool failed = false;
            for (int generation = 1; generation <= 3 && !failed; ++generation) try {
                    files.write(static_cast<std::size_t>(generation % 2), content(generation));
                    written = generation;
                } catch (Error const&) {
                    failed = true;
                }
            failures += failed;
            std::multiset<std::string> const all = contents(folder.path());
            EXPECT_TRUE(are_whole(all)) << point;
            EXPECT_TRUE(written == 0 || all.contains(content(written))) << point << ": it was written";
            if (!faulty.happened()) break;
        }
        if (fault == Fault::short_write) {
            EXPECT_EQ(failures, 0);
        } else if (fault != Fault::interrupted) {
            EXPECT_GT(failures, 10);
        }
    }
}

TEST(Generations, AKillLeavesOneThatWasWritten) {
    for (Fault const fault : {Fault::kill_before, Fault::kill_after}) {
        bool done = false;
        int point = 1;
        for (; !done; ++point) {
            TemporaryFolder const folder;
            pid_t const child = ::fork();
            if (child == 0) {
                FaultyCalls faulty{point, fault};
                write_three(folder.path(), faulty);
                ::_exit(0);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            done = WIFEXITED(status);
            std::multiset<std::string> const all = contents(folder.path());
            EXPECT_TRUE(are_whole(all)) << point;
            // After the first rename there is always one, and the newest or the one before it.
            EXPECT_TRUE(point <= 10 || !all.empty()) << point;
            // The next process writes as if nothing had happened, and the folder's other work clears away.
            ASSERT_NO_THROW(write_three(folder.path(), quick));
            run_into(folder.path(), "newer", Existing::replace, quick);
            EXPECT_EQ(files_in(folder.path()), newer) << "checkpoints go when the run is there";
        }
        EXPECT_GT(point, 20);
    }
}

TEST(Generations, GoWithTheRunOrComeBackWithItsFailure) {
    for (int point = 1;; ++point) {
        TemporaryFolder const folder;
        Generations{quick, folder.path()}.write(1, content(1));
        EXPECT_THROW(run_into(folder.path(), "newer", Existing::refuse, quick), CannotCreate);
        FaultyCalls faulty{point, Fault::io_error};
        bool failed = false;
        try {
            run_into(folder.path(), "newer", Existing::go_on, faulty);
        } catch (Error const&) {
            failed = true;
        }
        EXPECT_EQ(contents(folder.path()).size(), failed ? 1u : 0u) << point;
        EXPECT_EQ(fs::exists(folder.path() / "SHA256SUMS"), !failed) << point;
        if (!faulty.happened()) break;
    }
}

}  // namespace
}  // namespace gapmc
