// SPDX-License-Identifier: Apache-2.0
//! In place of the run-time compiler: the code of a study is its source, with a word in front.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gapmc::fake {

//! What compile_study() does from now on.
struct CompilerModel {
    std::string refusal;      //!< why there is none; empty: there is one
    bool waits = false;       //!< it takes until release_compiler() is called
    bool damaged = false;     //!< its code cannot be loaded
    std::string target = {};  //!< what it makes; empty: what it is asked for
};
void set_compiler(CompilerModel model);
//! Returns when no compilation is under way.
void release_compiler();
int compilations();  //!< calls since set_compiler()

//! A study's shape, and the values of one study of that shape.
struct CompiledConstants {
    std::vector<std::uint32_t> image, arena;
    std::size_t hash_factors = 0, numbers = 0;  //!< items of `compiled_values`
    bool factors_are_constant = true;

    std::size_t value_bytes() const { return (8 * hash_factors + 8 + 4 * numbers + 7) / 8 * 8; }

    //! \return false where the code is none of this compiler's
    bool read(char const* code);
};

}  // namespace gapmc::fake
