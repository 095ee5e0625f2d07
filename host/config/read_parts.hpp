// SPDX-License-Identifier: Apache-2.0
//! Parts of read_study: each fills its tables of a Study.
#pragma once

#include <string>

#include "host/config/cursor.hpp"
#include "host/study/request.hpp"
#include "host/study/study.hpp"

namespace gapmc::config {

void read_head(Cursor const& root, Study& study);  //!< study, actors, report, contrasts, plausible, scenarios
Request read_request(Cursor const& root);          //!< seed and trajectories of [study]
void read_drivers(Cursor const& root, Study& study);    //!< drivers
void read_relations(Cursor const& root, Study& study);  //!< shocks, dependence, couplings; after the drivers
void read_events(Cursor const& root, Study& study);
void read_index(Cursor const& root, Study& study);

//! "driver.actor" taken apart; empty names if there is no dot.
PairName pair_of(std::string const& text);

}  // namespace gapmc::config
