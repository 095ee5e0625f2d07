// SPDX-License-Identifier: Apache-2.0
//! The seam to writers that need libraries of others: modules that are loaded while the program runs.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "host/tables/table.hpp"

namespace gapmc {

//! A file of one or several tables that is being written. Nothing is thrown across the seam.
class TableFile {
  public:
    TableFile() = default;
    TableFile(TableFile const&) = delete;
    TableFile& operator=(TableFile const&) = delete;
    virtual ~TableFile() = default;

    //! Append lines to a table. \param columns  one for each of its columns, equally long, of its type
    //! \return why it failed; empty if it did not
    virtual std::string add(std::size_t table, std::span<Cells const> columns) noexcept = 0;
    //! Once, after the last lines. \return as add
    virtual std::string finish() noexcept = 0;
};

//! What a module exports as `gapmc_table_module`.
struct TableModule {
    int seam = 0;         //!< table_seam of the sources it was built from
    char const* library;  //!< what it writes with, and its version: "Arrow 26.0.1"
    //! \param path  of a file that is there, and whose content is replaced \param failure  why there is none
    //! \return null on failure
    TableFile* (*open)(char const* path, std::span<DataTable const> tables, std::string& failure);
};

inline constexpr int table_seam = 1;  //!< raised when anything of this file or of table.hpp changes
inline constexpr char const* table_module_symbol = "gapmc_table_module";

}  // namespace gapmc
