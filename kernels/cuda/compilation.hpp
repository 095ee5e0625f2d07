// SPDX-License-Identifier: Apache-2.0
//! The walk of a study's shape, compiled beside the run.
#pragma once

#include <memory>
#include <string>

#include "kernels/api/backend.hpp"

namespace gapmc::cuda {

/*!
 * A shape's walk for the architectures of a run's devices, each compiled once, unless it is kept from earlier
 * runs. For several threads.
 *
 * Whoever drops it does not wait: a compiler cannot be interrupted, and what it makes for a run that has
 * ended nobody needs. See compilations_under_way().
 */
class Compilation {
  public:
    //! \param shape of study_source() \param codes  those that are kept; may be null
    explicit Compilation(std::string shape, std::shared_ptr<CodeStore> codes = nullptr);

    //! Take what is kept. \return whether there is something
    bool find(std::string const& architecture);
    //! Begin to compile, unless that was begun before or there is a code.
    void begin(std::string const& architecture);
    //! Has what was begun come to an end?
    bool ready(std::string const& architecture) const;
    //! Code, waited for if need be; what stopped the compiler is thrown. \pre begin() was called
    AheadCode code(std::string const& architecture) const;
    //! What is kept is of no use: begin() compiles, and what it makes takes its place. Nothing happens where
    //! that was done before.
    void renew(std::string const& architecture);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace gapmc::cuda
