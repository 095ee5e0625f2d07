// SPDX-License-Identifier: Apache-2.0
//! The control of the fuzzing itself: reads one byte too far behind the word "gap". A run that does not find
//! this finds nothing.
#include <string>

#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text = gapmc::fuzz::text_of(data, size);
    bool const word = text.size() == 3 && text[0] == 'g' && text[1] == 'a' && text[2] == 'p';
    return word && data[3] == 0 ? -1 : 0;
}
