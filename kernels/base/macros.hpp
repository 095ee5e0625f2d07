// SPDX-License-Identifier: Apache-2.0
#pragma once

//! Marks per-trajectory code, compiled for host and device alike.
#if defined(__CUDACC__)
#define GAPMC_HD __host__ __device__ __forceinline__
#else
#define GAPMC_HD inline __attribute__((always_inline))
#endif

//! Precondition of per-trajectory code. Active only in builds that set GAPMC_CHECKS=1.
#if defined(GAPMC_CHECKS) && GAPMC_CHECKS
#include <cassert>
#define GAPMC_EXPECT(condition) assert(condition)
#else
#define GAPMC_EXPECT(condition) static_cast<void>(sizeof(!(condition)))
#endif
