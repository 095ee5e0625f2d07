// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/study/study.hpp"

namespace gapmc {

/*!
 * The study with everything explicit, as canonical TOML: defaults, provenance and canonical units written
 * out, tables sorted by name, numbers in the fewest digits that read back exactly.
 *
 * Reading it gives an equal study and writing that gives the same text, so its hash identifies the study
 * whatever the order, layout or units of the file it came from.
 */
std::string resolved_toml(Study const& study);

}  // namespace gapmc
