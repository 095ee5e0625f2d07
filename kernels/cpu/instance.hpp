// SPDX-License-Identifier: Apache-2.0
//! The walk compiled for one instruction set. Instances differ in speed, never in a bit.
#pragma once

#include <cstdint>
#include <string>

#include "kernels/api/backend.hpp"
#include "kernels/model/topology.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/tally.hpp"
#include "kernels/tally/tally_view.hpp"

namespace gapmc {

//! Observations of `count` trajectories of one variant from `first` (a multiple of 64) on.
struct Simulation {
    Topology const* topology;
    List<Observed> observed;
    std::uint64_t seed;
    std::uint64_t first;
    int count;
    int stride;  //!< lanes of a row of `out`: at least `count`, rounded up to 64, all of which are written
    std::int32_t* out;  //!< [row of the variant][year][lane]
    Lost* lost;         //!< [row of the variant]
    void* scratch;      //!< at least scratch_bytes of it, aligned to 64
    //! [input][lane], the bits of each input as the walk holds it; null: nobody asks for inputs
    std::int32_t* inputs = nullptr;
};

//! Decomposition and rates of `count` trajectories; parts as observations [contrast][part][year][lane].
struct Diagnosis {
    Topology const* topology;
    List<std::int32_t> contrasts;  //!< linear contrasts to decompose
    std::int32_t midpoints;        //!< of the path integral
    std::uint64_t seed;
    std::uint64_t first;
    int count;
    int stride;
    std::int32_t* out;
    RateCounts* rates;
    void* scratch;
};

//! Reduction of a batch of observations, as Simulation leaves them, into a worker's counters.
struct Reduction {
    TallyView const* view;
    std::int32_t* observations;  //!< [row][year][lane]; those that are made are written here
    std::uint64_t first;
    int count;
    int stride;
    std::uint32_t* scratch;  //!< room for 3 strides
    WorkerCells* cells;
};
//! For instances without vector instructions of their own.
void portable_reduce(Reduction const& work);

struct CpuInstance {
    char const* name;
    bool (*runs_here)();
    void (*reduce)(Reduction const&);
    std::size_t (*scratch_bytes)(Topology const&);
    void (*simulate)(Simulation const&);
    void (*diagnose)(Diagnosis const&);
};

extern CpuInstance const portable_instance;  //!< any processor; fused multiply-add in software
extern CpuInstance const scalar_instance;    //!< scalar registers, the processor's fused multiply-add
#if defined(__x86_64__)
extern CpuInstance const avx2_instance;    //!< 8 lanes a register (x86-64-v3)
extern CpuInstance const avx512_instance;  //!< 16 lanes a register (x86-64-v4)
#elif defined(__aarch64__)
extern CpuInstance const neon_instance;  //!< 4 lanes a register
#endif

//! All that were built, from the fastest to the one that runs anywhere.
List<CpuInstance const*> cpu_instances();

//! The fastest that runs here, or the one of that name. \throws UsageError if it is unknown or does not run
//! here
CpuInstance const& choose_instance(std::string const& wanted);

}  // namespace gapmc
