// SPDX-License-Identifier: Apache-2.0
//! A run that has not ended, and who keeps what it has counted so far.
#pragma once

#include <cstdint>
#include <optional>

#include "host/record/record.hpp"
#include "host/refine/refinement.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! At which of its looks a stop rule has held.
struct StopLooks {
    std::uint64_t last = 0;  //!< trajectories at the last look; 0: there was none
    int held = 0;            //!< looks in a row, up to that one, at which it held
    friend bool operator==(StopLooks const&, StopLooks const&) = default;
};

//! What a run has counted, and what else it has to know to go on. At any moment it can go on from here.
struct UnderWay {
    Record record;
    StopLooks looks = {};
    std::optional<RefinementState> refinement = std::nullopt;  //!< of a whole record
};

//! Keeps a run that is under way.
class Keeper {
  public:
    Keeper() = default;
    Keeper(Keeper const&) = delete;
    Keeper& operator=(Keeper const&) = delete;
    virtual ~Keeper() = default;

    //! When the run shall make its next pause.
    virtual Pause next() const = 0;
    //! In a pause.
    virtual void keep(UnderWay const& run) = 0;
};

}  // namespace gapmc
