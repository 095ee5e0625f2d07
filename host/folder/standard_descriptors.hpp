// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc {

/*!
 * Puts /dev/null behind each of the descriptors 0, 1 and 2 that the program was started without (`>&-`).
 *
 * Else the next file that is opened would take the number, and what is printed would land in that file. What
 * is written to a descriptor that was closed goes nowhere and succeeds, as if its reader had gone away.
 * Call it first in main. Where /dev/null cannot be opened, nothing changes.
 */
void occupy_standard_descriptors();

}  // namespace gapmc
