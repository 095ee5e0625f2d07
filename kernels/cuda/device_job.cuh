// SPDX-License-Identifier: Apache-2.0
//! A job on one device: memory, launches and proofs that kernels ran.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/compiled_kernel.hpp"
#include "kernels/cuda/device_cells.hpp"
#include "kernels/cuda/launch.hpp"
#include "kernels/cuda/path_kernels.cuh"
#include "kernels/cuda/row_kernels.cuh"
#include "kernels/cuda/runtime.hpp"
#include "kernels/cuda/walk_kernels.cuh"

namespace gapmc::cuda {

inline constexpr int batches_in_flight = 8;

inline int attribute(cudaDeviceAttr what, int device) {
    int value = 0;
    check(cudaDeviceGetAttribute(&value, what, device), "asking for a device's attribute");
    return value;
}

//! One device's share of a job: uploads once, then enqueues batches.
class DeviceJob {
  public:
    DeviceJob(int device, Job const& job, TallyView const& view, std::int32_t batch)
        : job_{job},
          batch_{batch},
          layout_{choose_walk_layout(job.topology.slots,
                                     attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin, device))},
          processors_{attribute(cudaDevAttrMultiProcessorCount, device)},
          architecture_{"sm_" + std::to_string(attribute(cudaDevAttrComputeCapabilityMajor, device)) +
                        std::to_string(attribute(cudaDevAttrComputeCapabilityMinor, device))},
          tables_{stream_, static_cast<std::size_t>(job.topology.tables.size)},
          observations_{stream_, job.spec.observed.size() * static_cast<std::size_t>(job.spec.years) *
                                     static_cast<std::size_t>(batch)},
          factors_{stream_, job.spec.observed.size() * static_cast<std::size_t>(job.spec.years)},
          receipts_{stream_, 2 * batches_in_flight},
          cells_{stream_, job.spec, job.first, job.last},
          pinned_{2 * batches_in_flight} {
        Arena const arena{job.topology,
                          {job.spec.observed.data(), static_cast<std::int32_t>(job.spec.observed.size())},
                          view};
        if (arena.bytes().size() > constant_bytes)
            throw BackendUnavailable("the study's lists take " + std::to_string(arena.bytes().size()) +
                                     " bytes, more than the " + std::to_string(constant_bytes) +
                                     " that the CUDA engine keeps in constant memory. Use --device cpu");
        if (!layout_.in_shared && job.topology.slots > local_slots)
            throw BackendUnavailable("the study needs " + std::to_string(job.topology.slots) +
                                     " numbers per trajectory, more than the CUDA engine's " +
                                     std::to_string(local_slots) + ". Use --device cpu");
        tables_.upload(job.topology.tables.data);
        std::vector<std::uint64_t> const factors = hash_factors(job.spec.observed.size(), job.spec.years);
        factors_.upload(factors.data());
        check(cudaMemcpyToSymbolAsync(constant_arena, arena.bytes().data(), arena.bytes().size(), 0,
                                      cudaMemcpyHostToDevice, stream_.get()),
              "copying to constant memory");
        stream_.wait();  // what was copied goes out of scope
        image_ = arena.placed_at(nullptr, tables_.data());
        if (layout_.in_shared)
            check(cudaFuncSetAttribute(walk_shared, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                       layout_.shared_bytes),
                  "asking for shared memory");
    }

    //! Enqueue the walk of a batch, without reductions if only its observations are wanted.
    void enqueue(std::uint64_t first, std::int32_t count, int slot, bool reduce) {
        enqueue_walk(first, count, slot);
        if (reduce) enqueue_reductions(first, count, slot);
        check(cudaMemcpyAsync(pinned_.data() + slot, receipts_.data() + slot, sizeof(Receipt),
                              cudaMemcpyDeviceToHost, stream_.get()),
              "copying a receipt");
    }

    //! First stage alone: the batch's observations, fingerprints and receipt, left on the device.
    void enqueue_walk(std::uint64_t first, std::int32_t count, int slot) {
        BatchOnDevice const batch = batch_at(first, count, slot);
        check(cudaMemsetAsync(batch.receipt, 0, sizeof(Receipt), stream_.get()), "clearing a receipt");
        auto const threads = static_cast<unsigned>(compiled_ ? threads_per_block : layout_.threads);
        unsigned const blocks = (static_cast<unsigned>(count) + threads - 1) / threads;
        if (compiled_)
            compiled_->launch(blocks, stream_, batch);
        else if (layout_.in_shared)
            walk_shared<<<blocks, threads, static_cast<std::size_t>(layout_.shared_bytes), stream_.get()>>>(
                batch);
        else
            walk_local<<<blocks, threads, 0, stream_.get()>>>(batch);
        check_launch("walk");
    }
    //! Second stage alone: counts the observations that the walk of this batch left.
    void enqueue_reductions(std::uint64_t first, std::int32_t count, int slot) {
        reduce_batch(batch_at(first, count, slot));
    }

    //! \throws std::logic_error if the batch was not simulated, or not as a whole
    Receipt verified(std::uint64_t first, std::int32_t count, int slot) const {
        Receipt const receipt = pinned_[static_cast<std::size_t>(slot)];
        auto const n = static_cast<DeviceCount>(count);
        DeviceCount const index_sum = n * first + n * (n - 1) / 2;
        if (receipt.trajectories != n || receipt.index_sum != index_sum)
            throw std::logic_error("a CUDA kernel simulated " + std::to_string(receipt.trajectories) +
                                   " of " + std::to_string(count) + " trajectories from " +
                                   std::to_string(first));
        return receipt;
    }

    //! Walk from now on by a kernel that was compiled for this study: the same results. \param code  of
    //! compile_study() for architecture()
    void use_compiled(std::string const& code) { compiled_ = std::make_unique<CompiledKernel>(code); }
    std::string const& architecture() const { return architecture_; }

    Stream const& stream() const { return stream_; }
    DeviceCounters& cells() { return cells_; }
    std::int32_t batch() const { return batch_; }
    DeviceArray<std::int32_t> const& observations() const { return observations_; }

  private:
    BatchOnDevice batch_at(std::uint64_t first, std::int32_t count, int slot) const {
        return {image_,
                PhiloxRoundKeys{key_of_seed(job_.seed)},
                first,
                count,
                batch_,
                observations_.data(),
                factors_.data(),
                cells_.view(),
                receipts_.data() + slot};
    }

    void reduce_batch(BatchOnDevice const& batch) const {
        TallyView const& view = image_.tally;
        auto const segments = [&](std::int32_t rows) {
            // About four blocks a processor, but no segment below 4,096 lanes: a window must pay.
            int const wanted = (4 * processors_ + rows - 1) / rows;
            return static_cast<unsigned>(std::clamp(wanted, 1, std::max(1, batch.count / 4096)));
        };
        std::int32_t const rows = view.quantities * view.years;
        reduce_rows<<<dim3{segments(rows), static_cast<unsigned>(rows)}, threads_per_block, 0,
                      stream_.get()>>>(batch);
        check_launch("reduce_rows");
        if (view.contrasts.size > 0) {
            std::size_t const shared = counter_bytes(PassageCounters{view.years}.size());
            reduce_contrasts<<<dim3{segments(view.contrasts.size),
                                    static_cast<unsigned>(view.contrasts.size)},
                               threads_per_block, shared, stream_.get()>>>(batch);
            check_launch("reduce_contrasts");
        }
        if (view.events > 0) {
            reduce_events<<<dim3{segments(view.events), static_cast<unsigned>(view.events)},
                            threads_per_block, counter_bytes(view.years), stream_.get()>>>(batch);
            check_launch("reduce_events");
        }
    }

    Job const& job_;
    std::int32_t batch_;
    WalkLayout layout_;
    int processors_;
    std::string architecture_;
    std::unique_ptr<CompiledKernel> compiled_;
    Stream stream_;
    DeviceArray<float> tables_;
    DeviceArray<std::int32_t> observations_;
    DeviceArray<std::uint64_t> factors_;
    DeviceArray<Receipt> receipts_;
    DeviceCounters cells_;
    PinnedArray<Receipt> pinned_;
    JobImage image_{};
};

//! A job on the current device, with smaller batches where memory does not suffice for larger ones.
inline std::unique_ptr<DeviceJob> make_device_job(int device, Job const& job, TallyView const& view,
                                                  std::int32_t wanted) {
    auto const rows = static_cast<std::int64_t>(job.spec.observed.size()) * job.spec.years;
    std::int32_t batch = addressable_batch(
        rows, wanted > 0 ? wanted : choose_batch(rows, attribute(cudaDevAttrL2CacheSize, device)));
    while (true) {
        try {
            return std::make_unique<DeviceJob>(device, job, view, batch);
        } catch (std::bad_alloc const&) {
            if (batch <= 1024) throw;
            batch = batch / 2 / tally_groups * tally_groups;
        }
    }
}

}  // namespace gapmc::cuda
