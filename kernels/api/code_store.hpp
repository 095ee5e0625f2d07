// SPDX-License-Identifier: Apache-2.0
//! Walks that were compiled for a study's shape, and where they are kept between runs.
#pragma once

#include <optional>
#include <string>

namespace gapmc {

//! What the run-time compiler made.
struct WalkCode {
    std::string bytes;     //!< machine code, or PTX, which the driver compiles
    std::string target;    //!< `sm_90`, or of PTX `compute_90`
    std::string compiler;  //!< "NVRTC 13.0"
};

//! For any thread, and for several processes that keep the same at once. It throws nothing: a run does not
//! depend on it.
class CodeStore {
  public:
    CodeStore() = default;
    CodeStore(CodeStore const&) = delete;
    CodeStore& operator=(CodeStore const&) = delete;
    virtual ~CodeStore() = default;

    //! \param identity  everything that the code depends on: two codes of one identity give the same results
    //! \return nothing also where what is kept cannot be read or is damaged
    virtual std::optional<WalkCode> find(std::string const& identity) = 0;
    //! \return why it was not kept; empty if it was
    virtual std::string keep(std::string const& identity, WalkCode const& code) = 0;
};

}  // namespace gapmc
