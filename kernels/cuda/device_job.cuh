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
#include "kernels/cuda/device_cells.hpp"
#include "kernels/cuda/reduce_batch.cuh"
#include "kernels/cuda/variant_on_device.cuh"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::cuda {

inline constexpr int batches_in_flight = 8;

inline int attribute(cudaDeviceAttr what, int device) {
    int value = 0;
    check(cudaDeviceGetAttribute(&value, what, device), "asking for a device's attribute");
    return value;
}

//! One device's share of a job: uploads once, then enqueues batches. A *slot* is the place of one batch in
//! flight, for what it leaves beside counters.
class DeviceJob {
  public:
    DeviceJob(int device, Job const& job, std::int32_t batch)
        : job_{job},
          batch_{batch},
          processors_{attribute(cudaDevAttrMultiProcessorCount, device)},
          architecture_{"sm_" + std::to_string(attribute(cudaDevAttrComputeCapabilityMajor, device)) +
                        std::to_string(attribute(cudaDevAttrComputeCapabilityMinor, device))},
          view_{tally_arena_.add(view_of(job.spec))},
          tally_lists_{stream_, tally_arena_.bytes().size()},
          observations_{stream_, job.spec.rows.size() * static_cast<std::size_t>(job.spec.years) *
                                     static_cast<std::size_t>(batch)},
          receipts_{stream_, slots},
          prints_{stream_, slots * fingerprints_of(batch)},
          cells_{stream_, job.spec},
          pinned_receipts_{slots},
          pinned_prints_{slots * fingerprints_of(batch)} {
        int const shared_bytes = attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin, device);
        std::size_t first_row = 0;
        for (std::size_t v = 0; v < job.variants.size(); ++v) {
            variants_.push_back(std::make_unique<VariantOnDevice>(
                stream_, *job.variants[v], job.spec.observed[v], first_row, shared_bytes));
            first_row += job.spec.observed[v].size();
        }
        tally_lists_.upload(tally_arena_.bytes().data());
        view_ = Arena::placed_at(view_, tally_lists_.data());
        if (variants_.size() == 1) variants_.front()->upload_lists();
        stream_.wait();
    }

    //! Enqueue the walk of a batch, without reductions if only its observations are wanted.
    void enqueue(std::uint64_t first, std::int32_t count, int slot, bool reduce) {
        enqueue_walk(first, count, slot);
        if (reduce) enqueue_reductions(first, count);
        check(cudaMemcpyAsync(pinned_receipts_.data() + slot, receipts_.data() + slot, sizeof(Receipt),
                              cudaMemcpyDeviceToHost, stream_.get()),
              "copying a receipt");
        check(cudaMemcpyAsync(pinned_prints_.data() + first_print(slot), prints_.data() + first_print(slot),
                              fingerprints_of(count) * sizeof(DeviceCount), cudaMemcpyDeviceToHost,
                              stream_.get()),
              "copying fingerprints");
    }

    //! First stage alone: the batch's observations, fingerprints and receipt, left on the device.
    void enqueue_walk(std::uint64_t first, std::int32_t count, int slot) {
        check(cudaMemsetAsync(receipts_.data() + slot, 0, sizeof(Receipt), stream_.get()),
              "clearing a receipt");
        check(cudaMemsetAsync(prints_.data() + first_print(slot), 0,
                              fingerprints_of(count) * sizeof(DeviceCount), stream_.get()),
              "clearing fingerprints");
        for (auto const& variant : variants_) {
            if (variants_.size() > 1) variant->upload_lists();
            BatchOnDevice batch = batch_at(first, count);
            batch.observations += variant->first_row() * static_cast<std::size_t>(job_.spec.years) *
                                  static_cast<std::size_t>(batch_);
            variant->launch({variant->image(), PhiloxRoundKeys{key_of_seed(job_.seed)}, batch,
                             variant->hash_factors_on_device(), prints_.data() + first_print(slot),
                             cells_.lost_count(variant->first_row()), cells_.lost_first(variant->first_row()),
                             receipts_.data() + slot});
        }
    }
    //! Second stage alone: counts the observations that the walk of this batch left.
    void enqueue_reductions(std::uint64_t first, std::int32_t count) {
        BatchReduction{{view_, batch_at(first, count), cells_.view()}, processors_, stream_}.enqueue();
    }

    //! \throws std::logic_error if the batch was not simulated, or not as a whole
    Receipt verified(std::uint64_t first, std::int32_t count, int slot) const {
        Receipt const receipt = pinned_receipts_[static_cast<std::size_t>(slot)];
        auto const n = static_cast<DeviceCount>(count);
        auto const walks = static_cast<DeviceCount>(variants_.size());
        DeviceCount const index_sum = n * first + n * (n - 1) / 2;
        if (receipt.trajectories != n * walks || receipt.index_sum != index_sum * walks)
            throw std::logic_error("a CUDA kernel simulated " + std::to_string(receipt.trajectories) +
                                   " of " + std::to_string(n * walks) + " trajectories from " +
                                   std::to_string(first));
        return {n, index_sum};
    }
    //! Fingerprints of the batch of a slot, per 64 trajectories; once it has been waited for.
    std::vector<std::uint64_t> fingerprints(std::int32_t count, int slot) const {
        DeviceCount const* const prints = pinned_prints_.data() + first_print(slot);
        return {prints, prints + fingerprints_of(count)};
    }

    //! Walk from now on by kernels that were compiled for the job's variants: the same results. \param codes
    //! of compile_study() for architecture(), one for each variant
    void use_compiled(std::vector<std::string> const& codes) {
        for (std::size_t v = 0; v < variants_.size(); ++v) variants_[v]->use_compiled(codes[v]);
    }
    std::string const& architecture() const { return architecture_; }

    Stream const& stream() const { return stream_; }
    DeviceCounters& cells() { return cells_; }
    std::int32_t batch() const { return batch_; }
    DeviceArray<std::int32_t> const& observations() const { return observations_; }

  private:
    static constexpr std::size_t slots = 2 * batches_in_flight;

    std::size_t first_print(int slot) const {
        return static_cast<std::size_t>(slot) * fingerprints_of(batch_);
    }
    BatchOnDevice batch_at(std::uint64_t first, std::int32_t count) const {
        return {first, count, batch_, observations_.data()};
    }

    Job const& job_;
    std::int32_t batch_;
    int processors_;
    std::string architecture_;
    Stream stream_;
    Arena tally_arena_;
    TallyView view_;
    DeviceArray<unsigned char> tally_lists_;
    DeviceArray<std::int32_t> observations_;
    DeviceArray<Receipt> receipts_;
    DeviceArray<DeviceCount> prints_;
    DeviceCounters cells_;
    PinnedArray<Receipt> pinned_receipts_;
    PinnedArray<DeviceCount> pinned_prints_;
    std::vector<std::unique_ptr<VariantOnDevice>> variants_;
};

//! A job on the current device, with smaller batches where memory does not suffice for larger ones.
inline std::unique_ptr<DeviceJob> make_device_job(int device, Job const& job, std::int32_t wanted) {
    auto const rows = static_cast<std::int64_t>(job.spec.rows.size()) * job.spec.years;
    std::int32_t batch = addressable_batch(
        rows, wanted > 0 ? wanted : choose_batch(rows, attribute(cudaDevAttrL2CacheSize, device)));
    while (true) {
        try {
            return std::make_unique<DeviceJob>(device, job, batch);
        } catch (std::bad_alloc const&) {
            if (batch <= 1024) throw;
            batch = batch / 2 / tally_groups * tally_groups;
        }
    }
}

}  // namespace gapmc::cuda
