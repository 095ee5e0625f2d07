// SPDX-License-Identifier: Apache-2.0
#include "host/folder/lock.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

#include "host/folder/lock_file.hpp"
#include "host/folder/lock_owner.hpp"
#include "kernels/base/error.hpp"
#include "tests/folder/ended_process.hpp"
#include "tests/folder/faulty_calls.hpp"
#include "tests/folder/small_run.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
namespace fs = std::filesystem;
using testing::ended_process;
using testing::Fault;
using testing::FaultyCalls;
using testing::Locks;
using testing::QuickCalls;
using testing::read_text;
using testing::TemporaryFolder;
using testing::write_text;

//! The message with which a lock is refused; empty when it is given.
std::string refusal(FileCalls& calls, fs::path const& directory) {
    try {
        DirectoryLock const lock{calls, directory};
    } catch (CannotCreate const& error) {
        return error.what();
    }
    return {};
}

class DirectoryLocks : public ::testing::TestWithParam<Locks> {};

TEST_P(DirectoryLocks, SecondIsRefusedAndToldWhoIsThere) {
    QuickCalls calls{GetParam()};
    TemporaryFolder const folder;
    {
        DirectoryLock const lock{calls, folder.path()};
        std::string const said = refusal(calls, folder.path());
        EXPECT_NE(said.find("process " + std::to_string(::getpid()) + " on "), std::string::npos) << said;
        EXPECT_NO_THROW(lock.require_held());
    }
    EXPECT_TRUE(fs::is_empty(folder.path()));
    EXPECT_EQ(refusal(calls, folder.path()), "");
}

TEST_P(DirectoryLocks, WhatADeadProcessLeftStopsNobody) {
    QuickCalls calls{GetParam()};
    for (std::string const& text : {ended_process().text(), std::string{}}) {
        TemporaryFolder const folder;
        write_text(folder.path() / DirectoryLock::file_name, text);
        {
            DirectoryLock const lock{calls, folder.path()};
            EXPECT_EQ(LockOwner::parse(read_text(folder.path() / DirectoryLock::file_name)).process,
                      ::getpid());
        }
        EXPECT_TRUE(fs::is_empty(folder.path()));
    }
}

TEST_P(DirectoryLocks, WhoHoldsByExistenceOnAnotherMachineIsRespected) {
    QuickCalls calls{GetParam()};
    TemporaryFolder const folder;
    LockOwner owner = ended_process();
    owner.host = "node7";
    auto const path = folder.path() / DirectoryLock::file_name;
    write_text(path, owner.text());
    std::string const said = refusal(calls, folder.path());
    EXPECT_NE(said.find("process " + std::to_string(owner.process) + " on node7"), std::string::npos) << said;
    EXPECT_NE(said.find("remove " + path.string()), std::string::npos) << said;
    EXPECT_EQ(read_text(path), owner.text());
    fs::remove(path);
    EXPECT_EQ(refusal(calls, folder.path()), "") << "what the message says helps";
}

TEST_P(DirectoryLocks, ALockWhoseFileItsFormerOwnerRemovedIsTakenAnew) {
    // The owner ends between our open and our hold: what we hold then has no name, and a third process could
    // hold the next.
    struct EndingOwner : QuickCalls {
        using QuickCalls::QuickCalls;
        fs::path path;
        int holds = 0;
        int lock(int file) override {
            if (++holds == 1) fs::remove(path);
            return QuickCalls::lock(file);
        }
    } calls{GetParam()};
    TemporaryFolder const folder;
    calls.path = folder.path() / DirectoryLock::file_name;
    write_text(calls.path, "process 1 on host\n");
    DirectoryLock const lock{calls, folder.path()};
    EXPECT_TRUE(fs::exists(calls.path));
    EXPECT_EQ(LockOwner::parse(read_text(calls.path)).process, ::getpid());
}

TEST_P(DirectoryLocks, AnErrorLeavesNoFile) {
    int failures = 0;
    for (int point = 1;; ++point) {
        TemporaryFolder const folder;
        FaultyCalls calls{point, Fault::io_error, GetParam()};
        bool failed = false;
        try {
            DirectoryLock const lock{calls, folder.path()};
        } catch (Error const&) {
            failed = true;
        }
        failures += failed;
        if (!calls.hit_a_removal()) {
            EXPECT_TRUE(fs::is_empty(folder.path())) << "call " << point;
        }
        if (!calls.happened()) break;
    }
    EXPECT_GT(failures, 2);
}

INSTANTIATE_TEST_SUITE_P(DirectoryLock, DirectoryLocks, ::testing::Values(Locks::flock, Locks::absent),
                         [](auto const& info) {
                             return info.param == Locks::flock ? "Flock" : "WithoutFlock";
                         });

TEST(LockWithoutFlock, EveryWayToSayThatThereIsNone) {
    struct Refusing : QuickCalls {
        int error = 0;
        int lock(int) override {
            errno = error;
            return -1;
        }
    } calls;
    for (int const error : {ENOLCK, EOPNOTSUPP, ENOTSUP, ENOSYS, EINVAL}) {
        TemporaryFolder const folder;
        calls.error = error;
        DirectoryLock const lock{calls, folder.path()};
        EXPECT_NE(read_text(folder.path() / DirectoryLock::file_name).find("held by existence"),
                  std::string::npos);
    }
    TemporaryFolder const folder;
    calls.error = EIO;
    EXPECT_THROW((DirectoryLock{calls, folder.path()}), IoError) << "another error is one";
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(LockWithoutFlock, AnUnsignedFileIsWaitedFor) {
    // Its owner has made it and has not yet written its name.
    struct Slow : QuickCalls {
        using QuickCalls::QuickCalls;
        fs::path path;
        std::string text;
        int waits = 0;
        void wait() override {
            if (++waits == 3) write_text(path, text);
        }
    } calls{Locks::absent};
    TemporaryFolder const folder;
    calls.path = folder.path() / DirectoryLock::file_name;
    calls.text = LockOwner::this_process(HeldBy::existence).text();
    write_text(calls.path, "");
    EXPECT_NE(refusal(calls, folder.path()), "");
    EXPECT_EQ(calls.waits, 3);
}

TEST(LockWithoutFlock, WhoLooksAtADeadLockTooLateLeavesTheNewOneAlone) {
    // While we look, another process takes the dead lock over, and we come to it with what we saw before.
    struct Overtaken : QuickCalls {
        using QuickCalls::QuickCalls;
        fs::path path;
        std::string text;
        bool overtaken = false;
        int open(char const* opened, int flags) override {
            if (std::string_view{opened}.ends_with(".next") && !std::exchange(overtaken, true)) {
                fs::remove(path);
                write_text(path, text);
            }
            return FileCalls::open(opened, flags);
        }
    } calls{Locks::absent};
    TemporaryFolder const folder;
    calls.path = folder.path() / DirectoryLock::file_name;
    calls.text = LockOwner::this_process(HeldBy::existence).text();
    write_text(calls.path, ended_process().text());
    EXPECT_NE(refusal(calls, folder.path()), "");
    EXPECT_TRUE(calls.overtaken);
    EXPECT_EQ(read_text(calls.path), calls.text);
    EXPECT_FALSE(fs::exists(calls.path.string() + ".next"));
}

TEST(LockWithoutFlock, WhoIsTooSlowToSignLosesTheFile) {
    // Between our making the file and our signing it, another took it for one that a dead process left.
    struct Late : QuickCalls {
        using QuickCalls::QuickCalls;
        fs::path path;
        std::string text;
        bool taken = false;
        ssize_t write(int file, void const* bytes, std::size_t size) override {
            if (!std::exchange(taken, true)) {
                fs::remove(path);
                write_text(path, text);
            }
            return FileCalls::write(file, bytes, size);
        }
    };
    for (bool const whole_lock : {false, true}) {
        TemporaryFolder const folder;
        Late calls{Locks::absent};
        calls.path = folder.path() / DirectoryLock::file_name;
        calls.text = LockOwner::this_process(HeldBy::existence).text();
        if (whole_lock) {
            EXPECT_NE(refusal(calls, folder.path()), "");
        } else {
            EXPECT_THROW(hold_by_existence(calls, calls.path), CannotCreate);
        }
        EXPECT_TRUE(calls.taken);
        EXPECT_EQ(read_text(calls.path), calls.text);
    }
}

TEST(LockWithoutFlock, WhoTakesOverMayDieAndIsTakenOverItself) {
    bool done = false;
    int point = 1;
    for (; !done; ++point) {
        for (Fault const fault : {Fault::kill_before, Fault::kill_after}) {
            TemporaryFolder const folder;
            write_text(folder.path() / DirectoryLock::file_name, ended_process().text());
            pid_t const child = ::fork();
            if (child == 0) {
                FaultyCalls calls{point, fault, Locks::absent};
                { DirectoryLock const lock{calls, folder.path()}; }
                ::_exit(0);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            done = WIFEXITED(status);
            QuickCalls calls{Locks::absent};
            EXPECT_EQ(refusal(calls, folder.path()), "") << "killed at call " << point;
        }
    }
    EXPECT_GT(point, 8);
}

TEST(LockWithoutFlock, OfManyProcessesThatFindADeadLockOneWorksAtATime) {
    TemporaryFolder const folder;
    auto const inside = folder.path() / "inside";
    for (int round = 0; round < 40; ++round) {
        write_text(folder.path() / DirectoryLock::file_name, ended_process().text());
        constexpr int processes = 4;
        for (int i = 0; i < processes; ++i) {
            if (::fork() != 0) continue;
            struct Patient : QuickCalls {
                using QuickCalls::QuickCalls;
                void wait() override { ::usleep(2000); }
            } calls{Locks::absent};
            bool alone = true;
            try {
                DirectoryLock const lock{calls, folder.path()};
                alone = fs::create_directory(inside);
                for (int spin = 0; spin < 10; ++spin) ::sched_yield();
                if (alone) fs::remove(inside);
            } catch (CannotCreate const&) {
                ::_exit(1);
            }
            ::_exit(alone ? 0 : 2);
        }
        int winners = 0;
        for (int i = 0; i < processes; ++i) {
            int status = 0;
            ::wait(&status);
            ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) < 2) << "two were inside";
            winners += WEXITSTATUS(status) == 0;
        }
        EXPECT_GE(winners, 1);
        EXPECT_TRUE(fs::is_empty(folder.path()));
    }
}

}  // namespace
}  // namespace gapmc
