// SPDX-License-Identifier: Apache-2.0
//! Descriptors 0, 1 and 2 that the program was started without, and signals while files get their names.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/folder/blocked_signals.hpp"
#include "host/folder/durable.hpp"
#include "host/folder/standard_descriptors.hpp"
#include "tests/folder/small_run.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gapmc {
namespace {
using testing::in_child;

void close_those_in(int set) {
    for (int descriptor = 0; descriptor < 3; ++descriptor) {
        if ((set & (1 << descriptor)) != 0) ::close(descriptor);
    }
}

TEST(StandardDescriptors, EachClosedOneIsTaken) {
    struct stat null {};
    ASSERT_EQ(::stat("/dev/null", &null), 0);
    for (int closed = 0; closed < 8; ++closed) {
        int const status = in_child([&] {
            struct stat before[3]{};
            for (int i = 0; i < 3; ++i) ::fstat(i, &before[i]);
            close_those_in(closed);
            occupy_standard_descriptors();
            for (int i = 0; i < 3; ++i) {
                struct stat now {};
                if (::fstat(i, &now) != 0) return 1;
                bool const was_closed = (closed & (1 << i)) != 0;
                if (was_closed ? now.st_rdev != null.st_rdev : now.st_ino != before[i].st_ino) return 2;
                if (was_closed && i > 0 && ::write(i, "x", 1) != 1) return 3;
            }
            return ::dup(0) > 2 ? 0 : 4;
        });
        EXPECT_EQ(status, 0) << "closed: " << closed;
    }
}

TEST(StandardDescriptors, NoFileOfOursTakesOne) {
    testing::TemporaryFolder const folder;
    auto const path = folder.path() / "file";
    for (int closed = 1; closed < 8; ++closed) {
        int const status = in_child([&] {
            close_those_in(closed);
            int const file = FileCalls::system().open(path.c_str(), O_WRONLY | O_CREAT);
            if (file <= STDERR_FILENO) return 1;
            if ((::fcntl(file, F_GETFD) & FD_CLOEXEC) == 0) return 2;
            for (int i = 0; i < 3; ++i) {
                if ((closed & (1 << i)) != 0 && ::fcntl(i, F_GETFD) != -1) return 3;
            }
            return 0;
        });
        EXPECT_EQ(status, 0) << "closed: " << closed;
    }
}

TEST(BlockedSignals, EveryStopWaitsForTheEndAndIsNotLost) {
    for (int const signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) {
        testing::TemporaryFolder const folder;
        auto const before = folder.path() / "before";
        auto const after = folder.path() / "after";
        int const status = in_child([&] {
            ::signal(signal, SIG_DFL);  // nohup leaves SIGHUP ignored
            {
                BlockedSignals const blocked;
                {
                    BlockedSignals const again;
                    ::raise(signal);
                }
                write_file(before, "");
            }
            write_file(after, "");
            return 0;
        });
        EXPECT_EQ(status, -signal);
        EXPECT_TRUE(std::filesystem::exists(before));
        EXPECT_FALSE(std::filesystem::exists(after));
    }
}

}  // namespace
}  // namespace gapmc
