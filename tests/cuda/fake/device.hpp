// SPDX-License-Identifier: Apache-2.0
//! One device of the machine: its memory, and the work in its streams.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>

#include "tests/cuda/fake/machine.hpp"

//! Work is numbered from 1 as it is enqueued, and done in that order.
struct CUstream_st {
    gapmc::fake::Device* device = nullptr;
    std::deque<std::function<cudaError_t()>> work;
    std::uint64_t enqueued = 0;
    std::uint64_t done = 0;
};
//! A place in a stream: behind so much of its work. Without a stream it was never recorded.
struct CUevent_st {
    gapmc::fake::Device* device = nullptr;
    cudaStream_t stream = nullptr;
    std::uint64_t place = 0;
};
struct CUlib_st {
    gapmc::fake::LoadedCode code;
    void* variable = nullptr;  //!< on the device that asked for it, which is then the library's only one
    gapmc::fake::Device* device = nullptr;
    std::set<cudaKernel_t> kernels;
};
struct CUkern_st {
    CUlib_st* library = nullptr;
};

namespace gapmc::fake {

//! Memory of a device between guard pages. Host code cannot touch it.
class Block {
  public:
    explicit Block(std::size_t size);
    Block(Block const&) = delete;
    Block& operator=(Block const&) = delete;
    ~Block();

    unsigned char* begin() const { return begin_; }
    std::size_t size() const { return size_; }
    bool holds(void const* place, std::size_t bytes) const;
    void open(bool accessible) const;
    //! Host calls wrote here. Kernels are not seen, but leave other words than those that were there at
    //! first.
    void mark_written(void const* place, std::size_t bytes);
    std::size_t never_written(void const* place, std::size_t bytes) const;

  private:
    std::uint32_t first_word(std::size_t word) const;

    std::size_t size_;
    std::size_t pages_;
    unsigned char* map_;
    unsigned char* begin_;
    std::vector<bool> written_;  //!< of words of 32 bits
};

class Device {
  public:
    Device(DeviceModel model, Pace pace, unsigned seed)
        : model_{std::move(model)}, pace_{pace}, engine_{seed} {}

    std::recursive_mutex& mutex() { return mutex_; }
    DeviceModel const& model() const { return model_; }
    cudaError_t broken() const { return broken_; }
    void break_with(cudaError_t error);

    std::size_t free_bytes() const { return model_.memory - taken_ - local_; }
    cudaError_t allocate(void** memory, std::size_t size);
    cudaError_t release(void* memory);
    Block* block_of(void const* place, std::size_t bytes);
    //! Local memory of a kernel stays reserved for every thread that the device could hold.
    cudaError_t reserve_local(std::size_t bytes_of_a_thread);

    cudaStream_t new_stream();
    void destroy(cudaStream_t stream);
    cudaEvent_t new_event();
    void destroy(cudaEvent_t event);
    bool has(cudaStream_t stream) const;
    bool has(cudaEvent_t event) const;
    void enqueue(cudaStream_t stream, std::function<cudaError_t()> work);
    //! Do what is in a stream, up to a place, and what that waits for.
    cudaError_t advance(cudaStream_t stream, std::uint64_t place);
    cudaError_t advance_all();
    //! Where streams do not wait: some work, of any of them.
    void something();

    //! Of kernels: the dynamic shared memory that they may ask for.
    std::map<void const*, std::size_t> most_shared;
    std::map<void const*, std::vector<unsigned char>> constants;
    //! What was left behind when the machine is switched off.
    std::vector<std::string> leftovers() const;

  private:
    void open_memory(bool accessible) const;

    DeviceModel model_;
    Pace pace_;
    std::mt19937 engine_;
    std::recursive_mutex mutex_;
    cudaError_t broken_ = cudaSuccess;
    std::size_t taken_ = 0;
    std::size_t local_ = 0;
    std::map<unsigned char*, std::unique_ptr<Block>> blocks_;
    // In the order in which they were made, so that a seed means the same in every process.
    std::vector<std::unique_ptr<CUstream_st>> streams_;
    std::vector<std::unique_ptr<CUevent_st>> events_;
};

}  // namespace gapmc::fake
