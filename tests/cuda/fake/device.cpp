// SPDX-License-Identifier: Apache-2.0
#include "tests/cuda/fake/device.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace gapmc::fake {
namespace {

constexpr std::size_t alignment = 256;  // as the runtime gives it

std::size_t page() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

Block::Block(std::size_t size) : size_{size} {
    std::size_t const rounded = (std::max<std::size_t>(size, 1) + alignment - 1) / alignment * alignment;
    pages_ = (rounded + page() - 1) / page() * page();
    void* const map = mmap(nullptr, pages_ + 2 * page(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED) throw std::bad_alloc{};
    map_ = static_cast<unsigned char*>(map);
    begin_ = map_ + page() + (pages_ - rounded);  // its end, but for alignment, meets the guard
    written_.resize((size + 3) / 4);
    open(true);
    for (std::size_t word = 0; word < size / 4; ++word) {
        std::uint32_t const value = first_word(word);
        std::memcpy(begin_ + 4 * word, &value, 4);
    }
    open(false);
}

Block::~Block() { munmap(map_, pages_ + 2 * page()); }

void Block::open(bool accessible) const {
    if (mprotect(map_ + page(), pages_, accessible ? PROT_READ | PROT_WRITE : PROT_NONE) != 0)
        throw std::runtime_error("mprotect failed");
}

bool Block::holds(void const* place, std::size_t bytes) const {
    auto const* const at = static_cast<unsigned char const*>(place);
    return at >= begin_ && at + bytes <= begin_ + size_;
}

std::uint32_t Block::first_word(std::size_t word) const {
    std::uint64_t x = reinterpret_cast<std::uintptr_t>(begin_) + 0x9e3779b97f4a7c15u * (word + 1);
    x = (x ^ x >> 31) * 0xbf58476d1ce4e5b9u;
    return static_cast<std::uint32_t>(x >> 32) | 0x80000000u;  // large as a count, and no sensible number
}

void Block::mark_written(void const* place, std::size_t bytes) {
    auto const offset = static_cast<std::size_t>(static_cast<unsigned char const*>(place) - begin_);
    for (std::size_t word = offset / 4; word < (offset + bytes + 3) / 4; ++word) written_[word] = true;
}

std::size_t Block::never_written(void const* place, std::size_t bytes) const {
    auto const offset = static_cast<std::size_t>(static_cast<unsigned char const*>(place) - begin_);
    std::size_t number = 0;
    for (std::size_t word = offset / 4; word < (offset + bytes) / 4; ++word) {
        std::uint32_t value = 0;
        std::memcpy(&value, begin_ + 4 * word, 4);
        number += !written_[word] && value == first_word(word);
    }
    return number;
}

void Device::break_with(cudaError_t error) {
    broken_ = error;
    for (auto const& stream : streams_) {
        stream->work.clear();
        stream->done = stream->enqueued;
    }
}

cudaError_t Device::allocate(void** memory, std::size_t size) {
    if (size > free_bytes()) return cudaErrorMemoryAllocation;
    auto block = std::make_unique<Block>(size);
    *memory = block->begin();
    taken_ += size;
    blocks_[block->begin()] = std::move(block);
    return cudaSuccess;
}

cudaError_t Device::release(void* memory) {
    auto const found = blocks_.find(static_cast<unsigned char*>(memory));
    if (found == blocks_.end()) return cudaErrorInvalidValue;
    static_cast<void>(advance_all());
    taken_ -= found->second->size();
    blocks_.erase(found);
    return cudaSuccess;
}

Block* Device::block_of(void const* place, std::size_t bytes) {
    for (auto const& [begin, block] : blocks_)
        if (block->holds(place, bytes)) return block.get();
    return nullptr;
}

cudaError_t Device::reserve_local(std::size_t bytes_of_a_thread) {
    std::size_t const wanted = bytes_of_a_thread * static_cast<std::size_t>(model_.threads) *
                               static_cast<std::size_t>(model_.processors);
    if (wanted <= local_) return cudaSuccess;
    if (wanted - local_ > free_bytes()) return cudaErrorMemoryAllocation;
    local_ = wanted;
    return cudaSuccess;
}

cudaStream_t Device::new_stream() {
    auto stream = std::make_unique<CUstream_st>();
    stream->device = this;
    return streams_.emplace_back(std::move(stream)).get();
}

void Device::destroy(cudaStream_t stream) {
    static_cast<void>(advance(stream, stream->enqueued));
    // Events that were recorded in it have happened.
    for (auto const& event : events_)
        if (event->stream == stream) event->stream = nullptr;
    std::erase_if(streams_, [stream](auto const& one) { return one.get() == stream; });
}

cudaEvent_t Device::new_event() {
    auto event = std::make_unique<CUevent_st>();
    event->device = this;
    return events_.emplace_back(std::move(event)).get();
}

void Device::destroy(cudaEvent_t event) {
    std::erase_if(events_, [event](auto const& one) { return one.get() == event; });
}

bool Device::has(cudaStream_t stream) const {
    return std::any_of(streams_.begin(), streams_.end(),
                       [stream](auto const& one) { return one.get() == stream; });
}
bool Device::has(cudaEvent_t event) const {
    return std::any_of(events_.begin(), events_.end(),
                       [event](auto const& one) { return one.get() == event; });
}

void Device::enqueue(cudaStream_t stream, std::function<cudaError_t()> work) {
    stream->work.push_back(std::move(work));
    ++stream->enqueued;
}

cudaError_t Device::advance(cudaStream_t stream, std::uint64_t place) {
    while (stream->done < place && broken_ == cudaSuccess) {
        auto const work = std::move(stream->work.front());
        stream->work.pop_front();
        open_memory(true);
        cudaError_t const status = work();
        open_memory(false);
        if (status != cudaSuccess) {
            break_with(status);
            break;
        }
        ++stream->done;
    }
    return broken_;
}

cudaError_t Device::advance_all() {
    for (auto const& stream : streams_) static_cast<void>(advance(stream.get(), stream->enqueued));
    return broken_;
}

void Device::something() {
    if (pace_ == Pace::late || streams_.empty()) return;
    std::uniform_int_distribution<std::size_t> which{0, streams_.size() - 1};
    std::uniform_int_distribution<std::uint64_t> how_much{0, 2};
    cudaStream_t const chosen = streams_[which(engine_)].get();
    static_cast<void>(advance(chosen, std::min(chosen->enqueued, chosen->done + how_much(engine_))));
}

void Device::open_memory(bool accessible) const {
    for (auto const& [begin, block] : blocks_) block->open(accessible);
}

std::vector<std::string> Device::leftovers() const {
    std::vector<std::string> all;
    auto const tell = [&](std::size_t number, char const* what) {
        if (number > 0)
            all.push_back(model_.name + ": " + std::to_string(number) + " " + what + " left behind");
    };
    tell(blocks_.size(), "blocks of memory");
    tell(streams_.size(), "streams");
    tell(events_.size(), "events");
    return all;
}

}  // namespace gapmc::fake
