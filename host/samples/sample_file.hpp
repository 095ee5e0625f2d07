// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/folder/directory.hpp"
#include "host/samples/chunk.hpp"
#include "host/samples/columns.hpp"
#include "host/samples/request.hpp"

namespace gapmc {

//! A file that samples go into, chunk by chunk.
class SampleFile {
  public:
    SampleFile() = default;
    SampleFile(SampleFile const&) = delete;
    SampleFile& operator=(SampleFile const&) = delete;
    virtual ~SampleFile() = default;

    //! Work on a chunk that needs no order; by any thread. \return what `write` wants of it
    virtual std::string prepare(SampleChunk const&) const { return {}; }
    //! One chunk after the other. \throws IoError
    virtual void write(SampleChunk const& chunk, std::string const& prepared) = 0;
    //! After the last one. \throws IoError
    virtual void finish() {}
};

//! About all samples of a run: key, text.
using SampleFacts = std::vector<std::pair<std::string, std::string>>;

/*!
 * Begin the files of a format in a run's folder: of columns and inputs, as far as there are any.
 * \throws UsageError if this build cannot write the format, CannotCreate, IoError
 */
std::vector<std::unique_ptr<SampleFile>> begin_sample_files(SampleFormat format, SampleColumns const& columns,
                                                            SampleFacts const& facts,
                                                            OutputDirectory& directory);

//! Names of all files that samples may be in.
std::vector<std::string> sample_file_names();

//! \throws UsageError if this build cannot write the format, saying what to do
void require_format(SampleFormat format);
//! Parquet where this build can write it. \param why  it cannot, else left as it is
SampleFormat usual_format(std::string& why);

}  // namespace gapmc
