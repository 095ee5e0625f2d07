// SPDX-License-Identifier: Apache-2.0
#include "host/folder/blocked_signals.hpp"

#include <pthread.h>

#include <cerrno>
#include <initializer_list>

namespace gapmc {

BlockedSignals::BlockedSignals() {
    sigset_t stops;
    sigemptyset(&stops);
    for (int const signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) sigaddset(&stops, signal);
    pthread_sigmask(SIG_BLOCK, &stops, &former_);
}

BlockedSignals::~BlockedSignals() {
    int const error = errno;  // a handler may run in here
    pthread_sigmask(SIG_SETMASK, &former_, nullptr);
    errno = error;
}

}  // namespace gapmc
