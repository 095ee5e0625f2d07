// SPDX-License-Identifier: Apache-2.0
//! What is observed of trajectories and what is counted of that: fixed in the plan before the first one.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/observe/derived.hpp"
#include "kernels/observe/difference.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/sections.hpp"

namespace gapmc {

//! A vector, as Sections takes it.
template<class T>
using SectionVector = std::vector<T>;

/*!
 * Rows: what is observed of each variant of the job, one variant after the other, then what studies make of
 * these, then the differences. A row has a value for every year.
 */
struct TallySpec : Sections<SectionVector> {
    std::int32_t years = 0;
    std::vector<std::vector<Observed>> observed;  //!< [variant][row of the variant]
    std::vector<Derived> derived;
    std::vector<RowTerm> derived_terms;
    std::vector<Difference> differences;
    std::vector<AskedTerm> asked_terms;
    std::vector<AskedStep> asked_steps;
    TallySizes sizes;
    std::vector<std::int32_t> variant_ends;  //!< one past the last row of each variant

    std::size_t walked_rows() const {
        std::size_t number = 0;
        for (auto const& of_variant : observed) number += of_variant.size();
        return number;
    }
};

//! Give every item its cells; call it when all of them are there.
inline void lay_out(TallySpec& spec) {
    spec.sizes = {};
    spec.variant_ends.clear();
    std::int32_t rows = 0;
    for (auto const& of_variant : spec.observed)
        spec.variant_ends.push_back(rows += static_cast<std::int32_t>(of_variant.size()));
    for_each_section(
        [&spec](auto& items) {
            for (auto& item : items) item.place(spec.sizes, spec.years);
        },
        spec);
}

}  // namespace gapmc
