// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "kernels/api/environment.hpp"

namespace gapmc {

//! How many threads a process takes where nobody asks for a number, and what says so.
struct ThreadShare {
    int threads;
    std::string by;  //!< what limits them below the machine's processors; empty: nothing
};

/*!
 * The share of one process in its machine: the processors that it is bound to; of what all processes of a job
 * have in common (processors that nobody bound, the quota of a control group) an even part; and no more than
 * Slurm allotted, which binds nothing on a site without a task plugin.
 * \param online  processors of the machine \param processes  of this job on this machine
 * \param variable  of the environment, empty where it is not set: SLURM_CPUS_PER_TASK, and where it is not
 * set SLURM_CPUS_ON_NODE, which all processes have in common (sbatch's manual page, "OUTPUT ENVIRONMENT
 * VARIABLES")
 */
ThreadShare share_of_process(Processors const& here, int online, int processes,
                             std::function<std::string(char const*)> const& variable);

}  // namespace gapmc
