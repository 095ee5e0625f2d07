// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace gapmc {

//! How a whole number may be written.
enum class Writing {
    digits,  //!< 250
    count    //!< also 1e6, 1.5M; suffixes k, M, G, T are powers of ten
};

struct WholeRange {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
};

/*!
 * The whole number that a text stands for, exactly: nothing is rounded on the way.
 *
 * \param option  what is named in the message, e.g. "--seed"
 * \throws UsageError if it is no number, not whole or out of range
 */
std::uint64_t parse_whole(std::string const& option, std::string const& text, WholeRange range,
                          Writing writing = Writing::digits);

}  // namespace gapmc
