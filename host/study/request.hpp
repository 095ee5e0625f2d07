// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "host/study/exact.hpp"
#include "host/study/shown.hpp"

namespace gapmc {

//! A part of a run's trajectories that is counted by itself.
struct Shard {
    std::uint64_t number = 1;  //!< 1 ... of
    std::uint64_t of = 1;
    std::uint64_t extends = 0;  //!< trajectories of a finished run that the shards go on from; 0: none

    bool is_all() const { return of == 1 && extends == 0; }
    friend bool operator==(Shard const&, Shard const&) = default;
};

//! "shard 2 of 8", and which run it extends.
inline std::string shard_words(Shard const& shard) {
    std::string words = "shard " + std::to_string(shard.number) + " of " + std::to_string(shard.of);
    if (shard.extends > 0) words += " of what extends " + std::to_string(shard.extends) + " trajectories";
    return words;
}

//! What is asked of a study, beside its assumptions: no part of the study's digest.
struct Request {
    std::uint64_t seed = 1;
    std::uint64_t trajectories = 1'000'000;  //!< of the whole run, over all shards
    Shard shard;
    Shown shown;
    Exact exact = Exact::none;

    bool is_shard() const { return !shard.is_all(); }
    friend bool operator==(Request const&, Request const&) = default;
};

}  // namespace gapmc
