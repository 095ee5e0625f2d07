// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/study/request.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * The study with everything explicit, as canonical TOML: defaults, provenance and canonical units written
 * out, tables sorted by name, numbers in the fewest digits that read back exactly. Seed and number of
 * trajectories are those of the request.
 *
 * Reading it gives an equal study and writing that gives the same text.
 */
std::string resolved_toml(Study const& study, Request const& request);

//! The same without the request: its hash identifies the assumptions, whatever the order, layout or units of
//! the file that they came from, and whatever is asked of them.
std::string assumptions_toml(Study const& study);

}  // namespace gapmc
