// SPDX-License-Identifier: Apache-2.0
//! A run that is under way as bytes, from which it goes on in another process, on any engine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/checkpoint/under_way.hpp"
#include "host/record/record_bytes.hpp"

namespace gapmc {

//! What was asked of the program, beside what a request holds.
struct Task {
    std::string verb;
    std::vector<std::string> words;  //!< its options, in an order that the verb has
    friend bool operator==(Task const&, Task const&) = default;
};

//! What a checkpoint says before its record is understood.
struct CheckpointHead {
    std::uint64_t generation = 1;  //!< grows by one with each that is written
    std::uint64_t attempts = 0;    //!< processes that began here and came no further
    Task task;
    std::uint64_t trajectories = 0;  //!< that were asked for; a stop rule counts fewer at first
    Exact exact = Exact::none;       //!< that was asked for
    StopLooks looks;
    RecordHead record;
};

std::string write_checkpoint(CheckpointHead const& head, UnderWay const& run);

//! \param name  of the file, for messages \throws DataError if the bytes are damaged, truncated, foreign or
//! of another format
CheckpointHead read_checkpoint_head(std::string const& bytes, std::string const& name);

//! Whether a file begins as a checkpoint does.
bool is_checkpoint(std::string_view bytes);

//! The whole. \throws DataError as above, and if it is not of this plan
UnderWay read_checkpoint(std::string const& bytes, std::string const& name, Study const& study,
                         Plan const& plan);

}  // namespace gapmc
