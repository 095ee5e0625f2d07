// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/tables/table_file.hpp"

namespace gapmc {

//! A module, or why there is none.
struct FoundModule {
    TableModule const* module = nullptr;
    std::string absence;
};

//! Look for a module beside the program and where it is installed. It is loaded once and stays.
//! \param name  "parquet", "netcdf"
FoundModule find_table_module(std::string const& name);

//! \throws IoError if it cannot be opened
std::unique_ptr<TableFile> open_table_file(TableModule const& module, std::string const& path,
                                           std::vector<DataTable> const& tables, std::string const& shown);

}  // namespace gapmc
