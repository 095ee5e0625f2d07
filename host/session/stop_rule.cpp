// SPDX-License-Identifier: Apache-2.0
#include "host/session/stop_rule.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <regex>

#include "host/outputs/headline.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! The number a text is, as a whole; NaN if it is none.
double number(std::string const& text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

StopRule parse_stop_rule(std::string const& text, Study const& study, Outcome outcome) {
    static std::regex const form{
        R"(\s*mcse\(\s*([a-z][a-z0-9_]*)\.(mean|sd|narrower|p[0-9]{1,2}(?:\.[0-9])?)@([0-9]{1,5})\s*\)\s*<=\s*([0-9.eE+-]+)\s*)"};
    constexpr std::size_t longest = 200;  // the library's matching takes stack for every character
    std::smatch m;
    if (text.size() > longest || !std::regex_match(text, m, form))
        throw UsageError("--until '" + text.substr(0, longest) +
                         "': not understood. Write e.g. --until 'mcse(gap.p50@2035)<=0.01' with mean, sd, "
                         "narrower or a quantile in percent: p50, p5, p2.5");
    StopRule rule{m[1], outcome, m[2], 0.5, static_cast<int>(number(m[3])), number(m[4])};
    if (!(rule.bound > 0.0))
        throw UsageError("--until: the bound " + m[4].str() +
                         " is not positive. Give an error in the contrast's unit");
    if (std::none_of(study.contrasts.begin(), study.contrasts.end(),
                     [&](Contrast const& c) { return c.id == rule.contrast; }))
        throw UsageError("--until: no contrast \"" + rule.contrast +
                         "\" in the study. Use one of its contrasts, e.g. gap");
    if (rule.year <= study.base || rule.year > study.end)
        throw UsageError("--until: year " + m[3].str() + " is not an index year. Use " +
                         std::to_string(study.base + 1) + " to " + std::to_string(study.end));
    if (std::find(study.report_years.begin(), study.report_years.end(), rule.year) ==
        study.report_years.end())
        throw UsageError("--until: year " + m[3].str() +
                         " is not among report.years. Add it there, or choose another");
    if (rule.statistic.front() == 'p') {
        // p025, which a study reads as 2.5 %, was not let through above: here it could be taken for 25 %.
        rule.level = number(rule.statistic.substr(1)) / 100.0;
        bool const reported =
            rule.level == 0.5 || std::any_of(study.quantiles.begin(), study.quantiles.end(),
                                             [&](double q) { return std::fabs(q - rule.level) < 1e-9; });
        if (!reported)
            throw UsageError("--until: " + rule.statistic +
                             " is not among report.quantiles. Add it there, or choose another");
    }
    return rule;
}

double error_of(StopRule const& rule, std::vector<QuantitySummary> const& quantities) {
    for (YearSummary const& y : find_outcome(quantities, rule.outcome, rule.contrast).years) {
        if (y.year != rule.year) continue;
        if (rule.statistic == "mean") return y.mean.mcse;
        if (rule.statistic == "sd") return y.sd.mcse;
        if (rule.statistic == "narrower") return y.narrower->mcse;
        for (QuantileEstimate const& p : y.quantiles)
            if (std::fabs(p.level - rule.level) < 1e-9) return p.estimate.mcse;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace gapmc
