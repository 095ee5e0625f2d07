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
    Engine engine() const override { return {"", 0, devices_}; }

    Tally run(Job const& job, Progress& progress) override {
        Tally total = make_tally(job.spec, job.first, job.last);
        FlatSpec const flat{job.spec};
        Compilation compilation = compilation_of(job);
        std::atomic<std::uint64_t> next{job.first};
        std::mutex folding;
        std::exception_ptr failure;
        auto const work = [&](int device) {
            try {
                check(cudaSetDevice(device), "choosing a device");
                auto const device_job = make_device_job(device, job, flat.view(), batch_);
                run_batches(*device_job, compilation, job, next, progress, total, folding);
            } catch (...) {
                std::lock_guard const lock{folding};
                if (failure == nullptr) failure = std::current_exception();
                progress.stop = true;
            }
        };
        {
            std::vector<std::jthread> threads;
            for (int const device : devices_) threads.emplace_back(work, device);
        }
        if (failure != nullptr) std::rethrow_exception(failure);
        if (progress.stop)
            throw Stopped("stopped after " + std::to_string(progress.done.load()) + " trajectories");
        if (total.trajectories != job.last - job.first)
            throw std::logic_error("trajectories were lost between devices");
        return total;
    }

    std::vector<std::int32_t> observe(Job const& job) override {
        check(cudaSetDevice(devices_.front()), "choosing a device");
        FlatSpec const flat{job.spec};
        auto const device_job = make_device_job(devices_.front(), job, flat.view(), batch_);
        Compilation compilation = compilation_of(job);
        if (policy_ == CompilePolicy::always) use_compiled_now(*device_job, compilation);
        std::uint64_t const trajectories = job.last - job.first;
        std::size_t const rows = job.spec.observed.size() * static_cast<std::size_t>(job.spec.years);
        std::vector<std::int32_t> out(rows * trajectories);
        std::vector<std::int32_t> batch(device_job->observations().size());
        for (std::uint64_t first = job.first; first < job.last;) {
            std::int32_t const count = cuda::next_batch(first, job.last, device_job->batch());
            device_job->enqueue(first, count, 0, false);
            device_job->observations().download(batch.data());
            device_job->stream().wait();
            device_job->verified(first, count, 0);
            for (std::size_t row = 0; row < rows; ++row)
                std::copy_n(batch.data() + row * static_cast<std::size_t>(device_job->batch()), count,
                            out.data() + row * trajectories + (first - job.first));
            first += static_cast<std::uint64_t>(count);
        }
        return out;
    }

    //! Few trajectories and much work for each: the processor's lanes give the same bits.
    Diagnostics diagnose(Job const& job, std::vector<std::int32_t> const& contrasts, int midpoints) override {
        return host_->diagnose(job, contrasts, midpoints);
    }

  private:
    struct Pending {
        std::uint64_t first;
        std::int32_t count;
    };

    static Compilation compilation_of(Job const& job) {
        return Compilation{[&job] { return study_source(job.topology, job.spec); }};
    }

    static void use_compiled_now(DeviceJob& device_job, Compilation& compilation) {
        compilation.begin(device_job.architecture());
        device_job.use_compiled(compilation.code(device_job.architecture()));
    }

    //! Long runs change to a compiled walk when it is there. \return false: nothing more to wait for
    static bool change_to_compiled(DeviceJob& device_job, Compilation& compilation, std::uint64_t done,
                                   std::uint64_t all, double elapsed) {
        if (cuda::is_worth_compiling(done, all, elapsed)) compilation.begin(device_job.architecture());
        if (!compilation.ready(device_job.architecture())) return true;
        try {
            use_compiled_now(device_job, compilation);
        } catch (BackendUnavailable const&) {
            // No compiler: the run goes on as it began, GAPMC_CUDA_COMPILE=always says why.
        }
        return false;
    }

    //! Batches in two alternating waves: while one is waited for, the other is in the stream.
    void run_batches(DeviceJob& device_job, Compilation& compilation, Job const& job,
                     std::atomic<std::uint64_t>& next, Progress& progress, Tally& total,
                     std::mutex& folding) {
        std::array<std::vector<Pending>, 2> waves;
        std::array<cuda::Event, 2> ends;
        Receipt since{};
        auto const settle = [&](int wave) {
            ends[static_cast<std::size_t>(wave)].wait();
            auto& pending = waves[static_cast<std::size_t>(wave)];
            for (std::size_t i = 0; i < pending.size(); ++i) {
                Receipt const receipt = device_job.verified(pending[i].first, pending[i].count,
                                                            wave * batches_in_flight + static_cast<int>(i));
                since.trajectories += receipt.trajectories;
                since.index_sum += receipt.index_sum;
                progress.done += receipt.trajectories;
            }
            pending.clear();
        };
        auto const fold = [&] {
            std::lock_guard const lock{folding};
            device_job.cells().fold_into(total, since);
            since = {};
        };
        auto const start = std::chrono::steady_clock::now();
        auto const elapsed = [&start] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        if (policy_ == CompilePolicy::always) use_compiled_now(device_job, compilation);
        bool may_change = policy_ == CompilePolicy::automatic;
        int wave = 0;
        for (; !progress.stop; wave = 1 - wave) {
            cuda::Range const range{"wave"};
            if (may_change)
                may_change = change_to_compiled(device_job, compilation, progress.done, job.last - job.first,
                                                elapsed());
            auto& pending = waves[static_cast<std::size_t>(wave)];
            while (pending.size() < batches_in_flight) {
                // Each device takes the next batch; where batches end does not show in any result.
                std::uint64_t first = next.load();
                std::int32_t count = 0;
                do {
                    if (first >= job.last) break;
                    count = cuda::next_batch(first, job.last, device_job.batch());
                } while (!next.compare_exchange_weak(first, first + static_cast<std::uint64_t>(count)));
                if (first >= job.last) break;
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
    if (batch < 0 || batch % tally_groups != 0)
        throw UsageError("--batch " + std::to_string(batch) + ": not a multiple of 64");
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
