// SPDX-License-Identifier: Apache-2.0
//! File systems of clusters and mounted object stores lack what a disk has: locks, replacing by rename, sight
//! at once.
#include <gtest/gtest.h>

#include <cerrno>
#include <set>

#include "host/folder/directory.hpp"
#include "host/folder/durable.hpp"
#include "kernels/base/error.hpp"
#include "tests/folder/example_runs.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using namespace testing;

//! No flock, and a name that is taken is not renamed over.
class StoreCalls : public QuickCalls {
  public:
    StoreCalls() : QuickCalls{Locks::absent} {}
    int rename(char const* from, char const* to) override {
        if (fs::exists(fs::symlink_status(to))) {
            errno = EEXIST;
            ++refused;
            return -1;
        }
        return QuickCalls::rename(from, to);
    }
    int refused = 0;
};

TEST(OddFileSystem, RunsAreWrittenAndReplacedWithoutRenamingOverAnything) {
    TemporaryFolder const folder;
    StoreCalls calls;
    run_into(folder.path() / "r", "former", Existing::refuse, calls);
    EXPECT_EQ(files_in(folder.path() / "r"), former);
    run_into(folder.path() / "r", "newer", Existing::replace, calls);
    EXPECT_EQ(files_in(folder.path() / "r"), newer);
    EXPECT_EQ(calls.refused, 0);
}

TEST(OddFileSystem, CheckpointsTakeTurnsWithoutRenamingOverAnything) {
    TemporaryFolder const folder;
    StoreCalls calls;
    Generations files{calls, folder.path()};
    for (int i = 0; i < 5; ++i) files.write(static_cast<std::size_t>(i % 2), std::to_string(i));
    EXPECT_EQ(files.read(0), "4");
    EXPECT_EQ(files.read(1), "3");
    run_into(folder.path(), "newer", Existing::go_on, calls);
    EXPECT_EQ(files_in(folder.path()), newer);
    EXPECT_EQ(calls.refused, 0);
}

//! Names that were given last are seen later: of two generations one is always there, and it is whole.
TEST(OddFileSystem, SightThatComesLateLeavesTheGenerationBefore) {
    TemporaryFolder const folder;
    StoreCalls calls;
    Generations files{calls, folder.path()};
    files.write(0, "first");
    files.write(1, "second");
    // A reader elsewhere sees what was there before the third one took the place of the first.
    files.write(0, "third");
    fs::rename(files.path(0), folder.path() / "not seen yet");
    EXPECT_FALSE(files.read(0));
    EXPECT_EQ(files.read(1), "second");
}

//! The control: a publication that did rename over a name would be found out.
TEST(OddFileSystem, TheDoubleRefusesWhatItShould) {
    TemporaryFolder const folder;
    StoreCalls calls;
    write_file(folder.path() / "a", "1", calls);
    EXPECT_THROW(write_file(folder.path() / "a", "2", calls), Error);
    EXPECT_EQ(calls.refused, 1);
}

}  // namespace
}  // namespace gapmc
