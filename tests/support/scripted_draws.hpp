// SPDX-License-Identifier: Apache-2.0
//! Draws that a test writes down; what it leaves out is silent (medians, no shock, no onset, no revision).
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "kernels/draws/addressed_draws.hpp"

namespace gapmc::support {

template<class T>
class ScriptedDraws : public DrawnAlone {
  public:
    using Table = std::map<std::pair<std::int32_t, std::int32_t>, T>;

    std::map<std::int32_t, T> inputs;  //!< by input
    Table shocks;                      //!< by draw and step
    Table onsets;                      //!< by event and step: the unit exponential
    Table durations;                   //!< by event and step
    Table tails;                       //!< by group and year
    std::map<std::int32_t, T> revisions, revision_commons, revision_differences;  //!< by year
    Table measurements;                                                           //!< by actor and year

    T input(std::int32_t i) const { return look_up(inputs, i, silent_.input(i)); }
    T shock(std::int32_t j, std::int32_t n) const { return look_up(shocks, {j, n}, silent_.shock(j, n)); }
    T onset(std::int32_t i, std::int32_t n) const { return look_up(onsets, {i, n}, silent_.onset(i, n)); }
    T duration(std::int32_t i, std::int32_t n) const {
        return look_up(durations, {i, n}, silent_.duration(i, n));
    }
    T tail(std::int32_t g, std::int32_t y) const { return look_up(tails, {g, y}, silent_.tail(g, y)); }
    T revision(std::int32_t y) const { return look_up(revisions, y, silent_.revision(y)); }
    T revision_common(std::int32_t y) const { return look_up(revision_commons, y, T(0)); }
    T revision_difference(std::int32_t y) const { return look_up(revision_differences, y, T(0)); }
    T measurement(std::int32_t a, std::int32_t y) const { return look_up(measurements, {a, y}, T(0)); }

  private:
    template<class Map>
    static T look_up(Map const& map, typename Map::key_type const& key, T otherwise) {
        auto const found = map.find(key);
        return found == map.end() ? otherwise : found->second;
    }

    SilentDraws<T> silent_;
};

}  // namespace gapmc::support
