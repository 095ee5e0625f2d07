// SPDX-License-Identifier: Apache-2.0
#include "host/ranks/same_program.hpp"

#include "gapmc_version.hpp"
#include "host/plan/digest.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

std::string this_program() {
    return std::string{version} + " " + commit + " stream " + std::to_string(stream_version);
}

void require_same_program(std::string const& of_leader) {
    if (of_leader != this_program())
        throw UsageError("rank 0 runs gapmc " + of_leader + " and this rank " + this_program() +
                         ". Start one program on all nodes");
}

}  // namespace gapmc
