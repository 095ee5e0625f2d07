// SPDX-License-Identifier: Apache-2.0
#include "host/app/exit_meanings.hpp"

namespace gapmc {

std::span<ExitMeaning const> exit_meanings() {
    static constexpr ExitMeaning all[] = {
        {ExitCode::ok, "ok"},
        {ExitCode::check_says_no,
         "the check says no: verify differs, doctor or bench finds wrong numbers, the gate of validate does "
         "not hold, --until was not reached (results are written)"},
        {ExitCode::usage,
         "usage: a verb, an option, its value or an override cannot be read, or has no effect"},
        {ExitCode::bad_data, "bad data: a damaged or foreign tally.bin, checkpoint or SHA256SUMS"},
        {ExitCode::input_missing, "input missing: no such study or run"},
        {ExitCode::device_absent, "the demanded device is absent"},
        {ExitCode::internal_fault, "internal fault, or out of memory"},
        {ExitCode::cannot_create,
         "the folder or file cannot be created, is in use, or holds a finished run, or another one "
         "that has not ended"},
        {ExitCode::io_error, "reading or writing failed, e.g. the disk is full"},
        {ExitCode::stopped, "stopped on request by a signal; what was counted is kept for resume"},
        {ExitCode::study_wrong, "the study is wrong, or produced a value that is not finite"},
        {ExitCode::interrupted_again, "a second Ctrl-C, more than a second after the first"},
    };
    return all;
}

}  // namespace gapmc
