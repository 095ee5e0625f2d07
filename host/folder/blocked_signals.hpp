// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace gapmc {

/*!
 * Holds back the signals that ask the program to stop (SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU)
 * from the calling thread. They are delivered when it ends.
 *
 * For a few renames, never for something slow. Another thread of the process that does not block them may
 * still receive one meant for the process: there a handler must only take note.
 */
class BlockedSignals {
  public:
    BlockedSignals();
    ~BlockedSignals();
    BlockedSignals(BlockedSignals const&) = delete;
    BlockedSignals& operator=(BlockedSignals const&) = delete;

  private:
    sigset_t former_;
};

}  // namespace gapmc
