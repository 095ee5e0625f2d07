// SPDX-License-Identifier: Apache-2.0
// Devices, batches and streams; the kernels are in the .cuh files beside this one.
#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/devices.hpp"
#include "kernels/cuda/launch.hpp"
#include "kernels/cuda/runtime.hpp"
#include "kernels/cuda/tally_kernels.cuh"
#include "kernels/cuda/walk_kernels.cuh"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

using cuda::check;
using cuda::check_launch;

constexpr int batches_in_flight = 8;

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

int attribute(cudaDeviceAttr what, int device) {
    int value = 0;
    check(cudaDeviceGetAttribute(&value, what, device), "asking for a device's attribute");
    return value;
}

//! Counters of a job in device memory.
class Cells {
  public:
    Cells(cuda::Stream const& stream, TallySpec const& spec, std::uint64_t first, std::uint64_t last)
        : stream_{stream},
          spec_{spec},
          first_{first},
          last_{last},
          groups_{spec.observed.size() * static_cast<std::size_t>(spec.years) * tally_groups},
          counts_{stream, spec.counts},
          moments_{stream, 3 * groups_},
          fingerprints_{stream, fingerprints_of(first, last)},
          lost_{stream, 2 * spec.observed.size()} {
        clear();
    }

    DeviceCells view() const {
        DeviceCount* const lost = lost_.data();
        return {counts_.data(),
                moments_.data(),
                moments_.data() + groups_,
                moments_.data() + 2 * groups_,
                fingerprints_.data(),
                lost,
                lost + spec_.observed.size(),
                spec_.bins,
                first_ / fingerprint_block};
    }

    //! Add everything to a tally and begin again from zero. \param trajectories how many were counted since
    void fold_into(Tally& total, Receipt const& since) {
        std::vector<DeviceCount> counts(counts_.size()), moments(moments_.size()),
            prints(fingerprints_.size()), lost(lost_.size());
        counts_.download(counts.data());
        moments_.download(moments.data());
        fingerprints_.download(prints.data());
        lost_.download(lost.data());
        clear();
        stream_.wait();
        total.trajectories += since.trajectories;
        total.index_sum += since.index_sum;
        for (std::size_t i = 0; i < counts.size(); ++i) total.counts[i] += counts[i];
        for (std::size_t i = 0; i < groups_; ++i) {
            std::size_t const at = i / tally_groups * 2 * tally_groups + i % tally_groups;
            total.sums[at] += static_cast<std::int64_t>(moments[i]);
            total.sums[at + tally_groups] += (Int128{moments[2 * groups_ + i]} << 32) + moments[groups_ + i];
        }
        std::size_t const shift = first_ / fingerprint_block - total.first_block;
        for (std::size_t i = 0; i < prints.size(); ++i) total.fingerprints[shift + i] += prints[i];
        for (std::size_t q = 0; q < total.lost.size(); ++q) {
            total.lost[q].count += lost[q];
            total.lost[q].first = std::min<std::uint64_t>(total.lost[q].first, lost[total.lost.size() + q]);
        }
    }

  private:
    void clear() const {
        counts_.fill_bytes(0);
        moments_.fill_bytes(0);
        fingerprints_.fill_bytes(0);
        lost_.fill_bytes(0);
        // `first` of what was lost starts at the largest number.
        check(cudaMemsetAsync(lost_.data() + spec_.observed.size(), 0xff,
                              spec_.observed.size() * sizeof(DeviceCount), stream_.get()),
              "setting device memory");
    }

    cuda::Stream const& stream_;
    TallySpec const& spec_;
    std::uint64_t first_;
    std::uint64_t last_;
    std::size_t groups_;
    cuda::DeviceArray<DeviceCount> counts_;
    cuda::DeviceArray<DeviceCount> moments_;
    cuda::DeviceArray<DeviceCount> fingerprints_;
    cuda::DeviceArray<DeviceCount> lost_;
};

//! One device's share of a job: uploads once, then enqueues batches.
class DeviceJob {
  public:
    DeviceJob(int device, Job const& job, TallyView const& view, std::int32_t batch)
        : job_{job},
          batch_{batch},
          layout_{cuda::choose_walk_layout(job.topology.slots,
                                           attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin, device))},
          processors_{attribute(cudaDevAttrMultiProcessorCount, device)},
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
        std::vector<std::uint64_t> factors(factors_.size());
        for (std::size_t cell = 0; cell < factors.size(); ++cell) factors[cell] = hash_multiplier(cell);
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
        BatchOnDevice const batch{image_,          job_.seed,     first,
                                  count,           batch_,        observations_.data(),
                                  factors_.data(), cells_.view(), receipts_.data() + slot};
        check(cudaMemsetAsync(batch.receipt, 0, sizeof(Receipt), stream_.get()), "clearing a receipt");
        auto const threads = static_cast<unsigned>(layout_.threads);
        unsigned const blocks = (static_cast<unsigned>(count) + threads - 1) / threads;
        if (layout_.in_shared)
            walk_shared<<<blocks, threads, static_cast<std::size_t>(layout_.shared_bytes), stream_.get()>>>(
                batch);
        else
            walk_local<<<blocks, threads, 0, stream_.get()>>>(batch);
        check_launch("walk");
        if (reduce) reduce_batch(batch);
        check(cudaMemcpyAsync(pinned_.data() + slot, batch.receipt, sizeof(Receipt), cudaMemcpyDeviceToHost,
                              stream_.get()),
              "copying a receipt");
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

    cuda::Stream const& stream() const { return stream_; }
    Cells& cells() { return cells_; }
    std::int32_t batch() const { return batch_; }
    cuda::DeviceArray<std::int32_t> const& observations() const { return observations_; }

  private:
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
            std::size_t const shared = threads_per_block * sizeof(DeviceCount) +
                                       2 * static_cast<std::size_t>(view.years + 1) * sizeof(std::uint32_t);
            reduce_contrasts<<<dim3{segments(view.contrasts.size),
                                    static_cast<unsigned>(view.contrasts.size)},
                               threads_per_block, shared, stream_.get()>>>(batch);
            check_launch("reduce_contrasts");
        }
        if (view.events > 0) {
            reduce_events<<<dim3{segments(view.events), static_cast<unsigned>(view.events)},
                            threads_per_block, 0, stream_.get()>>>(batch);
            check_launch("reduce_events");
        }
    }

    Job const& job_;
    std::int32_t batch_;
    cuda::WalkLayout layout_;
    int processors_;
    cuda::Stream stream_;
    cuda::DeviceArray<float> tables_;
    cuda::DeviceArray<std::int32_t> observations_;
    cuda::DeviceArray<std::uint64_t> factors_;
    cuda::DeviceArray<Receipt> receipts_;
    Cells cells_;
    cuda::PinnedArray<Receipt> pinned_;
    JobImage image_{};
};

//! A job on the current device, with smaller batches where memory does not suffice for larger ones.
std::unique_ptr<DeviceJob> make_device_job(int device, Job const& job, TallyView const& view,
                                           std::int32_t wanted) {
    auto const rows = static_cast<std::int64_t>(job.spec.observed.size()) * job.spec.years;
    std::int32_t batch =
        wanted > 0 ? wanted : cuda::choose_batch(rows, attribute(cudaDevAttrL2CacheSize, device));
    while (true) {
        try {
            return std::make_unique<DeviceJob>(device, job, view, batch);
        } catch (std::bad_alloc const&) {
            if (batch <= 1024) throw;
            batch = batch / 2 / tally_groups * tally_groups;
        }
    }
}

class CudaBackend final : public Backend {
  public:
    CudaBackend(std::vector<int> devices, std::int32_t batch)
        : devices_{std::move(devices)}, batch_{batch}, host_{make_cpu_backend({})} {}

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

    Tally run(Job const& job, Progress& progress) override {
        Tally total = make_tally(job.spec, job.first, job.last);
        FlatSpec const flat{job.spec};
        std::atomic<std::uint64_t> next{job.first};
        std::mutex folding;
        std::exception_ptr failure;
        auto const work = [&](int device) {
            try {
                check(cudaSetDevice(device), "choosing a device");
                auto const device_job = make_device_job(device, job, flat.view(), batch_);
                run_batches(*device_job, job, next, progress, total, folding);
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

    //! Batches in two alternating waves: while one is waited for, the other is in the stream.
    static void run_batches(DeviceJob& device_job, Job const& job, std::atomic<std::uint64_t>& next,
                            Progress& progress, Tally& total, std::mutex& folding) {
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
        int wave = 0;
        for (; !progress.stop; wave = 1 - wave) {
            cuda::Range const range{"wave"};
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
    std::unique_ptr<Backend> host_;
};

}  // namespace

std::unique_ptr<Backend> make_cuda_backend(std::string const& devices, int batch) {
    if (batch < 0 || batch % tally_groups != 0)
        throw UsageError("--batch " + std::to_string(batch) + ": not a multiple of 64");
    return std::make_unique<CudaBackend>(cuda::parse_devices(devices, visible_devices().devices), batch);
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
        environment.devices.push_back(
            {properties.name, std::to_string(properties.major) + "." + std::to_string(properties.minor),
             properties.totalGlobalMem});
    }
    return environment;
}

}  // namespace gapmc
