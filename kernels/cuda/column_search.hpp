// SPDX-License-Identifier: Apache-2.0
//! Searches of columns in a device's memory, by CUB. This header names nothing of it: its templates stay with
//! one source file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/cuda/runtime.hpp"

namespace gapmc::cuda {

//! Values of a search at most: CUB counts in int in its older releases.
inline constexpr std::int64_t most_searched = std::int64_t{1} << 30;

//! Device memory that grows to what was asked of it and stays.
class Room {
  public:
    explicit Room(Stream const& stream) : stream_{stream} {}

    template<class T>
    T* of(std::size_t number) {
        std::size_t const bytes = number * sizeof(T);
        if (!memory_ || memory_->size() < bytes) {
            memory_.reset();  // first: both may be more than there is
            memory_.emplace(stream_, bytes);
        }
        return reinterpret_cast<T*>(memory_->data());
    }

  private:
    Stream const& stream_;
    std::optional<DeviceArray<unsigned char>> memory_;
};

/*!
 * Searches on the device that was current when it was made. Each returns when its result is there.
 * \throws CallFailed
 */
class ColumnSearch {
  public:
    //! What the stream was given before has been done when a search begins.
    explicit ColumnSearch(Stream const& stream)
        : stream_{stream}, found_{stream}, other_{stream}, scratch_{stream}, number_{stream, 1} {}

    //! Of n values those from `least` to `most`, ascending.
    std::vector<std::int32_t> between(std::int32_t const* values, std::int64_t n, std::int32_t least,
                                      std::int32_t most);
    //! Places of those that are not 0, ascending.
    std::vector<std::uint32_t> holding(std::int32_t const* values, std::int64_t n);
    //! Places of values in their order; equal ones stay as they are.
    std::vector<std::uint32_t> ordered(std::vector<std::int32_t> const& values);

  private:
    //! Ask a call for its scratch, then make it.
    template<class Call>
    void with_scratch(char const* what, Call const& call);
    //! How many a selection found.
    std::int64_t number() const;
    template<class T>
    std::vector<T> downloaded(T const* from, std::int64_t n) const;

    Stream const& stream_;
    Room found_;
    Room other_;
    Room scratch_;
    DeviceArray<int> number_;
};

}  // namespace gapmc::cuda
