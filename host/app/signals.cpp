// SPDX-License-Identifier: Apache-2.0
#include "host/app/signals.hpp"

#include <cerrno>
#include <csignal>
#include <ctime>

#include <unistd.h>

namespace gapmc {
namespace {

constexpr int stopping[] = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};
constexpr std::int64_t second = 1'000'000'000;  // [ns]

// Constant-initialised, so that the handler may use them before any constructor ran.
constinit Progress progress;
constinit std::atomic<std::int64_t> first_interrupt{0};  //!< [ns]; 0: there was none
constinit std::atomic<bool> again{false};
constinit std::atomic<int> holders{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free &&
                  std::atomic<std::int64_t>::is_always_lock_free,
              "signal handlers may only touch lock-free atomics");

std::int64_t now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);  // may be called from a handler (POSIX.1-2008, 2.4.3)
    return std::int64_t{time.tv_sec} * second + time.tv_nsec + 1;  // never 0
}

extern "C" void on_signal(int signal) {
    int const error = errno;
    if (signal == SIGINT) {
        std::int64_t const time = now();
        std::int64_t first = 0;
        if (!first_interrupt.compare_exchange_strong(first, time) && time - first > second) {
            again = true;
            if (holders == 0) _exit(static_cast<int>(ExitCode::interrupted_again));
        }
    }
    progress.stop = true;
    errno = error;
}

}  // namespace

void watch_signals() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (int const signal : stopping) sigaddset(&action.sa_mask, signal);
    for (int const signal : stopping) {
        struct sigaction inherited {};
        if (sigaction(signal, nullptr, &inherited) == 0 && inherited.sa_handler == SIG_IGN) continue;
        sigaction(signal, &action, nullptr);
    }
    // A closed pipe and a limit of file sizes are then errors of the write that met them, and have a code.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

Progress& program_progress() { return progress; }

bool interrupted_again() { return again; }

HoldsFiles::HoldsFiles() { ++holders; }

HoldsFiles::~HoldsFiles() { --holders; }

}  // namespace gapmc
