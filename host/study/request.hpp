// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "host/study/exact.hpp"
#include "host/study/shown.hpp"

namespace gapmc {

//! What is asked of a study, beside its assumptions: no part of the study's digest.
struct Request {
    std::uint64_t seed = 1;
    std::uint64_t trajectories = 1'000'000;  //!< of the whole run, over all shards
    std::uint64_t shard = 1;                 //!< 1 ... shards
    std::uint64_t shards = 1;
    Shown shown;
    Exact exact = Exact::none;

    bool is_shard() const { return shards > 1; }
    friend bool operator==(Request const&, Request const&) = default;
};

}  // namespace gapmc
