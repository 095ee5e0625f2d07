// SPDX-License-Identifier: Apache-2.0
#include "host/results/statements.hpp"

#include <cmath>

#include "host/results/moments.hpp"

namespace gapmc {

namespace {

/*!
 * P(here) - P(there), of trajectories that fulfil a statement in one world and not in the other. One
 * trajectory of either kind is added for the error, as estimate_probability does: that none was seen does not
 * mean that there is none.
 */
Estimate paired_difference(std::uint64_t n, std::uint64_t gained, std::uint64_t lost) {
    if (n == 0) return no_estimate(Missing::few);
    double const number = static_cast<double>(n);
    double const up = (static_cast<double>(gained) + 1) / (number + 2);
    double const down = (static_cast<double>(lost) + 1) / (number + 2);
    return {(static_cast<double>(gained) - static_cast<double>(lost)) / number,
            std::sqrt((up + down - (up - down) * (up - down)) / number)};
}

}  // namespace

std::vector<StatementResult> summarise_statements(Plan const& plan, Record const& record) {
    std::vector<StatementResult> out;
    std::vector<std::uint64_t> const& counts = record.tally.counts;
    for (PlannedStatement const& planned : plan.statements) {
        Asked const& asked = plan.spec.asked[static_cast<std::size_t>(planned.asked)];
        StatementResult result;
        result.id = planned.statement.id;
        result.title = planned.statement.title;
        result.text = planned.statement.text;
        result.conditional = planned.statement.given >= 0;
        result.fulfilled = counts[asked.fulfilled()];
        result.conditions = counts[asked.conditions()];
        // Under a condition the number of fulfilled ones is binomial, whatever number fulfilled it.
        result.probability = result.conditions == 0
                                 ? no_estimate(Missing::few)
                                 : estimate_probability(result.conditions, result.fulfilled);
        if (result.conditional && result.conditions > 0 && result.conditions < least_conditions)
            result.probability = without_error(result.probability.value, Missing::few);
        if (planned.turned >= 0) {
            Turned const& turned = plan.spec.turned[static_cast<std::size_t>(planned.turned)];
            result.difference =
                paired_difference(record.done.size(), counts[turned.gained()], counts[turned.lost()]);
        }
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace gapmc
