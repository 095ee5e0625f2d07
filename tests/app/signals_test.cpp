// SPDX-License-Identifier: Apache-2.0
#include "host/app/signals.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include <unistd.h>

namespace gapmc {
namespace {

constexpr int stopping[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};

//! In a process of its own, for what signals set stays set.
template<class Body>
void in_a_child(Body body, int code) {
    EXPECT_EXIT(
        {
            watch_signals();
            body();
            std::_Exit(0);
        },
        ::testing::ExitedWithCode(code), "");
}

void require(bool holds) {
    if (!holds) std::_Exit(99);
}

void after_a_second() { usleep(1'100'000); }

TEST(Signals, EachWishesAStopAndRepeatsChangeNothing) {
    for (int const signal : stopping)
        in_a_child(
            [signal] {
                require(!program_progress().stop);
                for (int i = 0; i < 5; ++i) std::raise(signal);
                require(program_progress().stop && !interrupted_again());
            },
            0);
}

TEST(Signals, SecondInterruptAfterASecondLeavesAtOnce) {
    in_a_child(
        [] {
            std::raise(SIGINT);
            std::raise(SIGINT);
            after_a_second();
            std::raise(SIGINT);
        },
        130);
}

TEST(Signals, SecondInterruptWaitsForFilesToBeClearedAway) {
    in_a_child(
        [] {
            HoldsFiles const holding;
            std::raise(SIGINT);
            after_a_second();
            std::raise(SIGINT);
            require(interrupted_again());
        },
        0);
}

TEST(Signals, OtherRepeatsAfterASecondChangeNothing) {
    in_a_child(
        [] {
            std::raise(SIGINT);
            after_a_second();
            for (int const signal : stopping)
                if (signal != SIGINT) std::raise(signal);
            require(program_progress().stop && !interrupted_again());
        },
        0);
}

TEST(Signals, InheritedIgnoreIsKept) {
    EXPECT_EXIT(
        {
            std::signal(SIGHUP, SIG_IGN);
            watch_signals();
            std::raise(SIGHUP);
            require(!program_progress().stop);
            std::raise(SIGTERM);
            require(program_progress().stop);
            std::_Exit(0);
        },
        ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace gapmc
