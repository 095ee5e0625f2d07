// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/app/options.hpp"
#include "host/facts/threads.hpp"

namespace gapmc {

//! The share of this process in its machine. \param processes  of this job that share the machine
ThreadShare own_share(int processes);

//! The options with that share where no number of threads is asked for.
EngineOptions with_threads(EngineOptions options, int processes);

}  // namespace gapmc
