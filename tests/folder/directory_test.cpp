// SPDX-License-Identifier: Apache-2.0
#include "host/folder/directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/digest/sha256.hpp"
#include "host/folder/durable.hpp"
#include "kernels/base/error.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/folder/small_run.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using testing::entries;
using testing::in_child;
using testing::read_text;
using testing::small_run_into;
using testing::small_run_names;
using testing::TemporaryFolder;
using testing::write_text;

testing::QuickCalls quick;

TEST(OutputDirectory, LeavesACompleteRun) {
    TemporaryFolder const folder;
    auto const directory = folder.path() / "deep" / "down" / "run";
    small_run_into(directory, "a\n");
    EXPECT_EQ(read_text(directory / "bands.csv"), "a\n");
    EXPECT_EQ(read_text(directory / "hub/x.csv"), "a\na\n");
    EXPECT_TRUE(verify_sums(directory, {"bands.csv"}).empty());
    EXPECT_EQ(read_sums(directory),
              (Sums{{"bands.csv", sha256_hex("a\n")}, {"hub/x.csv", sha256_hex("a\na\n")}}));
    EXPECT_EQ(entries(directory), 4u) << "bands.csv, hub, run.json, SHA256SUMS and nothing else";
    EXPECT_EQ(entries(directory / "hub"), 1u);
}

TEST(OutputDirectory, WithoutCommitNothingGetsAName) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path(), Existing::refuse, small_run_names};
        output.add("bands.csv", "a");
        EXPECT_FALSE(fs::exists(folder.path() / "bands.csv"));
        EXPECT_EQ(entries(folder.path()), 2u) << "lock and temporary";
    }
    EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(OutputDirectory, ForceReplacesAndRemovesWhatTheNewRunDoesNotHave) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path(), Existing::refuse, small_run_names};
        for (char const* name : {"bands.csv", "stale.csv", "edited.csv"}) output.add(name, "old");
        output.commit();
    }
    write_text(folder.path() / "edited.csv", "by hand");
    write_text(folder.path() / "notes.txt", "of the user");
    small_run_into(folder.path(), "new", Existing::replace);
    EXPECT_EQ(read_text(folder.path() / "bands.csv"), "new");
    EXPECT_FALSE(fs::exists(folder.path() / "stale.csv"));
    EXPECT_EQ(read_text(folder.path() / "edited.csv"), "by hand");
    EXPECT_EQ(read_text(folder.path() / "notes.txt"), "of the user");
    EXPECT_TRUE(verify_sums(folder.path(), {"bands.csv"}).empty());
}

TEST(OutputDirectory, AFileThatGrowsGetsItsNameWithTheOthersAndStandsInNoList) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path(), Existing::refuse, small_run_names};
        StagedFile& grown = output.begin("samples.csv");
        StagedFile& foreign = output.begin("samples.nc");
        output.add("bands.csv", "a");
        grown.write("one\n");
        write_text(foreign.path(), "by somebody else");
        grown.write("two\n");
        EXPECT_FALSE(fs::exists(folder.path() / "samples.csv"));
        EXPECT_THROW(output.begin("samples.csv"), DataError);
        EXPECT_THROW(output.add("samples.nc", ""), DataError);
        output.commit();
    }
    EXPECT_EQ(read_text(folder.path() / "samples.csv"), "one\ntwo\n");
    EXPECT_EQ(read_text(folder.path() / "samples.nc"), "by somebody else");
    EXPECT_EQ(read_sums(folder.path()).size(), 1u);
}

TEST(OutputDirectory, AFileThatGrowsIsGoneWithoutCommit) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path(), Existing::refuse, small_run_names};
        output.begin("samples.csv").write("one\n");
    }
    EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(OutputDirectory, FilesThatStandInNoListGoWithTheirRun) {
    TemporaryFolder const folder;
    std::vector<std::string> const unlisted{"samples.csv", "samples.nc"};
    small_run_into(folder.path(), "old");
    write_text(folder.path() / "samples.csv", "of the old run");
    write_text(folder.path() / "samples.nc", "of the old run");
    {
        OutputDirectory output{folder.path(), Existing::replace, small_run_names, FileCalls::system(),
                               unlisted};
        output.add("bands.csv", "new");
        output.begin("samples.nc").write("new");
        output.commit();
    }
    EXPECT_FALSE(fs::exists(folder.path() / "samples.csv"));
    EXPECT_EQ(read_text(folder.path() / "samples.nc"), "new");
}

TEST(OutputDirectory, ForceDoesNotFailOnAFormerFileThatCannotBeRead) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path(), Existing::refuse, small_run_names};
        output.add("stale.csv", "old");
        output.commit();
    }
    fs::remove(folder.path() / "stale.csv");
    fs::create_symlink("stale.csv", folder.path() / "stale.csv");  // leads to itself
    small_run_into(folder.path(), "new", Existing::replace);
    EXPECT_TRUE(verify_sums(folder.path(), {"bands.csv"}).empty());
    EXPECT_TRUE(fs::is_symlink(folder.path() / "stale.csv"));
}

TEST(OutputDirectory, ExtendAddsToAFinishedRun) {
    TemporaryFolder const folder;
    EXPECT_THROW((OutputDirectory{folder.path(), Existing::extend, small_run_names}), InputMissing);
    small_run_into(folder.path(), "a");
    OutputDirectory output{folder.path(), Existing::extend, small_run_names};
    output.add("report.html", "<p>");
    output.commit();
    EXPECT_EQ(read_sums(folder.path()).size(), 3u);
    EXPECT_TRUE(verify_sums(folder.path(), {"bands.csv"}).empty());
}

TEST(OutputDirectory, AFolderThatVanishesBeforeItIsLockedIsMadeAgain) {
    // Another process made it, ended, and removes it between our look and our lock.
    struct Vanishing : testing::QuickCalls {
        fs::path folder;
        int opens = 0;
        int open(char const* path, int flags) override {
            bool const lock = std::string_view{path}.ends_with(DirectoryLock::file_name);
            if (lock && ++opens == 1) fs::remove(folder);
            return FileCalls::open(path, flags);
        }
    } calls;
    TemporaryFolder const folder;
    calls.folder = folder.path() / "run";
    fs::create_directory(calls.folder);
    small_run_into(calls.folder, "a", Existing::refuse, calls);
    EXPECT_TRUE(verify_sums(calls.folder, {"bands.csv"}).empty());
    EXPECT_EQ(entries(calls.folder), 4u);
}

TEST(OutputDirectory, OfManyProcessesOneWins) {
    for (int round = 0; round < 40; ++round) {
        TemporaryFolder const folder;
        constexpr int processes = 4;
        for (int i = 0; i < processes; ++i) {
            if (::fork() != 0) continue;
            try {
                small_run_into(folder.path() / "run", std::string(1000, static_cast<char>('a' + i)),
                               Existing::refuse, quick);
                ::_exit(0);
            } catch (CannotCreate const&) {
                ::_exit(1);
            } catch (...) {
                ::_exit(2);
            }
        }
        int winners = 0;
        for (int i = 0; i < processes; ++i) {
            int status = 0;
            ::wait(&status);
            ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) < 2);
            winners += WEXITSTATUS(status) == 0;
        }
        EXPECT_EQ(winners, 1);
        EXPECT_TRUE(verify_sums(folder.path() / "run", {"bands.csv"}).empty());
        EXPECT_EQ(entries(folder.path() / "run"), 4u);
    }
}

TEST(OutputDirectory, FullDeviceIsAnError) {
    int const file = ::open("/dev/full", O_WRONLY);
    if (file < 0) GTEST_SKIP() << "no /dev/full here";
    EXPECT_THROW(write_and_close(FileCalls::system(), file, "a", "/dev/full"), IoError);
}

TEST(OutputDirectory, FileSizeLimitIsAnErrorAndLeavesNothing) {
    TemporaryFolder const folder;
    int const status = in_child([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit const limit{1000, 1000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            small_run_into(folder.path(), std::string(600, 'a'));  // hub/x.csv has twice as much
        } catch (IoError const&) {
            return 0;
        }
        return 1;
    });
    EXPECT_EQ(status, 0);
    EXPECT_FALSE(fs::exists(folder.path() / "bands.csv"));
    EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(OutputDirectory, FullFileSystemIsAnErrorAndLeavesNothing) {
    TemporaryFolder const folder;
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0)
        GTEST_SKIP() << "may not mount a tmpfs (needs root)";
    EXPECT_THROW(small_run_into(folder.path() / "run", std::string(30'000, 'a')), IoError);
    EXPECT_FALSE(fs::exists(folder.path() / "run/bands.csv"));
    EXPECT_FALSE(fs::exists(folder.path() / "run/SHA256SUMS"));
    EXPECT_NO_THROW(small_run_into(folder.path() / "run", std::string(3'000, 'a')))
        << "the space is free again";
    EXPECT_EQ(::umount(folder.path().c_str()), 0);
}

}  // namespace
}  // namespace gapmc
