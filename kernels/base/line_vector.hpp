// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/align/aligned_allocator.hpp>
#include <vector>

namespace gapmc {

//! Items that begin where a line of the cache does: vector instructions then never touch two.
template<class T>
using LineVector = std::vector<T, boost::alignment::aligned_allocator<T, 64>>;

}  // namespace gapmc
