// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>

namespace gapmc {

using Patience = std::chrono::milliseconds;
//! Waits until the reader takes more, or a stop is wished.
inline constexpr Patience without_end{-1};

/*!
 * Writes bytes to a descriptor of the process.
 * \param patience  how long to wait where its reader takes nothing
 * \return 0; or the errno of what went wrong: EAGAIN when patience ended, ECANCELED where a stop ended the
 * wait
 */
int write_to_descriptor(int descriptor, std::string_view bytes, Patience patience) noexcept;

}  // namespace gapmc
