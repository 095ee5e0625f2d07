// SPDX-License-Identifier: Apache-2.0
//! From a study file to a Study.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/problems.hpp"
#include "host/study/request.hpp"
#include "host/study/study.hpp"

namespace gapmc {

struct ReadResult {
    Study study;                    //!< to be used only if ok()
    Request request;                //!< defaults of the request, as the study states them
    std::vector<Problem> problems;  //!< in the order of the file, warnings too

    bool ok() const { return !any_error(problems); }
    //! \throws StudyError with all problems if there is an error among them
    void require_ok() const;
};

/*!
 * Reads a study, applies overrides and checks everything that can be checked without special functions; see
 * configs/README.md for the format. Reports every problem, except where the text is not TOML at all.
 *
 * Units are canonical, defaults filled in, and every list is sorted by name (actors: as in study.actors; the
 * contrast `gap` first), so that two files which say the same give the same Study.
 *
 * \param text as read from the file
 * \param file name for messages
 * \param overrides words `key.path=value` and `+key.path=value`
 * \param scenario read this scenario of the study instead, by its name; empty: the study itself, with
 * all its scenarios checked.
 * \throws StudyError if the text may not be parsed (guard_text)
 * \throws UsageError if an override is malformed, or there is no such scenario
 */
ReadResult read_study(std::string_view text, std::string const& file,
                      std::vector<std::string> const& overrides = {}, std::string const& scenario = {});

/*!
 * The same from a file.
 *
 * \throws InputMissing, StudyError, IoError as read_study_text
 */
ReadResult read_study_file(std::string const& path, std::vector<std::string> const& overrides = {},
                           std::string const& scenario = {});

}  // namespace gapmc
