// SPDX-License-Identifier: Apache-2.0
//! What is wrong with a study, in a form that a person can act on. All problems of a study are collected,
//! never only the first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/study/quantity.hpp"

namespace gapmc {

//! A note says what a study means where it may not be what was meant; it is no fault.
enum class Severity { error, warning, note };

//! One mistake. Reason and remedy are sentences without the final stop.
struct Problem {
    std::string file;             //!< as the user named it; empty for an override on the command line
    Place place;                  //!< line 0: not in a file
    std::string key;              //!< key path, e.g. "drivers.compute.us.growth"; may be empty
    std::string value;            //!< as written; may be empty
    std::string reason;           //!< what is wrong, and why
    std::string remedy;           //!< what to do
    std::string suggestion = {};  //!< nearest known name, if there is one
    Severity severity = Severity::error;
    std::string marked = {};  //!< lines that show the place inside of a value, below the paragraph
};

/*!
 * One paragraph: `FILE:LINE:COLUMN: KEY = VALUE: reason. Remedy.`, warnings and notes with
 * `warning: ` or `note: ` before the key.
 *
 * Control characters of the value are escaped and long values shortened, so that a hostile file cannot drive
 * a terminal.
 */
std::string format_problem(Problem const& problem);

//! All problems, one paragraph each, a blank line between, at most \p limit of them and then how many were
//! left off.
std::string format_problems(std::vector<Problem> const& problems, std::size_t limit = 200);

//! Puts problems in the order of the file; overrides come last. Problems of one place keep their order.
void sort_problems(std::vector<Problem>& problems);

//! Whether any problem is an error.
bool any_error(std::vector<Problem> const& problems);

//! How many are warnings.
std::size_t count_warnings(std::vector<Problem> const& problems);

//! Text made safe for one line of a terminal: control characters as \xNN, at most \p limit bytes and then
//! "...".
std::string shown(std::string_view text, std::size_t limit = 60);

}  // namespace gapmc
