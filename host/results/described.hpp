// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/plan/plan.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! What people call a row, in which unit it is, and where it stood at base.
struct Described {
    std::string name;
    std::string unit;
    double start = 0;
};
Described describe(Study const& study, Plan const& plan, Row const& row);

//! What a quantity of the study is, from what it is made of: "largest gap so far".
std::string quantity_words(ReportedQuantity const& quantity);

}  // namespace gapmc
