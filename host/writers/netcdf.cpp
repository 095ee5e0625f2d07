// SPDX-License-Identifier: Apache-2.0
//! Module `netcdf`: several tables in one netCDF-4 file. Their first key is a dimension that they share, the
//! inner values of a grid are another; columns are variables over one or both.
#include <netcdf.h>
#include <netcdf_meta.h>

#include <exception>
#include <stdexcept>

#include "host/writers/open_file.hpp"

namespace gapmc {
namespace {

constexpr std::size_t chunk = 4096;  // values of the first key that are packed together

void check(int status) {
    if (status != NC_NOERR) throw std::runtime_error{nc_strerror(status)};
}

nc_type type_of(CellType type) {
    return type == CellType::int32 ? NC_INT : type == CellType::int64 ? NC_INT64 : NC_DOUBLE;
}

class NetcdfFile final : public TableFile {
  public:
    NetcdfFile(char const* path, std::span<DataTable const> tables) {
        check(nc_create(path, NC_NETCDF4 | NC_CLOBBER, &file_));
        try {
            define(tables);
        } catch (...) {
            nc_abort(file_);
            throw;
        }
    }
    ~NetcdfFile() override {
        if (!finished_) nc_close(file_);
    }

    std::string add(std::size_t table, std::span<Cells const> columns) noexcept override {
        try {
            Open& t = open_[table];
            std::size_t const lines = std::visit([](auto cells) { return cells.size(); }, columns.front());
            if (lines == 0) return "";
            std::size_t const keys = lines / t.inner;
            std::size_t const start[2]{t.written, 0};
            std::size_t const count[2]{keys, t.inner};
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (t.variables[i] < 0) continue;
                if (i == 0) {
                    put_key(t, columns[0], start, count);
                    continue;
                }
                std::visit(
                    [&](auto cells) {
                        check(nc_put_vara(file_, t.variables[i], start, count, cells.data()));
                    },
                    columns[i]);
            }
            t.written += keys;
            return "";
        } catch (std::exception const& error) {
            return error.what();
        }
    }

    std::string finish() noexcept override {
        finished_ = true;
        int const status = nc_close(file_);
        return status == NC_NOERR ? "" : nc_strerror(status);
    }

  private:
    struct Open {
        std::vector<int> variables;  //!< -1: of another table, or written already
        std::size_t inner = 1;
        std::size_t written = 0;  //!< values of the first key
    };

    void text(int variable, char const* name, std::string const& value) const {
        check(nc_put_att_text(file_, variable, name, value.size(), value.c_str()));
    }

    //! A variable of a column, described.
    int variable(TableColumn const& column, std::span<int const> dimensions) const {
        int id = -1;
        check(nc_def_var(file_, column.name.c_str(), type_of(column.type),
                         static_cast<int>(dimensions.size()), dimensions.data(), &id));
        text(id, "long_name", column.description);
        if (!column.unit.empty()) text(id, "units", column.unit);
        return id;
    }

    void pack(int variable, std::size_t inner) const {
        std::size_t const sizes[2]{chunk, inner};
        check(nc_def_var_chunking(file_, variable, NC_CHUNKED, sizes));
        check(nc_def_var_deflate(file_, variable, /*shuffle=*/1, /*deflate=*/1, /*level=*/1));
    }

    void define(std::span<DataTable const> tables) {
        text(NC_GLOBAL, "Conventions", "CF-1.10");
        for (auto const& [key, value] : tables.front().facts) text(NC_GLOBAL, key.c_str(), value);
        TableColumn const& key = tables.front().columns.front();
        int outer = -1;
        check(nc_def_dim(file_, key.name.c_str(), NC_UNLIMITED, &outer));
        int const key_variable = variable(key, std::span{&outer, 1});
        pack(key_variable, 1);
        int inner_variable = -1;
        std::vector<std::int32_t> inner_values;
        for (DataTable const& table : tables) {
            Open& t = open_.emplace_back();
            int dimensions[2]{outer, -1};
            t.variables.assign(table.keys, -1);
            if (open_.size() == 1) t.variables[0] = key_variable;
            if (!table.inner.empty()) {
                TableColumn const& inner = table.columns[1];
                t.inner = table.inner.size();
                check(nc_def_dim(file_, inner.name.c_str(), t.inner, &dimensions[1]));
                inner_variable = variable(inner, std::span{&dimensions[1], 1});
                inner_values = table.inner;
            }
            for (std::size_t i = table.keys; i < table.columns.size(); ++i) {
                int const id =
                    variable(table.columns[i], std::span{dimensions, table.inner.empty() ? 1u : 2u});
                pack(id, t.inner);
                t.variables.push_back(id);
            }
        }
        check(nc_enddef(file_));
        if (inner_variable >= 0) check(nc_put_var_int(file_, inner_variable, inner_values.data()));
    }

    //! The first key stands once for all lines of its grid.
    void put_key(Open const& t, Cells const& cells, std::size_t const* start, std::size_t const* count) {
        auto const all = std::get<std::span<std::int64_t const>>(cells);
        std::vector<std::int64_t> once;
        for (std::size_t i = 0; i < all.size(); i += t.inner) once.push_back(all[i]);
        check(nc_put_vara(file_, t.variables[0], start, count, once.data()));
    }

    int file_ = -1;
    bool finished_ = false;
    std::vector<Open> open_;
};

}  // namespace
}  // namespace gapmc

extern "C" gapmc::TableModule const gapmc_table_module;
extern "C" __attribute__((visibility("default"))) gapmc::TableModule const gapmc_table_module{
    gapmc::table_seam, "netCDF " NC_VERSION, gapmc::open_file<gapmc::NetcdfFile>};
