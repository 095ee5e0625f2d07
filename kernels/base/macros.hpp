// SPDX-License-Identifier: Apache-2.0
#pragma once

//! Marks per-trajectory code, compiled for host and device alike.
#if defined(__CUDACC__)
#define GAPMC_HD __host__ __device__ __forceinline__
#else
#define GAPMC_HD inline __attribute__((always_inline))
#endif

//! The same, but called on a host: code that would crowd its caller's registers there.
#if defined(__CUDACC__)
#define GAPMC_HD_CALLED GAPMC_HD
#else
#define GAPMC_HD_CALLED __attribute__((noinline))
#endif

//! Before a loop over a study's lists. Where the study is compiled in (kernels/cuda/compiled_walk.cuh), its
//! trip count is known and unrolling turns every list entry into an immediate and every slot into a register.
#if defined(GAPMC_COMPILED_STUDY)
#define GAPMC_UNROLL _Pragma("unroll")
#else
#define GAPMC_UNROLL
#endif

//! Precondition of per-trajectory code. Active only in builds that set GAPMC_CHECKS=1.
#if defined(GAPMC_CHECKS) && GAPMC_CHECKS
#include <cassert>
#define GAPMC_EXPECT(condition) assert(condition)
#else
#define GAPMC_EXPECT(condition) static_cast<void>(sizeof(!(condition)))
#endif
