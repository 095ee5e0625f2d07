// SPDX-License-Identifier: Apache-2.0
//! What of a study is a number, as opposed to its shape.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

#if defined(GAPMC_COMPILED_STUDY)
// Written by kernels/cuda/study_source.hpp: compiled_values and what holds the places in it.
#include "gapmc_compiled_study.hpp"
#endif

namespace gapmc {

/*!
 * A field of 32 bits that two studies of one shape may have otherwise: medians, scales, weights, names of
 * draws. Everything else of a study decides which operations a trajectory takes, and is its *shape*: signed
 * integers, enumerations, signs, the length of a step.
 *
 * Where a study is compiled in (kernels/cuda/compiled_walk.cuh), only its shape is: in the place of each
 * number stands where it lies among `compiled_values`, in constant memory, which an instruction reads like an
 * immediate. One compiled walk then serves all studies of the shape.
 */
template<class T>
struct NumberOf {
    static_assert(sizeof(T) == sizeof(std::uint32_t));

#if defined(GAPMC_COMPILED_STUDY)
    std::uint32_t place = 0;

    __device__ __forceinline__ operator T() const {
        return reinterpret_cast<T const&>(compiled_values.numbers[place]);
    }
#else
    T value = 0;

    constexpr NumberOf() = default;
    constexpr GAPMC_HD NumberOf(T number) : value{number} {}
    constexpr GAPMC_HD operator T() const { return value; }
#endif
};

using Number = NumberOf<float>;
using NumberWord = NumberOf<std::uint32_t>;

}  // namespace gapmc
