// SPDX-License-Identifier: Apache-2.0
//! Ownership of what the CUDA runtime gives: every resource is an object, every call is checked.
#pragma once

#include <cuda_runtime_api.h>
#include <nvtx3/nvToolsExt.h>

#include <cstddef>
#include <utility>

#include "kernels/cuda/call_failed.hpp"

namespace gapmc::cuda {

class Event;

class Stream {
  public:
    Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "creating a stream"); }
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;
    ~Stream() { static_cast<void>(cudaStreamDestroy(stream_)); }
    cudaStream_t get() const { return stream_; }
    void wait() const { check(cudaStreamSynchronize(stream_), "waiting for a stream"); }
    //! What is enqueued from here on begins when what the event was recorded behind has ended.
    inline void begin_after(Event const& event) const;

  private:
    cudaStream_t stream_ = nullptr;
};

//! A place in a stream. Whoever waits for it sleeps: a processor that spins would be missing elsewhere.
class Event {
  public:
    Event() {
        check(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming | cudaEventBlockingSync),
              "creating an event");
    }
    Event(Event const&) = delete;
    Event& operator=(Event const&) = delete;
    ~Event() { static_cast<void>(cudaEventDestroy(event_)); }
    cudaEvent_t get() const { return event_; }
    void record(Stream const& stream) const {
        check(cudaEventRecord(event_, stream.get()), "recording an event");
    }
    void wait() const { check(cudaEventSynchronize(event_), "waiting for an event"); }

  private:
    cudaEvent_t event_ = nullptr;
};

void Stream::begin_after(Event const& event) const {
    check(cudaStreamWaitEvent(stream_, event.get(), 0), "making a stream wait");
}

//! Waits for a stream where it goes out of scope, also when an error is on its way: work that was enqueued
//! may point to variables that stand before it.
class WaitsAtEnd {
  public:
    explicit WaitsAtEnd(Stream const& stream) : stream_{stream} {}
    WaitsAtEnd(WaitsAtEnd const&) = delete;
    WaitsAtEnd& operator=(WaitsAtEnd const&) = delete;
    ~WaitsAtEnd() { static_cast<void>(cudaStreamSynchronize(stream_.get())); }

  private:
    Stream const& stream_;
};

//! Device memory, used in the order of a stream that must outlive it. Plain memory, not of the runtime's
//! pools, which some virtual devices do not have: it lives as long as a job.
template<class T>
class DeviceArray {
  public:
    DeviceArray(Stream const& stream, std::size_t size) : stream_{&stream}, size_{size} {
        if (size > 0)
            check(cudaMalloc(reinterpret_cast<void**>(&data_), size * sizeof(T)), "allocating device memory");
    }
    DeviceArray(DeviceArray const&) = delete;
    DeviceArray& operator=(DeviceArray const&) = delete;
    DeviceArray(DeviceArray&& other) noexcept
        : stream_{other.stream_}, data_{std::exchange(other.data_, nullptr)}, size_{other.size_} {}
    ~DeviceArray() {
        if (data_ != nullptr) static_cast<void>(cudaFree(data_));
    }
    T* data() const { return data_; }
    std::size_t size() const { return size_; }

    void fill_bytes(int value) const {
        if (size_ > 0)
            check(cudaMemsetAsync(data_, value, size_ * sizeof(T), stream_->get()), "setting device memory");
    }
    //! The array's values must stay where they are until the stream has been waited for.
    void upload(T const* from) const {
        if (size_ > 0)
            check(cudaMemcpyAsync(data_, from, size_ * sizeof(T), cudaMemcpyHostToDevice, stream_->get()),
                  "copying to the device");
    }
    //! Complete once the stream has been waited for.
    void download(T* to) const {
        if (size_ > 0)
            check(cudaMemcpyAsync(to, data_, size_ * sizeof(T), cudaMemcpyDeviceToHost, stream_->get()),
                  "copying from the device");
    }

  private:
    Stream const* stream_;
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

//! Page-locked host memory.
template<class T>
class PinnedArray {
  public:
    explicit PinnedArray(std::size_t size) {
        check(cudaMallocHost(reinterpret_cast<void**>(&data_), size * sizeof(T)), "allocating pinned memory");
    }
    PinnedArray(PinnedArray const&) = delete;
    PinnedArray& operator=(PinnedArray const&) = delete;
    ~PinnedArray() { static_cast<void>(cudaFreeHost(data_)); }
    T* data() const { return data_; }
    T const& operator[](std::size_t i) const { return data_[i]; }

  private:
    T* data_ = nullptr;
};

//! A named stretch of time for profilers.
class Range {
  public:
    explicit Range(char const* name) { nvtxRangePushA(name); }
    Range(Range const&) = delete;
    Range& operator=(Range const&) = delete;
    ~Range() { nvtxRangePop(); }
};

}  // namespace gapmc::cuda
