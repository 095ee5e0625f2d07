// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <benchmark/benchmark.h>
#include <cuda_runtime_api.h>

#include <exception>
#include <string>

#include "kernels/cuda/runtime.hpp"

namespace gapmc::bench {

//! Why no device can be used; empty if one can.
std::string device_absence();
//! Name, size, clocks, driver and toolkit of the current device, into the benchmarks' context.
void describe_device();
//! Multiprocessors of the current device.
unsigned device_processors();

//! Time of what is enqueued in a stream, by two of its events.
class DeviceTimer {
  public:
    explicit DeviceTimer(cudaStream_t stream) : stream_{stream} {
        cuda::check(cudaEventCreate(&begin_), "creating an event");
        cuda::check(cudaEventCreate(&end_), "creating an event");
    }
    DeviceTimer(DeviceTimer const&) = delete;
    DeviceTimer& operator=(DeviceTimer const&) = delete;
    ~DeviceTimer() {
        static_cast<void>(cudaEventDestroy(begin_));
        static_cast<void>(cudaEventDestroy(end_));
    }

    //! [s]
    template<class Enqueue>
    double operator()(Enqueue&& enqueue) {
        cuda::check(cudaEventRecord(begin_, stream_), "recording an event");
        enqueue();
        cuda::check(cudaEventRecord(end_, stream_), "recording an event");
        cuda::check(cudaEventSynchronize(end_), "waiting for an event");
        float milliseconds = 0;
        cuda::check(cudaEventElapsedTime(&milliseconds, begin_, end_), "reading events");
        return 1e-3 * static_cast<double>(milliseconds);
    }

  private:
    cudaStream_t stream_;
    cudaEvent_t begin_ = nullptr;
    cudaEvent_t end_ = nullptr;
};

//! The loop of a benchmark that UseManualTime. What is refused becomes the benchmark's error; others go on.
template<class Enqueue>
void time_on_device(benchmark::State& state, cudaStream_t stream, Enqueue&& enqueue) {
    try {
        DeviceTimer timer{stream};
        timer(enqueue);  // the first launch loads the kernel
        for (auto _ : state) state.SetIterationTime(timer(enqueue));
    } catch (std::exception const& e) {
        state.SkipWithError(e.what());
    }
}

//! A rate over the whole benchmark. \param each  of it per iteration
inline void count_rate(benchmark::State& state, char const* name, double each) {
    state.counters[name] =
        benchmark::Counter(static_cast<double>(state.iterations()) * each, benchmark::Counter::kIsRate);
}

}  // namespace gapmc::bench
