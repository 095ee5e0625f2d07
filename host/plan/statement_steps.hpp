// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "host/plan/plan.hpp"
#include "host/study/statement.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Add a statement to what a plan counts, as steps over integers (kernels/tally/asked.hpp).
 *
 * One quantity against a number is compared as P(X <= c) compares it: both by the same route to the row's
 * integers, so that what has the same integer is equal. Sums are weighted by whole numbers: exactly, where
 * the weights stay below 2^30, else to one part in 2^29. A driver alone is compared in link space, where its
 * own unit orders alike.
 *
 * \pre the rows of the world are there, and the statement is about its study
 */
void add_statement(Plan& plan, std::size_t world, Study const& study, Statement const& statement);

}  // namespace gapmc
