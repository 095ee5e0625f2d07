// SPDX-License-Identifier: Apache-2.0
//! A study made ready for the walk: its topology, the arrays the topology points into, and names for people.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "host/resolve/pair_level.hpp"
#include "host/study/study.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

//! An uncertain input, in the order of Topology::inputs.
struct InputName {
    std::string path;
    std::string unit;
    bool discrete = false;
    Link link = Link::identity;  //!< scale on which its slot holds the value
    bool normal = false;         //!< a standard normal number, which has no unit of its own
};

//! A vector, as TopologyLists takes it.
template<class T>
using Owned = std::vector<T>;

struct Model : TopologyLists<Owned> {
    Model() = default;
    Model(Model const&) = delete;  // the topology points into this object
    Model& operator=(Model const&) = delete;

    Topology topology{};

    std::vector<float> tables;  //!< behind Topology::tables

    // Names, each in the (sorted) order of its list.
    std::vector<std::string> actor_names;
    std::vector<std::string> driver_names;
    std::vector<PairName> pair_names;
    std::vector<PairLevel> pair_levels;
    std::vector<std::string> process_names;  //!< pair, or the `of` pair of a ratio driver
    std::vector<std::string> event_names;
    std::vector<std::string> dimension_names;
    std::vector<std::string> contrast_names;
    std::vector<double> contrast_starts;  //!< of the published scores, for people
    std::vector<std::string> tail_names;
    std::vector<InputName> input_names;
    std::map<std::uint32_t, std::string> names_of_ids;  //!< of every draw; collisions are refused

    //! Point the topology's lists at the arrays, once they have their final size.
    void bind();
};

}  // namespace gapmc
