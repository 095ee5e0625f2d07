// SPDX-License-Identifier: Apache-2.0
#include "host/app/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>

#include <poll.h>
#include <unistd.h>

#include "host/app/signals.hpp"

namespace gapmc {
namespace {

constexpr Patience between_looks{100};  // at the wish to stop

//! 0 when a write would not have to wait, else the reason not to write. \param patience  what is left after
//! it
int readiness(int descriptor, Patience& patience) noexcept {
    while (true) {
        Patience const wait = patience < Patience{0} ? between_looks : std::min(patience, between_looks);
        pollfd state{descriptor, POLLOUT, 0};
        int const ready = poll(&state, 1, static_cast<int>(wait.count()));
        if (ready > 0 || (ready < 0 && errno != EINTR)) return 0;  // write says what is wrong, if anything
        if (patience >= Patience{0}) patience -= wait;
        if (patience == Patience{0}) return EAGAIN;
        if (program_progress().stop) return ECANCELED;
    }
}

}  // namespace

int write_to_descriptor(int descriptor, std::string_view bytes, Patience patience) noexcept {
    while (!bytes.empty()) {
        if (int const error = readiness(descriptor, patience); error != 0) return error;
        // A pipe that is ready takes so many bytes without waiting.
        ssize_t const written =
            ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
        if (written < 0 && errno != EINTR && errno != EAGAIN) return errno;
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

}  // namespace gapmc
