// SPDX-License-Identifier: Apache-2.0
//! Data: what a verb was asked for. It goes to stdout, through here alone.
#pragma once

#include <string_view>

namespace gapmc {

/*!
 * Writes data to stdout at once. A reader that goes away ends the output quietly: what follows is dropped.
 *
 * \throws IoError where it cannot be written for another reason (a full disk), Stopped where a stop was
 * wished while the reader took nothing and the outcome was not settled
 */
void print_data(std::string_view text);

//! Says that the outcome is decided, all files being complete: from here on a stop ends the output quietly.
void settle_outcome();

}  // namespace gapmc
