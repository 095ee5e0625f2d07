// SPDX-License-Identifier: Apache-2.0
//! The two correlation matrices of a study: of its shocks and of its inputs, both over sorted names.
#pragma once

#include <string>
#include <vector>

#include "host/exact/linear.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! Processes whose volatility is not the constant 0, named by pair (a ratio driver by its `of` pair), sorted.
std::vector<std::string> noisy_processes(Study const& study);

//! Correlation of their shocks; a shock that does not exist correlates with nothing.
exact::SquareMatrix shock_matrix(Study const& study);

//! Key paths of the inputs that [dependence] names, sorted.
std::vector<std::string> linked_inputs(Study const& study);

//! Correlation of their normals: 2 sin(pi rho_s / 6) (Pearson 1907), 0 where nothing is said.
exact::SquareMatrix dependence_matrix(Study const& study);

}  // namespace gapmc
