// SPDX-License-Identifier: Apache-2.0
//! What the folder of a run refuses, and what it leaves then.
#include "host/folder/directory.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "kernels/base/error.hpp"
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

TEST(OutputDirectory, RefusesAFinishedRunWithoutForce) {
    TemporaryFolder const folder;
    small_run_into(folder.path(), "old");
    try {
        small_run_into(folder.path(), "new");
        FAIL() << "was not refused";
    } catch (CannotCreate const& error) {
        EXPECT_NE(std::string{error.what()}.find("--force"), std::string::npos);
    }
    EXPECT_EQ(read_text(folder.path() / "bands.csv"), "old");
    EXPECT_TRUE(verify_sums(folder.path(), {"bands.csv"}).empty());
}

TEST(OutputDirectory, RefusesForeignFilesWithTheNamesOfARun) {
    TemporaryFolder const folder;
    write_text(folder.path() / "study.toml", "the user's own");
    try {
        small_run_into(folder.path(), "a");
        FAIL() << "was not refused";
    } catch (CannotCreate const& error) {
        // Every word in backquotes would be a command, and a verb that is not there would help nobody.
        std::string const what = error.what();
        EXPECT_NE(what.find("study.toml"), std::string::npos);
        EXPECT_NE(what.find("--force"), std::string::npos);
        EXPECT_EQ(what.find('`'), std::string::npos) << what;
        EXPECT_EQ(what.find("resume"), std::string::npos) << what;
    }
    EXPECT_EQ(read_text(folder.path() / "study.toml"), "the user's own");
    EXPECT_EQ(entries(folder.path()), 1u);
    EXPECT_NO_THROW(small_run_into(folder.path(), "a", Existing::replace));
}

TEST(OutputDirectory, AFileThatAppearsDuringTheRunIsNotOverwritten) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path(), Existing::refuse, small_run_names};
        output.add("other.csv", "a");
        write_text(folder.path() / "other.csv", "of the user");
        EXPECT_THROW(output.commit(), CannotCreate);
    }
    EXPECT_EQ(read_text(folder.path() / "other.csv"), "of the user");
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(OutputDirectory, ALockThatIsGoneStopsTheCommit) {
    TemporaryFolder const folder;
    {
        OutputDirectory output{folder.path() / "run", Existing::refuse, small_run_names};
        output.add("bands.csv", "a");
        fs::remove(folder.path() / "run" / DirectoryLock::file_name);
        write_text(folder.path() / "run" / DirectoryLock::file_name, "process 1 on another\n");
        EXPECT_THROW(output.commit(), CannotCreate);
    }
    EXPECT_FALSE(fs::exists(folder.path() / "run/bands.csv"));
    EXPECT_EQ(read_text(folder.path() / "run" / DirectoryLock::file_name), "process 1 on another\n")
        << "only our own lock is ours to remove";
}

TEST(OutputDirectory, OnlyFoldersThatWeMadeGoAgain) {
    TemporaryFolder const folder;
    auto const mine = folder.path() / "there before";
    fs::create_directory(mine);
    auto const run = mine / "made" / "run";
    { OutputDirectory const stopped{run, Existing::refuse, small_run_names}; }
    EXPECT_TRUE(fs::exists(mine));
    EXPECT_EQ(entries(mine), 0u);
    {
        OutputDirectory const stopped{run, Existing::refuse, small_run_names};
        write_text(run / "notes.txt", "of the user");
    }
    EXPECT_EQ(read_text(run / "notes.txt"), "of the user");
    EXPECT_EQ(entries(run), 1u) << "no lock";
    { OutputDirectory const stopped{run, Existing::refuse, small_run_names}; }
    EXPECT_TRUE(fs::exists(run));
}

TEST(OutputDirectory, ARefusalLeavesNoFolder) {
    TemporaryFolder const folder;
    EXPECT_THROW((OutputDirectory{folder.path() / "a" / "b", Existing::extend, small_run_names}),
                 InputMissing);
    EXPECT_EQ(entries(folder.path()), 0u);
}

TEST(OutputDirectory, AFolderInThePlaceOfAFileIsNotTouched) {
    for (char const* name : {"bands.csv", "of no run we know of"}) {
        TemporaryFolder const folder;
        fs::create_directories(folder.path() / name / "of the user");
        auto const replace = [&] {
            OutputDirectory output{folder.path(), Existing::replace, small_run_names};
            output.add(name, "a");
            output.commit();
        };
        EXPECT_THROW(replace(), CannotCreate) << name;
        EXPECT_TRUE(fs::exists(folder.path() / name / "of the user"));
        EXPECT_EQ(entries(folder.path()), 1u);
    }
}

TEST(OutputDirectory, WhatCannotEndWellDoesNotBegin) {
    TemporaryFolder const folder;
    auto const open = [&] {
        OutputDirectory const output{folder.path(), Existing::replace, small_run_names};
    };
    fs::create_directory(folder.path() / "bands.csv");
    EXPECT_THROW(open(), CannotCreate) << "a folder has the name of a file";
    fs::remove(folder.path() / "bands.csv");
    write_text(folder.path() / "hub", "");
    EXPECT_THROW(open(), CannotCreate) << "a file has the name of a folder";
    fs::remove(folder.path() / "hub");
    fs::create_directory(folder.path() / "hub");
    EXPECT_NO_THROW(open());
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(OutputDirectory, TheSameNameTwiceIsRefused) {
    TemporaryFolder const folder;
    OutputDirectory output{folder.path() / "run", Existing::refuse, small_run_names};
    output.add("bands.csv", "a");
    EXPECT_THROW(output.add("bands.csv", "b"), DataError);
}

TEST(OutputDirectory, MessagesAreOursWhenTheFolderWeAreInIsGone) {
    TemporaryFolder const folder;
    auto const gone = folder.path() / "gone";
    fs::create_directory(gone);
    int const status = in_child([&] {
        if (::chdir(gone.c_str()) != 0) return 2;
        fs::remove(gone);
        try {
            small_run_into("run", "a");
        } catch (CannotCreate const& error) {
            return std::string{error.what()}.find("filesystem error") == std::string::npos ? 0 : 3;
        }
        return 1;
    });
    EXPECT_EQ(status, 0);
}

TEST(OutputDirectory, NamesInMessagesAreHarmlessToATerminal) {
    TemporaryFolder const folder;
    write_text(folder.path() / "red\x1b[31m", "");
    try {
        small_run_into(folder.path() / "red\x1b[31m", "a");
        FAIL() << "was not refused";
    } catch (CannotCreate const& error) {
        EXPECT_EQ(std::string{error.what()}.find('\x1b'), std::string::npos);
    }
}

TEST(OutputDirectory, CannotBeCreated) {
    TemporaryFolder const folder;
    write_text(folder.path() / "file", "");
    EXPECT_THROW(small_run_into(folder.path() / "file", "a"), CannotCreate);
    EXPECT_THROW(small_run_into(folder.path() / "file" / "below", "a"), CannotCreate);
    EXPECT_THROW(small_run_into("/proc/gapmc-cannot-exist", "a"), CannotCreate);
    EXPECT_THROW(small_run_into("", "a"), CannotCreate);
    EXPECT_EQ(read_text(folder.path() / "file"), "");
}

TEST(OutputDirectory, ReadOnlyFolder) {
    TemporaryFolder const folder;
    fs::permissions(folder.path(), static_cast<fs::perms>(0555));
    int const status = in_child([&] {
        // Root may write anywhere: the child becomes nobody.
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::seteuid(nobody) != 0) return 2;
        try {
            small_run_into(folder.path(), "a");
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
    OutputDirectory output{folder.path() / "run", Existing::refuse, small_run_names};
    for (char const* name : {"../x", "/tmp/x", "", "a/../../x", "hub/", "SHA256SUMS", "a\nb"}) {
        EXPECT_THROW(output.add(name, "a"), DataError) << name;
    }
}

TEST(OutputDirectory, SecondProcessIsRefusedAndToldWhoIsThere) {
    TemporaryFolder const folder;
    OutputDirectory const output{folder.path(), Existing::refuse, small_run_names};
    std::string const owner = "process " + std::to_string(::getpid());
    int const status = in_child([&] {
        try {
            OutputDirectory const second{folder.path(), Existing::replace, small_run_names};
        } catch (CannotCreate const& error) {
            return std::string{error.what()}.find(owner) == std::string::npos ? 2 : 0;
        }
        return 1;
    });
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace gapmc
