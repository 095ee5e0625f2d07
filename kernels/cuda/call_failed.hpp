// SPDX-License-Identifier: Apache-2.0
//! Errors of the CUDA runtime: every call is checked.
#pragma once

#include <cuda_runtime_api.h>

#include <string>

#include "kernels/base/error.hpp"

namespace gapmc::cuda {

//! A call of the CUDA runtime that failed.
class CallFailed : public DeviceError {
  public:
    CallFailed(char const* what, cudaError_t status)
        : DeviceError{std::string{"the CUDA device failed at "} + what + " (" + cudaGetErrorName(status) +
                      ", " + cudaGetErrorString(status) + "). " +
                      (status == cudaErrorMemoryAllocation
                           ? "Free memory of the device, give a smaller --batch or use --device cpu"
                           : "Use --device cpu, or look at the device with nvidia-smi")},
          status_{status} {}
    //! Whether less of everything could succeed.
    bool out_of_memory() const { return status_ == cudaErrorMemoryAllocation; }

  private:
    cudaError_t status_;
};

//! \throws CallFailed
inline void check(cudaError_t status, char const* what) {
    if (status == cudaSuccess) return;
    // Most errors are told once more by the next call that asks for one: here it is dealt with.
    static_cast<void>(cudaGetLastError());
    throw CallFailed{what, status};
}

}  // namespace gapmc::cuda
