// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/config/problems.hpp"
#include "host/record/record_bytes.hpp"
#include "host/study/request.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! What a caller asks for; what is absent is taken from the study file, else from Request's defaults.
struct RequestOptions {
    std::optional<std::uint64_t> seed;
    std::optional<std::uint64_t> trajectories;
    Shard shard = {};
    Shown shown = {};
    Exact exact = Exact::none;
    std::vector<std::string> statements = {};  //!< asked instead of those of the study
};

//! A study that was read and checked. Its problems may hold errors: then only they may be used.
struct OpenedStudy {
    GivenStudy given;
    std::string file;  //!< name for messages
    Study study;
    Request request;
    std::vector<Problem> problems;           //!< in the order of the file, warnings too
    std::vector<Statement> statements = {};  //!< that are counted

    bool ok() const { return !any_error(problems); }
    //! The study with every default and override written out, as a file that can be run; its request too.
    std::string resolved() const;
    //! The same without the request: what the study's digest is of.
    std::string assumptions() const;
};

/*!
 * Read a study, apply its overrides, check everything that can be checked without simulating.
 *
 * \param file  name for messages
 * \throws StudyError if the text may not be parsed, UsageError if an override is malformed
 * or the study has not what shall be shown, or a statement is not understood
 */
OpenedStudy open_study(GivenStudy given, std::string file, RequestOptions const& options);

//! Several worlds: a study, and those that are compared with it.
struct OpenedStudies {
    OpenedStudy study;
    std::vector<OpenedStudy> compared;
};

//! Why a study cannot show what is wanted, with what to do; empty if it can.
std::string shown_problem(Study const& study, Shown const& shown);

//! The studies of a record, with its own request. \throws StudyError if it is not sound any more, DataError
//! if the record shows a contrast or an outcome that it does not have
OpenedStudies open_studies(RecordHead const& head, std::string file);

}  // namespace gapmc
