// SPDX-License-Identifier: Apache-2.0
/*!
 * A machine with CUDA devices, in software: the engine's real host code runs against it, with the real
 * kernels as the shim runs them (tests/cuda/shim.hpp).
 *
 * It keeps what the runtime promises and no more. Work in a stream happens as late as possible, or early and
 * out of step with other streams, by a seed. Device memory has an end, can be full, cannot be touched by host
 * code, and remembers what was never written. Any call can be made to fail, once or from then on. Kernels of
 * different devices run at the same time. It says nothing about speed.
 */
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gapmc::fake {

class Device;

struct DeviceModel {
    std::string name = "Fake";
    int major = 9;
    int minor = 0;
    int processors = 2;
    std::size_t memory = std::size_t{256} << 20;  //!< [bytes]
    int shared_bytes = 227 * 1024;                //!< of a block, and of a processor
    int threads = 512;                            //!< that a processor holds
};

//! When work in streams happens.
enum class Pace {
    late,  //!< when somebody waits for it
    mixed  //!< some at every call, of any stream
};

struct MachineModel {
    std::vector<DeviceModel> devices{DeviceModel{}};
    int driver = 13000;  //!< 0: none is installed
    Pace pace = Pace::late;
    unsigned seed = 1;
};

//! A call that fails.
struct Failure {
    std::string call;          //!< its name; empty: whichever it is
    std::uint64_t number = 1;  //!< which of them, counted from 1 since power_on()
    cudaError_t error = cudaErrorUnknown;
    bool for_ever = false;    //!< the device of the call never works again
    bool every_time = false;  //!< and all later ones of the name, though the device works
    int device = -1;          //!< counts calls with this device as the current one; -1: any
};

//! Switch the machine off, forgetting everything, and on again.
void power_on(MachineModel model = {});
void fail(Failure failure);

//! Names of all calls since power_on(), in the order in which they were made.
std::vector<std::string> calls();
//! What a program must not do, in words: copying what was never written, forgetting memory, streams, events.
//! Resources that are still there are among them. Empty: all is well.
std::vector<std::string> complaints();

//! Enqueue a kernel. \param run  called with a seed for the order of threads
cudaError_t launch(char const* call, void const* kernel, cudaLaunchConfig_t const& config,
                   std::function<void(unsigned)> run);

//! Constant memory of the device whose kernel runs.
unsigned char* constant_memory(void const* symbol);

//! Kernels take their arguments as they are, unless another function of this name knows better.
template<class T>
T const& as_kernels_see_it(T const& argument) {
    return argument;
}

//! What a launch of loaded code runs: called with the launch's first argument and the code's variable.
using LoadedKernel = std::function<void(void const* argument, unsigned char const* variable,
                                        cudaLaunchConfig_t const&, unsigned order)>;
//! Code has one kernel and one variable on the device.
struct LoadedCode {
    LoadedKernel kernel;
    std::size_t variable_bytes = 0;
};
//! How code that is loaded at run time becomes a kernel.
struct Loader {
    LoadedCode (*load)(char const* code) = nullptr;  //!< without a kernel where there is no such code
    std::size_t argument_bytes = 0;
    std::size_t local_bytes = 0;  //!< of a thread
};
extern Loader loader;

//! Tell how much local memory a thread of a kernel takes [bytes].
void takes_local_memory(void const* kernel, std::size_t bytes);

}  // namespace gapmc::fake
