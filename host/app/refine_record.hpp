// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/session/session.hpp"

namespace gapmc {

//! Make quantiles of a record exact, and tell on stderr what that takes and how it goes. \param kept  what
//! the run kept, if it has it \throws what Refinement throws; the record is as it was then
void refine_record(Session const& session, Record& record, Exact exact, Backend& backend,
                   KeptValues const& kept, bool quiet);

}  // namespace gapmc
