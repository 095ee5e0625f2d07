// SPDX-License-Identifier: Apache-2.0
// The toolkit's declarations against those of the machine in software: a difference does not compile. Never
// linked into anything.
#include <cuda_runtime_api.h>

#include "tests/cuda/fake/include/cuda_calls.h"

static_assert(cudaErrorMemoryAllocation == 2 && cudaErrorInsufficientDriver == 35 &&
              cudaErrorNoDevice == 100 && cudaErrorDevicesUnavailable == 46 &&
              cudaErrorNoKernelImageForDevice == 209 && cudaErrorECCUncorrectable == 214 &&
              cudaErrorIllegalAddress == 700 && cudaErrorNotSupported == 801);
static_assert(cudaDevAttrMultiProcessorCount == 16 && cudaDevAttrComputeCapabilityMajor == 75 &&
              cudaDevAttrComputeCapabilityMinor == 76 && cudaDevAttrMaxSharedMemoryPerBlockOptin == 97);
static_assert(cudaStreamNonBlocking == 1 && cudaEventBlockingSync == 1 && cudaEventDisableTiming == 2);
