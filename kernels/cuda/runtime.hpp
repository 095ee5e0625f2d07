// SPDX-License-Identifier: Apache-2.0
//! Ownership and errors of the CUDA runtime: every call is checked, every resource is an object.
#pragma once

#include <cuda_runtime_api.h>
#include <nvtx3/nvToolsExt.h>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/base/error.hpp"

namespace gapmc::cuda {

//! \throws std::bad_alloc if memory ran out, std::runtime_error (an internal fault) for anything else
inline void check(cudaError_t status, char const* what) {
    if (status == cudaSuccess) return;
    if (status == cudaErrorMemoryAllocation) {
        static_cast<void>(cudaGetLastError());  // clear it: the caller may go on with less
        throw std::bad_alloc{};
    }
    throw std::runtime_error(std::string{"CUDA, "} + what + ": " + cudaGetErrorName(status) + ", " +
                             cudaGetErrorString(status));
}
//! After a launch: wrong configurations show here, faults of the kernel at the next synchronisation.
inline void check_launch(char const* kernel) { check(cudaGetLastError(), kernel); }

class Stream {
  public:
    Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "creating a stream"); }
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;
    ~Stream() { static_cast<void>(cudaStreamDestroy(stream_)); }
    cudaStream_t get() const { return stream_; }
    void wait() const { check(cudaStreamSynchronize(stream_), "waiting for a stream"); }

  private:
    cudaStream_t stream_ = nullptr;
};

class Event {
  public:
    Event() { check(cudaEventCreateWithFlags(&event_, cudaEventDisableTiming), "creating an event"); }
    Event(Event const&) = delete;
    Event& operator=(Event const&) = delete;
    ~Event() { static_cast<void>(cudaEventDestroy(event_)); }
    void record(Stream const& stream) { check(cudaEventRecord(event_, stream.get()), "recording an event"); }
    void wait() const { check(cudaEventSynchronize(event_), "waiting for an event"); }

  private:
    cudaEvent_t event_ = nullptr;
};

//! Device memory, allocated and freed in the order of a stream that must outlive it.
template<class T>
class DeviceArray {
  public:
    DeviceArray(Stream const& stream, std::size_t size) : stream_{&stream}, size_{size} {
        if (size > 0)
            check(cudaMallocAsync(reinterpret_cast<void**>(&data_), size * sizeof(T), stream.get()),
                  "allocating device memory");
    }
    DeviceArray(DeviceArray const&) = delete;
    DeviceArray& operator=(DeviceArray const&) = delete;
    DeviceArray(DeviceArray&& other) noexcept
        : stream_{other.stream_}, data_{std::exchange(other.data_, nullptr)}, size_{other.size_} {}
    ~DeviceArray() {
        if (data_ != nullptr) static_cast<void>(cudaFreeAsync(data_, stream_->get()));
    }
    T* data() const { return data_; }
    std::size_t size() const { return size_; }

    void fill_bytes(int value) const {
        if (size_ > 0)
            check(cudaMemsetAsync(data_, value, size_ * sizeof(T), stream_->get()), "setting device memory");
    }
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
