// SPDX-License-Identifier: Apache-2.0
//! What verbs share that simulate and leave a folder of results.
#pragma once

#include <string>

#include "host/app/options.hpp"
#include "host/folder/directory.hpp"
#include "host/session/session.hpp"

namespace gapmc {

/*!
 * Simulate what was asked of studies and write the files of the results: beside each other, synced and
 * renamed when all are there. A dry run writes nothing and says what a run would cost.
 *
 * \param folder  for the results
 * \return exit code
 * \throws what Session, OutputDirectory and the engines throw
 */
int simulate(OpenedStudies opened, RunOptions const& options, std::string const& folder);

/*!
 * Put the files of a record into a folder that is being made: all but run.json.
 * \return the bytes of result.json \throws Stopped, and what Session::files and OutputDirectory throw
 */
std::string add_files(OutputDirectory& directory, Session const& session, Record const& record,
                      Progress const& progress);

//! What such a verb prints: the table, of scenarios where some were compared, the digests and the folder.
std::string results_text(Session const& session, Results const& results, std::string const& folder);

//! Options of such a verb, from -n to --quiet.
void declare_simulation(VerbOptions& verb, RunOptions& options);

}  // namespace gapmc
