// SPDX-License-Identifier: Apache-2.0
//! The process is killed at the n-th call of the operating system, for every n.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <tuple>

#include "host/folder/directory.hpp"
#include "tests/folder/example_runs.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using namespace testing;

QuickCalls quick;

//! Whether the body came to its end in a child process; it may be killed.
bool survives(std::function<void()> const& body) {
    pid_t const child = ::fork();
    if (child == 0) {
        body();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status);
}

class Kills : public ::testing::TestWithParam<std::tuple<Fault, Locks>> {
  protected:
    Fault fault() const { return std::get<0>(GetParam()); }
    Locks locks() const { return std::get<1>(GetParam()); }

    bool run_survives(fs::path const& directory, Existing existing, int point) const {
        return survives([&] {
            FaultyCalls faulty{point, fault(), locks()};
            run_into(directory, "newer", existing, faulty);
        });
    }
};

TEST_P(Kills, AFreshRunIsWholeOrAbsentAndCanBeRepeated) {
    QuickCalls calls{locks()};
    bool done = false;
    int point = 1;
    for (; !done; ++point) {
        SCOPED_TRACE("killed at call " + std::to_string(point));
        TemporaryFolder const folder;
        auto const directory = folder.path() / "run";
        done = run_survives(directory, Existing::refuse, point);
        expect_true_list(directory);
        settle_before_reading(directory, calls);
        Files const now = run_files_in(directory);
        if (now != newer) {
            EXPECT_EQ(now, Files{});
            ASSERT_NO_THROW(run_into(directory, "newer", Existing::refuse, calls));
        }
        ASSERT_NO_THROW(run_into(directory, "latest", Existing::replace, calls));
        EXPECT_EQ(files_in(directory), files_of_run("latest")) << "no temporary, no lock";
    }
    EXPECT_GT(point, 60);
}

TEST_P(Kills, AReplacedRunIsTheOldOneOrTheNewOne) {
    QuickCalls calls{locks()};
    bool done = false;
    int settled = 0;
    for (int point = 1; !done; ++point) {
        SCOPED_TRACE("killed at call " + std::to_string(point));
        TemporaryFolder const folder;
        run_into(folder.path(), "former", Existing::refuse, calls);
        done = run_survives(folder.path(), Existing::replace, point);
        expect_true_list(folder.path());
        settled += fs::exists(Journal::path(folder.path()));
        settle_before_reading(folder.path(), calls);
        EXPECT_FALSE(fs::exists(Journal::path(folder.path())));
        Files const now = run_files_in(folder.path());
        EXPECT_TRUE(now == former || now == newer);
        if (done) {
            EXPECT_EQ(now, newer);
        }
        ASSERT_NO_THROW(run_into(folder.path(), "latest", Existing::replace, calls));
        EXPECT_EQ(files_in(folder.path()), files_of_run("latest"));
    }
    EXPECT_GT(settled, 20) << "the kills reached the renaming";
}

TEST(OutputDirectory, WhoPutsItRightMayBeKilledToo) {
    bool done = false;
    int kills = 0;
    for (int point = 1; !done; ++point) {
        TemporaryFolder const folder;
        auto const killed = folder.path() / "killed";
        run_into(killed, "former", Existing::refuse, quick);
        done = survives([&] {
            FaultyCalls faulty{point, Fault::kill_before};
            run_into(killed, "newer", Existing::replace, faulty);
        });
        bool settled = !fs::exists(Journal::path(killed));
        // Neighbouring kills leave nearly the same: each third second one, another third for each first one.
        for (int second = 1 + point % 3; !settled; second += 3) {
            SCOPED_TRACE("killed at calls " + std::to_string(point) + " and " + std::to_string(second));
            auto const again = folder.path() / std::to_string(second);
            fs::copy(killed, again, fs::copy_options::recursive);
            settled = survives([&] {
                FaultyCalls faulty{second, Fault::kill_before};
                settle_before_reading(again, faulty);
            });
            expect_true_list(again);
            settle_before_reading(again, quick);
            Files const now = run_files_in(again);
            EXPECT_TRUE(now == former || now == newer);
            kills += !settled;
        }
    }
    EXPECT_GT(kills, 200);
    RecordProperty("kills", kills);
}

INSTANTIATE_TEST_SUITE_P(OutputDirectory, Kills,
                         ::testing::Combine(::testing::Values(Fault::kill_before, Fault::kill_after),
                                            ::testing::Values(Locks::flock, Locks::absent)),
                         [](auto const& info) {
                             return std::string{std::get<0>(info.param) == Fault::kill_before ? "Before"
                                                                                              : "After"} +
                                    (std::get<1>(info.param) == Locks::flock ? "" : "WithoutFlock");
                         });

}  // namespace
}  // namespace gapmc
