// SPDX-License-Identifier: Apache-2.0
//! Everything that is fixed before the first trajectory counts: model, rows, what is counted of them, and the
//! digests. Nothing in it depends on how many trajectories there will be.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/plan/row.hpp"
#include "host/resolve/model.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

struct Plan {
    std::vector<std::unique_ptr<Model>> variants;  //!< the study itself first
    std::vector<Row> rows;
    TallySpec spec;
    std::uint64_t seed = 0;
    std::vector<double> central;         //!< central path, [row][year], in the rows' own units
    std::vector<double> central_starts;  //!< of the pairs at base, in link space
    std::vector<double> pilot_sds;       //!< of each row at the end, in its unit: for progress
    std::string study_digest;            //!< SHA-256 of the assumptions: the resolved study
    std::string model_digest;            //!< SHA-256 of every constant that reaches a trajectory
    std::string digest;                  //!< SHA-256 of that, the seed, and what is counted

    Model const& model() const { return *variants.front(); }
    double central_of(std::size_t row, int year) const {
        return central[row * static_cast<std::size_t>(spec.years) + static_cast<std::size_t>(year)];
    }
    //! The row of a target, by its name. \throws std::out_of_range if there is none
    std::size_t row_of(Target target, std::string const& id) const;

    //! Work on some trajectories. \param fingerprinted  ranges of which it keeps fingerprints
    Job job(TrajectoryRange range, Fingerprinted fingerprinted = {}) const;
};

/*!
 * Make the plan of a validated study; runs the pilot on the backend.
 * \param assumptions  the resolved study's text, for its digest
 * \throws StudyError if the pilot meets a value that is not finite, Stopped if progress.stop was set
 */
Plan make_plan(Study const& study, std::string const& assumptions, std::uint64_t seed, Backend& backend,
               Progress& progress);

}  // namespace gapmc
