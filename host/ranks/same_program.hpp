// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gapmc {

//! What all ranks of a job must have in common: messages hold structs as they lie in memory.
std::string this_program();
//! \throws UsageError if a rank runs another program than rank 0
void require_same_program(std::string const& of_leader);

}  // namespace gapmc
