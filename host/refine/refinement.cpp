// SPDX-License-Identifier: Apache-2.0
#include "host/refine/refinement.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "host/refine/pass_job.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

Record const& whole(Record const& record) {
    if (record.request.is_shard() || record.done.size() != record.request.trajectories)
        throw UsageError(
            "these are a part of a run's trajectories, whose quantiles are not those of the run. Merge the "
            "parts first");
    return record;
}

bool are_in_one_cell(OpenRank const& a, OpenRank const& b) {
    return a.row == b.row && a.year == b.year && a.cell.ends.least == b.cell.ends.least;
}

std::int32_t as_observation(std::int64_t end) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(end, INT32_MIN, INT32_MAX));
}

//! All values in a cell, ascending.
std::vector<std::int32_t> values_in_cell(KeptValues const& kept, OpenRank const& open) {
    std::vector<std::int32_t> values =
        kept.columns()->between(kept.column_of({open.row, open.year}), as_observation(open.cell.ends.least),
                                as_observation(open.cell.ends.most));
    if (values.size() != open.cell.count)
        throw std::logic_error("a device kept " + std::to_string(values.size()) +
                               " trajectories where it counted " + std::to_string(open.cell.count));
    return values;
}

}  // namespace

Refinement::Refinement(Study const& study, Plan const& plan, Record const& record, Exact exact,
                       std::uint64_t most_bytes)
    : plan_{plan},
      done_{whole(record).done},
      exact_{std::max(exact, record.request.exact)},
      open_{open_ranks(study, plan, record, exact_)},
      sought_{open_.size()},
      passes_{passes_for(open_, most_bytes)} {}

std::uint64_t Refinement::bytes() const { return window_bytes(windows_of(open_, passes_)); }

void Refinement::pass(Backend& backend, Progress& progress) {
    PassJob const work{plan_, windows_of(open_, passes_)};
    Tally total = make_tally(work.spec());
    for (TrajectoryRange const& range : done_.all()) add(total, backend.run(work.job(range), progress));
    // In the job, rows have other numbers.
    std::vector<ValueWindow> windows = windows_of(open_, passes_);
    for (std::size_t i = 0; i < windows.size(); ++i) windows[i].first = work.windows()[i].first;
    keep_found(narrowed(open_, windows, total.bins));
    --passes_;
    if (passes_ == 0 && !open_.empty())
        throw std::logic_error("further passes did not come to single integers");
}

bool Refinement::search(KeptValues const& kept, Progress const& progress) {
    if (finished()) return true;
    if (!kept.has(done_.size())) return false;
    std::vector<OpenRank> single;
    std::vector<std::int32_t> values;
    OpenRank const* searched = nullptr;  // whose values these are
    try {
        for (OpenRank const& open : open_) {
            progress.go_on();
            if (searched == nullptr || !are_in_one_cell(*searched, open)) values = values_in_cell(kept, open);
            searched = &open;
            std::int32_t const value = values[open.rank - open.cell.before - 1];
            single.push_back(open);
            single.back().cell = {{value, value}, open.cell.before, open.cell.count};
        }
    } catch (DeviceError const&) {
        return false;  // a pass shows what is left of the device
    }
    keep_found(single);
    passes_ = 0;
    return true;
}

void Refinement::keep_found(std::vector<OpenRank> const& open) {
    open_.clear();
    for (OpenRank const& o : open) {
        if (o.cell.ends.least != o.cell.ends.most)
            open_.push_back(o);
        else
            found_.push_back({o.row, o.year, o.rank, static_cast<std::int32_t>(o.cell.ends.least)});
    }
}

void Refinement::put_into(Record& record) const {
    record.request.exact = exact_;
    record.exact.insert(record.exact.end(), found_.begin(), found_.end());
    std::sort(record.exact.begin(), record.exact.end(),
              [](ExactValue const& a, ExactValue const& b) { return a.comes_before(b); });
}

}  // namespace gapmc
