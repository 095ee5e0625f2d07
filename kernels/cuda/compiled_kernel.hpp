// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kernels/cuda/runtime.hpp"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/walk_on_device.hpp"

namespace gapmc::cuda {

//! walk_compiled of a study, loaded for the current device.
class CompiledKernel {
  public:
    //! \param code  what compile_study() gave for this device's architecture
    explicit CompiledKernel(std::string const& code) {
        check(cudaLibraryLoadData(&library_, code.data(), nullptr, nullptr, 0, nullptr, nullptr, 0),
              "loading the compiled walk");
        check(cudaLibraryGetKernel(&kernel_, library_, compiled_walk_symbol), "finding the compiled walk");
    }
    CompiledKernel(CompiledKernel const&) = delete;
    CompiledKernel& operator=(CompiledKernel const&) = delete;
    ~CompiledKernel() { static_cast<void>(cudaLibraryUnload(library_)); }

    void launch(unsigned blocks, Stream const& stream, WalkOnDevice work) const {
        void* arguments[] = {&work};
        check(cudaLaunchKernel(reinterpret_cast<void const*>(kernel_), dim3{blocks}, dim3{threads_per_block},
                               arguments, 0, stream.get()),
              "launching the compiled walk");
    }

  private:
    cudaLibrary_t library_ = nullptr;
    cudaKernel_t kernel_ = nullptr;
};

}  // namespace gapmc::cuda
