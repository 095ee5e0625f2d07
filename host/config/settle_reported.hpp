// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/config/context.hpp"
#include "host/study/study.hpp"

namespace gapmc::config {

//! Understand the texts of [report.quantities] and [report.statements], which may name anything of the study.
//! Contrasts without an outcome are in that of the headline. Reports what is not understood.
void settle_reported(Context& context, Study& study);

}  // namespace gapmc::config
