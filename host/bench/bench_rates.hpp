// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gapmc {

//! What a file of `gapmc bench` says of its machine.
struct BenchRates {
    std::string backend;  //!< what was measured, in words
    std::string date;     //!< ISO 8601
    double flagship = 0;  //!< trajectories per second of the workload of that name, median
};

/*!
 * \param json  of `gapmc bench --json` \param name  of the file, for messages
 * \throws DataError if it is no such file, was measured by a program that counts differently, or has no right
 * answer for the flagship
 */
BenchRates read_bench_rates(std::string const& json, std::string const& name);

}  // namespace gapmc
