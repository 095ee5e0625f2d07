// SPDX-License-Identifier: Apache-2.0
// The devices of a run; the kernels are in the .cuh files beside this one.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "kernels/api/backend.hpp"
#include "kernels/cuda/compile_policy.hpp"
#include "kernels/cuda/cuda_columns.cuh"
#include "kernels/cuda/device_run.cuh"
#include "kernels/cuda/device_stages.cuh"
#include "kernels/cuda/devices.hpp"
#include "kernels/cuda/try_device.cuh"
#include "kernels/cuda/visible_devices.hpp"
#include "kernels/observe/make_rows.hpp"

namespace gapmc {
namespace {

using cuda::check;
using cuda::CompilePolicy;
using cuda::DeviceJob;
using cuda::JobCode;
using Clock = std::chrono::steady_clock;

//! Do something on a device; an error says on which.
template<class Work>
void on_device(int device, Work&& work) {
    try {
        check(cudaSetDevice(device), "being chosen");
        work();
    } catch (DeviceError const& e) {
        throw DeviceError("cuda:" + std::to_string(device) + ": " + e.what());
    }
}

class CudaBackend final : public Backend {
  public:
    CudaBackend(std::vector<int> devices, std::int32_t batch, CompilePolicy policy, Notice notice,
                std::shared_ptr<CodeStore> codes)
        : devices_{std::move(devices)},
          batch_{batch},
          policy_{policy},
          notice_{std::move(notice)},
          codes_{std::move(codes)},
          host_{make_cpu_backend({})} {
        for (int const device : devices_) on_device(device, [&] { cuda::try_device(device); });
    }

    std::string name() const override { return "cuda"; }
    std::string describe() const override {
        std::string text = "cuda";
        for (int const device : devices_)
            text += ", " + cuda::device_name(device) + " (" + std::to_string(device) + ")";
        return text;
    }
    Engine engine() const override {
        std::lock_guard const lock{walk_mutex_};
        return {"", 0, devices_, 0, 1, walk_};
    }

    Counted run_until(Job const& job, Progress& progress, Pause pause) override {
        cuda::SharedRun shared{job, progress, pause};
        JobCode code{job, codes_};
        auto const work = [&](int device) {
            try {
                on_device(device, [&] { run_on(device, shared, code); });
            } catch (...) {
                shared.fail(std::current_exception());
            }
        };
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 1; i < devices_.size(); ++i) try {
                    threads.emplace_back(work, devices_[i]);
                } catch (std::system_error const&) {
                    notice_("cuda:" + std::to_string(devices_[i]) +
                            " is not used: the system would not start a thread for it");
                }
            work(devices_.front());
        }
        return counted_prefix(job, shared.result());
    }

    std::unique_ptr<KeptColumns> keep(KeptSpec const& spec, std::uint64_t trajectories) override {
        std::uint64_t const bytes = cuda::CudaColumns::bytes_for(spec, share_of(trajectories));
        bool fits = true;
        for (int const device : devices_)
            on_device(device, [&] {
                std::size_t free = 0;
                std::size_t total = 0;
                check(cudaMemGetInfo(&free, &total), "telling its free memory");
                fits = fits && bytes <= free / 2;  // the other half is for batches
            });
        return fits ? std::make_unique<cuda::CudaColumns>(spec) : nullptr;
    }

    std::vector<std::int32_t> observe(Job const& job, Progress& progress) override {
        std::vector<std::int32_t> out(job.spec.rows.size() * static_cast<std::size_t>(job.spec.years) *
                                      job.range.size());
        on_device(devices_.front(), [&] { observe_on(devices_.front(), job, progress, out); });
        make_rows(view_of(job.spec).made_rows(), job.spec.walked_rows(),
                  static_cast<std::size_t>(job.spec.years), job.range.size(), out.data());
        return out;
    }

    //! Few trajectories and much work for each: the processor's lanes give the same bits.
    Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) override {
        return host_->diagnose(job, spec, progress);
    }

  private:
    void run_on(int device, cuda::SharedRun& shared, JobCode& code) {
        DeviceJob device_job{device, shared.job(), batch_, devices_.size()};
        if (shared.job().kept != nullptr) {
            auto& columns = dynamic_cast<cuda::CudaColumns&>(*shared.job().kept).on(device);
            columns.expect(share_of(shared.job().range.size()));
            device_job.keep_in(columns);
        }
        bool const takes_what_is_kept = policy_.when == CompilePolicy::automatic;
        bool const may_change = takes_what_is_kept || policy_.when == CompilePolicy::beside;
        if (policy_.when == CompilePolicy::always || cannot_walk(device_job))
            use_compiled(device_job, code, shared.progress());
        else if (policy_.when == CompilePolicy::first ||
                 (takes_what_is_kept && code.at_hand(device_job.architecture())))
            use_compiled_if_possible(device_job, code, shared.progress());
        auto const start = Clock::now();
        bool waits = may_change && device_job.walks_by_lists();
        cuda::DeviceRun{device_job, shared}.go([&] {
            if (waits)
                waits = !change_to_compiled(device_job, code, shared,
                                            std::chrono::duration<double>(Clock::now() - start).count());
        });
        tell_walk(device_job);
    }

    //! Of a job's trajectories, a device's.
    std::uint64_t share_of(std::uint64_t trajectories) const {
        return (trajectories + devices_.size() - 1) / devices_.size();
    }

    void tell_walk(DeviceJob const& device_job) {
        std::lock_guard const lock{walk_mutex_};
        walk_ = device_job.walks_by_lists() ? "lists of the study read"
                                            : (device_job.changed() ? "lists of the study read, then " : "") +
                                                  std::string{"compiled for the study by "} + compiler_;
    }

    void observe_on(int device, Job const& job, Progress& progress, std::vector<std::int32_t>& out) const {
        DeviceJob device_job{device, job, batch_, 1};
        if (cannot_walk(device_job)) {
            JobCode code{job, codes_};
            use_compiled(device_job, code, progress);
        }
        for (std::uint64_t first = job.range.first; first < job.range.last;) {
            progress.go_on();
            std::int32_t const count = cuda::next_batch(first, job.range.last, device_job.batch());
            device_job.enqueue(first, count, 0, false);
            device_job.download(count, out.data() + (first - job.range.first), job.range.size());
            device_job.verified(first, count, 0);
            first += static_cast<std::uint64_t>(count);
        }
    }

    //! Whether a job must be compiled, being too large for the kernels that read lists. \throws
    //! BackendUnavailable if it must not
    bool cannot_walk(DeviceJob const& device_job) const {
        std::string const obstacle = device_job.obstacle();
        if (!obstacle.empty() && policy_.when == CompilePolicy::never) throw DeviceError(obstacle);
        return !obstacle.empty();
    }

    //! Long runs change to compiled walks when all are there. \param elapsed  since the start [s] \return
    //! whether there is nothing more to wait for
    bool change_to_compiled(DeviceJob& device_job, JobCode& code, cuda::SharedRun& shared,
                            double elapsed) const {
        if (cuda::is_worth_compiling(policy_, shared.progress().done, shared.job().range.size(), elapsed))
            code.begin(device_job.architecture());
        if (!code.ready(device_job.architecture())) return false;
        try {
            use_compiled_if_possible(device_job, code, shared.progress());
        } catch (Stopped const&) {
            return false;  // what has been counted is kept: no batch follows, and no failure
        }
        return true;
    }

    //! Whatever is in the way, the run goes on as it was; a device that works no more says so at the next
    //! batch.
    void use_compiled_if_possible(DeviceJob& device_job, JobCode& code, Progress const& progress) const {
        try {
            use_compiled(device_job, code, progress);
        } catch (Stopped const&) {
            throw;
        } catch (std::exception const& e) {
            notice_(
                std::string{"the walk is not compiled for this study, which may take three times as long: "} +
                e.what());
        }
    }
    void use_compiled(DeviceJob& device_job, JobCode& code, Progress const& progress) const {
        std::vector<AheadCode> codes = code.of_variants(device_job.architecture(), progress);
        try {
            device_job.use_compiled(codes);
        } catch (DeviceError const& e) {
            auto const was_kept = [](AheadCode const& one) { return one.was_kept; };
            auto const* const call = dynamic_cast<cuda::CallFailed const*>(&e);
            bool const full = call != nullptr && call->out_of_memory();
            if (full || std::none_of(codes.begin(), codes.end(), was_kept)) throw;
            notice_(std::string{"a walk that was kept cannot be used and is compiled anew: "} + e.what());
            code.renew(device_job.architecture());
            codes = code.of_variants(device_job.architecture(), progress);
            device_job.use_compiled(codes);
        }
        for (AheadCode const& one : codes)
            if (!one.not_kept.empty()) {
                notice_("the compiled walk is not kept for later runs: " + one.not_kept);
                break;
            }
        WalkCode const& first = codes.front().code;
        bool const is_ptx = first.target != device_job.architecture();
        if (is_ptx)
            notice_(first.compiler + " knows no " + device_job.architecture() +
                    ": the driver compiles the walk from PTX for " + first.target);
        std::lock_guard const lock{walk_mutex_};
        compiler_ = first.compiler + (is_ptx ? " and the driver" : "");
    }

    std::vector<int> devices_;
    std::int32_t batch_;
    CompilePolicy policy_;
    Notice notice_;
    std::shared_ptr<CodeStore> codes_;
    std::unique_ptr<Backend> host_;
    mutable std::mutex walk_mutex_;
    mutable std::string compiler_;  //!< of the walk that was compiled last
    std::string walk_;              //!< Engine::walk
};

}  // namespace

std::unique_ptr<Backend> make_cuda_backend(CudaOptions options) {
    checked_batch(options.batch);
    char const* const compile = std::getenv("GAPMC_CUDA_COMPILE");
    cuda::CompilePolicy const policy = cuda::compile_policy(compile == nullptr ? options.compile : compile);
    cuda::Visible const visible = cuda::visible_devices();
    return std::make_unique<CudaBackend>(
        cuda::parse_devices(options.devices, visible.devices, visible.reason), options.batch, policy,
        options.notice ? std::move(options.notice) : [](std::string const&) {}, std::move(options.codes));
}

std::unique_ptr<cuda::Stages> cuda::make_stages(Job const& job) {
    return std::make_unique<cuda::DeviceStages>(job);
}

}  // namespace gapmc
