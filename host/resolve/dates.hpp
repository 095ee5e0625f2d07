// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/study/study.hpp"

namespace gapmc {

//! Beginning of a day in years after the base year's end; a month counts 1/12, as in the steps [yr].
double years_after_base(int base, Date const& date);
Date day_after(Date const& date);
int days_in_month(int year, int month);

}  // namespace gapmc
