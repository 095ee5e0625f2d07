// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace thrust {

template<class T>
struct counting_iterator {
    T first;
    T operator[](int i) const { return first + static_cast<T>(i); }
};

}  // namespace thrust
