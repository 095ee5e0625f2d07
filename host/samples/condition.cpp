// SPDX-License-Identifier: Apache-2.0
#include "host/samples/condition.hpp"

#include "host/plan/statement_steps.hpp"
#include "host/plan/term_rows.hpp"

namespace gapmc {
namespace {

//! What `fulfils` reads of a tally's view.
struct Steps {
    AskedTerm const* asked_terms;
    AskedStep const* asked_steps;
};

}  // namespace

Condition::Condition(Plan const& plan, Study const& study, Statement const& statement)
    : years_{plan.spec.years} {
    Plan asking = plan;  // what a plan counts is part of its digest
    add_statement(asking, 0, study, statement);
    asked_terms_ = std::move(asking.spec.asked_terms);
    asked_steps_ = std::move(asking.spec.asked_steps);
    begin_ = asking.spec.asked.back().holds;
    end_ = asking.spec.asked.back().given;
}

bool Condition::holds(TrajectoryBatch const& batch, int lane) const {
    auto const value = [&](std::int32_t row, std::int32_t year) {
        std::int64_t const line = std::int64_t{row} * years_ + year;
        return std::int64_t{batch.observations[line * batch.stride + lane]};
    };
    return fulfils(Steps{asked_terms_.data(), asked_steps_.data()}, value, begin_, end_);
}

std::size_t ranked_row(Plan const& plan, StatementTerm const& quantity) {
    return plan.row_of(target_of(quantity), quantity.id);
}

}  // namespace gapmc
