// SPDX-License-Identifier: Apache-2.0
//! The sections of a report, in their order. Each is empty where a run has nothing to say in it.
#pragma once

#include "host/report/markup.hpp"
#include "host/report/subject.hpp"

namespace gapmc {

//! What came out, in sentences: outcome and contrast by name, words of probability and their numbers.
Markup summary_section(ReportSubject const& subject);
//! The fan, ridges and first passages.
Markup bands_section(ReportSubject const& subject);
//! Statements and quantities of the study's own.
Markup answers_section(ReportSubject const& subject);
//! Worlds that were compared with the baseline.
Markup scenarios_section(ReportSubject const& subject);
//! What the mean change is made of, events, and paths of drivers.
Markup causes_section(ReportSubject const& subject);
//! Bands of every reported year as numbers.
Markup table_section(ReportSubject const& subject);
//! Every input with its unit, source, date and note.
Markup assumptions_section(ReportSubject const& subject);
//! How to read it, how it was computed and how to check it.
Markup method_section(ReportSubject const& subject);

}  // namespace gapmc
