// SPDX-License-Identifier: Apache-2.0
//! Every reproducible file of a run's folder, made from its record.
#pragma once

#include <string>
#include <vector>

#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! Raised whenever a file's bytes change though what was counted does not.
inline constexpr std::uint64_t output_version = 8;

struct RunFile {
    std::string name;  //!< relative to the folder, with '/' between its parts
    std::string bytes;
};

//! Whether a run has a page: the whole run, and one of which it was not left out.
inline bool has_page(Results const& results) {
    return !results.is_partial() && !results.request.shown.no_report;
}

/*!
 * The files of a record, in the order in which they are written; tally.bin last.
 * \param resolved  the study with everything explicit, its request too
 * \throws StudyError when a value is not finite
 */
std::vector<RunFile> run_files(Study const& study, std::string const& resolved, Record const& record,
                               Results const& results);

//! Names of every file that a run of the study may have in its folder, of the report and run.json too.
std::vector<std::string> names_of_run(Study const& study);

}  // namespace gapmc
