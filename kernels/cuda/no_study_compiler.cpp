// SPDX-License-Identifier: Apache-2.0
// Built where the toolkit has no NVRTC, or there is no toolkit.
#include "kernels/base/error.hpp"
#include "kernels/cuda/study_compiler.hpp"

namespace gapmc {

WalkCode compile_study(std::string const&, std::string const&, int) {
    throw BackendUnavailable("this build has no run-time compiler (NVRTC was not found)");
}

std::string code_identity(std::string const&, std::string const&, int) { return ""; }

std::string study_compiler_version() {
    throw BackendUnavailable("this build has no run-time compiler (NVRTC was not found)");
}

}  // namespace gapmc
