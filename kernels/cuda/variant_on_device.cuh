// SPDX-License-Identifier: Apache-2.0
//! One variant of a job on one device: its lists, its tables, and the kernel that walks it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernels/base/error.hpp"
#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/compiled_kernel.hpp"
#include "kernels/cuda/launch.hpp"
#include "kernels/cuda/runtime.hpp"
#include "kernels/cuda/walk_kernels.cuh"

namespace gapmc::cuda {

class VariantOnDevice {
  public:
    /*!
     * \param first_row  of the variant among the job's rows
     * \param most_shared_bytes  of a block of the device
     * \throws BackendUnavailable if the study is too large for the engine
     */
    VariantOnDevice(Stream const& stream, Topology const& topology, std::vector<Observed> const& observed,
                    std::size_t first_row, int most_shared_bytes)
        : stream_{stream},
          first_row_{first_row},
          rows_{observed.size()},
          layout_{choose_walk_layout(topology.slots, most_shared_bytes)},
          tables_{stream, static_cast<std::size_t>(topology.tables.size)},
          factors_{stream, observed.size() * static_cast<std::size_t>(topology.years)} {
        image_ = image_of(arena_, topology, {observed.data(), static_cast<std::int32_t>(observed.size())},
                          tables_.data());
        if (arena_.bytes().size() > constant_bytes)
            throw BackendUnavailable("the study's lists take " + std::to_string(arena_.bytes().size()) +
                                     " bytes, more than the " + std::to_string(constant_bytes) +
                                     " that the CUDA engine keeps in constant memory. Use --device cpu");
        if (!layout_.in_shared && topology.slots > local_slots)
            throw BackendUnavailable("the study needs " + std::to_string(topology.slots) +
                                     " numbers per trajectory, more than the CUDA engine's " +
                                     std::to_string(local_slots) + ". Use --device cpu");
        tables_.upload(topology.tables.data);
        std::vector<std::uint64_t> const factors = hash_factors(first_row, rows_, topology.years);
        factors_.upload(factors.data());
        stream_.wait();  // what was copied goes out of scope
        if (layout_.in_shared)
            check(cudaFuncSetAttribute(walk_shared, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                       layout_.shared_bytes),
                  "asking for shared memory");
    }
    VariantOnDevice(VariantOnDevice const&) = delete;
    VariantOnDevice& operator=(VariantOnDevice const&) = delete;

    std::size_t first_row() const { return first_row_; }
    VariantImage const& image() const { return image_; }
    std::uint64_t const* hash_factors_on_device() const { return factors_.data(); }

    //! Walk from now on by a kernel that was compiled for this variant: the same results.
    void use_compiled(std::string const& code) { compiled_ = std::make_unique<CompiledKernel>(code); }

    //! Put the lists where kernels read them: until another variant's are put there.
    void upload_lists() const {
        if (compiled_) return;  // it has them compiled in
        check(cudaMemcpyToSymbolAsync(constant_arena, arena_.bytes().data(), arena_.bytes().size(), 0,
                                      cudaMemcpyHostToDevice, stream_.get()),
              "copying to constant memory");
    }

    void launch(WalkOnDevice const& work) const {
        auto const threads = static_cast<unsigned>(compiled_ ? threads_per_block : layout_.threads);
        unsigned const blocks = (static_cast<unsigned>(work.batch.count) + threads - 1) / threads;
        if (compiled_)
            compiled_->launch(blocks, stream_, work);
        else if (layout_.in_shared)
            walk_shared<<<blocks, threads, static_cast<std::size_t>(layout_.shared_bytes), stream_.get()>>>(
                work);
        else
            walk_local<<<blocks, threads, 0, stream_.get()>>>(work);
        check_launch("walk");
    }

  private:
    Stream const& stream_;
    std::size_t first_row_;
    std::size_t rows_;
    WalkLayout layout_;
    Arena arena_;
    DeviceArray<float> tables_;
    DeviceArray<std::uint64_t> factors_;
    VariantImage image_{};
    std::unique_ptr<CompiledKernel> compiled_;
};

}  // namespace gapmc::cuda
