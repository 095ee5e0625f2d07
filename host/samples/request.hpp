// SPDX-License-Identifier: Apache-2.0
//! Which trajectories of a run are kept, and how.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "host/study/statement.hpp"

namespace gapmc {

//! Kinds of columns.
enum class SamplePart { contrasts, scores, drivers, events, inputs };

enum class SampleFormat { parquet, csv, csv_wide, netcdf };

struct SampleRequest {
    //! How many: the first ones, unless something else is said. None: all that fulfil `where`.
    std::optional<std::uint64_t> number;
    std::optional<StatementTerm> by;  //!< at evenly spaced ranks of this quantity
    std::optional<Statement> where;   //!< that fulfil this statement
    std::set<SamplePart> parts;
    std::vector<SampleFormat> formats;
};

}  // namespace gapmc
