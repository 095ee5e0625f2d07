// SPDX-License-Identifier: Apache-2.0
#include "host/app/refine_record.hpp"

#include <fmt/format.h>

#include "host/app/progress_line.hpp"
#include "host/app/signals.hpp"
#include "host/app/talk.hpp"

namespace gapmc {

void refine_record(Session const& session, Record& record, Exact exact, Backend& backend,
                   KeptValues const& kept, bool quiet) {
    Refinement refinement = session.refinement(record, exact);
    Progress& progress = program_progress();
    std::size_t const sought = refinement.sought();
    if (sought > 0 && refinement.search(kept, progress)) {
        if (!quiet) say("{} quantiles were made exact among the values that the device kept", sought);
        refinement.put_into(record);
        return;
    }
    int const passes = refinement.passes();
    if (!quiet)
        say("{} quantiles are to be made exact: {} further {}{}", sought, passes,
            passes == 1 ? "pass" : "passes",
            passes == 0 ? ""
                        : fmt::format(", counters of {:.1f} MB for each thread",
                                      static_cast<double>(refinement.bytes()) / 1e6));
    for (int pass = 1; !refinement.finished(); ++pass) {
        progress.done = 0;
        ProgressLine const line{progress,
                                record.done.size(),
                                {"", 0, "", fmt::format("further pass {} of {}: ", pass, passes)},
                                quiet};
        refinement.pass(backend, progress);
    }
    refinement.put_into(record);
}

}  // namespace gapmc
