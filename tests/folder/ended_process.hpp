// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include "host/folder/lock_owner.hpp"

namespace gapmc::testing {

//! A process that ran on this machine and has ended, as a lock of it would name it.
inline LockOwner ended_process() {
    pid_t const child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    LockOwner owner = LockOwner::this_process(HeldBy::existence);
    owner.process = child;
    return owner;
}

}  // namespace gapmc::testing
