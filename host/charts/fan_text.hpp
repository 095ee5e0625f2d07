// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/charts/fan_layout.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! The words of a fan chart, not escaped.
struct FanText {
    std::string title;
    std::string subtitle;
    std::string description;         //!< the numbers, for those who do not see the chart
    std::vector<std::string> notes;  //!< how to read it; source
};

FanText fan_text(Study const& study, Results const& results, FanData const& data);

}  // namespace gapmc
