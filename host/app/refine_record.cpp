// SPDX-License-Identifier: Apache-2.0
#include "host/app/refine_record.hpp"

#include <fmt/format.h>

#include "host/app/progress_line.hpp"
#include "host/app/refine_shard.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

namespace {

//! The refinement that the run has begun, or a new one.
Refinement refinement_of(Session const& session, UnderWay const& run, Exact exact) {
    if (!run.refinement) return session.refinement(run.record, exact);
    return {session.study(), session.plan(), run.record, *run.refinement};
}

}  // namespace

void refine_record(Session const& session, UnderWay& run, Exact exact, Backend& backend,
                   KeptValues const& kept, Keeper& keeper, bool quiet) {
    Refinement refinement = refinement_of(session, run, exact);
    Progress& progress = program_progress();
    std::size_t const sought = refinement.sought();
    auto const finish = [&] {
        refinement.put_into(run.record);
        run.refinement.reset();
    };
    if (sought > 0 && refinement.search(kept, progress)) {
        if (!quiet) say("{} quantiles were made exact among the values that the device kept", sought);
        return finish();
    }
    int const passes = refinement.passes();
    if (!quiet)
        say("{} quantiles are to be made exact: {} further {}{}", sought, passes,
            passes == 1 ? "pass" : "passes",
            passes == 0 ? ""
                        : fmt::format(", counters of {:.1f} MB for each thread",
                                      static_cast<double>(refinement.bytes()) / 1e6));
    for (int pass = 1; !refinement.finished(); ++pass) {
        progress.done = refinement.counted();
        ProgressLine const line{progress,
                                run.record.done.size(),
                                {"", 0, "", fmt::format("further pass {} of {}: ", pass, passes)},
                                quiet};
        for (bool ended = false; !ended;) {
            // Also when a rank fails, what the others have counted of the pass is there.
            try {
                ended = refinement.pass_until(backend, progress, keeper.next());
            } catch (...) {
                run.refinement = refinement.state();
                throw;
            }
            run.refinement = refinement.state();
            if (refinement.finished()) break;
            progress.go_on();
            keeper.keep(run);
        }
    }
    finish();
}

void refine_by_shares(Session const& session, UnderWay& run, Exact exact, Backend& backend,
                      std::vector<std::string> const& shares) {
    Refinement refinement = refinement_of(session, run, exact);
    if (!refinement.finished()) {
        add_shares(refinement, session, run.record, shares);
        Progress own;  // nothing is left to be counted
        refinement.pass_until(backend, own, no_pause);
    }
    if (!refinement.finished()) {
        run.refinement = refinement.state();
        throw Stopped{fmt::format("{} further {} to be made, by shards again or by one process",
                                  refinement.passes(), refinement.passes() == 1 ? "pass is" : "passes are")};
    }
    refinement.put_into(run.record);
    run.refinement.reset();
}

}  // namespace gapmc
