// SPDX-License-Identifier: Apache-2.0
//! A job on one device: memory, launches and proofs that kernels ran.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/cuda/batch_memory.hpp"
#include "kernels/cuda/device_cells.hpp"
#include "kernels/cuda/device_columns.cuh"
#include "kernels/cuda/reduce_batch.cuh"
#include "kernels/cuda/variant_on_device.cuh"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::cuda {

inline int attribute(cudaDeviceAttr what, int device) {
    int value = 0;
    check(cudaDeviceGetAttribute(&value, what, device), "telling an attribute");
    return value;
}

//! One device's share of a job: uploads once, then enqueues batches. What it is asked for, it does on the
//! device that was current when it was made.
class DeviceJob {
  public:
    /*!
     * \param wanted   trajectories of a batch; 0: as many as fill the device
     * \param devices  that share the job
     * \throws CallFailed if the device, its driver or its memory is not up to the job
     */
    DeviceJob(int device, Job const& job, std::int32_t wanted, std::size_t devices)
        : job_{job},
          processors_{attribute(cudaDevAttrMultiProcessorCount, device)},
          architecture_{"sm_" + std::to_string(attribute(cudaDevAttrComputeCapabilityMajor, device)) +
                        std::to_string(attribute(cudaDevAttrComputeCapabilityMinor, device))},
          view_{tally_arena_.add(view_of(job.spec))},
          tally_lists_{streams_.main(), tally_arena_.bytes().size()},
          cells_{streams_.main(), job.spec} {
        int const shared_bytes = attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin, device);
        std::size_t first_row = 0;
        for (std::size_t v = 0; v < job.variants.size(); ++v) {
            variants_.push_back(std::make_unique<VariantOnDevice>(
                walk_stream_, *job.variants[v], job.spec.observed[v], first_row, shared_bytes));
            first_row += job.spec.observed[v].size();
        }
        tally_lists_.upload(tally_arena_.bytes().data());
        view_ = Arena::placed_at(view_, tally_lists_.data());
        streams_.main().wait();
        place_lists();
        reserve(wanted > 0 ? addressable_batch(rows(), wanted) : batch_for(devices));
    }
    DeviceJob(DeviceJob const&) = delete;
    DeviceJob& operator=(DeviceJob const&) = delete;
    //! What is still in a stream may point here.
    ~DeviceJob() { static_cast<void>(cudaDeviceSynchronize()); }

    //! Why the kernels that read lists cannot walk the job, so that it must be compiled; empty if they can.
    std::string obstacle() const {
        for (auto const& variant : variants_)
            if (!compiled_ && !variant->obstacle().empty()) return variant->obstacle();
        return "";
    }

    //! Enqueue the walk of a batch, without reductions if only its observations are wanted.
    void enqueue(std::uint64_t first, std::int32_t count, int slot, bool reduce) {
        ObservationBuffer const& buffer = enqueue_walk(first, count, slot);
        streams_.main().begin_after(buffer.walked);
        if (reduce) enqueue_reductions(buffer, first, count);
        auto& m = *memory_;
        copy_back(m.pinned_receipts.data() + slot, m.receipts.data() + slot, 1, "copying a receipt");
        copy_back(m.pinned_prints.data() + m.first_print(slot), m.prints.data() + m.first_print(slot),
                  fingerprints_of(count), "copying fingerprints");
        m.ends[static_cast<std::size_t>(slot)].record(streams_.main());
    }

    //! First stage alone: the batch's observations, fingerprints and receipt, left on the device. \return
    //! where they are; its `walked` is recorded
    ObservationBuffer const& enqueue_walk(std::uint64_t first, std::int32_t count, int slot) {
        auto& m = *memory_;
        ObservationBuffer const& buffer = m.buffers[turn_];
        turn_ = (turn_ + 1) % m.buffers.size();
        walk_stream_.begin_after(buffer.counted);
        check(cudaMemsetAsync(m.receipts.data() + slot, 0, sizeof(Receipt), walk_stream_.get()),
              "clearing a receipt");
        check(cudaMemsetAsync(m.prints.data() + m.first_print(slot), 0,
                              fingerprints_of(count) * sizeof(DeviceCount), walk_stream_.get()),
              "clearing fingerprints");
        launch_walks(buffer, first, count, slot);
        walked_ = true;
        buffer.walked.record(walk_stream_);
        return buffer;
    }
    //! Second stage alone: counts the observations that the walk of this batch left.
    void enqueue_reductions(ObservationBuffer const& buffer, std::uint64_t first, std::int32_t count) {
        BatchReduction{{view_, batch_at(buffer, first, count), cells_.view()}, processors_, streams_}
            .enqueue();
        if (columns_ != nullptr)
            columns_->enqueue(streams_.main(), batch_at(buffer, first, count), job_.spec.years, processors_);
        buffer.counted.record(streams_.main());
    }

    //! Keep values of the batches that are counted from now on.
    void keep_in(DeviceColumns& columns) { columns_ = &columns; }

    //! Wait for the batch of a slot, walked and counted.
    void wait(int slot) const { memory_->ends[static_cast<std::size_t>(slot)].wait(); }

    //! What the batch of a slot reports, once it has been waited for. \throws DeviceError if it was not
    //! simulated, or not as a whole
    Receipt verified(std::uint64_t first, std::int32_t count, int slot) const {
        Receipt const receipt = memory_->pinned_receipts[static_cast<std::size_t>(slot)];
        auto const n = static_cast<DeviceCount>(count);
        auto const walks = static_cast<DeviceCount>(variants_.size());
        DeviceCount const index_sum = n * first + n * (n - 1) / 2;
        if (receipt.trajectories != n * walks || receipt.index_sum != index_sum * walks)
            throw DeviceError("the CUDA device simulated " + std::to_string(receipt.trajectories) + " of " +
                              std::to_string(n * walks) + " trajectories from " + std::to_string(first) +
                              " without an error. Use --device cpu, and please report this");
        return {n, index_sum};
    }
    //! Fingerprints of the batch of a slot, per 64 trajectories; once it has been waited for.
    std::vector<std::uint64_t> fingerprints(std::int32_t count, int slot) const {
        DeviceCount const* const prints = memory_->pinned_prints.data() + memory_->first_print(slot);
        return {prints, prints + fingerprints_of(count)};
    }
    //! Observations of the batch that was enqueued last, [row][year], `stride` apart; without differences.
    //! Returns when they are there.
    void download(std::int32_t count, std::int32_t* out, std::size_t stride) const {
        ObservationBuffer const& buffer = memory_->buffers[(turn_ + 1) % memory_->buffers.size()];
        std::size_t const walked = job_.spec.walked_rows() * static_cast<std::size_t>(job_.spec.years);
        // Rows have room for whole blocks of threads, which is more than the batch.
        check(cudaMemcpy2DAsync(out, stride * sizeof *out, buffer.observations.data(),
                                static_cast<std::size_t>(memory_->stride) * sizeof *out,
                                static_cast<std::size_t>(count) * sizeof *out, walked, cudaMemcpyDeviceToHost,
                                streams_.main().get()),
              "copying observations");
        streams_.main().wait();
    }

    /*!
     * Walk from now on by kernels that were compiled for the job's variants: the same results. They are tried
     * first; if anything is in their way, nothing has changed.
     * \param codes for architecture(), one for each variant's shape
     * \throws CallFailed if a kernel cannot be loaded, or finds no room on the device
     */
    void use_compiled(std::vector<AheadCode> const& codes) {
        std::vector<std::unique_ptr<CompiledKernel>> kernels;
        for (std::size_t v = 0; v < variants_.size(); ++v)
            kernels.push_back(variants_[v]->load(codes[v].code.bytes));
        ObservationBuffer const& buffer = memory_->buffers[turn_];
        walk_stream_.begin_after(buffer.counted);
        for (std::size_t v = 0; v < variants_.size(); ++v)
            kernels[v]->launch(walk_stream_, work_of(*variants_[v], buffer, job_.range.first, 0, 0));
        walk_stream_.wait();
        for (std::size_t v = 0; v < variants_.size(); ++v) variants_[v]->use(std::move(kernels[v]));
        compiled_ = true;
        changed_ = walked_;
    }
    bool walks_by_lists() const { return !compiled_; }
    //! Whether the kernels changed in mid-run.
    bool changed() const { return changed_; }
    std::string const& architecture() const { return architecture_; }

    Stream const& walk_stream() const { return walk_stream_; }
    ReductionStreams const& streams() const { return streams_; }
    DeviceCounters& cells() { return cells_; }
    std::int32_t batch() const { return memory_->batch; }
    std::int32_t stride() const { return memory_->stride; }

  private:
    std::int64_t rows() const { return static_cast<std::int64_t>(job_.spec.rows.size()) * job_.spec.years; }

    //! A batch that fills the device, whichever kernel walks it.
    std::int32_t batch_for(std::size_t devices) const {
        int threads = compiled_resident_blocks * threads_per_block;
        for (auto const& variant : variants_) threads = std::max(threads, variant->resident_threads());
        std::size_t free = 0;
        std::size_t total = 0;
        check(cudaMemGetInfo(&free, &total), "telling its free memory");
        return choose_batch({std::int64_t{processors_} * threads, rows(), static_cast<std::int64_t>(free),
                             job_.range.size(), static_cast<std::int64_t>(devices)});
    }

    //! Memory for batches, and for the local memory of the kernels that walk: smaller batches where it does
    //! not suffice for larger ones.
    void reserve(std::int32_t batch) {
        while (true) {
            try {
                memory_ = std::make_unique<BatchMemory>(
                    walk_stream_, static_cast<std::size_t>(std::max<std::int64_t>(rows(), 1)), batch);
                try_walks();
                return;
            } catch (CallFailed const& e) {
                memory_.reset();
                if (!e.out_of_memory() || batch <= 1024) throw;
                batch = std::max(batch / 2 / tally_groups * tally_groups, tally_groups);
            }
        }
    }
    //! An empty batch: what a launch needs of the device is found out before anything hangs on it.
    void try_walks() {
        if (!obstacle().empty()) return;
        launch_walks(memory_->buffers[turn_], job_.range.first, 0, 0);
        walk_stream_.wait();
    }

    void place_lists() const {
        if (variants_.size() == 1 && variants_.front()->obstacle().empty()) variants_.front()->upload_lists();
    }
    void launch_walks(ObservationBuffer const& buffer, std::uint64_t first, std::int32_t count, int slot) {
        for (auto const& variant : variants_) {
            if (variants_.size() > 1) variant->upload_lists();
            variant->launch(work_of(*variant, buffer, first, count, slot));
        }
    }
    WalkOnDevice work_of(VariantOnDevice const& variant, ObservationBuffer const& buffer, std::uint64_t first,
                         std::int32_t count, int slot) {
        BatchOnDevice at = batch_at(buffer, first, count);
        at.observations += variant.first_row() * static_cast<std::size_t>(job_.spec.years) *
                           static_cast<std::size_t>(stride());
        return {variant.image(),
                PhiloxRoundKeys{key_of_seed(job_.seed)},
                at,
                static_cast<std::uint32_t>(stride()) * static_cast<std::uint32_t>(job_.spec.years),
                variant.hash_factors_on_device(),
                memory_->prints.data() + memory_->first_print(slot),
                cells_.lost_count(variant.first_row()),
                cells_.lost_first(variant.first_row()),
                memory_->receipts.data() + slot};
    }
    BatchOnDevice batch_at(ObservationBuffer const& buffer, std::uint64_t first, std::int32_t count) const {
        return {first, count, stride(), buffer.observations.data()};
    }
    template<class T>
    void copy_back(T* to, T const* from, std::size_t number, char const* what) const {
        check(cudaMemcpyAsync(to, from, number * sizeof(T), cudaMemcpyDeviceToHost, streams_.main().get()),
              what);
    }

    Job const& job_;
    int processors_;
    std::string architecture_;
    Stream walk_stream_;
    ReductionStreams streams_;
    Arena tally_arena_;
    TallyView view_;
    DeviceArray<unsigned char> tally_lists_;
    DeviceCounters cells_;
    std::vector<std::unique_ptr<VariantOnDevice>> variants_;
    std::unique_ptr<BatchMemory> memory_;
    DeviceColumns* columns_ = nullptr;
    std::size_t turn_ = 0;  //!< which buffer the next batch is walked into
    bool walked_ = false;
    bool compiled_ = false;
    bool changed_ = false;
};

}  // namespace gapmc::cuda
