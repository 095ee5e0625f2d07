// SPDX-License-Identifier: Apache-2.0
#include "host/refine/refinement.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

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

std::size_t counters_of(PassJob const& work) { return work.spec().sizes.bins; }

//! Whether what a pass speaks of narrows the cells that it was begun with, each rank in its own.
bool follows(RefinementState const& state, std::vector<OpenRank> const& begun, Ranges const& done) {
    if (state.open.empty() || state.passes < 1 || state.passes > passes_for(begun)) return false;
    if (state.open.size() + state.found.size() != begun.size()) return false;
    auto open = state.open.begin();
    auto found = state.found.begin();
    for (OpenRank const& b : begun) {
        auto const is_of = [&](auto const& x) {
            return x.row == b.row && x.year == b.year && x.rank == b.rank;
        };
        auto const within = [&](std::int64_t least, std::int64_t most) {
            return least >= b.cell.ends.least && least <= most && most <= b.cell.ends.most;
        };
        if (open != state.open.end() && is_of(*open)) {
            LocatedRank const& cell = open->cell;
            bool const holds_rank = cell.before < b.rank && b.rank <= cell.before + cell.count;
            if (!within(cell.ends.least, cell.ends.most) || !holds_rank || cell.count > b.cell.count)
                return false;
            ++open;
        } else if (found != state.found.end() && is_of(*found)) {
            if (!within(found->value, found->value)) return false;
            ++found;
        } else {
            return false;
        }
    }
    return std::all_of(state.counted.all().begin(), state.counted.all().end(),
                       [&](TrajectoryRange const& range) { return done.hold(range); });
}

}  // namespace

Refinement::Refinement(Study const& study, Plan const& plan, Record const& record, Exact exact,
                       std::uint64_t most_bytes)
    : plan_{plan}, done_{whole(record).done}, sought_{0} {
    state_.exact = std::max(exact, record.request.exact);
    state_.open = open_ranks(study, plan, record, state_.exact);
    sought_ = state_.open.size();
    state_.passes = passes_for(state_.open, most_bytes);
}

Refinement::Refinement(Study const& study, Plan const& plan, Record const& record, RefinementState state)
    : plan_{plan}, done_{whole(record).done}, sought_{0} {
    std::vector<OpenRank> const begun = open_ranks(study, plan, record, state.exact);
    sought_ = begun.size();
    if (!follows(state, begun, done_)) throw DataError("its further passes are not those of the run");
    std::size_t const counters = counters_of(PassJob{plan, windows_of(state.open, state.passes)});
    if (state.counts.size() != (state.counted.empty() ? 0 : counters))
        throw DataError("its further passes have not the counters of the run");
    state_ = std::move(state);
}

std::uint64_t Refinement::bytes() const { return window_bytes(windows_of(state_.open, state_.passes)); }

bool Refinement::pass_until(Backend& backend, Progress& progress, Pause pause) {
    PassJob const work{plan_, windows_of(state_.open, state_.passes)};
    Ranges const& wanted = share_ ? *share_ : done_;
    for (TrajectoryRange const& range : wanted.all()) {
        Ranges const rest = state_.counted.missing_in(range);
        for (TrajectoryRange const& left : rest.all()) {
            Job const job = work.job(left);
            Counted const counted = backend.run_until(job, progress, pause);
            for (TrajectoryRange const& part : counted.ranges) state_.counted.add(part);
            if (!counted.ranges.empty()) state_.counts.resize(counters_of(work));
            for (std::size_t i = 0; i < state_.counts.size(); ++i) state_.counts[i] += counted.tally.bins[i];
            if (counted.failure != nullptr) std::rethrow_exception(counted.failure);
            if (!counted.is_all_of(job)) return false;
        }
    }
    if (!share_) end_pass(work);
    return true;
}

void Refinement::gather() {
    state_.counted = {};
    state_.counts.clear();
}

void Refinement::share(TrajectoryRange part) {
    gather();
    share_ = Ranges{part};
}

void Refinement::add(RefinementState const& share) {
    if (share.exact != state_.exact || share.passes != state_.passes || share.open != state_.open ||
        share.found != state_.found)
        throw DataError(
            "it is of another pass, or was counted with another --drivers. Count its share of this one");
    if (TrajectoryRange const common = share.counted.first_in_common(state_.counted); !common.empty())
        throw DataError(fmt::format("trajectories {} to {} are counted already. Give each only once",
                                    common.first, common.last - 1));
    state_.counted.add(share.counted);
    state_.counts.resize(std::max(state_.counts.size(), share.counts.size()));
    for (std::size_t i = 0; i < share.counts.size(); ++i) state_.counts[i] += share.counts[i];
}

Ranges Refinement::uncounted() const {
    Ranges missing;
    for (TrajectoryRange const& range : done_.all()) missing.add(state_.counted.missing_in(range));
    return missing;
}

void Refinement::pass(Backend& backend, Progress& progress) {
    while (!pass_until(backend, progress, no_pause)) progress.go_on();
}

void Refinement::end_pass(PassJob const& work) {
    // In the job, rows have other numbers.
    std::vector<ValueWindow> windows = windows_of(state_.open, state_.passes);
    for (std::size_t i = 0; i < windows.size(); ++i) windows[i].first = work.windows()[i].first;
    keep_found(narrowed(state_.open, windows, state_.counts));
    state_.counted = {};
    state_.counts.clear();
    --state_.passes;
    if (state_.passes == 0 && !finished())
        throw std::logic_error("further passes did not come to single integers");
}

bool Refinement::search(KeptValues const& kept, Progress const& progress) {
    if (finished()) return true;
    if (!kept.has(done_.size())) return false;
    std::vector<OpenRank> single;
    std::vector<std::int32_t> values;
    OpenRank const* searched = nullptr;  // whose values these are
    try {
        for (OpenRank const& open : state_.open) {
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
    state_.passes = 0;
    return true;
}

void Refinement::keep_found(std::vector<OpenRank> const& open) {
    state_.open.clear();
    for (OpenRank const& o : open) {
        if (o.cell.ends.least != o.cell.ends.most)
            state_.open.push_back(o);
        else
            state_.found.push_back({o.row, o.year, o.rank, static_cast<std::int32_t>(o.cell.ends.least)});
    }
    std::sort(state_.found.begin(), state_.found.end(),
              [](ExactValue const& a, ExactValue const& b) { return a.comes_before(b); });
}

void Refinement::put_into(Record& record) const {
    record.request.exact = state_.exact;
    record.exact.insert(record.exact.end(), state_.found.begin(), state_.found.end());
    std::sort(record.exact.begin(), record.exact.end(),
              [](ExactValue const& a, ExactValue const& b) { return a.comes_before(b); });
}

}  // namespace gapmc
