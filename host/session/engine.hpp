// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "kernels/api/backend.hpp"

namespace gapmc {

//! Which engine to simulate on. Engines differ in speed alone.
struct EngineOptions {
    std::string device = "auto";  //!< auto, cpu, cuda, cuda:0,1 or cuda:all
    int threads = 0;              //!< of a CPU; 0: all that the process may use
    int batch = 0;                //!< trajectories per batch, a multiple of 64; 0: the engine's choice
    std::string simd;             //!< instance of the CPU engine; empty: the fastest that runs
};

struct ChosenEngine {
    std::unique_ptr<Backend> backend;
    std::string why;  //!< for people
};

//! \throws BackendUnavailable for a device that is demanded and absent (`auto` takes what is there),
//! UsageError for an unknown word
ChosenEngine choose_engine(EngineOptions const& options);

}  // namespace gapmc
