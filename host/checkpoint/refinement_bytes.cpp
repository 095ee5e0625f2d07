// SPDX-License-Identifier: Apache-2.0
#include "host/checkpoint/refinement_bytes.hpp"

#include "host/study/request_limits.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t most_counters = std::uint64_t{1} << 26;  // those of a pass take 32 MB

std::int32_t read_place(ByteReader& in, std::size_t places) {
    std::uint64_t const place = in.number();
    if (place >= places) in.damaged("a quantile that it seeks is of no row");
    return static_cast<std::int32_t>(place);
}

template<class Ranked>
void write_place(ByteWriter& out, Ranked const& ranked) {
    out.number(static_cast<std::uint64_t>(ranked.row));
    out.number(static_cast<std::uint64_t>(ranked.year));
    out.number(ranked.rank);
}

template<class Ranked>
void read_place(ByteReader& in, Plan const& plan, Ranked& ranked) {
    ranked.row = read_place(in, plan.rows.size());
    ranked.year = read_place(in, static_cast<std::size_t>(plan.spec.years));
    ranked.rank = in.number();
}

}  // namespace

void write_refinement(ByteWriter& out, RefinementState const& state) {
    out.number(static_cast<std::uint64_t>(state.exact));
    out.number(static_cast<std::uint64_t>(state.passes));
    out.number(state.open.size());
    for (OpenRank const& open : state.open) {
        write_place(out, open);
        out.integer(open.cell.ends.least);
        out.integer(open.cell.ends.most);
        out.number(open.cell.before);
        out.number(open.cell.count);
    }
    out.number(state.found.size());
    for (ExactValue const& found : state.found) {
        write_place(out, found);
        out.integer(found.value);
    }
    out.number(state.counted.all().size());
    for (TrajectoryRange const& range : state.counted.all()) {
        out.number(range.first);
        out.number(range.last);
    }
    out.number(state.counts.size());
    out.sparse(state.counts);
}

RefinementState read_refinement(ByteReader& in, Plan const& plan) {
    RefinementState state;
    std::uint64_t const exact = in.number();
    if (exact > static_cast<std::uint64_t>(Exact::drivers))
        in.damaged("its quantiles become exact in a way that there is not");
    state.exact = static_cast<Exact>(exact);
    std::uint64_t const passes = in.number();
    if (passes > 32) in.damaged("its further passes are too many");
    state.passes = static_cast<int>(passes);
    state.open.resize(in.size());
    for (OpenRank& open : state.open) {
        read_place(in, plan, open);
        open.cell.ends.least = in.integer();
        open.cell.ends.most = in.integer();
        open.cell.before = in.number();
        open.cell.count = in.number();
    }
    state.found.resize(in.size());
    for (ExactValue& found : state.found) {
        read_place(in, plan, found);
        found.value = in.observation();
    }
    std::size_t const ranges = in.size();
    for (std::size_t i = 0; i < ranges; ++i) {
        TrajectoryRange range;
        range.first = in.number();
        range.last = in.number();
        bool const ascends = state.counted.empty() || range.first > state.counted.all().back().last;
        if (!ascends || range.first >= range.last || range.last > most_trajectories)
            in.damaged("the trajectories of its further pass do not fit");
        state.counted.add(range);
    }
    std::uint64_t const counts = in.number();
    if (counts > most_counters) in.damaged("its further pass has too many counters");
    state.counts.resize(counts);
    in.sparse(state.counts);
    return state;
}

}  // namespace gapmc
