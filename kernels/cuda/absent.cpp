// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

std::unique_ptr<Backend> make_cuda_backend(CudaOptions options) {
    throw BackendUnavailable(
        "device " + options.devices +
        " demanded, but this build has no CUDA backend. Use --device cpu or --device auto");
}

CudaEnvironment cuda_environment() { return {"", "", {}, "this build has no CUDA engine"}; }

std::string cuda_compiler() { return "none: this build has no CUDA engine"; }

}  // namespace gapmc
