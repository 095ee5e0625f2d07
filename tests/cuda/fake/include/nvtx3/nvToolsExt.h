// SPDX-License-Identifier: Apache-2.0
//! Ranges for a profiler that is not there.
#pragma once
inline int nvtxRangePushA(char const*) { return 0; }
inline int nvtxRangePop() { return 0; }
