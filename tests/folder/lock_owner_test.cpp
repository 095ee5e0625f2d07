// SPDX-License-Identifier: Apache-2.0
#include "host/folder/lock_owner.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/folder/ended_process.hpp"

namespace gapmc {
namespace {
using testing::ended_process;

TEST(LockOwner, ReadsBackWhatItWrites) {
    LockOwner const owner = LockOwner::this_process(HeldBy::existence);
    EXPECT_EQ(owner.process, ::getpid());
    EXPECT_FALSE(owner.start.empty());
    LockOwner const again = LockOwner::parse(owner.text());
    EXPECT_EQ(again.text(), owner.text());
    EXPECT_EQ(again.process, ::getpid());
    EXPECT_EQ(again.held_by, HeldBy::existence);
    EXPECT_EQ(again.host, owner.host);
    EXPECT_EQ(again.state(), OwnerState::living);
}

TEST(LockOwner, DamagedTextsNameNobody) {
    for (char const* text : {"", "\n", "process", "process x on y", "process -1 on y",
                             "process 99999999999999 on y", "held by existence\n"}) {
        LockOwner const owner = LockOwner::parse(text);
        EXPECT_FALSE(owner.named()) << text;
        EXPECT_EQ(owner.state(), OwnerState::elsewhere) << text;
    }
    EXPECT_EQ(LockOwner::parse("process 5 on a\x1b[31m").host.find('\x1b'), std::string::npos);
}

TEST(LockOwner, StateOfEveryKindOfOwner) {
    LockOwner const ours = LockOwner::this_process(HeldBy::existence);
    EXPECT_EQ(ended_process().state(), OwnerState::gone);

    LockOwner other = ours;
    other.start += "0";
    EXPECT_EQ(other.state(), OwnerState::gone) << "the number was given to another process";
    other = ours;
    other.start.clear();
    EXPECT_EQ(other.state(), OwnerState::living) << "without its start the number must do";
    other = ours;
    other.boot = "of yesterday";
    EXPECT_EQ(other.state(), OwnerState::gone) << "the machine was started again";
    other = ours;
    other.host += ".elsewhere";
    EXPECT_EQ(other.state(), OwnerState::elsewhere);
    other = ended_process();
    other.numbers_of = "pid:[1]";
    EXPECT_EQ(other.state(), OwnerState::elsewhere) << "the numbers of another container";
}

TEST(LockOwner, AProcessThatWaitsForItsParentIsGone) {
    pid_t const child = ::fork();
    if (child == 0) ::_exit(0);
    siginfo_t ended{};
    ::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT);
    LockOwner owner = LockOwner::this_process(HeldBy::existence);
    owner.process = child;
    owner.start.clear();
    EXPECT_EQ(owner.state(), OwnerState::gone);
    ::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace gapmc
