// SPDX-License-Identifier: Apache-2.0
//! Which quantiles a record cannot tell to the integer: what further passes are made for.
#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/quantile.hpp"
#include "host/study/study.hpp"
#include "kernels/api/kept_columns.hpp"

namespace gapmc {

//! An order statistic of a row in a year, of which only its cell is known.
struct OpenRank {
    std::int32_t row = 0;
    std::int32_t year = 0;
    std::uint64_t rank = 0;
    LocatedRank cell;
    friend bool operator==(OpenRank const&, OpenRank const&) = default;
};

/*!
 * Order statistics behind the quantiles that a study reports, in the order of rows, years and ranks; without
 * those that a histogram or an earlier pass has told already.
 * \param study  whose years and levels are reported, of all worlds of the plan
 * \throws DataError if an exact value of the record does not lie where its rank does
 */
std::vector<OpenRank> open_ranks(Study const& study, Plan const& plan, Record const& record, Exact exact);

//! Rows and years that such order statistics are of, whatever is counted.
std::vector<KeptLine> quantile_lines(Study const& study, Plan const& plan, Exact exact);

}  // namespace gapmc
