// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/study/statement.hpp"
#include "kernels/api/kept_columns.hpp"
#include "kernels/api/trajectory_sink.hpp"
#include "kernels/tally/asked.hpp"

namespace gapmc {

//! A statement that is judged trajectory by trajectory, on the integers by which `ask` counts it.
class Condition {
  public:
    //! The plan stays as it is. \pre the statement has no condition of its own
    Condition(Plan const& plan, Study const& study, Statement const& statement);

    //! The same for an engine that keeps its truth. \pre the plan is what the engine counts
    KeptStatement kept() const { return {asked_terms_, asked_steps_, begin_, end_}; }

    //! Whether the trajectory in a lane of a batch fulfils it.
    bool holds(TrajectoryBatch const& batch, int lane) const;

  private:
    std::vector<AskedTerm> asked_terms_;
    std::vector<AskedStep> asked_steps_;
    std::int32_t begin_ = 0;
    std::int32_t end_ = 0;
    std::int32_t years_ = 0;
};

//! The row by which trajectories are put in order of a quantity.
std::size_t ranked_row(Plan const& plan, StatementTerm const& quantity);

}  // namespace gapmc
