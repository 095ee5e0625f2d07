// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/api/backend.hpp"

namespace gapmc {

//! While it lives, SIGINT, SIGTERM and SIGUSR1 set progress.stop; a second SIGINT leaves at once with 130.
class StopOnSignal {
  public:
    explicit StopOnSignal(Progress& progress);
    ~StopOnSignal();
    StopOnSignal(StopOnSignal const&) = delete;
    StopOnSignal& operator=(StopOnSignal const&) = delete;
};

}  // namespace gapmc
