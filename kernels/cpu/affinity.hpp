// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc {

//! Processors this process may run on (a container or a batch system may allow fewer than there are); at
//! least 1.
int usable_processors();

}  // namespace gapmc
