// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <new>

#include "host/tables/table_file.hpp"

namespace gapmc {

//! What a module exports to open a file of its kind, File(path, tables): nothing is thrown across the seam.
template<class File>
TableFile* open_file(char const* path, std::span<DataTable const> tables, std::string& failure) {
    try {
        return new File{path, tables};
    } catch (std::exception const& error) {
        failure = error.what();
        return nullptr;
    }
}

}  // namespace gapmc
