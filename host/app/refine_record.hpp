// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/app/checkpoints.hpp"
#include "host/session/session.hpp"

namespace gapmc {

//! Make quantiles of a run exact, and tell on stderr what that takes and how it goes. \param kept  what the
//! run kept, if it has it \throws what Refinement throws; the run can go on from there
void refine_record(Session const& session, UnderWay& run, Exact exact, Backend& backend,
                   KeptValues const& kept, Keeper& keeper, bool quiet);

//! The same by shards of one pass, which others have counted. \param shares  their folders \throws Stopped if
//! another pass is needed, for which the run is ready then
void refine_by_shares(Session const& session, UnderWay& run, Exact exact, Backend& backend,
                      std::vector<std::string> const& shares);

}  // namespace gapmc
