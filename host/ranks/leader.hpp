// SPDX-License-Identifier: Apache-2.0
//! The engine of rank 0: all ranks of a job, behind the seam that one engine has.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/ranks/launcher.hpp"
#include "host/ranks/transport.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! Where all ranks are, rank 0 first. Once, before their engines are made. \throws Stopped
std::vector<Seat> hear_seats(Transport& transport, Seat own);

/*!
 * Ranks that count together. Large jobs are handed out in ranges (HandOut), small ones are done by rank 0
 * alone. What the others counted comes up a tree, integers into integers. A rank that fails ends the job:
 * what all have counted until then is returned with the failure.
 *
 * \param own  engine of rank 0 \param words  for each rank, of the engine that it is to make
 * \throws what another rank threw when it made its engine, as its exit code and message
 */
std::unique_ptr<Backend> make_ranks_backend(Transport& transport, std::unique_ptr<Backend> own,
                                            std::vector<std::vector<std::string>> const& words);

//! Say to all ranks that they may leave. Once, by rank 0, whatever became of the verb.
void dismiss(Transport& transport, int exit_code);

}  // namespace gapmc
