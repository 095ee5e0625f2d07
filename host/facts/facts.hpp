// SPDX-License-Identifier: Apache-2.0
//! What a measurement says of program, machine and time, in one form for every file that says it.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace gapmc {

nlohmann::ordered_json program_facts();  //!< version, commit, compiler, build type
nlohmann::ordered_json host_facts();     //!< system, processor
std::string utc_now();                   //!< ISO 8601, to the second

}  // namespace gapmc
