// SPDX-License-Identifier: Apache-2.0
//! One variant of a job on one device: its lists, its tables, and the kernel that walks it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/compiled_kernel.hpp"
#include "kernels/cuda/hash_factors.hpp"
#include "kernels/cuda/launch_kernel.hpp"
#include "kernels/cuda/walk_kernels.cuh"
#include "kernels/cuda/walk_layout.hpp"

namespace gapmc::cuda {

using WalkKernel = void (*)(WalkOnDevice);

//! The kernel of a layout.
inline WalkKernel walk_kernel(WalkLayout const& layout) {
    if (layout.in_shared) return walk_shared;
    constexpr WalkKernel local[] = {walk_local<local_slot_numbers[0]>, walk_local<local_slot_numbers[1]>,
                                    walk_local<local_slot_numbers[2]>, walk_local<local_slot_numbers[3]>};
    static_assert(std::size(local) == std::size(local_slot_numbers));
    for (std::size_t i = 0; i < std::size(local); ++i)
        if (layout.local_slots == local_slot_numbers[i]) return local[i];
    throw std::logic_error("no kernel walks with " + std::to_string(layout.local_slots) + " local slots");
}

class VariantOnDevice {
  public:
    /*!
     * A job's variant and what is observed of it must outlive it.
     * \param first_row  of the variant among the job's rows
     * \param most_shared_bytes  of a block of the device
     */
    VariantOnDevice(Stream const& stream, Topology const& topology, std::vector<Observed> const& observed,
                    std::size_t first_row, int most_shared_bytes)
        : stream_{stream},
          topology_{topology},
          observed_{observed},
          first_row_{first_row},
          factors_of_rows_{hash_factors(first_row, observed.size(), topology.years)},
          tables_{stream, static_cast<std::size_t>(topology.tables.size)},
          factors_{stream, factors_of_rows_.size()} {
        image_ = image_of(arena_, topology, {observed.data(), static_cast<std::int32_t>(observed.size())},
                          tables_.data());
        tables_.upload(topology.tables.data);
        factors_.upload(factors_of_rows_.data());
        choose_kernel(topology.slots, most_shared_bytes);
        stream_.wait();
    }
    VariantOnDevice(VariantOnDevice const&) = delete;
    VariantOnDevice& operator=(VariantOnDevice const&) = delete;

    std::size_t first_row() const { return first_row_; }
    VariantImage const& image() const { return image_; }
    std::uint64_t const* hash_factors_on_device() const { return factors_.data(); }

    //! Why no kernel that reads lists can walk this variant; empty if one can.
    std::string const& obstacle() const { return obstacle_; }
    //! Threads of a processor that walk at once.
    int resident_threads() const { return resident_threads_; }

    //! A kernel that was compiled for this variant's shape, with its numbers, loaded for the current device.
    std::unique_ptr<CompiledKernel> load(std::string const& code) const {
        return std::make_unique<CompiledKernel>(
            stream_, code,
            compiled_values(factors_of_rows_, tables_.data(), study_source(topology_, observed_).numbers));
    }
    //! Walk from now on by that: the same results.
    void use(std::unique_ptr<CompiledKernel> compiled) { compiled_ = std::move(compiled); }

    //! Put the lists where kernels read them: until another variant's are put there.
    void upload_lists() const {
        if (compiled_) return;  // it has them compiled in
        check(cudaMemcpyToSymbolAsync(constant_arena, arena_.bytes().data(), arena_.bytes().size(), 0,
                                      cudaMemcpyHostToDevice, stream_.get()),
              "copying to constant memory");
    }

    void launch(WalkOnDevice const& work) const {
        if (compiled_) return compiled_->launch(stream_, work);
        if (!layout_) throw DeviceError(obstacle_);
        auto const threads = static_cast<unsigned>(layout_->threads);
        unsigned const blocks = (static_cast<unsigned>(work.batch.count) + threads - 1) / threads;
        cuda::launch("launching a walk", walk_kernel(*layout_),
                     {std::max(blocks, 1u), 1, threads, static_cast<std::size_t>(layout_->shared_bytes)},
                     stream_, work);
    }

  private:
    void choose_kernel(int slots, int most_shared_bytes) {
        if (arena_.bytes().size() > constant_bytes) {
            obstacle_ = "the study's lists take " + std::to_string(arena_.bytes().size()) +
                        " bytes, more than the " + std::to_string(constant_bytes) +
                        " of constant memory. Use --device cpu";
            return;
        }
        // All that there is: another variant of the job may need more than this one.
        check(cudaFuncSetAttribute(reinterpret_cast<void const*>(walk_shared),
                                   cudaFuncAttributeMaxDynamicSharedMemorySize, most_shared_bytes),
              "asking for shared memory");
        std::vector<WalkLayout> const layouts = possible_layouts(slots, most_shared_bytes);
        if (layouts.empty()) {
            obstacle_ = "the study needs " + std::to_string(slots) +
                        " numbers per trajectory, more than the " +
                        std::to_string(std::end(local_slot_numbers)[-1]) +
                        " that a thread of the device gets. Use --device cpu";
            return;
        }
        std::vector<int> threads;
        for (WalkLayout const& layout : layouts)
            threads.push_back(layout.threads *
                              resident_blocks(walk_kernel(layout), layout.threads,
                                              static_cast<std::size_t>(layout.shared_bytes)));
        std::size_t const best = choose_layout(layouts, threads);
        layout_ = layouts[best];
        resident_threads_ = threads[best];
    }

    Stream const& stream_;
    Topology const& topology_;
    std::vector<Observed> const& observed_;
    std::size_t first_row_;
    Arena arena_;
    std::vector<std::uint64_t> factors_of_rows_;
    DeviceArray<float> tables_;
    DeviceArray<std::uint64_t> factors_;
    VariantImage image_{};
    std::optional<WalkLayout> layout_;
    int resident_threads_ = 0;
    std::string obstacle_;
    std::unique_ptr<CompiledKernel> compiled_;
};

}  // namespace gapmc::cuda
