// SPDX-License-Identifier: Apache-2.0
//! The words of --until.
#include "host/session/stop_rule.hpp"

#include <cmath>

#include "tests/fuzz/fuzz.hpp"

using namespace gapmc;

namespace {

//! What a rule may speak of: two contrasts, three quantiles, ten years.
Study study_of_rules() {
    Study study;
    study.base = 2024;
    study.end = 2034;
    for (int year = 2025; year <= 2034; ++year) study.report_years.push_back(year);
    study.quantiles = {0.05, 0.5, 0.975};
    study.contrasts.resize(2);
    study.contrasts[0].id = "gap";
    study.contrasts[1].id = "ratio_2";
    return study;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Study const study = study_of_rules();
    StopRule rule;
    if (!fuzz::accepted([&] { rule = parse_stop_rule(std::string{fuzz::text_of(data, size)}, study); }))
        return 0;
    fuzz::require(std::isfinite(rule.bound) && rule.bound > 0, "a bound is a positive number");
    fuzz::require(rule.year > study.base && rule.year <= study.end, "a year is one of the study");
    fuzz::require(rule.level > 0 && rule.level < 1, "a level is a probability");
    std::string const plain =
        "mcse(" + rule.contrast + "." + rule.statistic + "@" + std::to_string(rule.year) + ")<=1";
    StopRule const again = parse_stop_rule(plain, study);
    fuzz::require(again.statistic == rule.statistic && again.level == rule.level,
                  "a rule's parts make the same rule", plain);
    return 0;
}
