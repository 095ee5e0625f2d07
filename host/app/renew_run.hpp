// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "host/app/checkpoints.hpp"
#include "host/app/options.hpp"
#include "host/record/record_bytes.hpp"
#include "host/session/session.hpp"

namespace gapmc {

//! What a verb does with a finished run, in whose folder it leaves the result.
struct Renewal {
    Task task;
    //! Looks at what the folder says of itself and may ask for more than is there. \return why there is
    //! nothing to do, which is then said; empty: there is
    std::function<std::string(RecordHead&)> begin;
    //! Before anything is simulated: what the record is to begin with.
    std::function<void(Session const&, Record&, Backend&)> prepare = {};
    //! Brings the run to what was asked for.
    std::function<void(Session const&, UnderWay&, Backend&, Keeper&)> work;
};

/*!
 * Renew the files of a finished run: all of them together, or none.
 * \param study  of StudyOptions the folder and quiet
 * \return exit code
 * \throws InputMissing, DataError for a folder that is no sound run; what the renewal and the engines throw
 */
int renew_run(StudyOptions const& study, EngineOptions const& engine, KeepingOptions const& keeping,
              Renewal const& renewal);

}  // namespace gapmc
