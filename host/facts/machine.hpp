// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gapmc {

//! What the system calls its processor; "unknown" where it does not say.
std::string processor_name();

}  // namespace gapmc
