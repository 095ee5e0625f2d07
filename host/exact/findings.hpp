// SPDX-License-Identifier: Apache-2.0
//! How problems of quantities are collected and worded. Internal to host/exact.
#pragma once

#include <string>
#include <vector>

#include "host/study/quantity.hpp"

namespace gapmc::exact {

//! Problems found so far, each as "problem (why). Remedy".
struct Findings {
    std::vector<std::string> list;
    void require(bool good, std::string const& message) {
        if (!good) list.push_back(message);
    }
};

//! Shortest decimal that reads back as the same double, whatever the locale.
std::string text(double value);

//! Parameters out of range or order, metalogs that are not feasible; their number is right.
void check_parameters(Findings& found, Quantity const& quantity);

}  // namespace gapmc::exact
