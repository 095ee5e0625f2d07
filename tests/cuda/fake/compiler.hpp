// SPDX-License-Identifier: Apache-2.0
//! In place of the run-time compiler: the code of a study is its source, with a word in front.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gapmc::fake {

//! What compile_study() does from now on.
struct CompilerModel {
    std::string refusal;   //!< why there is none; empty: there is one
    bool waits = false;    //!< it takes until release_compiler() is called
    bool damaged = false;  //!< its code cannot be loaded
};
void set_compiler(CompilerModel model);
//! Returns when no compilation is under way.
void release_compiler();
int compilations();  //!< calls since set_compiler()

struct CompiledConstants {
    std::vector<std::uint32_t> image, arena, tables;

    //! \return false where the code is none of this compiler's
    bool read(char const* code);
    unsigned char const* arena_bytes() const { return reinterpret_cast<unsigned char const*>(arena.data()); }
};

}  // namespace gapmc::fake
