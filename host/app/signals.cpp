// SPDX-License-Identifier: Apache-2.0
#include "host/app/signals.hpp"

#include <csignal>

#include <unistd.h>

namespace gapmc {
namespace {

std::atomic<Progress*> watched{nullptr};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<Progress*>::is_always_lock_free,
              "signal handlers may only touch lock-free atomics");

void on_signal(int signal) {
    Progress* const progress = watched.load();
    if (progress == nullptr) return;
    if (progress->stop.exchange(true) && signal == SIGINT) _exit(130);
}

constexpr int signals[] = {SIGINT, SIGTERM, SIGUSR1};

}  // namespace

StopOnSignal::StopOnSignal(Progress& progress) {
    watched = &progress;
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    for (int const signal : signals) sigaction(signal, &action, nullptr);
}

StopOnSignal::~StopOnSignal() {
    for (int const signal : signals) std::signal(signal, SIG_DFL);
    watched = nullptr;
}

}  // namespace gapmc
