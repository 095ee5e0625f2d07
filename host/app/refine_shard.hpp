// SPDX-License-Identifier: Apache-2.0
//! A further pass that is shared out: each shard counts its part in a folder of its own, and the run's folder
//! adds them up.
#pragma once

#include <string>
#include <vector>

#include "host/app/options.hpp"
#include "host/refine/refinement.hpp"
#include "host/session/session.hpp"

namespace gapmc {

//! Whether a folder holds such a shard, and no run.
bool is_pass_shard(std::string const& folder);

//! \return exit code
int refine_shard(RefineOptions const& options);

/*!
 * Add up the shares of the pass that is under way. \param folders  of its shards, in any order
 * \throws InputMissing, DataError, by their names, if one is none of this pass or if trajectories are missing
 */
void add_shares(Refinement& refinement, Session const& session, Record const& record,
                std::vector<std::string> const& folders);

}  // namespace gapmc
