// SPDX-License-Identifier: Apache-2.0
#include "host/refine/pass_job.hpp"

#include <cstddef>

namespace gapmc {
namespace {

std::vector<std::size_t> rows_of(std::vector<ValueWindow> const& windows) {
    std::vector<std::size_t> rows;
    for (ValueWindow const& w : windows) rows.push_back(static_cast<std::size_t>(w.row));
    return rows;
}

}  // namespace

PassJob::PassJob(Plan const& plan, std::vector<ValueWindow> const& windows)
    : seed_{plan.seed}, some_{plan, rows_of(windows)} {
    some_.spec.windows = windows;
    for (std::size_t i = 0; i < windows.size(); ++i)
        some_.spec.windows[i].row = static_cast<std::int32_t>(some_.rows[i]);
    lay_out(some_.spec);
}

}  // namespace gapmc
