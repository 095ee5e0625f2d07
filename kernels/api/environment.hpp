// SPDX-License-Identifier: Apache-2.0
//! What this machine offers the engines, for people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gapmc {

//! An instance of the walk on a CPU.
struct InstanceState {
    std::string name;
    bool runs_here;
};
//! From the fastest to the one that runs anywhere.
std::vector<InstanceState> cpu_instance_states();
struct Processors {
    int bound;     //!< that this process may run on
    double quota;  //!< whose time its control group may use, with all that runs in it; infinity: no limit
};
Processors processors();
//! Processors that this process can keep busy when it is alone in its control group.
int usable_processors();

struct CudaDevice {
    std::string name;
    std::string capability;  //!< e.g. "9.0"
    std::uint64_t memory;    //!< [bytes]
    int multiprocessors;
    std::string pci;  //!< place on the bus, "domain:bus:device.function" in hexadecimal
};
struct CudaEnvironment {
    std::string toolkit;  //!< version the engine was built with; empty: not built
    std::string driver;   //!< highest CUDA version of the driver; empty: none
    std::vector<CudaDevice> devices;
    std::string absence;  //!< why no device can be used; empty if one can
};
CudaEnvironment cuda_environment();
//! What compiles walks for studies, with its version, or why there is none. Opens the compiler's library.
std::string cuda_compiler();

}  // namespace gapmc
