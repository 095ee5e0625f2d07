// SPDX-License-Identifier: Apache-2.0
//! Times and counts as people like to read them: rounded, with a unit. Not for files that programs read.
#pragma once

#include <string>

namespace gapmc {

//! "3.2 s", "4 min 10 s", "2 h 5 min", "3 d 4 h". \param seconds  [s]
std::string duration_text(double seconds);
//! "950", "12.3 k", "4.56 M", "1.2 G", "3 T"
std::string count_text(double number);

}  // namespace gapmc
