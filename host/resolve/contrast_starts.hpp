// SPDX-License-Identifier: Apache-2.0
//! Contrasts at the base year, from the scores as they are written in the study.
#pragma once

#include "host/study/study.hpp"

namespace gapmc {

//! A contrast of the published scores of the base year, rounded once: 19.96 of 77.97 and 58.01.
double contrast_at_base(Study const& study, Contrast const& contrast);

//! Whether a threshold is that value, both taken as they are written. The binary fractions of 77.97, 58.01
//! and 19.96 do not say so.
bool is_contrast_at_base(Study const& study, Contrast const& contrast, double threshold);

}  // namespace gapmc
