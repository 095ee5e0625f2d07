// SPDX-License-Identifier: Apache-2.0
//! What ranks say to each other. Rank 0 leads: it runs the verb, and the others count for it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "host/ranks/transport.hpp"
#include "host/record/byte_text.hpp"

namespace gapmc {

enum class Saying : char {
    seat = 'w',         //!< where a rank is: the first that it says
    engine = 'e',       //!< leader: words of the engine to use, and the program's version
    ready = 'r',        //!< kind of engine, and its name for people
    job = 'j',          //!< leader, passed on along a tree: its number, and the job
    range = 'n',        //!< leader: count these of the job of that number
    break_off = 'b',    //!< leader: end the range early
    told = 't',         //!< trajectories of the range that are done
    done = 'd',         //!< the range has ended after so many trajectories
    failed = 'f',       //!< exit code and message; what was counted before is kept
    stop_wished = 's',  //!< a signal came
    end_job = 'z',      //!< leader: bring together what was counted of that job
    counted = 'c',      //!< to the one above in the tree: what a rank and those below it have counted
    leave = 'l'         //!< leader: exit code
};

inline Message message(Saying what, std::string_view bytes = {}) {
    return {0, static_cast<char>(what) + std::string{bytes}};
}
inline Saying saying_of(Message const& message) { return static_cast<Saying>(message.bytes.at(0)); }
inline std::string_view content_of(Message const& message) {
    return std::string_view{message.bytes}.substr(1);
}
inline std::string numbers(std::initializer_list<std::uint64_t> values) {
    ByteWriter out;
    for (std::uint64_t const value : values) out.number(value);
    return out.bytes();
}
inline ByteReader reader_of(Message const& message) {
    return {content_of(message), "a message of rank " + std::to_string(message.from)};
}

//! Ranks below one in the tree along which jobs go down and counts come up.
inline std::vector<int> below(int rank, int size) {
    std::vector<int> ranks;
    for (int const child : {2 * rank + 1, 2 * rank + 2})
        if (child < size) ranks.push_back(child);
    return ranks;
}
inline int above(int rank) { return (rank - 1) / 2; }

}  // namespace gapmc
