// SPDX-License-Identifier: Apache-2.0
//! Statements as people write them: "gap@2030 < 15 and gap@2035 > 20".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/statement_fault.hpp"
#include "host/study/statement.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Reads a statement about a study.
 *
 *     statement   holds [given condition]
 *     condition   comparisons, passages and happenings joined by `and`, `or` (which binds less), `not`, ( )
 *     comparison  sums of quantities and numbers on both sides of < <= > >=: `gap@2035 - 0.5 * gap@2030 > 2`
 *     passage     `first gap <= 0 before 2033`, or `by 2033`, or `in 2033`
 *     happening   `chip_controls happened by 2028`, or `before`, or `in`
 *     quantity    a contrast (`gap@2030`, `gap.published@2030`), a score (`score.us@2030`), a driver in its
 * own unit (`compute.us@2030`), or a quantity of the study (`peak_gap@2035`), each with its index year
 *
 * Quantities of one comparison have one unit, which numbers beside them have too.
 *
 * \param outcome  of contrasts that do not name one
 * \throws StatementFault
 */
Statement parse_statement(std::string const& text, Study const& study, Outcome outcome);

//! A sum of multiples of contrasts, scores and drivers of one unit.
struct QuantitySum {
    std::vector<StatementTerm> terms;  //!< without years
    std::string unit;
};

//! Reads what a quantity of a study is made of: "score.us - 0.5 * score.cn". \throws StatementFault
QuantitySum parse_quantity(std::string const& text, Study const& study, Outcome outcome);

//! Words that mean something in a statement, so that a quantity cannot be asked for by them.
bool is_statement_word(std::string_view name);

//! Reads one quantity with its year, `gap@2035`. \throws StatementFault
StatementTerm parse_term(std::string const& text, Study const& study, Outcome outcome);

}  // namespace gapmc
