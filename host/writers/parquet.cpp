// SPDX-License-Identifier: Apache-2.0
//! Module `parquet`: one table a file, by the C++ libraries of Apache Arrow.
#include <arrow/api.h>
#include <arrow/io/file.h>
#include <arrow/util/config.h>
#include <parquet/arrow/writer.h>

#include <exception>
#include <memory>

#include "host/writers/open_file.hpp"

namespace gapmc {
namespace {

constexpr std::int64_t lines_of_group = 1 << 18;  // a row group: what a reader takes at once

std::shared_ptr<arrow::DataType> type_of(CellType type) {
    return type == CellType::int32   ? arrow::int32()
           : type == CellType::int64 ? arrow::int64()
                                     : arrow::float64();
}

std::shared_ptr<arrow::Schema> schema_of(DataTable const& table) {
    arrow::FieldVector fields;
    for (TableColumn const& column : table.columns) {
        std::vector<std::string> keys{"description"}, values{column.description};
        if (!column.unit.empty()) keys.emplace_back("unit"), values.push_back(column.unit);
        fields.push_back(arrow::field(column.name, type_of(column.type), /*nullable=*/false,
                                      arrow::key_value_metadata(keys, values)));
    }
    std::vector<std::string> keys, values;
    for (auto const& [key, text] : table.facts) keys.push_back(key), values.push_back(text);
    return arrow::schema(fields, arrow::key_value_metadata(keys, values));
}

//! Keys grow by little, so their steps are written; of a float the bytes that change least stand together, so
//! that they can be packed.
std::shared_ptr<parquet::WriterProperties> properties_of(DataTable const& table) {
    parquet::WriterProperties::Builder builder;
    builder.max_row_group_length(lines_of_group)->disable_dictionary()->created_by("gapmc");
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        auto const path = std::make_shared<parquet::schema::ColumnPath>(std::vector{table.columns[i].name});
        if (table.columns[i].type != CellType::real) {
            builder.encoding(path, parquet::Encoding::DELTA_BINARY_PACKED);
            continue;
        }
        builder.encoding(path, parquet::Encoding::BYTE_STREAM_SPLIT);
        builder.disable_statistics(path);
    }
    builder.compression(arrow::Compression::SNAPPY);
    return builder.build();
}

//! The cells where they are: they stay there until they are written.
template<class T>
std::shared_ptr<arrow::ArrayData> array_of(std::shared_ptr<arrow::DataType> type, std::span<T const> cells) {
    auto const bytes = std::make_shared<arrow::Buffer>(reinterpret_cast<std::uint8_t const*>(cells.data()),
                                                       static_cast<std::int64_t>(cells.size_bytes()));
    return arrow::ArrayData::Make(std::move(type), static_cast<std::int64_t>(cells.size()), {nullptr, bytes},
                                  0);
}

class ParquetFile final : public TableFile {
  public:
    ParquetFile(char const* path, std::span<DataTable const> tables) : schema_{schema_of(tables.front())} {
        out_ = arrow::io::FileOutputStream::Open(path).ValueOrDie();
        auto const arrow_properties =
            parquet::ArrowWriterProperties::Builder{}.store_schema()->set_use_threads(true)->build();
        writer_ = parquet::arrow::FileWriter::Open(*schema_, arrow::system_memory_pool(), out_,
                                                   properties_of(tables.front()), arrow_properties)
                      .ValueOrDie();
    }

    std::string add(std::size_t, std::span<Cells const> columns) noexcept override {
        try {
            std::vector<std::shared_ptr<arrow::ArrayData>> arrays;
            std::int64_t lines = 0;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                arrays.push_back(std::visit(
                    [&](auto cells) { return array_of(schema_->field(static_cast<int>(i))->type(), cells); },
                    columns[i]));
                lines = arrays.back()->length;
            }
            auto const status =
                writer_->WriteRecordBatch(*arrow::RecordBatch::Make(schema_, lines, std::move(arrays)));
            return status.ok() ? "" : status.ToString();
        } catch (std::exception const& error) {
            return error.what();
        }
    }

    std::string finish() noexcept override {
        try {
            arrow::Status status = writer_->Close();
            if (status.ok()) status = out_->Close();
            return status.ok() ? "" : status.ToString();
        } catch (std::exception const& error) {
            return error.what();
        }
    }

  private:
    std::shared_ptr<arrow::Schema> schema_;
    std::shared_ptr<arrow::io::OutputStream> out_;
    std::unique_ptr<parquet::arrow::FileWriter> writer_;
};

}  // namespace
}  // namespace gapmc

extern "C" gapmc::TableModule const gapmc_table_module;
extern "C" __attribute__((visibility("default"))) gapmc::TableModule const gapmc_table_module{
    gapmc::table_seam, "Arrow " ARROW_VERSION_STRING, gapmc::open_file<gapmc::ParquetFile>};
