// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/backend.hpp"
#include "kernels/cuda/job_code.hpp"

namespace gapmc {

std::vector<AheadCode> compile_ahead(Job const& job, std::string const& architecture,
                                     std::shared_ptr<CodeStore> codes, Progress const& progress) {
    return cuda::JobCode{job, std::move(codes)}.of_shapes(architecture, progress);
}

}  // namespace gapmc
