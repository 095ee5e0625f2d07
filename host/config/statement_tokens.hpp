// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gapmc {

//! A word of a statement.
struct StatementToken {
    enum class Kind { end, number, name, sign };
    Kind kind = Kind::end;
    std::string text;
    double number = 0;
    std::size_t at = 0;  //!< byte of the statement

    bool is(std::string_view what) const { return kind != Kind::end && text == what; }
};

//! All of them, the end last. \throws StatementFault for what is no word
std::vector<StatementToken> tokens_of(std::string const& text);

}  // namespace gapmc
