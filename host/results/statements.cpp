// SPDX-License-Identifier: Apache-2.0
#include "host/results/statements.hpp"

#include "host/results/moments.hpp"

namespace gapmc {

std::vector<StatementResult> summarise_statements(std::vector<Statement> const& statements, Plan const& plan,
                                                  Record const& record) {
    std::vector<StatementResult> out;
    for (std::size_t s = 0; s < statements.size(); ++s) {
        Asked const& asked = plan.spec.asked[s];
        StatementResult result;
        result.text = statements[s].text;
        result.conditional = statements[s].given >= 0;
        result.fulfilled = record.tally.counts[asked.fulfilled()];
        result.conditions = record.tally.counts[asked.conditions()];
        // Under a condition the number of fulfilled ones is binomial, whatever number fulfilled it.
        result.probability = result.conditions == 0
                                 ? no_estimate(Missing::few)
                                 : estimate_probability(result.conditions, result.fulfilled);
        if (result.conditional && result.conditions > 0 && result.conditions < least_conditions)
            result.probability = without_error(result.probability.value, Missing::few);
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace gapmc
