// SPDX-License-Identifier: Apache-2.0
//! From times to rates, and to the time that a stated error takes. Pure functions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace gapmc {

struct Spread {
    double median = 0;  //!< of an even number: the mean of the two in the middle
    double least = 0;
    double most = 0;
};
//! \param values  at least one
Spread spread_of(std::vector<double> values);

//! Work per second of repetitions that did the same work each. \param seconds  of each, all above 0
Spread rates_of(double work, std::vector<double> const& seconds);

/*!
 * Trajectories after which an estimate's standard error is `wanted`, from its error after n: Monte Carlo
 * errors shrink as 1/sqrt(n), so n (error/wanted)^2. Nothing where the error is not a positive number.
 */
std::optional<double> trajectories_for(double wanted, double error, std::uint64_t n);

/*!
 * Trajectories of a repetition: a power of two, from 2^16 upwards, that takes more than half of a share of
 * time and not more than it, where 2^16 do not already. \param seconds_of  runs so many, returns the time
 */
std::uint64_t repetition_size(double share, std::function<double(std::uint64_t)> const& seconds_of);

//! A CUDA device as it counts for what it could issue.
struct IssueRate {
    int multiprocessors = 0;
    double clock = 0;  //!< of the multiprocessors [Hz]
};
//! Share of the instructions that devices could issue (4 schedulers of 32 lanes per multiprocessor and cycle)
//! which went into trajectories. \param instructions  of a thread for one trajectory  \return nothing without
//! a clock
std::optional<double> share_of_issue_ceiling(double trajectories_per_second, double instructions,
                                             std::vector<IssueRate> const& devices);

}  // namespace gapmc
