// SPDX-License-Identifier: Apache-2.0
// Rank correlation between inputs: a Gaussian copula over those named (docs/model.md 1, "Dependence").
#include <map>

#include "host/resolve/correlation.hpp"
#include "host/resolve/dependence.hpp"
#include "host/resolve/model_builder.hpp"

namespace gapmc {

void build_dependence(ModelBuilder& b) {
    auto const names = linked_inputs(b.study);
    if (names.empty()) return;
    std::map<std::string, std::int32_t> input;
    for (std::size_t i = 0; i < b.model.input_names.size(); ++i)
        input[b.model.input_names[i].path] = static_cast<std::int32_t>(i);
    std::vector<std::int32_t> draws;
    for (std::string const& name : names) draws.push_back(input.at(name));
    exact::SquareMatrix const factor =
        factor_correlation(dependence_matrix(b.study), b.study.repair_dependence);
    for (std::size_t i = names.size(); i-- > 0;)  // last row first: MixedInput
        b.model.mixed_inputs.push_back(
            {draws[i], add_mixture_row(b.model, factor, static_cast<int>(i), &draws)});
}

}  // namespace gapmc
