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
    std::string compile;          //!< when a CUDA device's walk is compiled: as GAPMC_CUDA_COMPILE
    std::shared_ptr<CodeStore> codes = nullptr;  //!< of compiled walks; null: none is kept
    bool falls_back = true;  //!< `auto`: from a device that fails in mid-work to the processor
};

struct ChosenEngine {
    std::unique_ptr<Backend> backend;
    std::string why;  //!< for people
};

/*!
 * \param notice  is told what people should know while the engine works, by any thread: that `auto` had to go
 * on with the processor, and why; that a walk was not compiled
 * \throws BackendUnavailable for a device that is demanded and absent or does not work (`auto` takes what
 * works), UsageError for an unknown word
 */
ChosenEngine choose_engine(EngineOptions const& options, Notice const& notice = {});

}  // namespace gapmc
