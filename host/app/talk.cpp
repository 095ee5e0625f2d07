// SPDX-License-Identifier: Apache-2.0
#include "host/app/talk.hpp"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include "host/app/descriptor.hpp"

namespace gapmc {
namespace {

// Longer than a busy log stalls; all that a run says fits into a pipe's buffer, so readers may be slower.
constexpr Patience patience{5000};
std::atomic<bool> nobody_takes_it{false};  //!< patience ended once, and is not tried again

void tell(std::string_view bytes, Patience wait) noexcept {
    int const error = write_to_descriptor(STDERR_FILENO, bytes, nobody_takes_it ? Patience{0} : wait);
    if (error == EAGAIN && wait > Patience{0}) nobody_takes_it = true;
}

}  // namespace

void say(std::string_view text) noexcept {
    try {
        // In one piece, so that lines of programs that share a log do not mix.
        tell(std::string{text} + "\n", patience);
    } catch (...) {
        tell(text, patience);
        tell("\n", patience);
    }
}

bool talk_is_on_a_terminal() noexcept {
    char const* const term = std::getenv("TERM");
    return isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view{term} != "dumb";
}

void say_in_passing(std::string_view bytes) noexcept { tell(bytes, Patience{0}); }

}  // namespace gapmc
