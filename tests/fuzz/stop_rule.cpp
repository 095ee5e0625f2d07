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
    study.quantities.resize(1);
    study.quantities[0].id = "peak";
    study.statements.resize(1);
    study.statements[0].id = "low";
    return study;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Study const study = study_of_rules();
    StopRule rule;
    if (!fuzz::accepted([&] { rule = parse_stop_rule(std::string{fuzz::text_of(data, size)}, study); }))
        return 0;
    for (StopTarget const& target : rule.targets) {
        fuzz::require(std::isfinite(target.bound) && target.bound > 0, "a bound is a positive number");
        if (!target.statement.empty()) {
            fuzz::require(target.statement == "low", "a statement is one of the study");
            continue;
        }
        fuzz::require(target.year > study.base && target.year <= study.end, "a year is one of the study");
        fuzz::require(target.level > 0 && target.level < 1, "a level is a probability");
        if (target.target != Target::contrast) continue;
        std::string const plain =
            "mcse(" + target.id + "." + target.statistic + "@" + std::to_string(target.year) + ")<=1";
        StopTarget const again = parse_stop_rule(plain, study).targets.at(0);
        fuzz::require(again.statistic == target.statistic && again.level == target.level,
                      "a rule's parts make the same rule", plain);
    }
    return 0;
}
