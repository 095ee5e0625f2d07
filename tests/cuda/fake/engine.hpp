// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc::fake {

//! Tell the machine of the engine's kernels. Once, before the first job.
void install_engine();

}  // namespace gapmc::fake
