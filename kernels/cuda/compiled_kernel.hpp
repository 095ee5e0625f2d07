// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "kernels/cuda/runtime.hpp"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/cuda/walk_on_device.hpp"

namespace gapmc::cuda {

//! walk_compiled of a study, loaded for the current device.
class CompiledKernel {
  public:
    //! \param code  what compile_study() gave for this device's architecture \param values of the study,
    //! as compiled_values() gives them
    CompiledKernel(Stream const& stream, std::string const& code, std::vector<unsigned char> const& values) {
        check(cudaLibraryLoadData(&library_.handle, code.data(), nullptr, nullptr, 0, nullptr, nullptr, 0),
              "loading the compiled walk");
        check(cudaLibraryGetKernel(&kernel_, library_.handle, compiled_walk_symbol),
              "finding the compiled walk");
        void* place = nullptr;
        std::size_t size = 0;
        check(cudaLibraryGetGlobal(&place, &size, library_.handle, compiled_values_symbol),
              "finding the compiled walk's numbers");
        if (size != values.size())
            throw DeviceError("the compiled walk is of another study: it has room for " +
                              std::to_string(size) + " bytes of numbers, not " +
                              std::to_string(values.size()));
        check(cudaMemcpyAsync(place, values.data(), size, cudaMemcpyHostToDevice, stream.get()),
              "copying a study's numbers");
        stream.wait();
    }

    void launch(Stream const& stream, WalkOnDevice work) const {
        unsigned const blocks =
            (static_cast<unsigned>(work.batch.count) + threads_per_block - 1) / threads_per_block;
        void* arguments[] = {&work};
        check(cudaLaunchKernel(reinterpret_cast<void const*>(kernel_), dim3{std::max(blocks, 1u)},
                               dim3{threads_per_block}, arguments, 0, stream.get()),
              "launching the compiled walk");
    }

  private:
    //! Unloaded also where the kernel is not found in it.
    struct Library {
        cudaLibrary_t handle = nullptr;
        Library() = default;
        Library(Library const&) = delete;
        Library& operator=(Library const&) = delete;
        ~Library() {
            if (handle != nullptr) static_cast<void>(cudaLibraryUnload(handle));
        }
    };

    Library library_;
    cudaKernel_t kernel_ = nullptr;
};

}  // namespace gapmc::cuda
