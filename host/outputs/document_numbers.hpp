// SPDX-License-Identifier: Apache-2.0
//! Numbers of a run by name, rounded by their errors, for documents that follow them.
#pragma once

#include <string>
#include <vector>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! A number under the name by which a document asks for it.
struct DocumentNumber {
    std::string key;   //!< letters, digits and . @ _ - alone: "gap.p50@2030"
    std::string text;  //!< rounded by its error, with an ASCII minus; "NA" where there is no value
    Estimate estimate;
    std::string unit;  //!< "%" of probabilities, whose text is in percent
    std::string what;  //!< it is, for people: "median, United States minus China, ..., end of 2030"
};

/*!
 * Of every contrast in the outcome that is shown, and under `NAME.constant`, `NAME.edition` and
 * `NAME.published` in each that the run has; of scores (`score.us`), drivers in their own units
 * (`compute.us`) and quantities of the study's own, for every reported year: mean, sd, reported quantiles
 * (`p50`, `p2.5`), and of contrasts `narrower` and `le0` (P at or below 0). Then first passages
 * (`gap.first.le0@2035`, reached by the end of that year; `gap.never.le0`), statements (`P.NAME`), starts
 * (`gap.start`), and what the run is
 * (`trajectories`, `seed`, `base`, `digest`). docs/files.md lists them.
 *
 * In the order of these; every key once.
 */
std::vector<DocumentNumber> document_numbers(Study const& study, Results const& results);

//! numbers.json: version, study, digest, and key -> value, error, text, unit, what.
std::string numbers_json(Study const& study, Results const& results);
//! numbers.tex: `\gapmc{gap.p50@2030}` and `\gapmcerror{...}`, for pdfTeX, XeTeX and LuaTeX. An unknown key
//! is an error of the document.
std::string numbers_tex(Study const& study, Results const& results);
//! numbers.typ: `#gapmc("gap.p50@2030")` and `#gapmc-error(...)`, for Typst 0.11 and later.
std::string numbers_typ(Study const& study, Results const& results);

}  // namespace gapmc
