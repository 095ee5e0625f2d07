// SPDX-License-Identifier: Apache-2.0
//! The processes of a job that a launcher started together.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/app/verb.hpp"
#include "host/ranks/mpi_transport.hpp"
#include "host/session/engine.hpp"

namespace gapmc {

/*!
 * Joins the processes that a launcher started together, if a verb shares its work and is not given a shard.
 * \return null for a process that works by itself
 * \throws UsageError if there are several and MPI does not join them: they would all do the same work in one
 * folder
 */
std::unique_ptr<MpiTransport> join_ranks(Verb const& verb, std::vector<std::string> const& words);

//! What every rank but 0 does. \return exit code
int serve_ranks(MpiTransport& transport);

//! The ranks that count for this process, from rank 0's main; null: it counts alone.
void set_program_ranks(Transport* transport);
Transport* program_ranks();

//! All ranks as one engine. \param make  rank 0's own, on the device and the processors that are its own
ChosenEngine with_ranks(Transport& transport, EngineOptions const& options,
                        std::function<ChosenEngine(EngineOptions const&)> const& make);

}  // namespace gapmc
