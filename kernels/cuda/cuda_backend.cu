// SPDX-License-Identifier: Apache-2.0
// Devices, batches and streams; the kernels are in the .cuh files beside this one.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>

#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/cuda/compilation.hpp"
#include "kernels/cuda/device_job.cuh"
#include "kernels/cuda/device_stages.cuh"
#include "kernels/cuda/devices.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/observe/subtract_observations.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

using cuda::batches_in_flight;
using cuda::check;
using cuda::Compilation;
using cuda::CompilePolicy;
using cuda::DeviceJob;
using cuda::make_device_job;

//! Visible devices; 0 with the reason where there are none.
struct Visible {
    int devices = 0;
    std::string reason;
};
Visible visible_devices() {
    int count = 0;
    int driver = 0;
    if (cudaDriverGetVersion(&driver) == cudaSuccess && driver == 0)
        return {0, "no CUDA driver is installed"};
    cudaError_t const status = cudaGetDeviceCount(&count);
    if (status == cudaSuccess && count > 0) return {count, ""};
    static_cast<void>(cudaGetLastError());
    return {0, status == cudaSuccess || status == cudaErrorNoDevice
                   ? "no CUDA device is visible"
                   : std::string{"the CUDA driver cannot be used: "} + cudaGetErrorString(status)};
}

class CudaBackend final : public Backend {
  public:
    CudaBackend(std::vector<int> devices, std::int32_t batch, CompilePolicy policy)
        : devices_{std::move(devices)}, batch_{batch}, policy_{policy}, host_{make_cpu_backend({})} {}

    std::string name() const override { return "cuda"; }
    std::string describe() const override {
        std::string text = "cuda";
        for (int const device : devices_) {
            cudaDeviceProp properties{};
            check(cudaGetDeviceProperties(&properties, device), "asking for a device's properties");
            text += std::string{", "} + properties.name + " (" + std::to_string(device) + ")";
        }
        return text;
    }
    Engine engine() const override { return {"", 0, devices_, 0}; }

    Tally run(Job const& job, Progress& progress) override {
        Tally total = make_tally(job.spec, job.fingerprinted.size());
        Compilations compilations = compilations_of(job);
        std::atomic<std::uint64_t> next{job.range.first};
        std::mutex folding;
        std::exception_ptr failure;
        std::atomic<bool> failed{false};
        auto const work = [&](int device) {
            try {
                check(cudaSetDevice(device), "choosing a device");
                auto const device_job = make_device_job(device, job, batch_);
                run_batches(*device_job, compilations, job, next, progress, failed, total, folding);
            } catch (...) {
                std::lock_guard const lock{folding};
                if (failure == nullptr) failure = std::current_exception();
                failed = true;
            }
        };
        {
            std::vector<std::jthread> threads;
            for (int const device : devices_) threads.emplace_back(work, device);
        }
        if (failure != nullptr) std::rethrow_exception(failure);
        if (progress.stop)
            throw Stopped("stopped after " + std::to_string(progress.done.load()) + " trajectories");
        if (total.trajectories != job.range.size())
            throw std::logic_error("trajectories were lost between devices");
        return total;
    }

    std::vector<std::int32_t> observe(Job const& job, Progress& progress) override {
        check(cudaSetDevice(devices_.front()), "choosing a device");
        auto const device_job = make_device_job(devices_.front(), job, batch_);
        Compilations compilations = compilations_of(job);
        if (policy_ == CompilePolicy::always) use_compiled_now(*device_job, compilations);
        std::size_t const walked = job.spec.walked_rows() * static_cast<std::size_t>(job.spec.years);
        std::size_t const rows = job.spec.rows.size() * static_cast<std::size_t>(job.spec.years);
        std::vector<std::int32_t> out(rows * job.range.size());
        std::vector<std::int32_t> batch(device_job->observations().size());
        for (std::uint64_t first = job.range.first; first < job.range.last;) {
            progress.go_on();
            std::int32_t const count = cuda::next_batch(first, job.range.last, device_job->batch());
            device_job->enqueue(first, count, 0, false);
            device_job->observations().download(batch.data());
            device_job->stream().wait();
            device_job->verified(first, count, 0);
            for (std::size_t row = 0; row < walked; ++row)
                std::copy_n(batch.data() + row * static_cast<std::size_t>(device_job->batch()), count,
                            out.data() + row * job.range.size() + (first - job.range.first));
            first += static_cast<std::uint64_t>(count);
        }
        subtract_observations(view_of(job.spec).differences, job.spec.walked_rows(),
                              static_cast<std::size_t>(job.spec.years), job.range.size(), out.data());
        return out;
    }

    //! Few trajectories and much work for each: the processor's lanes give the same bits.
    Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) override {
        return host_->diagnose(job, spec, progress);
    }

  private:
    struct Pending {
        std::uint64_t first;
        std::int32_t count;
    };

    //! One for each variant of a job.
    using Compilations = std::vector<std::unique_ptr<Compilation>>;

    static Compilations compilations_of(Job const& job) {
        Compilations all;
        for (std::size_t v = 0; v < job.variants.size(); ++v)
            all.push_back(std::make_unique<Compilation>(
                [&job, v] { return study_source(*job.variants[v], job.spec.observed[v]); }));
        return all;
    }

    static void use_compiled_now(DeviceJob& device_job, Compilations const& compilations) {
        std::vector<std::string> codes;
        for (auto const& compilation : compilations) {
            compilation->begin(device_job.architecture());
            codes.push_back(compilation->code(device_job.architecture()));
        }
        device_job.use_compiled(codes);
    }

    //! Long runs change to compiled walks when all are there. \return false: nothing more to wait for
    static bool change_to_compiled(DeviceJob& device_job, Compilations const& compilations,
                                   std::uint64_t done, std::uint64_t all, double elapsed) {
        bool ready = true;
        for (auto const& compilation : compilations) {
            if (cuda::is_worth_compiling(done, all, elapsed)) compilation->begin(device_job.architecture());
            ready = ready && compilation->ready(device_job.architecture());
        }
        if (!ready) return true;
        try {
            use_compiled_now(device_job, compilations);
        } catch (BackendUnavailable const&) {
            // No compiler: the run goes on as it began, GAPMC_CUDA_COMPILE=always says why.
        }
        return false;
    }

    //! Batches in two alternating waves: while one is waited for, the other is in the stream.
    void run_batches(DeviceJob& device_job, Compilations const& compilations, Job const& job,
                     std::atomic<std::uint64_t>& next, Progress& progress, std::atomic<bool> const& failed,
                     Tally& total, std::mutex& folding) {
        std::array<std::vector<Pending>, 2> waves;
        std::array<cuda::Event, 2> ends;
        Receipt since{};
        std::vector<std::uint64_t> fingerprints(job.fingerprinted.size());
        auto const settle = [&](int wave) {
            ends[static_cast<std::size_t>(wave)].wait();
            auto& pending = waves[static_cast<std::size_t>(wave)];
            for (std::size_t i = 0; i < pending.size(); ++i) {
                int const slot = wave * batches_in_flight + static_cast<int>(i);
                Receipt const receipt = device_job.verified(pending[i].first, pending[i].count, slot);
                auto const prints = device_job.fingerprints(pending[i].count, slot);
                job.fingerprinted.add(pending[i].first, prints.data(), prints.size(), fingerprints.data());
                since.trajectories += receipt.trajectories;
                since.index_sum += receipt.index_sum;
                progress.done += receipt.trajectories;
            }
            pending.clear();
        };
        auto const fold = [&] {
            std::lock_guard const lock{folding};
            device_job.cells().fold_into(total, since);
            for (std::size_t i = 0; i < fingerprints.size(); ++i) total.fingerprints[i] += fingerprints[i];
            std::fill(fingerprints.begin(), fingerprints.end(), 0);
            since = {};
        };
        auto const start = std::chrono::steady_clock::now();
        auto const elapsed = [&start] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        if (policy_ == CompilePolicy::always) use_compiled_now(device_job, compilations);
        bool may_change = policy_ == CompilePolicy::automatic;
        int wave = 0;
        for (; !progress.stop && !failed; wave = 1 - wave) {
            cuda::Range const range{"wave"};
            if (may_change)
                may_change =
                    change_to_compiled(device_job, compilations, progress.done, job.range.size(), elapsed());
            auto& pending = waves[static_cast<std::size_t>(wave)];
            while (pending.size() < batches_in_flight) {
                // Each device takes the next batch; where batches end does not show in any result.
                std::uint64_t first = next.load();
                std::int32_t count = 0;
                do {
                    if (first >= job.range.last) break;
                    count = cuda::next_batch(first, job.range.last, device_job.batch());
                } while (!next.compare_exchange_weak(first, first + static_cast<std::uint64_t>(count)));
                if (first >= job.range.last) break;
                device_job.enqueue(first, count, wave * batches_in_flight + static_cast<int>(pending.size()),
                                   true);
                pending.push_back({first, count});
            }
            if (pending.empty()) break;
            ends[static_cast<std::size_t>(wave)].record(device_job.stream());
            if (!waves[static_cast<std::size_t>(1 - wave)].empty()) settle(1 - wave);
            std::uint64_t const in_stream = static_cast<std::uint64_t>(2 * batches_in_flight) *
                                            static_cast<std::uint64_t>(device_job.batch());
            if (since.trajectories + 2 * in_stream > most_between_folds) {
                settle(wave);
                fold();
            }
        }
        for (int const left : {1 - wave, wave})
            if (!waves[static_cast<std::size_t>(left)].empty()) settle(left);
        fold();
    }

    std::vector<int> devices_;
    std::int32_t batch_;
    CompilePolicy policy_;
    std::unique_ptr<Backend> host_;
};

}  // namespace

std::unique_ptr<Backend> make_cuda_backend(std::string const& devices, int batch) {
    checked_batch(batch);
    char const* const compile = std::getenv("GAPMC_CUDA_COMPILE");
    return std::make_unique<CudaBackend>(cuda::parse_devices(devices, visible_devices().devices), batch,
                                         cuda::compile_policy(compile == nullptr ? "" : compile));
}

std::unique_ptr<cuda::Stages> cuda::make_stages(Job const& job) {
    return std::make_unique<cuda::DeviceStages>(job);
}

CudaEnvironment cuda_environment() {
    auto const version = [](int number) {
        return number == 0 ? "" : std::to_string(number / 1000) + "." + std::to_string(number % 1000 / 10);
    };
    Visible const visible = visible_devices();
    int driver = 0;
    if (cudaDriverGetVersion(&driver) != cudaSuccess) driver = 0;
    CudaEnvironment environment{version(CUDART_VERSION), version(driver), {}, visible.reason};
    for (int device = 0; device < visible.devices; ++device) {
        cudaDeviceProp properties{};
        check(cudaGetDeviceProperties(&properties, device), "asking for a device's properties");
        std::array<char, 32> pci{};
        check(cudaDeviceGetPCIBusId(pci.data(), static_cast<int>(pci.size()), device),
              "asking for a device's place on the bus");
        environment.devices.push_back(
            {properties.name, std::to_string(properties.major) + "." + std::to_string(properties.minor),
             properties.totalGlobalMem, properties.multiProcessorCount, pci.data()});
    }
    return environment;
}

}  // namespace gapmc
