// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc {

//! A file of the source tree inside the program, as it was when the program was built: what it says must not
//! depend on a folder. scripts/cmake/EmbedFiles.cmake puts it there.
struct EmbeddedFile {
    char const* name;  //!< its path in the tree
    char const* text;
};

}  // namespace gapmc
