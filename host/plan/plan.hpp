// SPDX-License-Identifier: Apache-2.0
//! Everything that is fixed before the first trajectory counts: model, rows, what is counted of them, and the
//! digests. Nothing in it depends on how many trajectories there will be.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/plan/row.hpp"
#include "host/resolve/model.hpp"
#include "host/study/statement.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! A study as a plan simulates it: one variant of its jobs.
struct World {
    std::shared_ptr<Model const> model;
    std::vector<double> central_starts;  //!< of the pairs at base, in link space
    std::string study_digest;            //!< SHA-256 of the assumptions: the resolved study
};

//! A row of a world beside the same row of the baseline, and what is counted of the two.
struct RowPair {
    std::int32_t world = 0;
    std::int32_t row = 0;
    std::int32_t base = 0;        //!< row of the baseline
    std::int32_t difference = 0;  //!< row
    std::int32_t nearer = -1;     //!< its first Nearer, one a year; -1: the row has no parity
    std::int32_t earlier = -1;    //!< its first Earlier, one for each threshold; -1: it has none
};

//! A statement about a world.
struct PlannedStatement {
    Statement statement;
    std::int32_t world = 0;
    std::int32_t asked = 0;    //!< in TallySpec::asked
    std::int32_t turned = -1;  //!< against the baseline's, in TallySpec::turned; -1: not compared
};

//! What a world does not share with the baseline.
struct Unpaired {
    std::int32_t world = 0;
    std::string what;  //!< row, and why, for people
};

struct Plan {
    std::vector<World> worlds;  //!< the study itself first: the baseline of the others
    std::vector<Row> rows;      //!< that walks write, of one world after the other, then those of the studies
                                //!< in the same order, then the differences of all
    std::vector<RowPair> pairs;  //!< of one world after the other
    std::vector<Unpaired> unpaired;
    std::vector<PlannedStatement> statements;  //!< of one world after the other
    TallySpec spec;
    std::uint64_t seed = 0;
    std::vector<double> central;    //!< central path, [row][year], in the rows' own units
    std::vector<double> pilot_sds;  //!< of each row at the end, in its unit: for progress
    std::string model_digest;       //!< SHA-256 of every constant that reaches a trajectory of the baseline
    std::string digest;             //!< SHA-256 of all worlds, the seed, and what is counted

    Model const& model() const { return *worlds.front().model; }
    std::vector<double> const& central_starts() const { return worlds.front().central_starts; }
    std::string const& study_digest() const { return worlds.front().study_digest; }
    double central_of(std::size_t row, int year) const {
        return central[row * static_cast<std::size_t>(spec.years) + static_cast<std::size_t>(year)];
    }
    //! The row of a target of a world, by its name; no difference.
    std::optional<std::size_t> find_row(Target target, std::string const& id, std::size_t world = 0) const;
    //! The same. \throws std::out_of_range if there is none
    std::size_t row_of(Target target, std::string const& id, std::size_t world = 0) const;
    //! How a row that a walk writes is observed.
    Observed const& observed_of(std::size_t row) const;

    //! Work on some trajectories. \param fingerprinted  ranges of which it keeps fingerprints
    Job job(TrajectoryRange range, Fingerprinted fingerprinted = {}) const;
};

/*!
 * The plan of one of several worlds as if it were alone: its rows, whose counts stay where they are in the
 * tally of all.
 */
Plan plan_of_world(Plan const& plan, std::size_t world);
//! The same of the differences of a world from the baseline.
Plan plan_of_differences(Plan const& plan, std::size_t world);

//! A validated study, and the resolved study's text, for its digest.
struct Assumed {
    Study const& study;
    std::string assumptions;
    std::vector<Statement> statements = {};  //!< that are asked of it
};

/*!
 * Make the plan of validated studies; runs the pilot on the backend.
 *
 * The first is the baseline, whose rows, scales and bins are those that it has alone. Others are compared
 * with it: they have its years, and of contrasts the rows of one outcome alone. A row that both have, by its
 * name and its definition, is subtracted trajectory by trajectory; the scale of a difference comes from the
 * pilots of both. A statement that both have alike is compared too, unless it has a condition.
 *
 * \param outcome  in which others are compared
 * \throws StudyError if the pilot meets a value that is not finite, or the years of two studies differ;
 * Stopped if progress.stop was set
 */
Plan make_plan(std::vector<Assumed> const& worlds, Outcome outcome, std::uint64_t seed, Backend& backend,
               Progress& progress);
//! The plan of one study.
Plan make_plan(Study const& study, std::string const& assumptions, std::uint64_t seed, Backend& backend,
               Progress& progress);

}  // namespace gapmc
