// SPDX-License-Identifier: Apache-2.0
//! A wish to stop, from the start of main to its end.
#pragma once

#include "kernels/api/backend.hpp"

namespace gapmc {

/*!
 * Lets SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 and SIGXCPU set the stop of program_progress(), once and for
 * all; a signal that the program was started to ignore (nohup) stays ignored. Call it first in main.
 *
 * Repeated signals change nothing, for a scheduler may signal a script that forwards and the program at once.
 * Only a second SIGINT, more than a second after the first, is a wish of its own: to be gone now, with 130.
 */
void watch_signals();

//! What the whole program shares: backends and verbs look at its stop, signals set it.
Progress& program_progress();

//! Whether there was a second SIGINT more than a second after the first.
bool interrupted_again();

//! While one lives there are files to clear away: a second SIGINT then waits for that, and else leaves at
//! once.
class HoldsFiles {
  public:
    HoldsFiles();
    ~HoldsFiles();
    HoldsFiles(HoldsFiles const&) = delete;
    HoldsFiles& operator=(HoldsFiles const&) = delete;
};

}  // namespace gapmc
