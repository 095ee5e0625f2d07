// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gapmc {

//! How a lock file is held.
enum class HeldBy {
    flock,     //!< flock(2): the system lets go when the owner dies
    existence  //!< by being there, on file systems without flock
};

//! What is known of a lock's owner.
enum class OwnerState {
    living,
    gone,      //!< it ran on this machine and has ended
    elsewhere  //!< it ran where we cannot look: another machine, or another container's process numbers
};

/*!
 * The process that a lock file names, told apart from a later one with the same number by its start.
 *
 * Numbers of processes repeat, and they repeat sooner after a restart of the machine: so the start time
 * (proc_pid_stat(5), clock ticks since boot) and the boot's own id stand beside them.
 */
struct LockOwner {
    std::string host;
    std::string boot;        //!< id of the boot; empty where it is not known
    std::string numbers_of;  //!< the namespace that its process number belongs to; empty where not known
    int process = 0;
    std::string start;  //!< empty where it is not known
    HeldBy held_by = HeldBy::flock;

    static LockOwner this_process(HeldBy held_by);
    //! What the lock file holds. An unreadable or empty text gives an owner without a process (0).
    static LockOwner parse(std::string_view text);
    std::string text() const;

    bool named() const { return process > 0; }
    //! "process 4711 on host", for people.
    std::string who() const;
    //! Whether it still runs. An unnamed one is elsewhere: nobody can look for it.
    OwnerState state() const;
};

}  // namespace gapmc
