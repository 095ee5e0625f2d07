// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/ranks/transport.hpp"

namespace gapmc {

//! Messages by MPI, from when it is made until it goes, in which time MPI is at work.
class MpiTransport : public Transport {
  public:
    //! Ends all processes of the job, when one of them cannot go on at all.
    virtual void abort(int code) = 0;
};

/*!
 * \param module  path of a module (mpi_module.h), or the name of one beside the program: "openmpi", "mpich";
 * empty: the first that is there
 * \param absence  why there is none
 * \return null without a module \throws IoError if MPI cannot begin
 */
std::unique_ptr<MpiTransport> open_mpi(std::string const& module, std::string& absence);

//! The modules of this program, by name, without loading one: libraries of two implementations do not go
//! together.
std::vector<std::string> mpi_modules();

}  // namespace gapmc
