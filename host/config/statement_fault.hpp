// SPDX-License-Identifier: Apache-2.0
//! What is said of a text that is not understood, and where in it.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace gapmc {

//! Where a statement is not understood, and why.
struct StatementFault : std::runtime_error {
    StatementFault(std::size_t where, std::string const& what, std::string remedy_text)
        : std::runtime_error{what}, at{where}, remedy{std::move(remedy_text)} {}
    std::size_t at;      //!< byte of the text
    std::string remedy;  //!< without the final stop
};

//! The text, and a caret below the place, indented by two columns.
std::string caret_lines(std::string const& text, std::size_t at);

//! A fault with the text and a caret below the place, for a terminal.
std::string fault_text(std::string const& text, StatementFault const& fault);

}  // namespace gapmc
