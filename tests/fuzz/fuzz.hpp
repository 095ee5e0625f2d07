// SPDX-License-Identifier: Apache-2.0
//! What the fuzz targets share. A target ends the process where a property does not hold; libFuzzer keeps the
//! input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kernels/base/error.hpp"

namespace gapmc::fuzz {

inline std::string_view text_of(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

//! Ends the process with \p what if \p holds is false.
inline void require(bool holds, std::string_view what, std::string_view detail = {}) {
    if (holds) return;
    std::fprintf(stderr, "PROPERTY: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(detail.size()), detail.data());
    std::abort();
}

/*!
 * Calls \p read; true if it came to its end, false if it refused its input.
 *
 * Only errors of our own are a refusal: anything else ends the process.
 */
template<class Read>
bool accepted(Read const& read) {
    try {
        read();
        return true;
    } catch (Error const& refusal) {
        require(std::string_view{refusal.what()}.size() > 1, "a refusal says why");
        return false;
    }
}

}  // namespace gapmc::fuzz
