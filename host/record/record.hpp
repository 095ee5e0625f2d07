// SPDX-License-Identifier: Apache-2.0
//! The durable state of a run: what was asked, and what has been counted so far. Every file of a run is a
//! function of it, records of disjoint trajectories add up, and nothing in one depends on the machine.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/exemplar.hpp"
#include "host/record/fingerprints.hpp"
#include "host/record/ranges.hpp"
#include "host/study/request.hpp"
#include "kernels/api/counted.hpp"
#include "kernels/api/diagnostics.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc {

//! Trajectories 0 ... 65,535 of the whole run are those whose parts and rates are taken.
inline constexpr std::uint64_t diagnosed_trajectories = 1 << 16;

//! The study as it was given.
struct GivenStudy {
    std::string text;
    std::vector<std::string> overrides;  //!< words of the command line
    std::string scenario = {};           //!< of the study, made after them; empty: the baseline
    friend bool operator==(GivenStudy const&, GivenStudy const&) = default;
};

//! What a record says it is of: equal for all records that may be added.
struct Identity {
    std::uint64_t stream = 0;  //!< stream_version of the program that made it
    std::string plan_digest;
    std::string study_digest;
    std::string model_digest;
    friend bool operator==(Identity const&, Identity const&) = default;
};

//! An order statistic of a row in a year, as an observation.
struct ExactValue {
    std::int32_t row = 0;
    std::int32_t year = 0;
    std::uint64_t rank = 0;  //!< 1 ... trajectories
    std::int32_t value = 0;
    friend bool operator==(ExactValue const&, ExactValue const&) = default;

    //! Those of a record come in this order, each once.
    bool comes_before(ExactValue const& other) const {
        return std::tie(row, year, rank) < std::tie(other.row, other.year, other.rank);
    }
};

struct Record {
    GivenStudy given;
    std::vector<GivenStudy> compared;  //!< worlds that are compared with it, in the order of the plan's
    Request request;                   //!< Request::exact as far as it has been fulfilled
    Identity identity;
    Ranges done;
    Tally tally;                 //!< its fingerprints are below
    std::int32_t midpoints = 0;  //!< of the decomposition; 0 without diagnostics
    Diagnostics diagnostics;     //!< of those done below diagnosed_trajectories
    Fingerprints fingerprints;
    std::vector<ExactValue> exact;    //!< that histograms left open, as Request::exact asks
    std::vector<Exemplar> exemplars;  //!< of a whole run
};

//! A record of no trajectories.
Record make_record(GivenStudy given, std::vector<GivenStudy> compared, Request const& request,
                   Plan const& plan);

//! Add what was counted of a job of the record's plan. \throws DataError if some of it is there already
void add_counted(Record& record, Counted const& counted);
//! The same of a job that was counted from its first trajectory on.
void add_counted(Record& record, Job const& job, Tally const& tally);

//! Add the diagnostics of trajectories of the record. \throws DataError if they were taken otherwise
void add_diagnosed(Record& record, std::int32_t midpoints, Diagnostics const& diagnostics);

/*!
 * Take back a last group of a run that is not full, so that it can be counted again as a whole. Extremes
 * stay: they are those of trajectories that come again. \param group  fewer than 64 trajectories \param tally
 * of a job of them \param diagnostics  of those of them that are diagnosed \throws DataError if they are not
 * those of the record
 */
void take_back(Record& record, TrajectoryRange group, Tally const& tally, Diagnostics const& diagnostics);

/*!
 * Add another record of the same run; of lengths that were asked for, the run's is the greater. The sum is no
 * shard, but perhaps not whole. \throws DataError if it is of another plan or program, or holds trajectories
 * that are there already
 */
void add(Record& into, Record const& from);

//! \throws DataError, saying what differs, if records of these cannot be added
void require_same(Identity const& into, Identity const& from);

//! SHA-256 of the plan's digest, the trajectories and everything counted: equal digests, equal results.
std::string result_digest(Record const& record);

//! SHA-256 of that digest and the exact values: what further passes found is told by it, since the result
//! digest stays that of the first. Empty for a record without.
std::string exact_digest(Record const& record);

}  // namespace gapmc
