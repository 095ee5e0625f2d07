// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/app/options.hpp"
#include "host/session/session.hpp"

namespace gapmc {

//! A run as its folder holds it.
struct FinishedRun {
    Session session;
    Record record;
    Results results;
};

/*!
 * Opens the run in a folder, shown as the command line asks. \throws InputMissing if there is none,
 * UsageError if it has no such contrast or outcome, DataError for a damaged record
 */
FinishedRun open_finished_run(ShownRunOptions const& options);

//! FILE, contrast, outcome and DIR of verbs that show a finished run. \param what  is made
void declare_shown_run(VerbOptions& verb, ShownRunOptions& options, std::string const& what);

//! To the file that was asked for, whose name is said, or to stdout. \return exit code
int deliver(std::string const& text, ShownRunOptions const& options);

}  // namespace gapmc
