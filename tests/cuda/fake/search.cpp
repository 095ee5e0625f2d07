// SPDX-License-Identifier: Apache-2.0
//! Searches of columns, compiled for the machine in software: their calls are doubles of CUB's.
#include "tests/cuda/shim.hpp"
// The shim must stand before what was written for a device.
#include "kernels/cuda/column_search.cu"
