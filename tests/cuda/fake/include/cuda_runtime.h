// SPDX-License-Identifier: Apache-2.0
//! What of the runtime is C++: typed launches.
#pragma once

#include "cuda_runtime_api.h"
#include "tests/cuda/fake/machine.hpp"
#include "tests/cuda/shim.hpp"

cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device);

//! Arguments are copied now; the kernel runs when its stream comes to it.
template<class... Parameters, class... Arguments>
cudaError_t cudaLaunchKernelEx(cudaLaunchConfig_t const* config, void (*kernel)(Parameters...),
                               Arguments&&... arguments) {
    using gapmc::fake::as_kernels_see_it;
    return gapmc::fake::launch(
        "cudaLaunchKernelEx", reinterpret_cast<void const*>(kernel), *config,
        [kernel, config = *config, ... argument = Parameters(arguments)](unsigned order) {
            gapmc::shim::launch(kernel, {config.gridDim.x, config.gridDim.y, config.gridDim.z},
                                config.blockDim.x, config.dynamicSmemBytes, order,
                                as_kernels_see_it(argument)...);
        });
}

template<class T>
cudaError_t cudaMemcpyToSymbolAsync(T const& symbol, void const* from, std::size_t size, std::size_t offset,
                                    cudaMemcpyKind kind, cudaStream_t stream) {
    return cudaMemcpyToSymbolAsync(static_cast<void const*>(&symbol), from, size, offset, kind, stream);
}
