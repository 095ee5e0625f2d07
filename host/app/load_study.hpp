// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "host/app/options.hpp"
#include "host/record/record_bytes.hpp"
#include "host/session/engine.hpp"
#include "host/session/opened_study.hpp"
#include "host/text/escape.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

/*!
 * The study that a verb was told to take: a study file, or what the record in a run's folder holds, with its
 * overrides and its request (those of the command line come on top). Problems are returned, not thrown.
 */
OpenedStudy load_study(StudyOptions const& options, PartOptions const& part = {});

//! The same, and the number of warnings is told on stderr. \throws StudyError if there are errors
OpenedStudy load_sound_study(StudyOptions const& options, PartOptions const& part = {});

//! What a run says of itself: one that has ended by its folder, another by a checkpoint of it.
struct FoundRun {
    RecordHead head;
    std::string file;  //!< name of its study, for messages
};
//! \return nothing if the path is neither, so that it names a study file \throws InputMissing for another
//! folder, DataError for a damaged or foreign run
std::optional<FoundRun> find_run(std::string const& path);

//! A file of a run's folder. \throws InputMissing if it is not there
std::string read_run_file(std::string const& directory, std::string const& name);
bool is_directory(std::string const& path);
/*!
 * The study of a run and those it was compared with, shown as a command line asks; what `wanted` leaves open
 * is shown as the run shows it. \throws StudyError, UsageError for what the study cannot show
 */
OpenedStudies open_as_shown(RecordHead const& head, std::string const& folder, Shown const& wanted);
//! What reads a file of a folder; faults of what it holds name the folder. \throws what it throws
template<class Read>
auto in_folder(std::string const& folder, Read&& read) {
    try {
        return read();
    } catch (DataError const& e) {
        throw DataError(plain_text(folder) + ": " + e.what());
    }
}
//! \throws UsageError if what is made of a folder would replace it
void refuse_own_folder(std::string const& folder, std::string const& out);
//! Whether a path is a file that begins as a checkpoint does.
bool begins_as_checkpoint(std::string const& path);

//! The engine that the options demand; GAPMC_SIMD chooses the instance on a CPU, GAPMC_CACHE where walks that
//! were compiled for devices are kept.
ChosenEngine engine_of(EngineOptions options, bool quiet);
//! What a processor does beside an engine, or after it: with the same threads and instance, where these were
//! chosen.
CpuOptions processor_of(EngineOptions const& options);

//! What became of threads that the system would not start, told once. \param quiet  not at all
void say_refused_threads(Engine const& engine, bool quiet);

}  // namespace gapmc
