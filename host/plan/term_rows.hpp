// SPDX-License-Identifier: Apache-2.0
//! Which rows the terms of statements and quantities are about.
#pragma once

#include "host/plan/row.hpp"
#include "host/study/named.hpp"
#include "host/study/statement.hpp"

namespace gapmc {

constexpr Target target_of(StatementTerm const& term) {
    switch (term.of) {
        case StatementTerm::Of::contrast:
            return contrast_in(term.outcome);
        case StatementTerm::Of::score:
            return Target::score;
        case StatementTerm::Of::driver:
            return Target::driver;
        default:
            return Target::quantity;
    }
}

//! The row in which a term counts in its unit: of a driver with a link, unless its logarithm or logit is
//! meant, not that of link space.
inline Target level_target(Study const& study, StatementTerm const& term) {
    if (term.of == StatementTerm::Of::driver && !term.on_scale &&
        driver_of(study, term.id).link != Link::identity)
        return Target::driver_level;
    return target_of(term);
}

}  // namespace gapmc
