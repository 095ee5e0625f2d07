// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/directory.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <iterator>

#include "host/digest/sha256.hpp"
#include "kernels/base/error.hpp"
#include "tests/outputs/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using testing::TemporaryFolder;

std::string read(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write(fs::path const& path, std::string const& text) { std::ofstream{path, std::ios::binary} << text; }

//! The real calls without the wait for the medium.
class QuickCalls : public FileCalls {
    int sync(int) override { return 0; }
} quick;

void run_into(fs::path const& directory, std::string const& content, Existing existing = Existing::refuse,
              FileCalls& calls = FileCalls::system()) {
    OutputDirectory output{directory, existing, calls};
    output.add("bands.csv", content);
    output.add("hub/x.csv", content + content);
    output.add("run.json", "{}", Listed::no);
    output.commit();
}

std::size_t entries(fs::path const& directory) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator{directory}, fs::directory_iterator{}));
}

//! Runs the body in a child process; its exit status, or -1 when a signal ended it.
int in_child(std::function<int()> const& body) {
    pid_t const child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(OutputDirectory, LeavesACompleteRun) {
    TemporaryFolder const folder;
    auto const directory = folder.path() / "deep" / "down" / "run";
    run_into(directory, "a\n");
    EXPECT_EQ(read(directory / "bands.csv"), "a\n");
    EXPECT_EQ(read(directory / "hub/x.csv"), "a\na\n");
    EXPECT_TRUE(verify_sums(directory).empty());
    EXPECT_EQ(read_sums(directory),
              (Sums{{"bands.csv", sha256_hex("a\n")}, {"hub/x.csv", sha256_hex("a\na\n")}}));
    EXPECT_EQ(entries(directory), 4u) << "bands.csv, hub, run.json, SHA256SUMS and nothing else";
    EXPECT_EQ(entries(directory / "hub"), 1u);
}

TEST(OutputDirectory, WithoutCommitNothingGetsAName) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path()};
        output.add("bands.csv", "a");
        EXPECT_FALSE(fs::exists(folder.path() / "bands.csv"));
        EXPECT_EQ(entries(folder.path()), 2u) << "lock and temporary";
    }
    EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(OutputDirectory, RefusesAFinishedRunWithoutForce) {
    TemporaryFolder const folder;
    run_into(folder.path(), "old");
    try {
        run_into(folder.path(), "new");
        FAIL() << "was not refused";
    } catch (CannotCreate const& error) {
        EXPECT_NE(std::string{error.what()}.find("--force"), std::string::npos);
    }
    EXPECT_EQ(read(folder.path() / "bands.csv"), "old");
    EXPECT_TRUE(verify_sums(folder.path()).empty());
}

TEST(OutputDirectory, ForceReplacesAndRemovesWhatTheNewRunDoesNotHave) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path()};
        for (char const* name : {"bands.csv", "stale.csv", "edited.csv"}) output.add(name, "old");
        output.commit();
    }
    write(folder.path() / "edited.csv", "by hand");
    write(folder.path() / "notes.txt", "of the user");
    run_into(folder.path(), "new", Existing::replace);
    EXPECT_EQ(read(folder.path() / "bands.csv"), "new");
    EXPECT_FALSE(fs::exists(folder.path() / "stale.csv"));
    EXPECT_EQ(read(folder.path() / "edited.csv"), "by hand");
    EXPECT_EQ(read(folder.path() / "notes.txt"), "of the user");
    EXPECT_TRUE(verify_sums(folder.path()).empty());
}

TEST(OutputDirectory, ExtendAddsToAFinishedRun) {
    TemporaryFolder const folder;
    EXPECT_THROW((OutputDirectory{folder.path(), Existing::extend}), InputMissing);
    run_into(folder.path(), "a");
    OutputDirectory output{folder.path(), Existing::extend};
    output.add("report.html", "<p>");
    output.commit();
    EXPECT_EQ(read_sums(folder.path()).size(), 3u);
    EXPECT_TRUE(verify_sums(folder.path()).empty());
}

TEST(OutputDirectory, RefusesForeignFilesWithTheNamesOfARun) {
    TemporaryFolder const folder;
    write(folder.path() / "study.toml", "the user's own");
    EXPECT_THROW(run_into(folder.path(), "a"), CannotCreate);
    EXPECT_EQ(read(folder.path() / "study.toml"), "the user's own");
    EXPECT_EQ(entries(folder.path()), 1u);
    EXPECT_NO_THROW(run_into(folder.path(), "a", Existing::replace));
}

TEST(OutputDirectory, CannotBeCreated) {
    TemporaryFolder const folder;
    write(folder.path() / "file", "");
    EXPECT_THROW(run_into(folder.path() / "file", "a"), CannotCreate);
    EXPECT_THROW(run_into(folder.path() / "file" / "below", "a"), CannotCreate);
    EXPECT_THROW(run_into("/proc/gapmc-cannot-exist", "a"), CannotCreate);
    EXPECT_THROW(run_into("", "a"), CannotCreate);
    EXPECT_EQ(read(folder.path() / "file"), "");
}

TEST(OutputDirectory, ReadOnlyFolder) {
    TemporaryFolder const folder;
    fs::permissions(folder.path(), static_cast<fs::perms>(0555));
    int const status = in_child([&] {
        // Root may write anywhere: the child becomes nobody.
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::seteuid(nobody) != 0) return 2;
        try {
            run_into(folder.path(), "a");
        } catch (CannotCreate const&) {
            return 0;
        }
        return 1;
    });
    fs::permissions(folder.path(), fs::perms::owner_all);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(OutputDirectory, UnsafeNamesAreRefused) {
    TemporaryFolder const folder;
    OutputDirectory output{folder.path() / "run"};
    for (char const* name : {"../x", "/tmp/x", "", "a/../../x", "hub/", "SHA256SUMS", "a\nb"}) {
        EXPECT_THROW(output.add(name, "a"), DataError) << name;
    }
}

TEST(OutputDirectory, SecondProcessIsRefusedAndToldWhoIsThere) {
    TemporaryFolder const folder;
    OutputDirectory const output{folder.path()};
    std::string const owner = "process " + std::to_string(::getpid());
    int const status = in_child([&] {
        try {
            OutputDirectory const second{folder.path(), Existing::replace};
        } catch (CannotCreate const& error) {
            return std::string{error.what()}.find(owner) == std::string::npos ? 2 : 0;
        }
        return 1;
    });
    EXPECT_EQ(status, 0);
}

TEST(OutputDirectory, ALockWhoseFileItsFormerOwnerRemovedIsTakenAnew) {
    // The owner ends between our open and our hold: what we hold then has no name, and a third process could
    // hold the next.
    struct EndingOwner : FileCalls {
        fs::path path;
        int holds = 0;
        int lock(int file) override {
            if (++holds == 1) fs::remove(path);
            return FileCalls::lock(file);
        }
    } calls;
    TemporaryFolder const folder;
    calls.path = folder.path() / DirectoryLock::file_name;
    write(calls.path, "process 1 on host\n");
    DirectoryLock const lock{calls, folder.path()};
    EXPECT_EQ(calls.holds, 2);
    EXPECT_TRUE(fs::exists(calls.path));
    EXPECT_FALSE(lock.was_abandoned());
}

TEST(OutputDirectory, OfManyProcessesOneWins) {
    for (int round = 0; round < 40; ++round) {
        TemporaryFolder const folder;
        constexpr int processes = 4;
        for (int i = 0; i < processes; ++i) {
            if (::fork() != 0) continue;
            try {
                run_into(folder.path() / "run", std::string(1000, static_cast<char>('a' + i)),
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
        EXPECT_TRUE(verify_sums(folder.path() / "run").empty());
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
            run_into(folder.path(), std::string(600, 'a'));  // hub/x.csv has twice as much
        } catch (IoError const&) {
            return 0;
        }
        return 1;
    });
    EXPECT_EQ(status, 0);
    EXPECT_FALSE(fs::exists(folder.path() / "bands.csv"));
    EXPECT_EQ(entries(folder.path()), 1u) << "the empty hub";
    EXPECT_EQ(entries(folder.path() / "hub"), 0u);
}

TEST(OutputDirectory, FullFileSystemIsAnErrorAndLeavesNothing) {
    TemporaryFolder const folder;
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=64k") != 0)
        GTEST_SKIP() << "may not mount a tmpfs (needs root)";
    EXPECT_THROW(run_into(folder.path() / "run", std::string(30'000, 'a')), IoError);
    EXPECT_FALSE(fs::exists(folder.path() / "run/bands.csv"));
    EXPECT_FALSE(fs::exists(folder.path() / "run/SHA256SUMS"));
    EXPECT_NO_THROW(run_into(folder.path() / "run", std::string(3'000, 'a'))) << "the space is free again";
    EXPECT_EQ(::umount(folder.path().c_str()), 0);
}

}  // namespace
}  // namespace gapmc
