// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/cuda/device_job.cuh"
#include "kernels/cuda/stages.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::cuda {

class DeviceStages final : public Stages {
  public:
    explicit DeviceStages(Job const& job) : job_{job}, first_{job.range.first} {
        int device = 0;
        check(cudaGetDevice(&device), "asking for the current device");
        device_job_ = std::make_unique<DeviceJob>(device, job, 0, 1);
        count_ = next_batch(job.range.first, job.range.last, device_job_->batch());
    }

    void compile(int resident_blocks) override {
        std::vector<AheadCode> codes(job_.variants.size());
        for (std::size_t v = 0; v < job_.variants.size(); ++v)
            codes[v].code = compile_study(study_source(*job_.variants[v], job_.spec.observed[v]).shape,
                                          device_job_->architecture(), resident_blocks);
        device_job_->use_compiled(codes);
    }
    void walk() override { buffer_ = &device_job_->enqueue_walk(first_, count_, 0); }
    void reduce() override { device_job_->enqueue_reductions(*buffer_, first_, count_); }
    cudaStream_t walk_stream() const override { return device_job_->walk_stream().get(); }
    cudaStream_t reduction_stream() const override { return device_job_->streams().main().get(); }
    std::int32_t count() const override { return count_; }
    std::int32_t stride() const override { return device_job_->stride(); }
    std::int32_t const* observations() const override { return buffer_->observations.data(); }

  private:
    Job const& job_;
    std::uint64_t first_;
    std::int32_t count_ = 0;
    ObservationBuffer const* buffer_ = nullptr;
    std::unique_ptr<DeviceJob> device_job_;
};

}  // namespace gapmc::cuda
