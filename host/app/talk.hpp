// SPDX-License-Identifier: Apache-2.0
//! Talk: what is said to people beside the results. It goes to stderr, through here alone.
//!
//! Talk never decides. What cannot be written (a full disk, a reader that went away, a closed descriptor) is
//! dropped, nothing is thrown, and so files and exit codes are the same whether anyone listens or not.
#pragma once

#include <string_view>

#include <fmt/format.h>

namespace gapmc {

//! One line, or several; the last line's end is added.
void say(std::string_view text) noexcept;

template<class First, class... Rest>
void say(fmt::format_string<First, Rest...> form, First&& first, Rest&&... rest) noexcept {
    try {
        say(std::string_view{fmt::format(form, std::forward<First>(first), std::forward<Rest>(rest)...)});
    } catch (...) {
        // Without memory for a sentence there is none.
    }
}

//! Whether talk reaches a terminal on which a line can renew itself (TERM is neither unset nor "dumb").
bool talk_is_on_a_terminal() noexcept;

//! Bytes as they are, for a line that renews itself; dropped where writing them would have to wait.
void say_in_passing(std::string_view bytes) noexcept;

}  // namespace gapmc
