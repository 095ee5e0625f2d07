// SPDX-License-Identifier: Apache-2.0
#include "host/refine/pass_job.hpp"

#include <cstddef>

namespace gapmc {
namespace {

constexpr std::int32_t left_out = -1;

//! Whether each row of the plan is needed.
std::vector<bool> needed_rows(Plan const& plan, std::vector<ValueWindow> const& windows) {
    std::vector<bool> needed(plan.rows.size());
    for (ValueWindow const& w : windows) needed[static_cast<std::size_t>(w.row)] = true;
    std::size_t const walked = plan.spec.walked_rows();
    for (std::size_t j = 0; j < plan.spec.differences.size(); ++j) {
        if (!needed[walked + j]) continue;
        needed[static_cast<std::size_t>(plan.spec.differences[j].minuend)] = true;
        needed[static_cast<std::size_t>(plan.spec.differences[j].subtrahend)] = true;
    }
    return needed;
}

}  // namespace

PassJob::PassJob(Plan const& plan, std::vector<ValueWindow> const& windows) : seed_{plan.seed} {
    std::vector<bool> const needed = needed_rows(plan, windows);
    std::vector<std::int32_t> place(plan.rows.size(), left_out);  // of a row among those of the job
    std::int32_t rows = 0;
    std::size_t row = 0;
    spec_.years = plan.spec.years;
    for (std::size_t v = 0; v < plan.worlds.size(); ++v) {
        std::vector<Observed> observed;
        for (Observed const& o : plan.spec.observed[v]) {
            if (needed[row]) {
                observed.push_back(o);
                place[row] = rows++;
            }
            ++row;
        }
        if (observed.empty()) continue;
        variants_.push_back(&plan.worlds[v].model->topology);
        spec_.observed.push_back(std::move(observed));
    }
    for (Difference d : plan.spec.differences) {
        if (needed[row]) {
            d.minuend = place[static_cast<std::size_t>(d.minuend)];
            d.subtrahend = place[static_cast<std::size_t>(d.subtrahend)];
            spec_.differences.push_back(d);
            place[row] = rows++;
        }
        ++row;
    }
    spec_.rows.resize(static_cast<std::size_t>(rows));
    spec_.windows = windows;
    for (ValueWindow& w : spec_.windows) w.row = place[static_cast<std::size_t>(w.row)];
    lay_out(spec_);
}

}  // namespace gapmc
