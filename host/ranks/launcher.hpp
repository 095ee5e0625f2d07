// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gapmc {

//! What started this process together with others, by the variables that it set.
struct Launcher {
    std::uint64_t processes = 1;  //!< 1: nothing did
    std::string variable;         //!< that says so
    std::string module;           //!< of MPI that it goes with; empty: any
    bool tells_mpi = true;        //!< of the processes, so that MPI can join them
};

//! \param variable  of the environment, empty where it is not set
Launcher find_launcher(std::function<std::string(char const*)> const& variable);

//! Where a rank is, and which devices it sees there.
struct Seat {
    std::string machine;
    std::vector<std::string> devices;  //!< in the order of the CUDA runtime, by their places on the bus
};

/*!
 * The device of each rank: one that no other rank on its machine has taken, however launchers or schedulers
 * share devices out. A rank that has a machine to itself keeps the word that all were told.
 * \param device  auto, cpu, cuda, cuda:0,2 or cuda:all: of `auto` a rank that finds no device of its own
 * takes processors, of the others it shares one \return such words
 */
std::vector<std::string> devices_of_ranks(std::string const& device, std::vector<Seat> const& seats);

}  // namespace gapmc
