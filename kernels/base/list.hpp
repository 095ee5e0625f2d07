// SPDX-License-Identifier: Apache-2.0
//! Read-only arrays that a topology owns nothing of.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

#if defined(GAPMC_COMPILED_STUDY)
// Written by kernels/cuda/study_source.hpp: compiled_arena and compiled_values.
#include "gapmc_compiled_study.hpp"
#elif defined(__CUDACC__) || defined(GAPMC_KERNELS_ON_HOST)
namespace gapmc {
inline constexpr int constant_bytes = 48 * 1024;  //!< of the 64 KB of a device: parameters need room too
//! The small lists of the job at hand. All lanes of a warp read the same place at once, which constant memory
//! serves like a register.
[[maybe_unused]] alignas(16) static __constant__ unsigned char constant_arena[constant_bytes];
}  // namespace gapmc
#endif

namespace gapmc {

/*!
 * Items next to each other. On a CPU `data` points to the first; in a kernel it is their offset in the
 * constant arena, so that the compiler knows which memory it reads.
 */
template<class T>
struct List {
    T const* data = nullptr;
    std::int32_t size = 0;

#if defined(__CUDA_ARCH__)
    struct Iterator {
        T const* item;
        GAPMC_HD T const& operator*() const { return *item; }
        GAPMC_HD Iterator& operator++() {
            ++item;
            return *this;
        }
        GAPMC_HD bool operator!=(Iterator const& other) const { return item != other.item; }
    };
    GAPMC_HD T const* placed() const {
#if defined(GAPMC_COMPILED_STUDY)
        auto const* const arena = reinterpret_cast<unsigned char const*>(compiled_arena);
#else
        auto const* const arena = constant_arena;
#endif
        return reinterpret_cast<T const*>(arena + reinterpret_cast<std::size_t>(data));
    }
    GAPMC_HD T const& operator[](int i) const { return placed()[i]; }
    GAPMC_HD Iterator begin() const { return {placed()}; }
    GAPMC_HD Iterator end() const { return {placed() + size}; }
#else
    GAPMC_HD T const& operator[](int i) const {
        GAPMC_EXPECT(i >= 0 && i < size);
        return data[i];
    }
    GAPMC_HD T const* begin() const { return data; }
    GAPMC_HD T const* end() const { return data + size; }
#endif
};

//! Items in a device's global memory: those that each lane reads at a place of its own, and those of which
//! there may be many.
template<class T>
struct Table {
    T const* data = nullptr;
    std::int32_t size = 0;

    GAPMC_HD T const& operator[](int i) const { return data[i]; }
    GAPMC_HD T const* begin() const { return data; }
    GAPMC_HD T const* end() const { return data + size; }

    GAPMC_HD T const* placed() const {
#if defined(GAPMC_COMPILED_STUDY)
        return compiled_values.tables;  // the only table that a walk reads
#else
        return data;
#endif
    }
};

}  // namespace gapmc
