// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/base/number.hpp"

namespace gapmc {

/*!
 * Which random word a variable takes: the id of its name (kernels/rng/name_id.hpp) and the replicate, both
 * part of the word's address. A plain run takes replicate 0 of everything; a variant that draws a variable
 * anew, everything else the same, takes another one of it (kernels/rng/address.hpp, 12 bits).
 */
struct DrawName {
    NumberWord id{};
    NumberWord replicate{};
};

}  // namespace gapmc
