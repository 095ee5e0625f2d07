// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "host/app/options.hpp"
#include "host/config/problems.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

struct LoadedStudy {
    Study study;
    std::string file;               //!< that was read
    std::string text;               //!< as given
    std::vector<Problem> problems;  //!< warnings, and errors if there are any
    bool ok() const { return !any_error(problems); }
};

/*!
 * Read a study file, or the resolved study of a run's folder; apply overrides and options; check everything.
 * Problems are returned, not thrown.
 */
LoadedStudy load_study(SimulationOptions const& options);

//! The same, and the number of warnings is told on stderr. \throws StudyError if there are errors
LoadedStudy load_sound_study(SimulationOptions const& options);

//! A run's folder, with what it must hold. \throws InputMissing if `name` is not there
std::string read_run_file(std::string const& directory, std::string const& name);
bool is_directory(std::string const& path);

struct ChosenBackend {
    std::unique_ptr<Backend> backend;
    std::string why;  //!< for people
};
//! \throws BackendUnavailable for a device that is demanded and absent; `auto` takes what is there
ChosenBackend choose_backend(SimulationOptions const& options);

}  // namespace gapmc
