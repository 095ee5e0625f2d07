// SPDX-License-Identifier: Apache-2.0
//! All elementary functions of a trajectory, in float32.
#pragma once

#include "kernels/math/exponential.hpp"
#include "kernels/math/exponential_draw.hpp"
#include "kernels/math/logarithm.hpp"
#include "kernels/math/logistic.hpp"
#include "kernels/math/normal.hpp"
