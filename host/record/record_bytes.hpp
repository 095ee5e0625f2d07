// SPDX-License-Identifier: Apache-2.0
//! tally.bin: a record as a file (docs/files.md), checksummed.
#pragma once

#include <string>
#include <vector>

#include "host/record/byte_text.hpp"
#include "host/record/record.hpp"

namespace gapmc {

//! Name of the file in a run's folder.
inline constexpr char const* record_name = "tally.bin";

//! What is said beside the record itself, so that a later program knows what it can expect of a folder.
struct RecordLabel {
    std::uint64_t output = 0;        //!< version of the files' content
    std::vector<std::string> files;  //!< reproducible files of the folder, all but this one
    friend bool operator==(RecordLabel const&, RecordLabel const&) = default;
};

//! Canonical bytes of trajectories, accumulators and diagnostics: what a result digest is of.
std::string canonical_bytes(Record const& record);

std::string write_record(Record const& record, RecordLabel const& label);

//! What the first bytes of a file say, before the rest is understood.
struct RecordHead {
    RecordLabel label;
    GivenStudy given;
    std::vector<GivenStudy> compared;
    Request request;
    Identity identity;
};

//! \throws DataError if the bytes are damaged, truncated, foreign or of another format
RecordHead read_record_head(std::string const& bytes);

//! Whether a run has ended. One that has not may lack diagnostics of what it has counted.
enum class Whole { yes, not_yet };

/*!
 * The whole record. Its counters are read as the plan lays them out, and everything that it says of itself is
 * held against the plan. \throws DataError as above, and if it is not of this plan
 */
Record read_record(std::string const& bytes, Plan const& plan, Whole whole = Whole::yes);

/*!
 * A record that is to be added to another: its trajectories are known before anything of it is added.
 * Must not outlive bytes and plan.
 */
class PartReader {
  public:
    //! \throws as read_record
    PartReader(std::string const& bytes, Plan const& plan);

    Identity const& identity() const { return record_.identity; }
    Ranges const& done() const { return record_.done; }
    //! Once, one of these two. \throws as read_record
    Record read();
    //! The record without its bins, which are added to others; where something is thrown, a part of them.
    Record read_onto(std::vector<std::uint64_t>& bins);

  private:
    ByteReader in_;
    Plan const& plan_;
    Record record_;
};

}  // namespace gapmc
