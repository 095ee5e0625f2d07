// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gapmc {

//! The style sheet of a report: light and dark, screens from 320 px on, A4 paper.
std::string report_style();

}  // namespace gapmc
