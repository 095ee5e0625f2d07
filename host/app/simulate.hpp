// SPDX-License-Identifier: Apache-2.0
//! What verbs share that simulate and leave a folder of results.
#pragma once

#include <string>

#include "host/app/options.hpp"
#include "host/session/session.hpp"

namespace gapmc {

//! What such a verb prints of its results.
using TableOf = std::string (*)(Session const& session, Results const& results);

/*!
 * Simulate what was asked of studies and write the files of the results: beside each other, synced and
 * renamed when all are there. A dry run writes nothing and says what a run would cost.
 *
 * \param folder  for the results
 * \return exit code
 * \throws what Session, OutputDirectory and the engines throw
 */
int simulate(OpenedStudies opened, RunOptions const& options, std::string const& folder, TableOf table);

//! "result digest ..." and, where quantiles are exact, the digest of these.
std::string digest_lines(Results const& results);

//! Options of such a verb, from -n to --quiet.
void declare_simulation(VerbOptions& verb, RunOptions& options);

}  // namespace gapmc
