// SPDX-License-Identifier: Apache-2.0
//! What is told of a trajectory, column by column: one description for every writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/resolve/pair_level.hpp"
#include "host/samples/request.hpp"
#include "host/study/study.hpp"
#include "host/tables/table.hpp"

namespace gapmc {

//! A quantity, which has a value at the end of every index year.
struct QuantityColumn {
    TableColumn column;
    std::size_t row = 0;                //!< of the plan, that it is told by
    double units = 1;                   //!< observation units in one of the row
    PairLevel level = PairLevel::none;  //!< from the row to the column's unit

    //! The value in the column's unit. \param observed  of the row; one at the ends of what an observation
    //! holds stands for that and all beyond, so that the value is infinite, or at the end of the unit
    double value(std::int32_t observed) const;
};

//! An uncertain input, which a trajectory has once.
struct InputColumn {
    TableColumn column;
    std::size_t input = 0;
    Link link = Link::identity;  //!< scale on which the walk holds it
    double factor = 1;           //!< of the value off that scale

    //! The value in the column's unit. \param bits  of the float32 that the walk holds
    double value(std::int32_t bits) const;
};

struct SampleColumns {
    int first_year = 0;  //!< index years
    int years = 0;
    std::vector<QuantityColumn> quantities;
    std::vector<InputColumn> inputs;
};

/*!
 * Columns of the first world of a plan. A quantity is called what a statement calls it: `gap`, `gap.edition`,
 * `score.us`, `compute.us` in its own unit; beside these `compute.us.ln` or `.logit` on the scale it moves
 * on, `event.NAME.onsets` and `event.NAME.active`. An input has the path of its key.
 *
 * \throws StudyError if two quantities have one name
 */
SampleColumns sample_columns(Study const& study, Plan const& plan, std::set<SamplePart> const& parts);

}  // namespace gapmc
