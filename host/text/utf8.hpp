// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gapmc {

//! Length in bytes of the UTF-8 sequence at the start of a text, 0 if it is malformed or the text is empty.
//! \see The Unicode Standard 15, table 3-7
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

//! A text that is UTF-8 and shows every byte: each one that is not part of UTF-8, and each control character,
//! is written \xNN. A file's name on disk need not be UTF-8.
std::string escaped_bytes(std::string_view text);

}  // namespace gapmc
