// SPDX-License-Identifier: Apache-2.0
#include "host/samples/sample_file.hpp"

#include "host/samples/csv_text.hpp"
#include "host/samples/sample_tables.hpp"
#include "host/tables/table_module.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Which of the two tables a file holds.
enum class Content { quantities, inputs };

std::vector<Cells> cells_of(Content content, SampleChunk const& chunk) {
    return content == Content::quantities ? quantity_cells(chunk) : input_cells(chunk);
}

class LongCsv final : public SampleFile {
  public:
    LongCsv(Content content, DataTable const& table, StagedFile& file) : content_{content}, file_{file} {
        file_.write(csv_header(table));
    }
    std::string prepare(SampleChunk const& chunk) const override {
        return csv_lines(cells_of(content_, chunk));
    }
    void write(SampleChunk const&, std::string const& prepared) override {
        file_.write(prepared);
        file_.hand_over();
    }

  private:
    Content content_;
    StagedFile& file_;
};

class WideCsv final : public SampleFile {
  public:
    WideCsv(SampleColumns const& columns, StagedFile& file) : columns_{columns}, file_{file} {
        file_.write(wide_header(columns));
    }
    std::string prepare(SampleChunk const& chunk) const override { return wide_lines(columns_, chunk); }
    void write(SampleChunk const&, std::string const& prepared) override {
        file_.write(prepared);
        file_.hand_over();
    }

  private:
    SampleColumns const& columns_;
    StagedFile& file_;
};

//! One or two tables that a module writes.
class ModuleFile final : public SampleFile {
  public:
    ModuleFile(TableModule const& module, std::vector<Content> contents, std::vector<DataTable> const& tables,
               StagedFile& file)
        : contents_{std::move(contents)},
          shown_{file.shown().string()},
          staged_{file},
          file_{open_table_file(module, file.path().string(), tables, shown_)} {}

    void write(SampleChunk const& chunk, std::string const&) override {
        for (std::size_t table = 0; table < contents_.size(); ++table)
            check(file_->add(table, cells_of(contents_[table], chunk)));
        staged_.hand_over();
    }
    void finish() override { check(file_->finish()); }

  private:
    void check(std::string const& failure) const {
        if (!failure.empty())
            throw IoError{"Writing " + shown_ + " failed (" + failure +
                          "). Free some space or choose another folder with --out."};
    }

    std::vector<Content> contents_;
    std::string shown_;
    StagedFile& staged_;
    std::unique_ptr<TableFile> file_;
};

//! Of the formats that a module writes.
struct Modular {
    char const* module;
    char const* called;
    char const* remedy;
};
Modular modular(SampleFormat format) {
    if (format == SampleFormat::parquet)
        return {"parquet", "Parquet",
                "Install pyarrow as scripts/python/writers.txt names it, configure and build again, or use "
                "--samples-as csv"};
    return {"netcdf", "netCDF", "Install libnetcdf-dev, configure and build again, or use --samples-as csv"};
}
bool is_modular(SampleFormat format) {
    return format == SampleFormat::parquet || format == SampleFormat::netcdf;
}

//! What a format asks of its module. \pre it is there
TableModule const& module_of(SampleFormat format) {
    return *find_table_module(modular(format).module).module;
}

}  // namespace

std::vector<std::string> sample_file_names() {
    return {"samples.parquet",   "sample_inputs.parquet", "samples.csv",
            "sample_inputs.csv", "samples_wide.csv",      "samples.nc"};
}

void require_format(SampleFormat format) {
    if (!is_modular(format)) return;
    Modular const m = modular(format);
    FoundModule const found = find_table_module(m.module);
    if (found.module == nullptr)
        throw UsageError{std::string{"--samples-as: "} + m.called + " cannot be written (" + found.absence +
                         "). " + m.remedy};
}

SampleFormat usual_format(std::string& why) {
    FoundModule const found = find_table_module("parquet");
    if (found.module != nullptr) return SampleFormat::parquet;
    why = found.absence;
    return SampleFormat::csv;
}

std::vector<std::unique_ptr<SampleFile>> begin_sample_files(SampleFormat format, SampleColumns const& columns,
                                                            SampleFacts const& facts,
                                                            OutputDirectory& directory) {
    std::vector<Content> contents;
    std::vector<DataTable> tables;
    if (!columns.quantities.empty())
        contents.push_back(Content::quantities), tables.push_back(quantity_table(columns));
    if (!columns.inputs.empty()) contents.push_back(Content::inputs), tables.push_back(input_table(columns));
    for (DataTable& table : tables) table.facts = facts;
    std::vector<std::unique_ptr<SampleFile>> files;
    switch (format) {
        case SampleFormat::csv_wide:
            files.push_back(std::make_unique<WideCsv>(columns, directory.begin("samples_wide.csv")));
            break;
        case SampleFormat::netcdf:
            files.push_back(std::make_unique<ModuleFile>(module_of(format), contents, tables,
                                                         directory.begin("samples.nc")));
            break;
        case SampleFormat::parquet:
            for (std::size_t i = 0; i < tables.size(); ++i)
                files.push_back(std::make_unique<ModuleFile>(module_of(format), std::vector{contents[i]},
                                                             std::vector{tables[i]},
                                                             directory.begin(tables[i].name + ".parquet")));
            break;
        default:
            for (std::size_t i = 0; i < tables.size(); ++i)
                files.push_back(std::make_unique<LongCsv>(contents[i], tables[i],
                                                          directory.begin(tables[i].name + ".csv")));
    }
    return files;
}

}  // namespace gapmc
